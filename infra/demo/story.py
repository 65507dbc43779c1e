"""The demo with invented payloads: import, polls, report, a live act, and a verdict on itself."""

from collections.abc import Iterable, Iterator
from datetime import date

from rich.console import Console

from chalicelib.registers import names
from infra.demo import customers, mails, report
from infra.demo.bureau_story import BureauAct
from infra.demo.case_story import CaseAct
from infra.demo.checks import Check, same
from infra.demo.customers import Expected
from infra.demo.recordings import recorded
from infra.demo.registers import PLAYED, Registers
from infra.demo.stage import Records, Stage
from infra.stack import Answer

_SHOWN = ("104711", "104714", "104718", customers.UNKNOWN)


class Story:
    """The acts of the demo on one stack; `checks` collects what was expected and what was wrong."""

    def __init__(self, stage: Stage, registers: Registers, console: Console, today: date) -> None:
        self.stage = stage
        self.registers = registers
        self.console = console
        self.today = today
        self.checks: list[Check] = []

    def run(self) -> list[Check]:
        """All acts in order; each expectation with the sentence that says what was wrong, or None."""
        self.first_day()
        self._answers(customers.AFTER_FIRST_POLL, _SHOWN)
        bureaus = BureauAct(self.stage, self.registers, self.console, self.today)
        bureaus.switch_on()  # a step sees it a few seconds later
        self._live_act()
        self.checks += bureaus.play()
        self.checks += CaseAct(self.stage, self.console, self.today).play()
        return self.checks

    def first_day(self) -> None:
        """Customers come in and every register is asked."""
        with self.console.status("customer file to the import bucket, polls of four registers ..."):
            result_key = self.stage.upload("customers.csv", customers.FILE.read_bytes())
            due = set(self.stage.stack.invoke("StartPolls", {})["due"])
            result = self.stage.result_file(result_key)
            self.stage.stack.wait(lambda: self._polled(due), 360, "a poll of every register")
            self.stage.settle()
            self.stage.stack.invoke("CheckSources", {})
            self.stage.settle()
        records = Records(self.stage)
        self._report(records, result)
        self.checks += list(self._first_checks(records, result))

    def _polled(self, due: set[str]) -> bool:
        return {status.name for status in Records(self.stage).sources if status.last_success or status.failure} >= (
            due & set(names())
        ) | set(PLAYED)

    def _report(self, records: Records, result: str) -> None:
        show = self.console.print
        report.heading(self.console, "What came in")
        show(report.sources(records.sources, self.stage.polls_in_log()))
        show(report.imported(records.customers, result))
        report.heading(self.console, "Who is affected, and how we know")
        show(report.matches(records))
        report.heading(self.console, "What follows")
        show(report.cases(records))
        show(report.blocks(records))
        show(report.tasks(records))
        report.heading(self.console, "Who was told")
        saved = mails.save(self.stage.stack.sent_mails())
        show(report.mails(saved))
        show(f"Mails are in {mails.FOLDER}")
        show(report.topic(self.stage.topic_messages()))

    def _first_checks(self, records: Records, result: str) -> Iterator[Check]:
        published = recorded(self.today)
        yield same("every published notice is stored once", published.total, len(records.notices))
        failing = [f"{one.name}: {one.failure}" for one in records.sources if one.failure]
        yield "no register fails", "; ".join(failing) or None
        yield same("one Swiss notice waits for a person to classify it", 1, _unclassified(records))
        bad_lines = {line.partition(";")[0] for line in result.splitlines()[1:]}
        yield same("good rows go in, bad rows are refused with a reason", (15, 5), (records.customers, len(bad_lines)))
        yield "alerts are all delivered", _undelivered(records)
        told = {(mail["To"][0], mail["Subject"]) for mail in self.stage.stack.sent_mails()}
        yield "each affected customer's people got a mail", _without_mail(records, told)
        yield same("the order system heard of each block", len(records.blocks), len(self.stage.topic_messages()))
        rules = {task.rule for task in records.tasks}
        yield "the person's automatic block waits for review", None if "GDPR 22(3)" in rules else f"rules: {rules}"
        yield same("the dead-letter queues are empty", {}, self.stage.dead_letters())

    def _answers(self, expected: dict[str, Expected], shown: Iterable[str]) -> None:
        report.heading(self.console, "What the order system is told (HTTP, with a token of its own)")
        stack = self.stage.stack
        token = stack.token("blocks/read")
        for number in shown:
            answer = stack.call("GET", f"/v1/customers/{number}/block", token=token)
            why = expected[number].why if number in expected else "unknown is never 'not blocked'"
            self.console.print(report.answer(f"GET /v1/customers/{number}/block ({why})", answer.status, answer.body))
        self._check_answers(expected, token)

    def _check_answers(self, expected: dict[str, Expected], token: str) -> None:
        stack = self.stage.stack
        asked = {"customer_numbers": [*expected, customers.UNKNOWN]}
        answer = stack.call("POST", "/v1/blocks/query", token=token, body=asked)
        self.checks.append(same("an unknown customer is named as unknown", [customers.UNKNOWN], _unknown(answer)))
        told = {one["customer_number"]: one for one in answer.body["answers"]} if answer.status == 200 else {}
        for number, wanted in expected.items():
            got = told.get(number, {})
            state = (got.get("blocked"), got.get("stage"), got.get("no_payouts"))
            should = (wanted.blocked, wanted.stage, wanted.no_payouts)
            self.checks.append(same(f"{number}: {wanted.why}", should, state))
        no_token = stack.call("POST", "/v1/blocks/query", body=asked)
        self.checks.append(same("without a token nobody is told anything", 401, no_token.status))

    def _live_act(self) -> None:
        report.heading(self.console, "Live: the next day, two people, three new publications, one new customer")
        say, before = self.console.print, len(self.stage.topic_messages())
        records = Records(self.stage)
        with self.console.status("publications, a late customer, two people ..."):
            self._publish_more()
            self._late_customer()
            self.stage.settle()
            self._person_decides(records, "104714", "judgement", ours=False)
            self._person_decides(records, "104716", "release")
            self.stage.settle()
        say(f"[bold]{customers.LATE_CUSTOMER}[/] was added by PUT /v1/customers after its notice was already known.")
        say("France published a correction (204002) and an annulment (204001); Stuttgart lifted its measures (104716).")
        say("Jonas Petersen looked at 104714 and said: not ours. Eva Kern released 104716, with her reason on record.")
        records = Records(self.stage)
        say(report.blocks(records.only(_MOVED)))
        say(report.topic(self.stage.topic_messages()[before:]))
        saved = mails.save(self.stage.stack.sent_mails())
        say(f"{len(saved)} mails so far, in {mails.FOLDER}")
        self._answers(customers.AFTER_LIVE_ACT, ("104716", "204001"))
        self.checks.append(same("the dead-letter queues are still empty", {}, self.stage.dead_letters()))

    def _publish_more(self) -> None:
        more = recorded(self.today, later=True)
        self.registers.publish(more)
        for source in ("de_insolvenzbekanntmachungen", "fr_bodacc"):
            self.stage.ask(source, self.today, self.today)
        known = recorded(self.today).total + more.total
        self.stage.stack.wait(lambda: len(Records(self.stage).notices) >= known, 240, "the new publications")

    def _late_customer(self) -> None:
        path = f"/v1/customers/{customers.LATE_CUSTOMER}"
        token = self.stage.stack.token("customers/write")
        answer = self.stage.stack.call("PUT", path, token=token, body=customers.LATE_CUSTOMER_BODY)
        self.checks.append(same(f"PUT {path}", 200, answer.status))

    def _person_decides(self, records: Records, number: str, what: str, **more: object) -> None:
        case = records.case_of(number)
        if case is None:
            self.checks.append((f"{what} of {number}", "there is no case"))
            return
        body = {"person": _PEOPLE[what][0], "reason": _PEOPLE[what][1], **more}
        token = self.stage.stack.token("cases/write")
        answer = self.stage.stack.call("POST", f"/v1/cases/{case.id}/{what}", token=token, body=body)
        self.checks.append(same(f"{what} of {number} by {body['person']}", 200, answer.status))


_PEOPLE = {
    "judgement": ("Jonas Petersen", "Our customer sits in Bremen and answered the phone; Rostock is another firm"),
    "release": ("Eva Kern", "Measures lifted, the bank confirmed the new credit line"),
}
_MOVED = {number for number, then in customers.AFTER_LIVE_ACT.items() if customers.AFTER_FIRST_POLL.get(number) != then}


def _unknown(answer: Answer) -> object:
    return answer.body.get("unknown") if isinstance(answer.body, dict) else answer.body


def _unclassified(records: Records) -> int:
    return sum(source.unclassified_total for source in records.sources)


def _undelivered(records: Records) -> str | None:
    left = [f"{alert.channel} to {alert.recipient.address}: {alert.failure}" for alert in records.alerts]
    left = [text for text, alert in zip(left, records.alerts, strict=True) if alert.state != "sent"]
    return "; ".join(left) or None


def _without_mail(records: Records, told: set[tuple[str, str]]) -> str | None:
    missing = [
        case.customer_number
        for case in records.cases
        if not any(case.customer_number in subject for _, subject in told)
    ]
    return f"no mail about {', '.join(missing)}" if missing else None
