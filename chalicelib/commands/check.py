"""check CUSTOMER: asks the credit bureaus about a customer within the budget, or shows what is known and valid."""

import argparse

from rich.console import Console
from rich.table import Table

from chalicelib import clock, credit_answer, inquiring
from chalicelib.model.credit import InquiryReason
from chalicelib.model.credit_answer import BureauAnswer, CreditAnswer
from chalicelib.store import credit, customers

_UNKNOWN = 3


def main(argv: list[str]) -> int:
    """0 when something valid is known, 1 when nothing is (which is not "clean"), 3 for an unknown customer."""
    parser = argparse.ArgumentParser(prog="insolvency-watch check", description=__doc__)
    parser.add_argument("number", metavar="CUSTOMER", help="customer number")
    parser.add_argument("--by", required=True, metavar="NAME", help="who asks; kept with the inquiry")
    parser.add_argument(
        "--fresh", action="store_true", help="ask although a valid answer is stored; this is paid again"
    )
    arguments = parser.parse_args(argv)
    console, now = Console(), clock.now()
    customer = customers.get(arguments.number)
    if customer is None:
        console.print(f"Customer {arguments.number} is unknown here.", markup=False)
        return _UNKNOWN
    known = credit.file_of(customer.number)
    question = inquiring.Question(InquiryReason.BY_HAND, f"{arguments.by} (command line)", now)
    used = known.model_copy(update={"inquiries": ()}) if arguments.fresh else known
    asked = inquiring.check(customer, used, question)
    answer = credit_answer.credit_answer(customer, known, asked, now)
    _print(answer, console)
    return 0 if answer.known else 1


def _print(answer: CreditAnswer, console: Console) -> None:
    for one in answer.answers:
        console.print(_facts(one))
    for watched in answer.watched:
        told = f"{watched.index.scale} {watched.index.value}, band {watched.index.band or '-'}, {watched.on}"
        console.print(f"{watched.bureau} watches: {told}", markup=False)
    for failure in answer.failures:
        console.print(f"{failure.bureau} was not heard ({failure.kind}): {failure.reason}", markup=False)
    for left_out in answer.not_asked:
        console.print(f"{left_out.bureau} was not asked: {left_out.reason}", markup=False)
    said = f"worst band {answer.worst_band or '-'}" if answer.known else "Nothing valid is known. That is not 'clean'."
    console.print(said, markup=False)


def _facts(answer: BureauAnswer) -> Table:
    table = Table(show_header=False, box=None)
    index = answer.index
    table.add_row("bureau", f"{answer.title}, {answer.source.replace('_', ' ')}")
    table.add_row("outcome", f"{answer.outcome}{'' if answer.valid else ', no longer valid'}")
    if index:
        table.add_row("index", f"{index.scale} {index.value}, {index.own_class or 'class not known'}")
        table.add_row("band", index.band or "-")
    for feature in answer.features:
        doubt = "" if feature.certain else ", not certain"
        table.add_row("feature", f"{feature.code} {feature.kind}: {feature.text or ''}{doubt}")
    if answer.reservations:
        table.add_row("reservations", ", ".join(answer.reservations))
    asked = f"{answer.asked_at:%Y-%m-%d %H:%M} UTC ({answer.age_days} days ago)"
    table.add_row("asked", f"{asked}, valid until {answer.valid_until:%Y-%m-%d}")
    return table
