"""What holds of the answer to any question whatever, checked by brute force from outside the engine."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from indexer import FILTER_NAMES, FILTERS, Hit, Index, Query, Results, evidence, filter_values
from indexer.embedded.words import whole_words
from indexer.passages import plain_text
from tests.indexer.contract.made_up import every_hit, slugs, whole


def check(index: Index, query: Query, results: Results) -> None:
    """Everything that the rules promise of the answer to a question, whatever it is."""
    everything = every_hit(index, query)
    assert index.search(query) == results, "asked again, it answers otherwise"
    _pages(index, query, results, everything)
    _order(query, results, everything)
    _counts(index, query, results)
    _sorting(index, query, results)
    for hit in everything:
        _hit(index, query, results, hit)
    for hit in results.nearest:
        assert not results.total, "nearest are for where nothing answers"
        assert whole(hit.title) == hit.case_study.title


def _pages(index: Index, query: Query, results: Results, everything: Sequence[Hit]) -> None:
    found = slugs(everything)
    assert len(found) == len(set(found)) == results.total
    assert slugs(every_hit(index, query, per_page=5)) == found
    assert len(results.hits) <= query.hits_per_page
    past = index.search(replace(query, page=results.pages + 1))
    assert past.hits == ()
    assert (past.total, past.counts) == (results.total, results.counts)


def _order(query: Query, results: Results, everything: Sequence[Hit]) -> None:
    """Newest or strongest first where that was asked for; and of two that nothing tells apart, the first by slug first."""
    for before, after in pairwise(everything):
        if query.sort == "newest":
            assert before.case_study.last_changed >= after.case_study.last_changed
        if query.sort == "evidence":
            assert before.evidence >= after.evidence
        if _key(before) == _key(after) and not (query.text.strip() and _same_title(results, before)):
            assert before.case_study.slug < after.case_study.slug


def _key(hit: Hit) -> object:
    return hit.scores, hit.evidence, hit.case_study.last_changed


def _same_title(results: Results, hit: Hit) -> bool:
    asked = results.corrected or results.query.text
    return asked.casefold().strip() == hit.case_study.title.casefold()


def _counts(index: Index, query: Query, results: Results) -> None:
    assert tuple(results.counts) == FILTER_NAMES
    same = every_hit(index, query)
    for each in FILTERS:
        chosen = tuple(dict.fromkeys(query.filters.get(each.name, ())))
        lifted = {name: values for name, values in query.filters.items() if name != each.name}
        among = every_hit(index, replace(query, filters=lifted)) if chosen else same
        recounted = Counter(value for hit in among for value in filter_values(hit.case_study, index.vocabulary, hit.evidence)[each.name])
        counts = results.counts[each.name]
        assert {count.value: count.number for count in counts} == {**dict.fromkeys(chosen, 0), **recounted}, each.name
        assert {count.value for count in counts if count.chosen} == set(chosen)
        assert [count.number for count in counts] == sorted((count.number for count in counts), reverse=True)
        assert len(counts) == len({count.value for count in counts})
        assert all(count.name for count in counts if count.value)
        if each.single:
            assert sum(count.number for count in counts if count.chosen or not chosen) == results.total, each.name
            assert sum(count.number for count in counts) == len(among), each.name


def _sorting(index: Index, query: Query, results: Results) -> None:
    for sort in ("best", "newest", "evidence"):
        other = replace(query, sort=sort)
        assert set(slugs(every_hit(index, other))) == set(slugs(every_hit(index, query)))
        assert index.search(other).counts == results.counts


def _hit(index: Index, query: Query, results: Results, hit: Hit) -> None:
    it, why, asked = hit.case_study, hit.why, results.corrected or query.text
    assert index.get(it.slug) == it
    assert hit.evidence == evidence(it, index.adoptions).grade
    assert whole(hit.title) == it.title
    assert whole(hit.snippet).strip(" …") in _plain(" ".join([it.summary, *(section.text for section in it.sections)]))
    assert all(math.isfinite(score) for score in (hit.scores.fused, hit.scores.words, hit.scores.meaning))
    if asked.strip():
        assert why.words_in_title or why.words_elsewhere or why.synonyms or why.passage
    assert all(word in whole_words(asked) for word in (*why.words_in_title, *why.words_elsewhere))
    assert set(why.synonyms) <= set(results.also_searched)
    if why.passage:
        assert why.passage.anchor in {"", *(section.anchor for section in it.sections)}
    if why.by_meaning_only:
        assert results.by_meaning
        assert why.passage
    if not results.by_meaning:
        assert hit.scores.meaning == 0
        assert not why.passage
    values = filter_values(it, index.vocabulary, hit.evidence)
    known = {name: dict.fromkeys(chosen) for name, chosen in query.filters.items() if name in values}
    assert list(why.filters_met) == [values[name][value] for name, chosen in known.items() for value in chosen if value in values[name]]


def _plain(markdown: str) -> str:
    return " ".join(plain_text(markdown).split())
