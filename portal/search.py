"""Searching: a question in the address, and its answers as a page, as a feed to follow, and as a spreadsheet to take away."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, jsonify, make_response, redirect, render_template, request, stream_with_context, url_for
from werkzeug.wrappers import Response as AnyResponse

from indexer import Completion, Query
from portal import exports, feeds, reasons, results
from portal.checkboxes import checkboxes
from portal.current_index import current_index, kept_pages
from portal.questions import address, pairs, query_from, readable
from portal.templating import site_url

blueprint = Blueprint("search", __name__)
blueprint.add_app_template_global(checkboxes)
for words in (reasons.found_words, reasons.quoted, reasons.marked_summary, reasons.best_passage, reasons.nearest_passage):
    blueprint.add_app_template_filter(words)

#: No council, theme, supplier or title is longer.
MOST_TYPED = 200

#: At most this many suggestions are made to someone who is typing.
MOST_SUGGESTED = 8

#: Where each kind of thing is found: the endpoint, and the name of its argument.
PLACES = {
    "case study": ("browse.case_study", "slug"),
    "council": ("browse.council", "slug"),
    "theme": ("browse.theme", "slug"),
    "supplier": ("search.search", "supplier"),
}


@blueprint.get("/search")
def search() -> AnyResponse:
    """The case studies that answer the question in the address."""
    query = query_from(request.args)
    answered = _answered(query)
    if answered is None:
        return redirect(address(query))
    says, answers = answered
    asked = urlencode(pairs(query))
    page = make_response(
        render_template("search/search.html", query=query, says=says, answers=answers, follow=results.follow(query), asked=asked)
    )
    page.add_etag()
    page.cache_control.private = page.cache_control.no_cache = True
    return page.make_conditional(request)


@blueprint.get("/search.atom")
def atom() -> AnyResponse:
    """The newest case studies that answer, as an Atom feed."""
    return _feed("atom")


@blueprint.get("/search.json")
def json_feed() -> AnyResponse:
    """The newest case studies that answer, as a JSON Feed."""
    return _feed("json")


@blueprint.get("/search.csv")
def spreadsheet() -> AnyResponse:
    """Every case study that answers, up to a bound, as a spreadsheet."""
    index = current_index()
    hits = results.every_hit(index, query_from(request.args), exports.MOST_ROWS)
    lines = exports.spreadsheet(hits, index.vocabulary, lambda slug: site_url(url_for("browse.case_study", slug=slug)))
    name = f"copybook-case-studies-{datetime.now(UTC).date().isoformat()}.csv"
    answer = Response(stream_with_context(lines), content_type="text/csv; charset=utf-8; header=present")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.get("/complete.json")
def complete() -> AnyResponse:
    """What a person may be typing in the search box, each with the address that choosing it leads to."""
    typed = readable(request.args.get("q", ""))[:MOST_TYPED]
    found = current_index().complete(typed, MOST_SUGGESTED) if typed else ()
    return jsonify([{"text": each.text, "kind": each.kind, "address": _address(each)} for each in found[:MOST_SUGGESTED]])


def _answered(query: Query) -> tuple[str, str] | None:
    """What a page of results says in one sentence, and the rest of it as HTML, kept for the next who asks. None past the last page."""
    index, config = current_index(), current_app.config
    key = (address(query, query.page), request.script_root, config["CONTACT_EMAIL"], config["REPOSITORY_URL"])
    answered = kept_pages().get(key)
    if answered is None:
        found = index.search(query)
        if query.page > found.pages:
            return None
        answered = results.says(found), render_template("search/answers.html", **results.page_of(index, found))
        if results.will_last(found) and not current_app.debug:
            kept_pages().keep(key, answered)
    return answered


def _address(suggested: Completion) -> str:
    endpoint, argument = PLACES[suggested.kind]
    named: dict[str, Any] = {argument: suggested.slug}
    return url_for(endpoint, **named)


def _feed(form: feeds.Form) -> AnyResponse:
    """A question's answers, newest first, as a feed whose entries change only when a case study does."""
    index = current_index()
    query = results.followed(query_from(request.args))
    found = index.search(query)
    feed = feeds.Feed(
        title=f"Copybook: {results.in_words(found)}",
        about="Case studies of what councils changed and what came of it, newest first.",
        page=site_url(address(results.as_asked(query))),
        address=site_url(address(results.as_asked(query), path=results.FEEDS[form])),
        entries=tuple(feeds.entry(hit.case_study, index.vocabulary) for hit in found.hits),
    )
    return feeds.answer(feed, form, datetime.fromisoformat(index.built.at))
