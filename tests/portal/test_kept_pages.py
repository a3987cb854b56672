from __future__ import annotations

from portal.kept_pages import KeptPages


def test_what_was_kept_is_given_back_and_nothing_else() -> None:
    pages = KeptPages()
    pages.keep(("/search?q=a", None), ("3 case studies", "<p>“ŵ” 🏚️</p>"))
    assert pages.get(("/search?q=a", None)) == ("3 case studies", "<p>“ŵ” 🏚️</p>")
    assert pages.get(("/search?q=b", None)) is None
    assert pages.get(("/search?q=a", "")) is None


def test_what_was_least_lately_asked_for_makes_room() -> None:
    pages = KeptPages(most_room=30)
    for name in "ab":
        pages.keep((name,), (name * 4, name * 5))
    assert pages.get(("a",))
    pages.keep(("c",), ("cccc", "ccccc"))
    pages.keep(("d",), ("dddd", "ddddd"))
    assert [bool(pages.get((name,))) for name in "abcd"] == [True, False, True, True]


def test_what_is_kept_again_takes_no_more_room() -> None:
    pages = KeptPages(most_room=25)
    pages.keep(("a",), ("aaaa", "aaaa"))
    for _ in range(9):
        pages.keep(("b",), ("bbbb", "bbbb"))
    assert pages.get(("a",))
    assert pages.get(("b",))


def test_what_is_larger_than_the_room_is_not_kept() -> None:
    pages = KeptPages(most_room=10)
    pages.keep(("a",), ("a" * 20, ""))
    assert pages.get(("a",)) is None
    pages.keep(("b",), ("bbb", ""))
    assert pages.get(("b",)) == ("bbb", "")
