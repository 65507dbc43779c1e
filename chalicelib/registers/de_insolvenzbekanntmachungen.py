"""Germany: announcements of the insolvency courts on insolvenzbekanntmachungen.de."""

from collections.abc import Iterator
from datetime import timedelta

from chalicelib.model.document import Document
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.register import Register
from chalicelib.registers.german.notice import read_notice
from chalicelib.registers.german.row import rows

REGISTER = Register(
    name="de_insolvenzbekanntmachungen",
    title="Insolvenzbekanntmachungen der Länder",
    country="DE",
    origins=("https://neu.insolvenzbekanntmachungen.de", "https://alt.insolvenzbekanntmachungen.de"),
    terms_of_use=(
        "Free official publication under section 9 InsO and the InsBekV. No API: a search form with sessions; one request a second "
        "was used without trouble. Data of natural persons may be searched without limits for two weeks only (section 2 InsBekV)."
    ),
    poll_every=timedelta(hours=1),
    overlap=timedelta(days=2),
    expected_per_business_day=(3000, 6000),
    time_zone="Europe/Berlin",
    retention="six months after closing, other notices one month after first publication (section 3 InsBekV)",
    seconds_between_requests=1.0,
    largest_window_days=1,
    verified_by="recorded payload of texts and lists; the form's sequence from independent public clients of 2025 and 2026",
)


def parse(document: Document) -> Iterator[InsolvencyNotice]:
    """Every notice in a detail answer, a JSON Lines document of rows, or a CSV list.

    Raises:
        SourceChangedError: an unknown media type, key or date, or a detail answer without its text.
    """
    for row in rows(document):
        yield read_notice(row, document.url or None, document.fetched_at)
