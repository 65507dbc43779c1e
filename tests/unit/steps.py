"""The matching steps and the bureaus' step, on tables in memory: what comes in is settled as the deployed steps do."""

from datetime import timedelta

import pytest

from chalicelib import clock, decide, intake
from chalicelib.matching.keys import keys_of
from chalicelib.model.block import Block
from chalicelib.model.case_file import CaseFile
from chalicelib.model.credit import CreditEvent, Subject, SubjectState
from chalicelib.model.customer import Customer
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.store import blocks, cases, credit, customers, decisions
from functions import apply_credit_events, match_customers, match_notices, matching_step
from tests.builders import NOW, WORD, an_occasion
from tests.unit.memory_table import MemoryTable

BUREAU = "creditsafe"


class Steps:
    """One customer's world; each thing said comes a minute after the one before."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, customer: Customer) -> None:
        self.monkeypatch = monkeypatch
        self.table = MemoryTable(monkeypatch)
        self.customer = customer
        self.now = NOW
        monkeypatch.setattr(clock, "now", lambda: self.now)
        for step in (matching_step, apply_credit_events):
            for name in ("count", "count_block"):
                monkeypatch.setattr(step, name, lambda *_: None)
        customers.put(customer, keys_of(customer))
        known = Subject(
            bureau=BUREAU,
            customer_number=customer.number,
            state=SubjectState.WATCHED,
            subject_id="S-1",
            score=99,
            certain=True,
            since=NOW,
        )
        credit.put_subject(known, None)

    def say(self, *told: InsolvencyNotice | CreditEvent) -> None:
        """What registers and bureaus say, one after the other."""
        for one in told:
            self.now += timedelta(minutes=1)
            if isinstance(one, CreditEvent):
                credit.add_event(one, expires_at=self.now + timedelta(days=365))
                key = credit.event_key(one)
                apply_credit_events.apply({"pk": key.pk, "sk": key.sk}, None)
            else:
                intake.add_notice(one, self.now)
                match_notices.match({"pk": f"NOTICE#{one.id}"}, None)

    def write_again(self) -> None:
        """The customer's record is written, and compared with everything that is known."""
        self.now += timedelta(minutes=1)
        match_customers.match({"pk": f"CUSTOMER#{self.customer.number}"}, None)

    def release(self) -> None:
        """A person releases the only case's block."""
        self.now += timedelta(minutes=1)
        made = decide.on_release(self.only(), an_occasion(self.customer, self.now), WORD)
        assert decisions.record(made)

    def files(self) -> list[CaseFile]:
        """All case files of the customer."""
        found = (cases.get(one.id) for one in cases.of_customer(self.customer.number))
        return [one for one in found if one]

    def only(self) -> CaseFile:
        """The customer's one case file."""
        (file,) = self.files()
        return file

    def standing(self) -> tuple[Block, ...]:
        """What an order system is told."""
        found = blocks.standing(self.customer.number)
        assert found is not None
        return found.blocks
