"""How quickly the cockpit answers with 200 cases: each page beside the block endpoint, in the same run.

python -m bench.cockpit [--rounds 40] [--cases 200]

Through API Gateway and Lambda as deployed on the local stack. The peer is GET /v1/customers/{number}/block, the leanest
answer there is: one token, one read. Pages and peer take turns, so that a busy moment of the machine strikes both.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from bench.results import beside, percentile, replace_rows
from chalicelib import decide, settings
from chalicelib.clock import now
from chalicelib.matching.judge import judge
from chalicelib.matching.keys import keys_of
from chalicelib.model.customer import Customer, CustomerKind, Money, Responsible
from chalicelib.model.identifier import Identifier
from chalicelib.model.notice import DebtorKind, EventKind, InsolvencyNotice
from chalicelib.occasions import occasion_of
from chalicelib.store import customers, decisions, notices
from infra.demo import case_books
from infra.demo.case_story import CaseAct
from infra.demo.cockpit_act import give_logins
from infra.demo.recordings import recorded
from infra.demo.registers import playing
from infra.demo.scenes import scenes
from infra.demo.stage import Records, Stage
from infra.demo.story import Story
from infra.local_stack import LocalStack
from infra.visitor import Visitor

GOAL_MS = 150
_EVENTS = (EventKind.OPENED, EventKind.PRELIM_MEASURES, EventKind.OPENED_SELF_ADMIN, EventKind.REFUSED_NO_ASSETS)
_COURTS = ("Hamburg", "Bremen", "Kiel", "Rostock", "Hannover", "Leipzig", "Köln", "Stuttgart")


def main() -> int:
    """0 when every page keeps the goal."""
    parser = argparse.ArgumentParser(prog="bench.cockpit", description=__doc__)
    parser.add_argument("--rounds", type=int, default=40, help="requests of each page")
    parser.add_argument("--cases", type=int, default=200, help="cases in the table")
    options = parser.parse_args()
    quiet, today = Console(quiet=True), now().astimezone(ZoneInfo("Europe/Berlin")).date()
    with playing(recorded(today)) as registers, LocalStack(replaced_origins=registers.replaced) as stack:
        stage = Stage(stack)
        Story(stage, registers, quiet, today).first_day()
        CaseAct(stage, quiet, today).enter_books()
        act_on(stack)
        known = len(Records(stage).cases)
        for number in range(known, options.cases):
            open_case(number, today)
        stage.settle(300)
        stack.invoke("MeasureFigures", {})
        login = give_logins(stack)["admin"]
        visitor = Visitor(stack.api_url).sign_in(login.email, login.password)
        token, path = stack.token("blocks/read"), f"/v1/customers/{case_books.CUSTOMER}/block"
        asked: dict[str, Callable[[], object]] = {
            f"GET {path} (peer)": lambda: stack.call("GET", path, token=token),
            **{scene.name: lambda at=scene.path: visitor.get(at) for scene in scenes(stage)},  # type: ignore[misc] # bound now
        }
        took, cases = measured(asked, options.rounds), len(Records(stage).cases)
        replace_rows("cockpit", rows_of(took, cases))
        return report(took, cases)


def act_on(stack: LocalStack) -> None:
    """Lets this process write into the stack's tables, as a command does."""
    os.environ |= {"AWS_ENDPOINT_URL": str(stack.endpoint), "AWS_DEFAULT_REGION": "eu-central-1"}
    os.environ |= {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    settings.adopt(stack.outputs)


def open_case(number: int, today: date) -> None:
    """One more customer, and a publication that opens a case for them."""
    moment = now()
    customer, notice = pair(number, today, moment)
    customers.put(customer, keys_of(customer))
    notices.add(notice, keys_of(notice), expires_at=None)
    decision = decide.on_match(judge(customer, notice, moment), notice, occasion_of(customer, moment))
    if decision is None or not decisions.record(decision):
        raise RuntimeError(f"customer {customer.number} got no case")


def pair(number: int, today: date, moment: datetime) -> tuple[Customer, InsolvencyNotice]:
    """A customer and a publication about them."""
    court = _COURTS[number % len(_COURTS)]
    name = f"{court}er Werkstätten {number} GmbH"
    entry = Identifier(scheme="de_register", value=f"HRB {500000 + number}", office=court)
    customer = Customer(
        number=f"9{number:05}",
        kind=CustomerKind.ORGANISATION,
        name=name,
        identifiers=(entry,),
        open_amount=Money(amount=Decimal(number * 137)),
        responsible=(Responsible(name="Jonas Petersen", email=case_books.CLERK),),
        updated_at=moment,
    )
    notice = InsolvencyNotice(
        source="de_insolvenzbekanntmachungen",
        publication_id=f"bench-{number}",
        country="DE",
        publication_date=today - timedelta(days=number % 60),
        event_kind=_EVENTS[number % len(_EVENTS)],
        original_kind="Eröffnungen",
        court=f"Amtsgericht {court}",
        case_number=f"{number % 90 + 1} IN {number}/26",
        debtor_kind=DebtorKind.ORGANISATION,
        debtor_name=name,
        debtor_identifiers=(entry,),
    )
    return customer, notice


def measured(asked: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each request by what was asked; everything has been asked twice before."""
    took: dict[str, list[float]] = {name: [] for name in asked}
    for turn in range(-2, rounds):
        for name, ask in asked.items():
            began = time.perf_counter()
            ask()
            if turn >= 0:
                took[name].append((time.perf_counter() - began) * 1000)
    return took


def rows_of(took: dict[str, list[float]], cases: int) -> list[dict[str, object]]:
    """The 95th percentile of each page beside the peer's; the goal is the page's own."""
    (_, peer), *pages = took.items()
    rows = []
    for name, values in pages:
        found = beside(f"{name}, p95", percentile(values, 0.95), percentile(peer, 0.95), "ms", cases=cases)
        rows.append(found | {"goal": f"at most {GOAL_MS:g}", "met": found["ours"] <= GOAL_MS})
    return rows


def report(took: dict[str, list[float]], cases: int) -> int:
    """Prints the table; 0 when every page's p95 keeps the goal."""
    rounds = len(next(iter(took.values())))
    table = Table(title=f"Answers with {cases} cases, {rounds} each, in turns (milliseconds)", title_justify="left")
    for column in ("Asked", "p50", "p95", "times the peer (p50)"):
        table.add_column(column, justify="left" if column == "Asked" else "right", overflow="fold")
    peer = statistics.median(next(iter(took.values())))
    slow = 0
    for name, values in took.items():
        p50, p95 = statistics.median(values), statistics.quantiles(values, n=20)[-1]
        slow += p95 > GOAL_MS
        table.add_row(name, f"{p50:.0f}", f"{p95:.0f}{' *' if p95 > GOAL_MS else ''}", f"{p50 / peer:.1f}")
    Console(width=110).print(table)
    print(f"{slow} of {len(took)} above {GOAL_MS} ms at p95" if slow else f"all below {GOAL_MS} ms at p95")
    return int(slow > 0)


if __name__ == "__main__":
    sys.exit(main())
