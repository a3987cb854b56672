"""What curators type. Each form also gives its values from contents, so that two people's can be laid side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovDateInput, GovSelect, GovTextArea, GovTextInput
from wtforms import BooleanField, DateField, Form, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Optional, ValidationError

from indexer import Vocabulary
from portal.curation.contents import (
    LONGEST_COMMENT,
    LONGEST_INTRODUCTION,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_PHRASES,
    Change,
    Contents,
    Item,
    describe,
)
from portal.typed import clean

#: Longest note to readers about what is new.
LONGEST_NOTE = 500

#: Longest remark to those who work on it.
LONGEST_REMARK = 2_000

_BOLD: dict[str, Any] = {"label": {"classes": "govuk-label--s"}}


def _at_most(number: int) -> Callable[[Form, Any], None]:
    def check(form: Form, field: Any) -> None:
        over = len(field.data or "") - number
        if over > 0:
            raise ValidationError(f"Shorten this to {number:,} characters: it is {over:,} too long. It is kept here until you do.")

    return check


def _one_line(text: Any) -> str:
    return " ".join(clean(text).split())


def _tidy_lines(text: Any) -> str:
    """Each line once, without empty ones."""
    return "\n".join(dict.fromkeys(line for each in clean(text).splitlines() if (line := " ".join(each.split()))))


def _short_lines(form: Form, field: Any) -> None:
    lines = lines_of(field.data)
    if len(lines) > MOST_PHRASES:
        raise ValidationError(f"Keep to {MOST_PHRASES} lines: there are {len(lines)}.")
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_TITLE:
            raise ValidationError(f"Shorten line {number} to {LONGEST_TITLE} characters: it is {len(line) - LONGEST_TITLE:,} too long.")


def lines_of(text: str | None) -> tuple[str, ...]:
    """The lines of what was typed into a field that takes one thing to a line."""
    return tuple((text or "").split("\n")) if text else ()


class DescriptionForm(Form):
    """What a collection is: title, introduction, longer text, what it is offered for, and the theme that colours its cover."""

    title = StringField(
        "Title",
        [DataRequired("Give it a title."), _at_most(LONGEST_TITLE)],
        filters=[_one_line],
        widget=GovTextInput(),
        render_kw={"params": _BOLD, "autocomplete": "off"},
    )
    introduction = TextAreaField(
        "Introduction",
        [_at_most(LONGEST_INTRODUCTION)],
        filters=[clean],
        description=f"One paragraph: whom it is for, and what they will learn. Up to {LONGEST_INTRODUCTION} characters.",
        widget=GovTextArea(),
        render_kw={"params": {"rows": 4, **_BOLD}},
    )
    text = TextAreaField(
        "The longer text",
        [_at_most(LONGEST_TEXT)],
        filters=[clean],
        description="If there is more to say, such as how these were chosen. Markdown works here.",
        widget=GovTextArea(),
        render_kw={"params": {"rows": 8, **_BOLD}},
    )
    phrases = TextAreaField(
        "Searches it answers",
        [_short_lines],
        filters=[_tidy_lines],
        description="What people would type to find it, one to a line, such as: damp sensors. Above what such a search finds they are "
        "then offered this collection. Its title counts already.",
        widget=GovTextArea(),
        render_kw={"params": {"rows": 4, **_BOLD}},
    )
    theme = SelectField(
        "Theme", description="It colours the cover.", widget=GovSelect(), choices=[], default="", render_kw={"params": _BOLD}
    )


def description_form(vocabulary: Vocabulary, typed: Any = None, contents: Contents | None = None) -> DescriptionForm:
    """The form, filled with what is there or with what was just typed."""
    form = DescriptionForm(typed, data=describe_values(contents) if contents else None)
    themes = sorted(vocabulary.themes.values(), key=lambda theme: theme.name)
    form.theme.choices = [("", "No theme"), *((theme.slug, theme.name) for theme in themes)]
    return form


def describe_values(contents: Contents) -> Mapping[str, str]:
    """What the form would hold of these contents."""
    kept = {name: getattr(contents, name) for name in ("title", "introduction", "text", "theme")}
    return kept | {"phrases": "\n".join(contents.phrases)}


def described(form: DescriptionForm) -> Change:
    """What the form says, as a change."""
    title, introduction, text, theme = (field.data or "" for field in (form.title, form.introduction, form.text, form.theme))
    return describe(title, introduction, text, theme, lines_of(form.phrases.data))


class CommentForm(Form):
    """Why a case study is in a collection."""

    comment = TextAreaField(
        "Your comment",
        [_at_most(LONGEST_COMMENT)],
        filters=[clean],
        description=f"Why it is here, and what to look for; readers see it first. Up to {LONGEST_COMMENT} characters. Markdown works here.",
        widget=GovTextArea(),
        render_kw={"params": {"rows": 5, **_BOLD}},
    )
    start_here = BooleanField("Mark it “Start here”", widget=GovCheckboxInput())


def comment_form(typed: Any = None, item: Item | None = None) -> CommentForm:
    """The form, which says how many characters of the comment are used."""
    form = CommentForm(typed, data=comment_values(item) if item else None)
    used = len(form.comment.data or "")
    if used:
        form.comment.description += f" You have used {used:,} of {LONGEST_COMMENT}."
    return form


def comment_values(item: Item | None) -> Mapping[str, str]:
    """What the form would hold of this item."""
    return {"comment": item.comment if item else "", "start_here": "y" if item and item.start_here else ""}


class PublishForm(Form):
    """What readers are told about what is new."""

    note = StringField(
        "What is new?",
        [_at_most(LONGEST_NOTE)],
        filters=[_one_line],
        description="A sentence for readers who follow the collection. You can leave this empty.",
        widget=GovTextInput(),
        render_kw={"params": _BOLD},
    )


class SectionForm(Form):
    """What a section is called."""

    title = StringField(
        "Title of the section",
        [_at_most(LONGEST_TITLE)],
        filters=[_one_line],
        widget=GovTextInput(),
        render_kw={"params": _BOLD, "autocomplete": "off"},
    )


class SearchForm(Form):
    """The search whose answers come after the case studies."""

    search = StringField(
        "Address of a page of results",
        [DataRequired("Paste the address of a page of results.")],
        filters=[_one_line],
        description="Search as a reader would, then copy the whole address of the page of results from the top of your browser.",
        widget=GovTextInput(),
        render_kw={"params": _BOLD, "autocomplete": "off", "spellcheck": "false"},
    )


class RemarkForm(Form):
    """What a member says of a version."""

    words = TextAreaField(
        "Your remark",
        [_at_most(LONGEST_REMARK)],
        filters=[clean],
        description="Only members of the bodies that curate it read this. Markdown works here.",
        widget=GovTextArea(),
        render_kw={"params": {"rows": 4, **_BOLD}},
    )


class AddressForm(Form):
    """Its name in addresses."""

    slug = StringField(
        "Last part of the address",
        [DataRequired("Write the last part of the address.")],
        filters=[_one_line],
        description="Small letters, digits and hyphens, such as warm-dry-homes. Other signs become hyphens.",
        widget=GovTextInput(),
        render_kw={"params": _BOLD, "autocomplete": "off", "spellcheck": "false"},
    )


class _DayField(DateField):
    """A date that says in plain words how to write one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as why:
            raise ValueError("Write a day that there is, as three numbers, such as 27 3 2027.") from why


class ReviewForm(Form):
    """When somebody should look at it again."""

    review_by = _DayField(
        "Look at it again by",
        [Optional()],
        format="%d %m %Y",
        description="For example, 27 3 2027. Leave it empty if nobody needs to.",
        widget=GovDateInput(),
        render_kw={"params": {"fieldset": {"legend": {"text": "Look at it again by", "classes": "govuk-fieldset__legend--s"}}}},
    )


def faults(form: Form) -> list[dict[str, str]]:
    """What must be mended, for the summary at the top."""
    return [{"text": words, "href": f"#{field.id}"} for field in form for words in field.errors]
