"""YAML, read safely: the C version when there is one, no tag that makes an object, and no text that grows as it is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

#: Plain values only. The C loader reads the same language about ten times quicker.
SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: More than any list or front matter of ours needs. A few bytes of YAML can otherwise nest deep enough to exhaust the stack.
DEEPEST = 8
MOST_IN_LISTS = 100_000
MOST_IN_FIELDS = 10_000

_DEEPER = {yaml.SequenceStartEvent: 1, yaml.MappingStartEvent: 1, yaml.SequenceEndEvent: -1, yaml.MappingEndEvent: -1}


def load_yaml(text: bytes | str) -> Any:
    """The plain values in a YAML text. Raises yaml.YAMLError, with the line, if it does not parse or is not plain."""
    for event in yaml_events(text, MOST_IN_LISTS):
        # A few aliases to aliases stand for billions of values as soon as anyone looks at them.
        if isinstance(event, yaml.AliasEvent):
            raise _broken("aliases (`*name`) are not allowed", event)
    return yaml.load(text, Loader=SafeLoader)  # noqa: S506 - a safe loader, see above


def yaml_events(text: bytes | str, most: int = MOST_IN_FIELDS) -> Iterator[yaml.Event]:
    """What a YAML text is made of, in order, without building it. Raises yaml.YAMLError where it is broken, too deep or too long."""
    depth = 0
    # What yaml.parse does, which asks twice for each event.
    for number, event in enumerate(iter(SafeLoader(text).get_event, None)):
        depth += _DEEPER.get(type(event), 0)
        if depth > DEEPEST:
            raise _broken(f"more than {DEEPEST} levels inside one another", event)
        if number > most:
            raise _broken("more values than any file of ours needs", event)
        yield event


def place_of(mark: Any) -> tuple[int, int]:
    """The row and column of a mark, counting from 0."""
    return (mark.line, mark.column) if mark else (0, 0)


def _broken(problem: str, event: yaml.Event) -> yaml.YAMLError:
    mark: Any = event.start_mark
    return yaml.MarkedYAMLError(problem=problem, problem_mark=mark)
