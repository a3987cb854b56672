"""GOV.UK Frontend's small checkboxes, written out because its macro is slow for a hundred of them. A test holds them to its markup."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup

from indexer import Count

_BEFORE = Markup(
    '<div class="govuk-checkboxes__item">'
    '<input class="govuk-checkboxes__input" id="{name}-{value}" name="{name}" type="checkbox" value="{value}"'
)
_AFTER = Markup('><label class="govuk-label govuk-checkboxes__label" for="{name}-{value}">{label} (')


def checkboxes(name: str, counts: Iterable[Count]) -> Markup:
    """A filter's values as checkboxes, each with how many it would give."""
    items = []
    for count in counts:
        before, after = _item(name, count.value, count.name)
        items.append(f"{before}{' checked' if count.chosen else ''}{after}{count.number:,})</label></div>\n")
    return Markup("".join(items))  # noqa: S704 - each part is markup already, or a number


@lru_cache(maxsize=4096)
def _item(name: str, value: str, label: str) -> tuple[Markup, Markup]:
    """What stands before and after the two things that change from question to question."""
    return _BEFORE.format(name=name, value=value), _AFTER.format(name=name, value=value, label=label)
