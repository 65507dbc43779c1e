"""A notice first told by the feed by day, then read whole at night: later facts reach the same case, and only that."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib.model.case import CaseState
from chalicelib.model.document import Document
from chalicelib.model.event import EventKind
from chalicelib.model.identifier import Scheme, parse_all
from chalicelib.registers import gb_gazette as gazette
from chalicelib.web import Web
from tests.builders import a_customer
from tests.contract.recordings import days
from tests.contract.servers.gazette import FEED, Gazette
from tests.contract.servers.loopback import served
from tests.unit.steps import Steps

MIDDAY = datetime(2026, 9, 15, 11, 0, tzinfo=UTC)
NIGHT = datetime(2026, 9, 15, 20, 30, tzinfo=UTC)  # 21:30 in London
NAME = "COPPERGATE FREIGHT LTD"


def entry(**more: Any) -> dict[str, Any]:
    return {
        "id": "https://www.thegazette.co.uk/id/notice/9900201",
        "f:status": "published",
        "f:notice-code": "2452",
        "title": NAME,
        "published": "2026-09-15T00:00:00",
        "category": {"@term": "Winding-Up Orders"},
        "content": f"<div><p>{NAME} (Company Number 99900201) …</p></div>",
    } | more


def page() -> bytes:
    return f"""<html xmlns="http://www.w3.org/1999/xhtml"><body><article>
<p>In the <span about="this:court-1" property="court:courtName">High Court of Justice</span>
<span about="this:court-case-1" property="court:caseCode">CR-2026-990201</span></p>
<p><span about="this:company-1" property="gazorg:name">{NAME}</span>
(Company Number <span about="this:company-1" property="gazorg:companyNumber">99900201</span>)</p>
<p>Liquidator: <span about="this:IP1" property="foaf:name">Ottilie Ravensworth</span></p>
<p><span about="this:notifiableThing" property="insolvency:dateToSubmitClaims" content="2026-11-30">30 November</span>
</p>
</article></body></html>""".encode()


SECOND = """<p><span about="this:company-2" property="gazorg:name">COPPERGATE STORAGE LTD</span>
(Company Number <span about="this:company-2" property="gazorg:companyNumber">99900215</span>)</p>"""


class Polls:
    """Polls of one publisher, each of which remembers what the ones before have stored."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        numbers = parse_all([(Scheme.GB_COMPANY, "99900201", None)])
        self.steps = Steps(monkeypatch, a_customer(name=NAME, identifiers=numbers))
        self.app = Gazette([entry()], {"9900201": page()})
        self.rows: set[str] = set()

    def poll(self, now: datetime) -> list[Document]:
        (origin,) = gazette.REGISTER.origins
        window = days("2026-09-15").model_copy(update={"known_rows": frozenset(self.rows)})
        self.app.requests.clear()
        with (
            served(self.app) as local,
            Web("gb_gazette", (origin,), now=now, replaced_origins={origin: local}, seconds_between_requests=0) as web,
        ):
            found = list(gazette.fetch(web, window))
        for one in found:
            self.rows.add(one.attributes["row_key"])
            self.steps.say(*gazette.parse(one))
        return found

    @property
    def facts(self) -> tuple[Any, ...]:
        case = self.steps.only().case
        return case.event_kind, case.court, case.case_number, case.claim_deadline


BY_DAY: tuple[Any, ...] = (EventKind.OPENED, None, None, None)
WHOLE: tuple[Any, ...] = (EventKind.OPENED, "High Court of Justice", "CR-2026-990201", date(2026, 11, 30))


@pytest.fixture
def polls(monkeypatch: pytest.MonkeyPatch) -> Polls:
    return Polls(monkeypatch)


def test_what_the_night_reads_reaches_the_case_of_the_day(polls: Polls) -> None:
    polls.poll(MIDDAY)
    assert polls.facts == BY_DAY
    before = polls.steps.standing()
    assert polls.poll(MIDDAY) == []
    assert [path for path, _ in polls.app.requests] == [FEED]
    (whole,) = polls.poll(NIGHT)
    assert polls.facts == WHOLE
    assert [one.stage for one in polls.steps.standing()] == [one.stage for one in before]
    (notice,) = gazette.parse(whole)
    assert (notice.publication_id, notice.corrects) == ("9900201-page", "9900201")
    assert notice.practitioner_name == "Ottilie Ravensworth"
    assert polls.poll(NIGHT) == []
    assert [path for path, _ in polls.app.requests] == [FEED]


def test_what_a_person_released_stays_released(polls: Polls) -> None:
    polls.poll(MIDDAY)
    polls.steps.release()
    polls.poll(NIGHT)
    assert polls.facts == WHOLE
    assert polls.steps.standing() == ()


def test_night_only_is_one_plain_notice(polls: Polls) -> None:
    (whole,) = polls.poll(NIGHT)
    (notice,) = gazette.parse(whole)
    assert (notice.publication_id, notice.event_kind, notice.corrects) == ("9900201", EventKind.OPENED, None)
    assert polls.facts == WHOLE
    assert polls.poll(MIDDAY) == []


def test_a_page_that_never_comes_leaves_what_the_feed_told(polls: Polls) -> None:
    polls.app.pages = {}
    assert len(polls.poll(MIDDAY)) == 1
    assert polls.poll(NIGHT) == []
    assert polls.facts == BY_DAY
    assert len(polls.app.requests) == 2, "it is asked for again"


def test_a_page_about_two_companies_corrects_the_one_that_was_told(polls: Polls) -> None:
    polls.poll(MIDDAY)
    polls.app.pages["9900201"] = page().replace(
        b'<p><span about="this:company-1"', SECOND.encode() + b'<p><span about="this:company-1"'
    )
    (whole,) = polls.poll(NIGHT)
    found = {one.debtor_reg_no: (one.event_kind, one.corrects) for one in gazette.parse(whole)}
    assert found == {"99900201": (EventKind.CORRECTION, "9900201"), "99900215": (EventKind.OPENED, None)}
    assert polls.facts == WHOLE


@pytest.mark.parametrize("polled", [[MIDDAY], [NIGHT], [MIDDAY, NIGHT]])
def test_a_withdrawal_takes_back_whichever_was_stored(polls: Polls, polled: list[datetime]) -> None:
    for now in polled:
        polls.poll(now)
    polls.app.entries = [entry(**{"f:status": "withdrawn"})]
    assert len(polls.poll(MIDDAY)) == 1
    assert polls.steps.only().case.state is CaseState.CLOSED
    assert polls.steps.standing() == ()
    assert polls.poll(NIGHT) == []


def test_a_later_notice_with_the_courts_number_goes_on_in_the_same_case(polls: Polls) -> None:
    polls.poll(MIDDAY)
    polls.poll(NIGHT)
    liquidator = {"@term": "Appointment of Liquidators"}
    polls.app.entries.append(entry(id="https://www.thegazette.co.uk/id/notice/9900202", category=liquidator))
    polls.app.pages["9900202"] = page()
    polls.poll(NIGHT)
    assert len(polls.steps.only().case.notices) == 3
