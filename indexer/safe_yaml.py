"""YAML, read safely: the C version when there is one, no tag that makes an object, and no text that grows as it is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

#: Plain values only. The C loader reads the same language about ten times quicker.
SafeLoader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: More than any list or front matter of ours needs. A few bytes of YAML can otherwise nest deep enough to exhaust the stack.
DEEPEST = 8
MOST_EVENTS = 50_000


def load_yaml(text: bytes | str) -> Any:
    """The plain values in a YAML text. Raises yaml.YAMLError, with the line, if it does not parse or is not plain."""
    for event in yaml_events(text):
        # A few aliases to aliases stand for billions of values as soon as anyone looks at them.
        if isinstance(event, yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="aliases (`*name`) are not allowed", problem_mark=event.start_mark)
    return yaml.load(text, Loader=SafeLoader)  # noqa: S506 - a safe loader, see above


def yaml_events(text: bytes | str) -> Iterator[yaml.Event]:
    """What a YAML text is made of, in order, without building it. Raises yaml.YAMLError where it is broken, too deep or too long."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=SafeLoader)):  # type: ignore[no-untyped-call]
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise yaml.MarkedYAMLError(problem=f"more than {DEEPEST} levels inside one another", problem_mark=event.start_mark)
        if number > MOST_EVENTS:
            raise yaml.MarkedYAMLError(problem="more values than any file of ours needs", problem_mark=event.start_mark)
        yield event
