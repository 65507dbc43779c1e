"""Every reader of what comes from outside, with our own recordings for it; found from the files, not listed twice."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from lxml import etree
from pydantic import BaseModel

from chalicelib import bureaus, registers, signed_links
from chalicelib.errors import InsolvencyWatchError, InvalidInputError, LinkInvalidError, SourceError
from chalicelib.imports.customers import read_customers
from chalicelib.imports.open_items import read_open_items
from chalicelib.imports.payments import read_payments
from chalicelib.imports.result_file import problem_file
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.document import Document
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.registers.german.portal_form import read_form
from chalicelib.registers.german.portal_pages import read_detail, read_results
from chalicelib.registers.slovak import proceedings, soap
from tests.contract.recordings import HERE, NOW
from tests.contract.servers.cir import Cir

_PLAN = BureauPlan()
_GERMAN = HERE / "de_insolvenzbekanntmachungen" / "recordings"
_LISTED = {
    "datum": "17.03.2026",
    "aktenzeichen": "36a IN 4711/25",
    "gericht": "Charlottenburg",
    "name": "Nordwind GmbH",
}
_LISTED |= {"sitz": "Berlin", "register": "Berlin, HRB 201417 B"}
_KEYS = (b"k" * 32,)


@dataclass(frozen=True)
class Target:
    """A reader, the recordings it is tried with, and the errors it may end in."""

    name: str
    seeds: list[bytes] = field(repr=False)
    read: Callable[[bytes], object]
    allowed: tuple[type[InsolvencyWatchError], ...] = (SourceError,)


def targets() -> dict[str, Target]:
    """All of them, by name."""
    found = [*_registers(), *_smaller_registers(), *_german_pages(), *_bureaus(), *_imports(), *_links()]
    return {one.name: one for one in found}


def _document(source: str, content: bytes, media_type: str, attributes: Mapping[str, str]) -> Document:
    url = "https://source.example/company/99900003/insolvency"
    return Document(
        source=source, url=url, media_type=media_type, content=content, fetched_at=NOW, attributes=dict(attributes)
    )


def _used(read: Iterable[BaseModel]) -> list[BaseModel]:
    """The records, after what a step does with each: its ids and its JSON."""
    found = list(read)
    for one in found:
        one.model_dump_json()
        if isinstance(one, InsolvencyNotice):
            hash((one.id, one.proceedings_id))
    return found


def _register(
    source: str, media_type: str, seeds: Iterable[bytes], what: str, attributes: Mapping[str, str] | None = None
) -> Target:
    def read(content: bytes) -> list[BaseModel]:
        return _used(registers.load(source).parse(_document(source, content, media_type, attributes or {})))

    return Target(f"{source}/{what}", list(seeds), read)


def _files(folder: Path, *patterns: str) -> list[bytes]:
    return [path.read_bytes() for pattern in patterns for path in sorted(folder.glob(pattern))]


def _registers() -> Iterable[Target]:
    yield _register("ch_shab", "application/xml", _files(HERE / "ch_shab", "*.xml"), "xml")
    french = HERE / "fr_bodacc"
    yield _register("fr_bodacc", "application/xml", _files(french, "*.xml"), "xml")
    yield _register("fr_bodacc", "application/json", _files(french, "*.json"), "json")
    british = HERE / "gb_companies_house"
    lines = (british / "stream.ndjson").read_bytes().splitlines()
    yield _register("gb_companies_house", "application/x-ndjson", lines, "stream")
    yield _register("gb_companies_house", "application/json", _files(british, "*.json"), "company")
    german = "de_insolvenzbekanntmachungen"
    rows = (_GERMAN / "notices.jsonl").read_bytes().splitlines()
    yield _register(german, "application/x-ndjson", rows, "rows")
    yield _register(german, "text/csv", [_sheet([json.loads(row) for row in rows])], "csv")
    yield _register(german, "text/xml", _files(_GERMAN, "detail-*.xml"), "detail", _LISTED)
    yield _register(german, "text/html", _files(_GERMAN, "text-*.html"), "older", _LISTED)


def _smaller_registers() -> Iterable[Target]:
    yield _register("at_ediktsdatei", "text/html", _files(HERE / "at_ediktsdatei", "*.html"), "page")
    yield _register("cz_isir", "application/xml", _files(HERE / "cz_isir", "*.xml"), "soap")
    gazette = HERE / "gb_gazette"
    feeds, pages = _files(gazette, "feed-*.json"), _files(gazette, "notice-*.xml")
    entry = {"entry": json.dumps(json.loads(feeds[0])["entry"][0])}
    yield _register("gb_gazette", "application/json", feeds, "feed")
    yield _register("gb_gazette", "application/xhtml+xml", pages, "page", entry)
    yield _register("lv_ur", "text/csv", _files(HERE / "lv_ur", "*.csv"), "table")
    removed = Cir({}, [("F.16/00/9907", "16.mne.00.9907.F.1300.1.00", "x")]).result("searchRemovedSince", {})
    yield _register("nl_cir", "application/soap+xml", [*_files(HERE / "nl_cir", "*.xml"), removed], "case")
    norwegian = HERE / "no_brreg"
    updates, entities = (json.loads((norwegian / f"{name}.json").read_text()) for name in ("updates", "entities"))
    page = {"_embedded": {"oppdaterteEnheter": updates}, "page": {"last": 21000004, "entries": len(updates)}}
    yield _register("no_brreg", "application/json", [json.dumps(one).encode() for one in entities], "entity")
    yield _register("no_brreg", "application/json", [json.dumps(page).encode()], "updates")
    slovak = HERE / "sk_replik"
    yield _register("sk_replik", "application/xml", _files(slovak, "rows.xml", "changes.xml"), "soap")
    yield _register("sk_replik", "application/xml", _slovak_states(slovak), "kept")
    yield _register("us_bankruptcy_rss", "application/rss+xml", _files(HERE / "us_bankruptcy_rss", "*.xml"), "feed")
    yield _register("us_courtlistener", "application/json", _files(HERE / "us_courtlistener", "*.json"), "dockets")


def _slovak_states(folder: Path) -> list[bytes]:
    """Each proceeding as `fetch` keeps it: its row, with its detail where there is one."""
    rows, details = (etree.fromstring((folder / name).read_bytes()) for name in ("rows.xml", "details.xml"))
    by_id = {soap.text(one, "Id"): one for one in soap.named(details, "Konanie")}
    return [proceedings.kept([one], by_id.get(soap.text(one, "Id"))) for one in list(soap.named(rows, "KonanieInfo"))]


def _sheet(rows: list[dict[str, str]]) -> bytes:
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]), extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows[:4])
    return written.getvalue().encode()


def _german_pages() -> Iterable[Target]:
    pages = _files(_GERMAN, "*.html")
    yield Target("german_portal/form", pages, lambda page: read_form(page.decode(errors="replace")))
    yield Target("german_portal/results", pages, lambda page: read_results(page.decode(errors="replace")))
    yield Target("german_portal/detail", [*_files(_GERMAN, "*.xml"), *pages], read_detail)


def _bureau(
    source: str, ability: str, seeds: Iterable[bytes], attributes: Mapping[str, str] | None = None, what: str = ""
) -> Target:
    reader = getattr(bureaus.load(source), ability)

    def read(content: bytes) -> list[BaseModel]:
        document = _document(source, content, "application/json", attributes or {})
        found = reader(document) if ability == "candidates" else reader(document, _PLAN)
        return _used([found] if isinstance(found, BaseModel) else found)

    return Target(f"{source}/{what or ability}", list(seeds), read)


def _bureaus() -> Iterable[Target]:
    arvato = HERE / "arvato_infoscore"
    yield _bureau("arvato_infoscore", "answer", _files(arvato, "*.xml"), {"service": "risk_check"})
    yield _bureau("arvato_infoscore", "answer", _files(arvato, "*.txt"), {"service": "es0015"}, "es0015")
    vc = HERE / "crediconnect"
    reports = _files(vc, "report.*.json")
    yield _bureau("crediconnect", "candidates", _files(vc, "hits.json"))
    yield _bureau("crediconnect", "answer", reports, {"kind": "order"})
    yield _bureau("crediconnect", "parse", reports, {"kind": "report", "entry": "7", "alert_codes": "A7"})
    yield _bureau("crediconnect", "parse", _files(vc, "mailboxentries.json"), {"kind": "mailbox"}, "mailbox")
    yield _bureau(
        "crif_mediafinanz", "answer", _files(HERE / "crif_mediafinanz", "*.json"), {"product": "riskcheckbusiness"}
    )
    yield _bureau("dnb", "candidates", _files(HERE / "dnb", "match.json"))
    yield _bureau("dnb", "parse", _files(HERE / "dnb", "notifications.*.json"), {"kind": "notifications"})
    yield from _creditsafe()
    yield from _north_data()
    schufa = HERE / "schufa"
    yield _bureau("schufa", "answer", _files(schufa, "*.json"), {"status": "200", "path": "/commerce"})
    problem = b'{"type": "urn:x", "title": "Not found", "detail": "y", "status": 404, "instance": "/commerce"}'
    yield _bureau("schufa", "answer", [problem], {"status": "404", "path": "/commerce"}, "problem")


def _creditsafe() -> Iterable[Target]:
    folder = HERE / "creditsafe"
    companies, events = (json.loads((folder / name).read_text()) for name in ("companies.json", "events.json"))
    reports = json.loads((folder / "reports.json").read_text()).values()
    found = {"totalSize": len(companies), "companies": companies}
    page = {"totalCount": len(events), "data": events, "paging": {}}
    yield _bureau("creditsafe", "candidates", [json.dumps(found).encode()])
    yield _bureau("creditsafe", "answer", [json.dumps(one).encode() for one in reports])
    yield _bureau("creditsafe", "parse", [json.dumps(page).encode()])


def _north_data() -> Iterable[Target]:
    folder = HERE / "northdata"
    companies: Any = json.loads((folder / "companies.json").read_text())
    each = [json.dumps(one).encode() for one in (companies.values() if isinstance(companies, dict) else companies)]
    yield _bureau("northdata", "candidates", each)
    yield _bureau("northdata", "answer", each)
    publications = json.loads((folder / "publications.json").read_text())
    pages = [json.dumps({"publications": [one]}).encode() for one in publications]
    yield _bureau("northdata", "parse", pages)


_CUSTOMERS = """Kundennummer;Name;Straße;PLZ;Ort;Land;USt-IdNr;Handelsregister;Geburtsdatum;E-Mail
1;Müßig & Söhne GmbH;Weg 1;20457;Köln;DE;DE136695976;HRB 1 Köln;;a@example.com
2;Kern, Eva;Hof 3;01067;Dresden;DE;;;01.02.1970;
"""
_ITEMS = """Kundennummer;Belegnummer;Rechnungsnummer;Belegdatum;Fälligkeit;Betrag;Währung
1;4711;R-1;01.02.2026;01.03.2026;1.234,56;EUR
2;4712;R-2;2026-02-01;2026-03-01;-12,00;CHF
"""
_PAYMENTS = """Kundennummer;Belegnummer;Zahlungseingang;Betrag;Währung;Ratenzahlung
1;88;01.02.2026;1.000,00;EUR;ja
"""


def _imports() -> Iterable[Target]:
    for name, text, reader in (
        ("customers", _CUSTOMERS, lambda content: read_customers(content, NOW)),
        ("open_items", _ITEMS, lambda content: read_open_items(content, _known, NOW)),
        ("payments", _PAYMENTS, lambda content: read_payments(content, _known, NOW)),
    ):
        seeds = [text.encode(), text.encode("utf-16"), text.encode("cp1252"), text.replace(";", ",").encode()]
        yield Target(f"import/{name}", seeds, partial(_imported, reader), (InvalidInputError,))


def _known(number: str) -> bool:
    return number in {"1", "2"}


def _imported(reader: Callable[[bytes], Any], content: bytes) -> None:
    found = reader(content)
    problem_file(found.problems)
    for records in ("customers", "items", "payments"):
        _used(getattr(found, records, ()))


def _links() -> Iterable[Target]:
    later = NOW + timedelta(days=1)
    acknowledge = signed_links.expiring("acknowledge", "a1b2", later, _KEYS)
    calendar = signed_links.revocable("calendar", "c3d4", 1, _KEYS)
    yield Target(
        "signed_links/expiring", [acknowledge.encode()], partial(_opened, acknowledge, "a1b2"), (LinkInvalidError,)
    )
    yield Target("signed_links/revocable", [calendar.encode()], partial(_shown, calendar, "c3d4"), (LinkInvalidError,))


def _opened(good: str, subject: str, content: bytes) -> None:
    """Reads a token; one that is not ours must not open anything."""
    token = content.decode("utf-8", errors="surrogateescape")
    found = signed_links.read_expiring(token, "acknowledge", NOW, _KEYS)
    assert (token, found) == (good, subject), "a damaged link was taken for ours"


def _shown(good: str, subject: str, content: bytes) -> None:
    token = content.decode("utf-8", errors="surrogateescape")
    found = signed_links.read_revocable(token, "calendar", lambda _: 1, _KEYS)
    assert (token, found) == (good, subject), "a damaged link was taken for ours"
