"""Case work on the deployed stack: tasks, acknowledgement by link, calendar, alarm by hand, activity log, closing."""

import json
import re
import urllib.error
import urllib.request
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from infra.local_stack import LocalStack
from infra.stack import Answer
from tests.integration.firm import Firm, Registers
from tests.integration.payloads import bodacc, french_company, shab, siren, swiss_person

NUMBER, NAME = "CA-1", "Chaudronnerie Velmont"
_AT_ANY_HOUR: dict[str, Any] = {"department": "Credit", "quiet": None}  # what is proved here is proved at night, too
EVA = {"email": "eva.kern@example.com", "name": "Eva Kern", "deputy": "jan.roth@example.com", **_AT_ANY_HOUR}
JAN = {"email": "jan.roth@example.com", "name": "Jan Roth", "language": "en", **_AT_ANY_HOUR}


def fetch(url: str, method: str = "GET", **headers: str) -> Answer:
    """What a browser or a calendar program gets, without a token."""
    data = b"" if method == "POST" else None
    request = urllib.request.Request(url, data, headers, method=method)  # noqa: S310  # loopback
    try:
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310  # loopback
            return Answer(response.status, dict(response.headers), response.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, dict(error.headers), error.read())


@pytest.fixture(scope="module")
def people(firm: Firm) -> None:
    """The firm's people."""
    for path, body in (
        ("/v1/departments/Credit", {"name": "Credit", "mailbox": "credit@example.com"}),
        ("/v1/people/jan.roth%40example.com", JAN),
        ("/v1/people/eva.kern%40example.com", EVA),
    ):
        answer = firm.call("PUT", path, body)
        assert answer.status == 200, answer


@pytest.fixture(scope="module")
def case_id(firm: Firm, gazettes: Registers, people: None) -> str:
    """A case of a customer that is in proceedings beyond doubt."""
    day, number = date(2026, 8, 11), siren(41_000_001)
    firm.keep(NUMBER, NAME, identifiers=[{"scheme": "siren", "value": number}])
    gazettes.publish_in_france(bodacc(day, 901, french_company(NAME.upper(), number)))
    gazettes.poll("fr_bodacc", day)
    firm.wait_for_stage(NUMBER, "no_deliveries")
    return str(firm.only_case(NUMBER)["case"]["id"])


def act(firm: Firm, case_id: str, what: str, **body: Any) -> Answer:
    """The answer to an action in the case."""
    return firm.call("POST", f"/v1/cases/{case_id}/{what}", {"person": "Eva Kern", **body})


def kinds(file: dict[str, Any]) -> list[str]:
    return [entry["kind"] for entry in file["entries"]]


def test_a_task_is_done_once_and_assigned_to_one_of_ours(firm: Firm, case_id: str) -> None:
    task = next(one for one in firm.case(case_id)["tasks"] if one["state"] == "open")
    path = f"tasks/{task['id']}"
    assert act(firm, case_id, f"{path}/assignment", reason="absent", owner="nobody@example.com").status == 422
    assert act(firm, case_id, f"{path}/assignment", reason="hers", owner=JAN["email"]).status == 200
    listed = firm.call("GET", f"/v1/tasks?owner={JAN['email']}").body["tasks"]
    assert [(one["task"]["id"], one["customer_number"]) for one in listed] == [(task["id"], NUMBER)]
    assert firm.call("GET", "/v1/tasks?department=Credit&limit=100").body["tasks"] == listed
    assert firm.call("GET", "/v1/tasks?department=Nobody").status == 404

    done = act(firm, case_id, f"{path}/done", remark="by telephone")
    assert done.status == 200
    after = next(one for one in done.body["tasks"] if one["id"] == task["id"])
    assert (after["state"], after["done_by"].startswith("Eva Kern (client ")) == ("done", True)
    again = act(firm, case_id, f"{path}/done")
    assert (again.status, "Eva Kern" in again.body["detail"]) == (409, True)
    assert act(firm, case_id, "tasks/none/done").status == 404
    assert firm.call("GET", f"/v1/tasks?owner={JAN['email']}").body["tasks"] == []


def test_notes_facts_and_deadlines(firm: Firm, case_id: str) -> None:
    assert act(firm, case_id, "notes", text="").status == 422
    assert act(firm, case_id, "notes", text="called the court").status == 200
    tomorrow = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    future = act(firm, case_id, "facts", reason="x", claim={"filed_on": tomorrow})
    assert (future.status, future.body["errors"][0]["path"]) == (422, "claim.filed_on")
    entered = {"claim": {"titled": False}, "information_system": "https://gis.example.com/4711"}
    file = act(firm, case_id, "facts", reason="letter of today", **entered).body
    assert (file["case"]["claim"]["titled"], file["case"]["information_system"]) == (
        False,
        entered["information_system"],
    )
    assert act(firm, case_id, "facts", reason="again", **entered).status == 409

    listed = firm.call("GET", "/v1/deadlines?due_by=2030-01-01").body["deadlines"]
    assert listed
    for one in [one["deadline"] for one in listed if one["deadline"]["case_id"] == case_id][:1]:
        met = act(firm, case_id, f"deadlines/{one['id']}/done")
        assert met.status == 200
        assert act(firm, case_id, f"deadlines/{one['id']}/done").status == 409
    assert {"note", "facts_entered"} <= set(kinds(firm.case(case_id)))


def link_in_mail(stack: LocalStack, subject: str) -> str:
    """The address in the newest mail to Eva with this subject."""
    mails = [one for one in stack.sent_mails() if subject in one["Subject"] and EVA["email"] in str(one["To"])]
    found = re.search(r"https?://\S+/v1/acknowledge/\S+", mails[-1]["BodyText"])
    assert found, mails[-1]["BodyText"]
    return found[0]


def test_the_link_in_the_mail_acknowledges_once(firm: Firm, local_stack: LocalStack, case_id: str) -> None:
    mine = [one for one in firm.alerts(NUMBER) if one["kind"] == "block_placed" and one["channel"] == "email"]
    assert mine[0]["wants_acknowledgement"]
    waiting = firm.call("GET", "/v1/alerts/waiting").body["alerts"]
    assert mine[0]["id"] in {one["id"] for one in waiting}
    url = link_in_mail(local_stack, "Liefersperre gesetzt")

    shown = fetch(url)
    assert (shown.status, shown.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    policy = shown.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert b"<script" not in shown.body
    assert b"Zur Kenntnis genommen" in shown.body
    assert NAME.encode() not in shown.body
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert fetch(url).status == 200, "a look changes nothing"
    thanks = fetch(url, "POST", **form)
    assert (thanks.status, "Danke" in thanks.body.decode()) == (200, True)
    again = fetch(url, "POST", **form)
    assert (again.status, "Eva Kern" in again.body.decode()) == (409, True)

    alert = next(one for one in firm.alerts(NUMBER) if one["id"] == mine[0]["id"])
    assert alert["acknowledged_by"] == "Eva Kern (link in the mail)"
    assert alert["state"] == "sent"
    assert mine[0]["id"] not in {one["id"] for one in firm.call("GET", "/v1/alerts/waiting").body["alerts"]}
    assert kinds(firm.case(case_id)).count("acknowledged") == 1
    over_api = firm.call("POST", f"/v1/alerts/{alert['id']}/acknowledgement", {"person": "Jan Roth"})
    assert (over_api.status, "Eva Kern" in over_api.body["detail"]) == (409, True)
    broken = fetch(url[:-3] + "abc", "POST", **form)
    assert (broken.status, "nicht gültig" in broken.body.decode(), "not valid" in broken.body.decode()) == (
        404,
        True,
        True,
    )


def test_a_calendar_under_a_secret_address_until_it_is_revoked(firm: Firm, case_id: str) -> None:
    assert firm.call("POST", "/v1/calendars", {"reader": "nobody@example.com"}).status == 404
    url = firm.call("POST", "/v1/calendars", {"reader": EVA["email"]}).body["url"]
    assert firm.call("POST", "/v1/calendars", {"reader": EVA["email"]}).body["url"] == url
    assert EVA["email"] not in url
    got = fetch(url)
    assert (got.status, got.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    events = Calendar.from_ical(got.body).walk("VEVENT")
    assert any(NUMBER in str(event["summary"]) for event in events)
    assert fetch(url, **{"If-None-Match": got.headers["ETag"]}).status == 304

    new = firm.call("POST", "/v1/calendars/revocation", {"reader": EVA["email"]}).body["url"]
    assert new != url
    assert fetch(url).status == 404
    assert fetch(new).status == 200
    assert fetch(new.replace(".ics", "")).status == 404


def test_alarm_by_hand_in_a_case_and_for_a_customer_without_one(
    firm: Firm, local_stack: LocalStack, case_id: str
) -> None:
    due = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    assert act(firm, case_id, "alarm", text="a bailiff was there", due_on="2020-01-01").status == 422
    file = act(firm, case_id, "alarm", text="a bailiff was there", due_on=due, owner=JAN["email"]).body
    task = next(one for one in file["tasks"] if one["kind"] == "manual")
    assert (task["text_de"], task["owner"], task["due_at"][:10]) == ("a bailiff was there", JAN["email"], due)
    told = {one["recipient"]["address"] for one in firm.alerts(NUMBER) if one["kind"] == "manual_alarm"}
    assert told == {EVA["email"], JAN["email"]}

    firm.keep("CA-2", "Werft Ostrum GmbH")
    opened = firm.call(
        "POST", "/v1/customers/CA-2/alarm", {"person": "Eva Kern", "text": "does not answer", "due_on": due}
    )
    assert opened.status == 200, opened
    assert (opened.body["case"]["source"], opened.body["block"]["stage"]) == ("manual", "warn")
    assert firm.block("CA-2").body["blocked"] is False
    second = firm.call("POST", "/v1/customers/CA-2/alarm", {"person": "Eva Kern", "text": "again", "due_on": due})
    assert (second.status, opened.body["case"]["id"] in second.body["detail"]) == (409, True)
    raised = firm.decide(opened.body["case"]["id"], "stage", stage="prepayment_only")
    assert raised["block"]["stage"] == "prepayment_only"
    firm.wait_until_quiet()
    mails = [one for one in local_stack.sent_mails() if "Werft Ostrum" in one["Subject"]]
    assert any("does not answer" in mail["BodyText"] for mail in mails)
    assert firm.call("POST", "/v1/customers/CA-9/alarm", {"person": "E", "text": "x", "due_on": due}).status == 404


def test_a_case_is_closed_when_its_block_is_released_and_can_be_reopened(firm: Firm, case_id: str) -> None:
    assert act(firm, case_id, "close", reason="paid").status == 409
    assert act(firm, case_id, "release", reason="").status == 422
    firm.decide(case_id, "release", reason="paid in full")
    closed = act(firm, case_id, "close", reason="nothing left")
    assert (closed.status, closed.body["case"]["state"]) == (200, "closed")
    assert act(firm, case_id, "close", reason="again").status == 409
    reopened = act(firm, case_id, "reopen", reason="the payment was avoided", with_block=True)
    assert (reopened.body["case"]["state"], reopened.body["block"]["stage"]) == ("open", "no_deliveries")


def test_the_activity_log_names_everything_in_three_forms(firm: Firm, case_id: str) -> None:
    log = firm.call("GET", f"/v1/cases/{case_id}/activity?language=en").body
    found = {row["kind"] for row in log["rows"]}
    assert {
        "notice",
        "message",
        "task",
        "task_done",
        "note",
        "acknowledged",
        "manual_alarm",
        "closed",
        "reopened",
    } <= found
    assert [row["at"] for row in log["rows"]] == sorted(row["at"] for row in log["rows"])
    table = firm.call("GET", f"/v1/cases/{case_id}/activity?format=csv")
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "Alarm von Hand" in table.body
    headers = {"Authorization": f"Bearer {firm.stack.token('cases/read')}", "Accept": "application/pdf"}
    pdf = fetch(f"{firm.stack.api_url}/v1/cases/{case_id}/activity?format=pdf", **headers)
    assert (pdf.status, pdf.headers["Content-Type"], pdf.body[:5]) == (200, "application/pdf", b"%PDF-")


def test_who_reads_a_natural_persons_case_is_noted_once_a_day(firm: Firm, gazettes: Registers) -> None:
    born = date(1971, 4, 9)
    firm.keep(
        "CA-3",
        "Beat Zumthal",
        kind="person",
        first_name="Beat",
        surname="Zumthal",
        birth_date=born.isoformat(),
    )
    day = date(2026, 8, 12)
    gazettes.publish_in_switzerland(shab(day, 8801, swiss_person("Beat", "Zumthal", born)))
    gazettes.poll("ch_shab", day)
    file = firm.only_case("CA-3")
    case_id = file["case"]["id"]
    firm.case(case_id)
    rows = firm.call("GET", f"/v1/cases/{case_id}/activity").body["rows"]
    assert [row["kind"] for row in rows].count("read") == 1
    assert json.dumps(rows)
