"""Searches on the portal: one session, windows split until no answer is capped, each row with its text."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from chalicelib.errors import SourceChangedError, SourceRefusedError, SourceUnreachableError, TooManyHitsError
from chalicelib.model.document import Document
from chalicelib.model.record import content_id
from chalicelib.registers.german.dates import read_date
from chalicelib.registers.german.portal_form import SearchForm, read_form
from chalicelib.registers.german.portal_pages import (
    Answer,
    Detail,
    DetailRequest,
    ResultPage,
    ResultRow,
    read_detail,
    read_results,
)
from chalicelib.registers.german.row import SOURCE
from chalicelib.web import Web
from chalicelib.web.addresses import linked

SEARCH_PAGE = "/ap/suche.jsf"
RESULT_PAGE = "/ap/ergebnis.jsf"
OLDER_TEXT_PAGE = "/ap/text.xhtml"
_SPLITS = ("category", "state", "court")
_NEW_SESSIONS = 3
_REDIRECTS = (301, 302, 303, 307)


@dataclass(frozen=True)
class Search:
    """One search: publication days and the choices that narrow it."""

    start: date
    end: date
    chosen: dict[str, str] = field(default_factory=dict)
    category: str = ""

    def narrower(self, form: SearchForm) -> list["Search"]:
        """The searches that together find what this one finds: by day, then category, state, court; [] at the end.

        Categories count only when one of them takes the rest ('Sonstiges'): a form with the three kinds of section 9
        searches alone would silently lose closings, hearings and discharges.
        """
        if self.start < self.end:
            days = (self.end - self.start).days
            return [
                Search(day, day, self.chosen, self.category)
                for day in (self.start + timedelta(n) for n in range(days + 1))
            ]
        role = next((one for one in _SPLITS if one not in self.chosen and _divides(one, form)), None)
        if role is None:
            return []
        return [
            Search(
                self.start,
                self.end,
                self.chosen | {role: choice.value},
                choice.label if role == "category" else self.category,
            )
            for choice in form.choices[role]
        ]


def _divides(role: str, form: SearchForm) -> bool:
    choices = form.choices.get(role, ())
    return bool(choices) and (role != "category" or any(one.label.startswith("Sonstig") for one in choices))


class Portal:
    """The portal at one origin. One result set per session: every search is followed by its own detail requests."""

    def __init__(self, web: Web, origin: str, known_rows: frozenset[str] = frozenset()) -> None:
        self._web = web
        self._origin = origin
        self._known = known_rows

    def documents(self, search: Search) -> Iterator[Document]:
        """Every hit of the search as one document: the answer that holds its text, with the list's columns.

        Raises:
            TooManyHitsError: the narrowest search is still capped.
            SourceError: as the pages say.
        """
        form, page = self._answer(search)
        if page.answer == Answer.TOO_MANY:
            yield from self._split(search, form)
        else:
            yield from self._rows(search, page)

    def _split(self, search: Search, form: SearchForm) -> Iterator[Document]:
        parts = search.narrower(form)
        if not parts:
            chosen = ", ".join(search.chosen.values()) or "no further choice"
            raise TooManyHitsError(SOURCE, f"{self._origin}: {search.start} with {chosen} is still capped")
        for part in parts:
            yield from self.documents(part)

    def _answer(self, search: Search) -> tuple[SearchForm, ResultPage]:
        """A search in a new session."""
        for _attempt in range(_NEW_SESSIONS):
            url = self._origin + SEARCH_PAGE
            form = read_form(self._page(url))
            sent = form.filled(search.start, search.end, search.chosen)
            page = read_results(self._page(linked(SOURCE, url, form.action), sent))
            if page.answer != Answer.EXPIRED:
                return form, page
        raise SourceRefusedError(SOURCE, f"{self._origin}: each new session is reported as expired")

    def _rows(self, search: Search, page: ResultPage) -> Iterator[Document]:
        """The rows' texts; when the session expires, the same search is made anew and goes on at the same row."""
        renewed, number, pages_before = 0, 0, 0
        while True:
            row_keys = keys(page, search.category, pages_before)
            self._web.name_rows(len(page.rows))
            while number < len(page.rows):
                if row_keys[number] not in self._known:
                    document = self._text(page.rows[number], search, row_keys[number])
                    if document is None:
                        renewed += 1
                        page = self._again(search, pages_before, page, number, renewed)
                        continue
                    yield document
                number += 1
            if page.following is None:
                return
            page, number, pages_before = self._next(page.following), 0, pages_before + 1

    def _again(self, search: Search, pages_before: int, last: ResultPage, number: int, renewed: int) -> ResultPage:
        if renewed > _NEW_SESSIONS:
            raise SourceRefusedError(SOURCE, f"{self._origin}: sessions expire within one search")
        _form, page = self._answer(search)
        for _page in range(pages_before):
            page = self._next(page.following) if page.following else page
        if number >= len(page.rows) or page.rows[number].columns != last.rows[number].columns:
            raise SourceUnreachableError(SOURCE, "the result list changed between two sessions; poll the window again")
        return page

    def _next(self, following: DetailRequest) -> ResultPage:
        return read_results(self._page(self._result_url(following), following.form))

    def _text(self, row: ResultRow, search: Search, row_key: str) -> Document | None:
        """The document of one row, or None when the session has expired."""
        response = self._web.post(
            self._result_url(row.detail),
            form=row.detail.form,
            headers={"Faces-Request": "partial/ajax"},
            allow=_REDIRECTS,
        )
        found = Detail.OLDER_WAY if response.is_redirect else read_detail(response.content)
        if found == Detail.EXPIRED:
            return None
        url, media_type, content = self._origin + RESULT_PAGE, "text/xml", response.content
        if found == Detail.OLDER_WAY:
            url, media_type = self._origin + OLDER_TEXT_PAGE, "text/html"
            content = self._web.get(url).content
        attributes = row.columns | {"row_key": row_key, "day": _day(row, search).isoformat()}
        if search.category:
            attributes["gegenstand"] = search.category
        return Document(
            source=SOURCE,
            url=url,
            media_type=media_type,
            content=content,
            fetched_at=self._web.fetched_at,
            attributes=attributes,
        )

    def _result_url(self, request: DetailRequest) -> str:
        return linked(SOURCE, self._origin + RESULT_PAGE, request.action or "")

    def _page(self, url: str, form: dict[str, str] | None = None) -> str:
        """The page at an address, redirects within the portal followed."""
        response = (
            self._web.get(url, allow=_REDIRECTS) if form is None else self._web.post(url, form=form, allow=_REDIRECTS)
        )
        for _hop in range(3):
            if not response.is_redirect:
                return response.content.decode("utf-8", errors="replace")
            url = linked(SOURCE, url, response.headers["Location"])
            response = self._web.get(url, allow=_REDIRECTS)
        raise SourceChangedError(SOURCE, f"{self._origin} redirects in circles")


def keys(page: ResultPage, category: str, number: int) -> list[str]:
    """A key for each row, by which a later poll knows that it has the row's text.

    Rows of one case on one day can look alike. Their keys say how many there are: when one more appears, all keys
    are new and all texts are asked for again, since nothing tells which one was added.
    """
    printed = ["\x1f".join(row.columns.values()) for row in page.rows]
    counts, seen = Counter(printed), Counter[str]()
    found = []
    for row in printed:
        seen[row] += 1
        found.append(content_id(row, category, str(number), str(seen[row]), str(counts[row])))
    return found


def _day(row: ResultRow, search: Search) -> date:
    return read_date(row.columns["datum"]) or search.start
