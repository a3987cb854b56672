"""What curators type. Each form also gives its values from contents, so that two people's can be laid side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovSelect, GovTextArea, GovTextInput
from wtforms import BooleanField, Form, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from indexer import Vocabulary
from portal.curation.contents import LONGEST_COMMENT, LONGEST_INTRODUCTION, LONGEST_TEXT, LONGEST_TITLE, Contents, Item
from portal.typed import clean

#: Longest note to readers about what is new.
LONGEST_NOTE = 500

_BOLD: dict[str, Any] = {"label": {"classes": "govuk-label--s"}}


def _at_most(number: int) -> Length:
    return Length(max=number, message=f"Shorten this to {number:,} characters. It is kept here until you do.")


def _one_line(text: Any) -> str:
    return " ".join(clean(text).split())


class DescriptionForm(Form):
    """What a collection is: title, introduction, longer text, and the theme that colours its cover."""

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
    return {name: getattr(contents, name) for name in ("title", "introduction", "text", "theme")}


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


def faults(form: Form) -> list[dict[str, str]]:
    """What must be mended, for the summary at the top."""
    return [{"text": words, "href": f"#{field.id}"} for field in form for words in field.errors]
