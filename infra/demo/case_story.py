"""The demo's act of a clerk: acknowledge, see what is at stake and due, lodge the claim, decide."""

import json
import re
import shutil
import urllib.request
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from infra.demo import case_books, mails, report
from infra.demo.checks import Check, same
from infra.demo.stage import Records, Stage
from infra.layer import ROOT

FOLDER = ROOT / ".build" / "demo" / "case"
_SCOPES = ("cases/read", "cases/write", "ledger/read", "ledger/write", "people/read", "people/write")
_LINK = re.compile(r"/v1/acknowledge/[\w.\-]+")
_CHECKED = ("retention_of_title", "guarantors", "set_off", "insurer")


class CaseAct:
    """What a clerk does in one case; `play` gives what was expected and what was wrong."""

    def __init__(self, stage: Stage, console: Console, today: date) -> None:
        self.stage, self.console, self.today = stage, console, today
        self.checks: list[Check] = []

    def play(self) -> list[Check]:
        """The act in its order."""
        number = case_books.CUSTOMER
        report.heading(self.console, f"Case work: Jonas Petersen takes the case of {number}")
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
        case = Records(self.stage).case_of(number)
        if case is None:
            return [(f"a case of {number}", "there is none")]
        self.path = f"/v1/cases/{case.id}"
        with self.console.status("firm, people, policy and open items are entered ..."):
            self.enter_books()
            self.stage.settle()
        self._acknowledge(number)
        self._at_stake()
        self._due()
        self._lodge()
        self._decide()
        self._calendar()
        self._log()
        self.checks.append(same("no message of case work is left undone", {}, self.stage.dead_letters()))
        return self.checks

    @cached_property
    def token(self) -> str:
        """What the back office may do."""
        return self.stage.stack.token(*_SCOPES)

    def _call(self, method: str, path: str, body: object = None) -> Any:
        answer = self.stage.stack.call(method, path, token=self.token, body=body)
        if answer.status != 200:
            self.checks.append((f"{method} {path}", f"{answer.status}: {answer.body}"))
            self.console.print(f"[red]{method} {path}: {answer.status}[/] {answer.body}")
        return answer.body

    def enter_books(self) -> None:
        """The firm with its people, policy and open items."""
        self._call("PUT", "/v1/creditor", case_books.FIRM)
        self._call("PUT", "/v1/people", case_books.PEOPLE)
        self._call("PUT", "/v1/base-rates", case_books.BASE_RATE)
        self._call("PUT", f"/v1/policies/{case_books.POLICY_NUMBER}", case_books.policy(self.today))
        self._call("PUT", "/v1/credit-limits", {"limits": [case_books.limit(self.today)]})
        kept = self._call("PUT", "/v1/open-items", {"items": case_books.items(self.today)})
        self.checks.append(same("four open items are kept", (4, 0), (kept.get("changed"), kept.get("refused"))))

    def _acknowledge(self, number: str) -> None:
        """By the link of the mail, as a browser would: the page first, then the button."""
        sent = self.stage.stack.sent_mails()
        mine = [mail for mail in sent if case_books.CLERK in mail["To"] and number in mail["Subject"]]
        links = [link[0] for mail in mine if (link := _LINK.search(mail["BodyText"]))]
        if not links:
            self.checks.append(("the mail has a link to acknowledge", f"none in {len(mine)} mails"))
            return
        page = self.stage.stack.call("GET", links[0])
        done = self.stage.stack.call("POST", links[0])
        again = self.stage.stack.call("POST", links[0])
        self.console.print(
            "He opens the link of his mail and presses the button: acknowledged, nobody is escalated to."
        )
        self.checks.append(
            same("link, button, and the same button again", (200, 200, 409), _statuses(page, done, again))
        )

    def _at_stake(self) -> None:
        exposure = self._call("GET", f"{self.path}/exposure")
        (euro,) = exposure["currencies"]
        names = ("open", "overdue", "insured", "secured", "retention_of_title", "credit_notes_owed")
        table = report.new_table("What is at stake (EUR)", *(f"{name.replace('_', ' ')} #" for name in names))
        table.add_row(*(str(euro[name]["amount"]) for name in names))
        self.console.print(table)
        self.checks.append(same("what is open adds up", "22015.00", euro["open"]["amount"]))
        self.checks.append(
            same("the credit note is owed to the administrator", "476.00", euro["credit_notes_owed"]["amount"])
        )

    def _due(self) -> None:
        file = self._call("GET", self.path)
        shown = [one for one in file["deadlines"] if one["state"] == "open" and one.get("safe_date")][:8]
        table = report.new_table("Dates by law", "Remind before", "Last day", "What", "Rule")
        for one in shown:
            table.add_row(one["safe_date"], str(one.get("final_date") or ""), one["title_en"], one["rule"])
        self.console.print(table)
        kinds = {one["kind"] for one in file["deadlines"]}
        self.checks.append(("the claim's time limit is a deadline", None if "claim_filing" in kinds else f"{kinds}"))
        asked = {one["kind"] for one in file["tasks"]}
        wanted = {"lodge_claim", "tell_security_rights", "notify_insurer", "adjust_vat"}
        missing = wanted - asked
        self.checks.append(("each duty is a task", f"missing: {missing}" if missing else None))

    def _lodge(self) -> None:
        for kind, options in case_books.letters(self.today).items():
            body = {"kind": kind, "person": "Jonas Petersen", "options": options}
            draft = self._call("POST", f"{self.path}/documents", body)
            if "id" not in draft:
                continue
            path = f"{self.path}/documents/{draft['id']}"
            gaps = "; ".join(gap["text_en"] for gap in draft["gaps"])
            approval = {"person": "Ines Albrecht", "reason": "compared with the ledger"}
            self._call("POST", f"{path}/approval", approval | ({"despite": gaps[:800]} if gaps else {}))
            self._save(f"{kind}.pdf", f"{path}/content", "application/pdf")
            sent = {"person": "Jonas Petersen", "channel": "email", "on": self.today.isoformat()}
            self._call("POST", f"{path}/sent", sent)
            self.console.print(f"{draft['title_en']}: drafted, approved, sent" + (f" (open: {gaps})" if gaps else ""))
        head = (FOLDER / "claim_filing.pdf").read_bytes()[:5]
        self.checks.append(same("the dossier is a PDF", b"%PDF-", head))
        done = {one["kind"] for one in self._call("GET", self.path)["tasks"] if one["state"] == "done"}
        self.checks.append(("lodging the claim does its task", None if "lodge_claim" in done else f"done: {done}"))

    def _decide(self) -> None:
        advice = self._call("GET", f"{self.path}/advice?checked={','.join(_CHECKED)}")["advice"]
        self.console.print(_options(advice))
        used = len(advice["assumptions"])
        self.console.print(
            f"Recommended: [bold]{advice['recommended']}[/], from {used} named assumptions; a person decides."
        )
        (FOLDER / "advice.json").write_text(_pretty(advice), encoding="utf-8")
        choice = {"option": advice["best"], "person": "Ines Albrecht", "reason": "Insured, and the goods are traced"}
        self._call("POST", f"{self.path}/choice", choice | {"checked": list(_CHECKED)})
        self.checks.append(("assumptions are named and dated", None if used else "none"))

    def _calendar(self) -> None:
        url = self._call("POST", "/v1/calendars", {"reader": case_books.CLERK})["url"]
        self._save("deadlines.ics", url, "text/calendar")
        events = (FOLDER / "deadlines.ics").read_text(encoding="utf-8").count("BEGIN:VEVENT")
        self.checks.append(("his calendar holds the dates", None if events else "it is empty"))

    def _log(self) -> None:
        self._save("activity.csv", f"{self.path}/activity?format=csv", "text/csv")
        self._save("activity.pdf", f"{self.path}/activity?format=pdf", "application/pdf")
        saved = mails.save(self.stage.stack.sent_mails())
        self.console.print(f"{len(saved)} mails so far, in {mails.FOLDER}")
        self.console.print("What he has in hand:")
        for path in sorted(FOLDER.iterdir()):
            self.console.print(f"  {path}", soft_wrap=True, highlight=False)

    def _save(self, name: str, path: str, media_type: str) -> None:
        url = path if path.startswith("http") else self.stage.stack.api_url + path
        headers = {"Authorization": f"Bearer {self.token}", "Accept": media_type}
        request = urllib.request.Request(url, headers=headers)  # noqa: S310 - the stack on this machine
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - dto.
            Path(FOLDER, name).write_bytes(answer.read())


def _options(advice: dict[str, Any]) -> Table:
    table = report.new_table("What to do with the claim", "Option", "Expected EUR #", "Why")
    for one in sorted(advice["options"], key=lambda one: -float(one["expected"]["amount"])):
        why = " ".join(reason["text_en"] for reason in one["reasons"][:2])
        table.add_row(one["option"] + ("" if one["available"] else " (not open)"), one["expected"]["amount"], why)
    return table


def _statuses(*answers: Any) -> tuple[int, ...]:
    return tuple(answer.status for answer in answers)


def _pretty(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
