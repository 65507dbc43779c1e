"""The demo's last act: people get logins, and the cockpit answers one of them."""

import re
import time
from html import unescape
from typing import NamedTuple

from rich.console import Console

from infra.demo import case_books, report
from infra.demo.checks import Check
from infra.local_stack import LocalStack
from infra.logins import give_login
from infra.visitor import Visitor

ADMIN = "ada.lund@example.com"
_PEOPLE = (
    ("manager", case_books.HEAD, "Ines Albrecht"),
    ("clerk", case_books.CLERK, "Jonas Petersen"),
    ("viewer", case_books.READER, "Vera Lindner"),
    ("admin", ADMIN, "Ada Lund"),
)
_AT_STAKE = "22.015"  # what is open of the customer whose books the demo keeps, as German pages print it


class Login(NamedTuple):
    """Somebody who can sign in."""

    role: str
    email: str
    password: str


def give_logins(stack: LocalStack) -> dict[str, Login]:
    """A login for each role; manager, clerk and viewer are so by the people list, the admin by the pool's group."""
    return {
        role: Login(role, email, give_login(stack, email, name, admin=role == "admin")) for role, email, name in _PEOPLE
    }


class CockpitAct:
    """Logins for everybody, and a first look; `play` gives what was expected and what was wrong."""

    def __init__(self, stack: LocalStack, console: Console) -> None:
        self.stack, self.console = stack, console

    def play(self) -> list[Check]:
        """The act in its order."""
        report.heading(self.console, "The cockpit, in a browser")
        self.stack.invoke("MeasureFigures", {})  # which the schedule does once a day
        logins = give_logins(self.stack)
        self.console.print(f"{self.stack.api_url}/cockpit", soft_wrap=True, markup=False)
        table = report.new_table("Logins of this stack alone", "Role", "User name", "Password")
        for login in logins.values():
            table.add_row(*login)
        self.console.print(table)
        return [self._first_look(logins["clerk"])]

    def _first_look(self, login: Login) -> Check:
        what = "the cockpit's first page shows what blocked customers owe"
        visitor = Visitor(self.stack.api_url)
        try:
            page = visitor.sign_in(login.email, login.password).get("/cockpit")
        except PermissionError as error:
            return what, str(error)
        text = " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())
        began = time.perf_counter()
        visitor.get("/cockpit")
        self.console.print(f"{login.role} signs in; Today answers in {(time.perf_counter() - began) * 1000:.0f} ms.")
        return what, None if _AT_STAKE in text else f"{page.status}, without {_AT_STAKE}: {text[:300]}"
