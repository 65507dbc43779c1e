"""Germany: announcements of the insolvency courts on insolvenzbekanntmachungen.de."""

from collections.abc import Iterator
from datetime import timedelta

from chalicelib.model.document import Document
from chalicelib.model.identifier import Scheme
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.register import Access, Proof, Register, Window
from chalicelib.registers.german.notice import read_notice
from chalicelib.registers.german.portal_search import Portal, Search
from chalicelib.registers.german.row import rows
from chalicelib.web import Web

REGISTER = Register(
    name="de_insolvenzbekanntmachungen",
    title="Insolvenzbekanntmachungen der Länder",
    country="DE",
    origins=("https://neu.insolvenzbekanntmachungen.de",),
    terms_of_use=(
        "Free official publication under section 9 InsO and the InsBekV. No API: a search form with "
        "sessions; one request a second "
        "was used without trouble. Data of natural persons may be searched without limits for two weeks "
        "only (section 2 InsBekV)."
    ),
    poll_every=timedelta(hours=1),
    overlap=timedelta(days=2),
    expected_per_business_day=(3000, 6000),
    time_zone="Europe/Berlin",
    retention="six months after closing, other notices one month after first publication (section 3 InsBekV)",
    seconds_between_requests=1.0,
    largest_window_days=1,
    access=Access.PAGES,
    proof=Proof.RECORDED,
    covers="all debtors, persons without a business for two weeks",
    identifiers=(Scheme.DE_REGISTER,),
    believed="paging of the list of results; the list of insolvency courts' names",
    verified_by=(
        "recorded payload of texts and lists; the form's sequence from independent public clients of 2025 and 2026; "
        "paging of results: believed"
    ),
)


def fetch(web: Web, window: Window) -> Iterator[Document]:
    """Every announcement of the window's days: one document per row of the result list, with the row's columns.

    Proceedings filed until 31 December 2017 are on the older portal, a register of its own here.

    Raises:
        TooManyHitsError: one day, category, state and court is still capped.
        SourceRefusedError: a captcha, or sessions that do not last.
        SourceChangedError: an unknown form, or a result page with neither rows nor a known message.
    """
    yield from Portal(web, REGISTER.origins[0], window.known_rows).documents(Search(window.start, window.end))


def parse(document: Document) -> Iterator[InsolvencyNotice]:
    """Every notice in a detail answer, a JSON Lines document of rows, or a CSV list.

    Raises:
        SourceChangedError: an unknown media type, key or date, or a detail answer without its text.
    """
    for row in rows(document):
        yield read_notice(row, document.url or None, document.fetched_at)
