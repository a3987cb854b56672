"""The pages of the form as WTForms, made from the table of fields, and drawn with GOV.UK's macros."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovRadioInput, GovSelect, GovTextArea, GovTextInput
from wtforms import FieldList, Form, FormField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField

from indexer import Field, Vocabulary
from portal.contribute.report import Told
from portal.contribute.steps import CHOICES, SECTIONS, WORDS, Step, field_of
from portal.contribute.values import most_rows
from portal.contribute.writing import Values

#: Values and their words. Any, because the library takes this plainest shape and its types do not say so yet.
Choices = Any

#: Kinds of value whose box is short, and what a phone's keyboard should show.
_SHORT: Mapping[str, str] = {"number": "decimal", "whole number": "numeric", "partial date": "", "measurement": ""}


#: A question of the page is bold; one inside a row is not.
_BOLD: Mapping[str, Any] = {"label": {"classes": "govuk-label--s"}}


class LinesField(TextAreaField):
    """A list of words, one on each line."""

    def _value(self) -> str:
        return "\n".join(self.data or [])

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Each line that has something on it."""
        lines = str(valuelist[0]).splitlines() if valuelist else []
        self.data: Any = [line.strip() for line in lines if line.strip()]


def page_form(step: Step, values: Values, vocabulary: Vocabulary, typed: Any = None, more: str = "") -> Form:
    """One page of the form, filled with the draft, or with what was just typed. `more` names what has room for one more row."""
    parts = {name: _part(name, values, vocabulary, more == name) for name in step.fields}
    form: Form = type("PageForm", (Form,), parts)(formdata=typed, data={name: values.get(name) for name in step.fields})
    return form


def show_faults(form: Form, told: Iterable[Told]) -> list[dict[str, str]]:
    """Put each fault next to its field, and return them for the summary at the top."""
    found = list(told)
    for name in dict.fromkeys(it.name for it in found):
        part = _named(form, name)
        if part is not None:
            part.errors = [" ".join(it.words for it in found if it.name == name)]
    return [{"text": it.words, "href": f"#{_target(form, it.name)}"} for it in found]


def _target(form: Form, name: str) -> str:
    """The box to go to: the first, where there are several."""
    part = _named(form, name)
    while isinstance(part, FieldList | FormField):
        part = next(iter(part.entries if isinstance(part, FieldList) else part.form))
    return str(part.id) if part is not None else "main-content"


def _named(form: Form, name: str) -> Any:
    """The part of the form that has this name: `title`, `councils-0` or `outcomes-1-before`."""
    whole, *inside = name.split("-")
    part: Any = next((each for each in form if each.name == whole), None)
    for step in inside:
        if isinstance(part, FieldList):
            part = part.entries[int(step)] if int(step) < len(part.entries) else None
        elif isinstance(part, FormField):
            part = next((each for each in part.form if each.short_name == step), None)
    return part


def _part(name: str, values: Values, vocabulary: Vocabulary, more: bool) -> Any:
    words = WORDS[name]
    if name in SECTIONS:
        return TextAreaField(words.label, description=words.hint, widget=GovTextArea(), render_kw={"params": {"rows": 10, **_BOLD}})
    field = field_of(name)
    if field.kind == "group" or field.kind in ("council", "partner"):
        rows = len(values.get(name) or [])
        one: Any = _body(field) if field.kind != "group" else FormField(_row_form(field, values), label=words.label)
        return FieldList(one, min_entries=min(max(1, rows + more), field.most), max_entries=most_rows(name))
    if field.many and field.kind == "text":
        return LinesField(words.label, description=words.hint, widget=GovTextArea(), render_kw={"params": {"rows": 3, **_BOLD}})
    if field.kind in ("theme", "barrier"):
        terms = vocabulary.themes if field.kind == "theme" else vocabulary.barriers
        return SelectMultipleField(
            words.label,
            description=words.hint,
            choices={term.slug: term.name for term in sorted(terms.values(), key=lambda term: term.name)},
            widget=GovCheckboxesInput(),
            validate_choice=False,
            render_kw=_legend(words.label),
        )
    return _single(name, field)


def _body(field: Field) -> StringField:
    """A council or a partner by its name, with the agreed list to choose from."""
    label = "Council" if field.kind == "council" else "Public body"
    return StringField(label, widget=GovTextInput(), render_kw={"list": f"known-{field.name}", "autocomplete": "off"})


def _single(name: str, field: Field, sources: Choices = None) -> Any:
    """One value. On its own it is a question of the page; inside a row, a smaller box or list."""
    words, inside = WORDS[name], "." in name
    label = {} if inside else _BOLD
    if field.kind == "choice" and not inside:
        choices: Choices = {value: CHOICES[name][value] for value in field.choices}
        widget, legend = GovRadioInput(), _legend(words.label)
        return RadioField(
            words.label, description=words.hint, choices=choices, widget=widget, validate_choice=False, render_kw=legend, default=""
        )
    if field.kind in ("choice", "yes or no", "source number"):
        listed = sources if field.kind == "source number" else _choices(name, field)
        return SelectField(words.label, description=words.hint, choices=listed, widget=GovSelect(), validate_choice=False, default="")
    if name == "summary":
        return TextAreaField(words.label, description=words.hint, widget=GovTextArea(), render_kw={"params": {"rows": 3, **_BOLD}})
    attributes: dict[str, Any] = {"params": dict(label) | ({"classes": "govuk-input--width-10"} if field.kind in _SHORT else {})}
    if _SHORT.get(field.kind):
        attributes["inputmode"] = _SHORT[field.kind]
    if field.kind == "email":
        attributes |= {"type": "email", "spellcheck": "false"}
    return StringField(words.label, description=words.hint, widget=GovTextInput(), render_kw=attributes)


def _choices(name: str, field: Field) -> Choices:
    values = ("false", "true") if field.kind == "yes or no" else field.choices
    words = CHOICES.get(name, {})
    first = {} if name == "costs.currency" else {"": "Choose one" if field.needed else "Not said"}
    return first | {value: words.get(value, value.capitalize() if len(value) > 3 else value) for value in values}


def _row_form(field: Field, values: Values) -> type[Form]:
    """A row's parts, each a small question."""
    sources = {"": "Not said"} | {str(number): _short(number, row) for number, row in enumerate(values.get("sources") or [], 1)}
    parts = {part.name: _single(f"{field.name}.{part.name}", part, sources) for part in field.parts}
    return type("RowForm", (Form,), parts)


def _short(number: int, row: Mapping[str, str]) -> str:
    title = row.get("title") or row.get("publisher") or row.get("url") or "without a title"
    return f"[{number}] {title if len(title) <= 60 else title[:59] + '…'}"


def _legend(words: str) -> dict[str, Any]:
    return {"params": {"fieldset": {"legend": {"text": words, "classes": "govuk-fieldset__legend--s"}}}}
