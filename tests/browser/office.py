"""A firm at work on the deployed local stack: registers have published, customers are blocked, people have logins."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from app import app
from infra.demo import case_books
from infra.demo.cockpit_act import Login
from infra.demo.stage import Records, Stage
from infra.visitor import Visitor

# Nothing to look at: the way in and out, files to load or save, parts of pages.
_ROUTES = {path: re.compile(re.sub(r"{\w+}", "[^/?]+", path)) for path in app.routes if path.startswith("/cockpit")}
_WAY_IN = {"/cockpit/login", "/cockpit/signed-in", "/cockpit/signed-out"}


def route_of(path: str) -> str | None:
    """The route that answers the path; of several the one with fewer places to fill."""
    bare = path.partition("?")[0]
    fitting = [route for route, shape in _ROUTES.items() if shape.fullmatch(bare) and "GET" in app.routes[route]]
    return min(fitting, key=lambda route: route.count("{"), default=None)


@dataclass
class Office:
    """The stack with what is entered in it, and who may sign in."""

    stage: Stage
    logins: dict[str, Login]

    @property
    def address(self) -> str:
        """Where browsers find it; paths of the cockpit are put behind."""
        return self.stage.stack.api_url

    def case_id(self, customer_number: str) -> str:
        """The customer's newest case."""
        case = Records(self.stage).case_of(customer_number)
        assert case is not None, customer_number
        return case.id

    def block(self, customer_number: str) -> dict[str, Any]:
        """What an order system is told."""
        token = self.stage.stack.token("blocks/read")
        return dict(self.stage.stack.call("GET", f"/v1/customers/{customer_number}/block", token=token).body)

    def visitor(self, role: str) -> Visitor:
        """Somebody of this role, signed in, who reads pages without looking at them."""
        login = self.logins[role]
        return Visitor(self.address).sign_in(login.email, login.password)

    @property
    def _rich(self) -> list[str]:
        """Where there is most to see; elsewhere any page of a kind will do."""
        case = f"/cockpit/cases/{self.case_id(case_books.CUSTOMER)}"
        return [case, f"{case}/documents", f"/cockpit/customers/{case_books.CUSTOMER}"]

    @cached_property
    def pages(self) -> dict[str, str]:
        """A path for each route of a page, found as people find them: by following links from the first page."""
        visitor, found, ahead = self.visitor("admin"), dict[str, str](), ["/cockpit", *self._rich]
        tried: Counter[str] = Counter()
        base = re.escape(self.address.partition("://")[2].partition("/")[2])
        link = re.compile(rf'(?:href|hx-get)="/{base}(/cockpit[^"#]*)')
        while ahead:
            path = ahead.pop(0)
            route = route_of(path)
            if route is None or route in found or route in _WAY_IN or "static" in route or tried[route] > 1:
                continue
            tried[route] += 1
            page = visitor.get(path)
            if not page.media_type.startswith("text/html") or "<html" not in page.text or page.status != 200:
                continue
            found[route] = path
            ahead += [each.replace("&amp;", "&") for each in link.findall(page.text)]
        return found
