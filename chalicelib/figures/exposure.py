"""What blocked customers owe us, by how strictly they are blocked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from chalicelib.figures.accounts import AccountSums
from chalicelib.figures.files import FileFacts
from chalicelib.model.block import Stage
from chalicelib.model.customer import Money
from chalicelib.model.figures import StageExposure


def by_stage(files: Iterable[FileFacts], accounts: Mapping[str, AccountSums]) -> tuple[StageExposure, ...]:
    """Each customer once, under its strictest block in force; the strictest stage first."""
    strictest: dict[str, Stage] = {}
    for one in files:
        known = strictest.get(one.customer_number)
        if one.stage and (known is None or one.stage.rank > known.rank):
            strictest[one.customer_number] = one.stage
    held = {stage: [number for number, own in strictest.items() if own is stage] for stage in reversed(Stage)}
    return tuple(_of_stage(stage, numbers, accounts) for stage, numbers in held.items())


def _of_stage(stage: Stage, numbers: list[str], accounts: Mapping[str, AccountSums]) -> StageExposure:
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for number in numbers:
        for currency, amount in accounts[number].open.items() if number in accounts else ():
            sums[currency] += amount
    return StageExposure(
        stage=stage,
        customers=len(numbers),
        without_books=sum(number not in accounts for number in numbers),
        open=tuple(Money(amount=amount, currency=currency) for currency, amount in sorted(sums.items())),
    )
