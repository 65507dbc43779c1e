"""The demo's act with credit bureaus: found and watched, warned, told before the register, asked for an order."""

import time
from collections.abc import Iterable
from datetime import date
from typing import Any

from rich.console import Console
from rich.markup import escape

from chalicelib.clock import now
from chalicelib.model.case import Case
from chalicelib.model.notice import Authority
from infra.demo import bureau_report, bureaus, mails, report
from infra.demo.checks import Check, same
from infra.demo.customers import ANNOUNCED, BUREAU_CUSTOMERS, FALLING, PERSON
from infra.demo.recordings import announced
from infra.demo.registers import Registers
from infra.demo.stage import Records, Stage

_SEEN_AFTER_SECONDS = 5.5  # a step looks at the credentials' presence every five
_SCOPES = ("blocks/read", "customers/write", "credit/read", "credit/check", "sources/read")
_ORDERS = (
    ("order of 250 EUR", {"order_value": {"amount": "250.00"}}),
    ("order of 4,800 EUR", {"order_value": {"amount": "4800.00"}}),
    ("order of 6,100 EUR", {"order_value": {"amount": "6100.00"}}),
    ("Eva Kern wants it fresh", {"reason": "by_hand", "person": "Eva Kern", "fresh": True}),
)


class BureauAct:
    """Two bureaus that the admin switches on; what `play` gives says what was expected and what was wrong."""

    def __init__(self, stage: Stage, registers: Registers, console: Console, today: date) -> None:
        self.stage = stage
        self.registers = registers
        self.offices = registers.offices
        self.console = console
        self.today = today
        self.checks: list[Check] = []
        self._usable_from = 0.0

    def switch_on(self) -> None:
        """Plan and credentials of both; some seconds later every step knows."""
        for name, plan in bureaus.PLANS.items():
            self.stage.switch_on(name, plan, bureaus.CREDENTIALS[name])
        self._usable_from = time.monotonic() + _SEEN_AFTER_SECONDS

    def play(self) -> list[Check]:
        """The act in its order."""
        report.heading(self.console, "Credit bureaus: Creditsafe watches our firms, SCHUFA is asked about a person")
        with self.console.status("two bureaus get plan and credentials, three customers come in ..."):
            self._begin()
        self.console.print("An admin has set plan and credentials of two bureaus (SSM parameters), no more.")
        self._found()
        with self.console.status("Creditsafe tells two things ..."):
            mails_before = len(self.stage.stack.sent_mails())
            self._creditsafe_tells()
        self._warned(mails_before)
        with self.console.status("an order asks SCHUFA, and the register publishes ..."):
            answers = self._orders_ask()
            self._register_follows()
            self.stage.settle()
        self._met()
        self._asked(answers)
        self._budgets()
        self.checks.append(same("no bureau's message is left undone", {}, self.stage.dead_letters()))
        return self.checks

    def _begin(self) -> None:
        time.sleep(max(0.0, self._usable_from - time.monotonic()))
        self.offices.open(self.today)
        self.token = self.stage.stack.token(*_SCOPES)
        for number, body in BUREAU_CUSTOMERS.items():
            answer = self.stage.stack.call("PUT", f"/v1/customers/{number}", token=self.token, body=body)
            self.checks.append(same(f"PUT /v1/customers/{number}", 200, answer.status))
        self.stage.visit("schufa")
        self.stage.settle()

    def _get(self, path: str) -> Any:
        return self.stage.stack.call("GET", path, token=self.token).body

    def _found(self) -> None:
        file = self._get(f"/v1/customers/{FALLING}/credit")
        subject: dict[str, Any] = next((one for one in file.get("subjects", ()) if one["bureau"] == "creditsafe"), {})
        watched, rules_on = self.offices.watched(), self.offices.rules_on()
        self.console.print(bureau_report.found(FALLING, subject, rules_on))
        wanted = ("DE-0-HRB99471", True, "watched")
        got = (subject.get("subject_id"), subject.get("certain"), subject.get("state"))
        self.checks.append(same(f"{FALLING} is found at Creditsafe beyond doubt, and watched", wanted, got))
        fields = {piece["field"] for piece in subject.get("evidence", ())}
        self.checks.append(("its VAT id is the evidence", None if "identifier" in fields else f"only {fields}"))
        both = {"DE-0-HRB99471", "DE-0-HRB99528"}
        self.checks.append(same("the portfolio holds our two firms and no namesake", both, watched))
        self.checks.append(("the new portfolio's rules are switched on", None if rules_on else "all are off"))

    def _creditsafe_tells(self) -> None:
        self.offices.tell(self.today, now())
        self.stage.visit("creditsafe")
        self.stage.settle()

    def _warned(self, mails_before: int) -> None:
        records = Records(self.stage)
        say = self.console.print
        words = {number: _first_words(records, number) for number in (FALLING, ANNOUNCED)}
        for number, said in words.items():
            say(f"Creditsafe tells of [bold]{number}[/]: {escape(said)}")
        say(report.blocks(records.only(words)))
        sent = self.stage.stack.sent_mails()
        new = mails.save(sent)[mails_before:]
        say(report.mails(new))
        down = words[FALLING].endswith("D (before: B)")
        self.checks.append(("its index fell from B to D", None if down else words[FALLING]))
        history = self._get(f"/v1/customers/{FALLING}/credit").get("history", ())
        bands = [(one["index"]["band"], one["source"]) for one in history]
        self.checks.append(same("the index history keeps it", [("D", "watch")], bands))
        self._expect(FALLING, "prepayment_only", "index two bands down: an early warning")
        about = [mail for mail in new if FALLING in mail.subject]
        self.checks.append(same("who is responsible got a mail", {"jonas.petersen@example.com"}, _people(about)))
        self._expect(ANNOUNCED, "no_deliveries", "the bureau tells of the insolvency first")
        spoken = _authorities(records.case_of(ANNOUNCED))
        self.checks.append(same("only the bureau has spoken so far", {Authority.BUREAU}, spoken))

    def _expect(self, number: str, stage: str | None, why: str) -> None:
        answer = self._get(f"/v1/customers/{number}/block")
        wanted = (stage, stage not in (None, "warn"))
        self.checks.append(same(f"{number}: {why}", wanted, (answer.get("stage"), answer.get("blocked"))))

    def _register_follows(self) -> None:
        self.registers.publish(announced(self.today))
        self.stage.ask("de_insolvenzbekanntmachungen", self.today, self.today)

    def _met(self) -> None:
        records = Records(self.stage)
        found = [case for case in records.cases if case.customer_number == ANNOUNCED]
        spoken = " and ".join(sorted(_authorities(records.case_of(ANNOUNCED)))) or "nobody"
        self.console.print(f"Then the register publishes it too. Cases of {ANNOUNCED}: {len(found)}; in it: {spoken}.")
        self.console.print(report.cases(records.only({ANNOUNCED})))
        self.checks.append(same("bureau and register meet in one case", 1, len(found)))
        both = {Authority.BUREAU, Authority.REGISTER}
        self.checks.append(same("both have spoken in it", both, _authorities(records.case_of(ANNOUNCED))))
        numbers = [case.case_number for case in found]
        docket = f"25 IN 305/{self.today:%y}"
        self.checks.append(("the register added court and docket", None if numbers == [docket] else f"{numbers}"))

    def _orders_ask(self) -> list[dict[str, Any]]:
        """What each order was told, in turn."""
        path, told = f"/v1/customers/{PERSON}/check", []
        for what, body in _ORDERS:
            answer = self.stage.stack.call("POST", path, token=self.token, body=body)
            self.checks.append(same(f"POST {path} ({what})", 200, answer.status))
            told.append(answer.body)
        return told

    def _asked(self, answers: list[dict[str, Any]]) -> None:
        if any("answers" not in answer for answer in answers):
            return  # a check says already which status came instead
        records = Records(self.stage)
        self.console.print(bureau_report.orders(PERSON, [what for what, _ in _ORDERS], answers))
        self.console.print(f"{PERSON} is a natural person: a warning and a question to a person, no block by a score.")
        self.console.print(report.cases(records.only({PERSON})))
        small, first, second, by_hand = answers
        self.checks.append(same("a small order asks nobody", [], small["answers"]))
        self.checks.append(same("a large one asks SCHUFA", [("schufa", "asked_now", 0)], _sources(first)))
        self.checks.append(same("the next one is answered from the store", [("schufa", "store", 0)], _sources(second)))
        reserved = first["answers"][0]["reservations"] if first["answers"] else None
        self.checks.append(same("with SCHUFA's reservation", ["other_address"], reserved))
        spent = [one["bureau"] for one in by_hand["failures"] if one["kind"] == "budget_spent"]
        self.checks.append(same("beyond the month's budget nothing is asked", ["schufa"], spent))
        self.checks.append(same("band E is known", "E", first["worst_band"]))
        self._expect(PERSON, "warn", "a bad score and an uncertain entry block no natural person")
        states = {case.state.value for case in records.cases if case.customer_number == PERSON}
        self.checks.append(("a person has to decide", None if "review" in states else f"cases: {states}"))

    def _budgets(self) -> None:
        states = self._get("/v1/bureaus").get("bureaus", [])
        self.console.print(bureau_report.budgets(states))
        on = {one["bureau"]: one for one in states if one["on"]}
        self.checks.append(same("two bureaus are on", set(bureaus.PLANS), set(on)))
        budget = on.get("schufa", {}).get("budget") or {}
        spent = (budget.get("spent", {}).get("amount"), budget.get("calls"))
        self.checks.append(same("one call is paid, within the budget", ("2.40", 1), spent))
        inquiries = len([one for one in self.offices.schufa.requests if one[0] == "POST"])
        self.checks.append(same("SCHUFA itself was asked once", 1, inquiries))


def _first_words(records: Records, number: str) -> str:
    """What the bureau said of the customer, as it is kept."""
    case = records.case_of(number)
    notice = records.told.get(case.notices[0].notice_id) if case else None
    return notice.original_text or "" if notice else "nothing"


def _authorities(case: Case | None) -> set[Authority]:
    return {one.authority for one in case.notices} if case else set()


def _sources(answer: dict[str, Any]) -> list[tuple[str, str, int]]:
    return [(one["bureau"], one["source"], one["age_days"]) for one in answer["answers"]]


def _people(saved: Iterable[mails.SavedMail]) -> set[str]:
    return {mail.recipient for mail in saved}
