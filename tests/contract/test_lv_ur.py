"""Latvia's table held against our own recording; no row of the real one is public here."""

from contextlib import suppress
from datetime import date

import pytest
import stamina
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.errors import (
    SourceChangedError,
    SourceError,
    SourceRefusedError,
    SourceUnreachableError,
    TooManyHitsError,
)
from chalicelib.model.document import Document
from chalicelib.model.notice import EventKind, InsolvencyNotice
from chalicelib.registers import lv_ur as lv
from chalicelib.registers.latvian import table
from chalicelib.web import Web
from tests.contract.recordings import HERE, NOW, days, document, parsed
from tests.contract.servers.data_gov_lv import DataGovLv
from tests.contract.servers.loopback import served

OWN = HERE / "lv_ur" / "proceedings.csv"
TABLE = OWN.read_bytes()
HEADER, ROWS = table.read(TABLE)


@pytest.fixture(autouse=True)
def _small_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lv, "FEWEST_ROWS", 5)


def fetched(app: DataGovLv) -> list[Document]:
    with (
        served(app) as origin,
        Web(
            lv.REGISTER.name,
            lv.REGISTER.origins,
            now=NOW,
            replaced_origins={lv.REGISTER.origins[0]: origin},
            seconds_between_requests=0,
        ) as web,
    ):
        return list(lv.fetch(web, days("2026-09-30")))


def changed(**values: str) -> list[InsolvencyNotice]:
    """The notice of the first row with other values."""
    row = {**dict(zip(HEADER, ROWS[0], strict=True)), **values}
    content = table.written(list(row), [list(row.values())])
    return list(lv.parse(document(lv.REGISTER.name, content, "text/csv")))


def test_every_row_of_the_recording() -> None:
    assert [(one.debtor_reg_no, one.event_kind.value) for one in parsed(lv.REGISTER.name, OWN)] == [
        ("49990000004", "OPENED"),
        ("49990000019", "RESTRUCTURING"),
        ("49990000023", "RESTRUCTURING"),
        ("49990000038", "CLOSED_LIFTED"),
        ("49990000042", "PETITION_FILED"),
        ("49990000057", "UNCLASSIFIED"),
        ("49990000061", "OPENED"),
        ("49990000076", "CLOSED_LIFTED"),
    ]


def test_notice_field_by_field() -> None:
    first, *_, ended, _, _, unnamed, _ = parsed(lv.REGISTER.name, OWN)
    assert first.debtor_name == 'Sabiedrība ar ierobežotu atbildību "Pasaku; dzirnavas"'
    assert [identifier.key for identifier in first.debtor_identifiers] == ["lv_reg:49990000004"]
    assert (first.court, first.case_number) == ("Rīgas pilsētas tiesa", "C99999926")
    assert (first.opening_date, first.publication_date) == (date(2026, 9, 24), date(2026, 9, 25))
    assert (first.claim_deadline, first.claim_deadline_rule) == (date(2026, 10, 25), "1 months")
    assert first.original_kind == "INSOLVENCY/Pasludināts maksātnespējas process"
    assert (ended.closing_date, ended.publication_date) == (date(2026, 9, 18), date(2026, 9, 18))
    assert (unnamed.debtor_name, [one.field for one in unnamed.omissions]) == ("company 49990000061", ["debtor_name"])
    assert unnamed.closing_date is None  # 0000-00-00


def test_the_same_row_is_the_same_notice_and_another_state_is_not() -> None:
    (first,), (again,), (ended,) = changed(), changed(), changed(proceeding_ended_on="2026-09-29")
    assert first.id == again.id != ended.id
    assert first.proceedings_id == ended.proceedings_id


@pytest.mark.parametrize("printed", ["24.09.2026", "24.09.2026.", "24.9.2026", "24.09.2026 00:00:00"])
def test_dates_are_read_in_both_forms_and_make_no_other_notice(printed: str) -> None:
    ((plain,), (notice,)) = changed(), changed(proceeding_started_on=printed)
    assert (notice.event_kind, notice.opening_date) == (EventKind.OPENED, date(2026, 9, 24))
    assert notice.id == plain.id
    (ended,) = changed(proceeding_started_on=printed, proceeding_ended_on="29.09.2026", entry_created_on="00.00.0000")
    assert (ended.event_kind, ended.closing_date) == (EventKind.CLOSED_LIFTED, date(2026, 9, 29))


def test_what_runs_is_kept_whatever_form_its_dates_have() -> None:
    old = [cells[:] for cells in ROWS]
    place = HEADER.index("proceeding_ended_on")
    gone = next(cells for cells in old if cells[0] == "7000008")
    year, month, day = gone[place].split("-")
    gone[place] = f"{day}.{month}.{year}"
    documents = fetched(DataGovLv(table.written(HEADER, old)))
    assert "7000008" not in {notice.publication_id[:7] for one in documents for notice in lv.parse(one)}


def test_columns_are_read_by_name_wherever_they_stand() -> None:
    order = sorted(range(len(HEADER)), key=lambda place: HEADER[place])
    moved = table.written([HEADER[i] for i in order], [[cells[i] for i in order] for cells in ROWS])
    assert [one.id for one in lv.parse(document(lv.REGISTER.name, moved))] == [
        one.id for one in parsed(lv.REGISTER.name, OWN)
    ]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"proceeding_ended_on": "2026-09-29"}, EventKind.CLOSED_LIFTED),
        ({"proceeding_ended_on": "2026-12-31"}, EventKind.OPENED),
        ({"proceeding_started_on": ""}, EventKind.PETITION_FILED),
        ({"proceeding_started_on": "", "proceeding_ended_on": "2026-09-29"}, EventKind.MEASURES_LIFTED),
        (
            {"proceeding_ended_on": "2026-09-24", "proceeding_resolution_name": "Noraidīts pieteikums"},
            EventKind.MEASURES_LIFTED,
        ),
        ({"proceeding_form": ""}, EventKind.UNCLASSIFIED),
        ({"proceeding_form": "legal_protection", "proceeding_ended_on": "2026-09-29"}, EventKind.CLOSED_LIFTED),
    ],
)
def test_kinds(values: dict[str, str], kind: EventKind) -> None:
    (notice,) = changed(**values)
    assert notice.event_kind is kind


def test_fetch_keeps_what_runs_or_changed_lately(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lv, "_ROWS_A_DOCUMENT", 4)
    app = DataGovLv(TABLE)
    documents = fetched(app)
    assert len(app.requests) == 1
    found = [notice.debtor_reg_no for one in documents for notice in lv.parse(one)]
    assert len(documents) == 2
    assert found == [cells[2] for cells in ROWS if cells[0] != "7000008"]


def test_a_cut_table_is_an_error_and_no_quiet_day(monkeypatch: pytest.MonkeyPatch) -> None:
    (only,) = fetched(DataGovLv(TABLE, cut=30))
    notices = lv.parse(only)
    assert len([next(notices) for _ in range(7)]) == 7
    with pytest.raises(SourceChangedError, match="7000008"):
        next(notices)
    monkeypatch.setattr(lv, "FEWEST_ROWS", 9)
    with pytest.raises(TooManyHitsError, match="8 rows"):
        fetched(DataGovLv(TABLE))


def test_outages_refusals_and_moved_tables_are_told() -> None:
    with pytest.raises(SourceRefusedError, match="403"):
        fetched(DataGovLv(TABLE, faults=[("403 Forbidden", {}, b"")]))
    with stamina.set_testing(True, attempts=2, cap=True), pytest.raises(SourceUnreachableError, match="503"):
        fetched(DataGovLv(TABLE, faults=[("503 Service Unavailable", {}, b"")] * 2))
    with pytest.raises(SourceChangedError, match="redirects to"):
        fetched(DataGovLv(TABLE, faults=[("302 Found", {"Location": "/dati/en"}, b"")]))
    with pytest.raises(SourceChangedError, match="no column 'proceeding_id'"):
        fetched(DataGovLv(b"<html>apkope</html>"))
    with pytest.raises(SourceChangedError, match="no column"):
        fetched(DataGovLv(b""))


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"proceeding_started_on": "24/09/2026"}, "24/09/2026"),
        ({"proceeding_started_on": "09.24.2026"}, "09.24.2026"),
        ({"proceeding_started_on": "2026-09-24!"}, "2026-09-24!"),
        ({"proceeding_started_on": "24.09.26"}, "24.09.26"),
        ({"proceeding_id": ""}, "without a number"),
        ({"creditor_applications_deadline_date": "drīz"}, "drīz"),
    ],
)
def test_what_was_never_seen_is_named(values: dict[str, str], named: str) -> None:
    with pytest.raises(SourceChangedError, match=named):
        changed(**values)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_raises_named_errors_only(data: st.DataObject) -> None:
    damaged = bytearray(TABLE)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=6))
    with suppress(SourceError):
        list(lv.parse(document(lv.REGISTER.name, bytes(damaged))))
