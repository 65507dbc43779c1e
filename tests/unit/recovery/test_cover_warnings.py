"""When our own insurance stops covering deliveries, and the policies that concern a customer."""

from datetime import date, timedelta
from typing import Any

from chalicelib.model.event import EventKind
from chalicelib.model.insurance import CreditLimit, Policy
from chalicelib.model.ledger import Ledger
from chalicelib.recovery.cover_warnings import cover_is_back, cover_warnings
from tests.unit.recovery.books import NOW, an_item, euro

ON = NOW.date()


def a_policy(number: str = "NK-1", **fields: Any) -> Policy:
    defaults: dict[str, Any] = {
        "insurer": "Nordkredit",
        "number": number,
        "maximum_extension_days": 60,
        "overdue_notice_days": 30,
        "claim_filing_days": 60,
        "self_retention": 10,
        "valid_from": date(2020, 1, 1),
    }
    return Policy(**defaults | fields)


def a_limit(policy: str = "NK-1", **fields: Any) -> CreditLimit:
    given: dict[str, Any] = {"valid_from": date(2020, 1, 1), "amount": euro("50000"), **fields}
    return CreditLimit(policy_number=policy, customer_number="104711", **given)


def a_ledger(**fields: Any) -> Ledger:
    return Ledger(customer_number="104711", **{"policies": (a_policy(),), "limits": (a_limit(),), **fields})


def overdue(days: int, number: str = "R-1", **fields: Any) -> Any:
    due = ON - timedelta(days=days)
    return an_item(number, due_date=due, invoice_date=due, insured_share=90, **fields)


def test_the_maximum_extension_warns_from_its_first_day_on_and_keeps_its_id() -> None:
    assert cover_warnings(a_ledger(items=(overdue(60),)), None, NOW) == ()
    (warning,) = cover_warnings(a_ledger(items=(overdue(61),)), None, NOW)
    assert (warning.event_kind, warning.bureau, warning.on) == (EventKind.LIMIT_WITHDRAWN, "policy", ON)
    (later,) = cover_warnings(a_ledger(items=(overdue(61),)), None, NOW + timedelta(days=9))
    assert later.id == warning.id


def test_a_withdrawn_limit_warns_and_uninsured_items_never_do() -> None:
    ledger = a_ledger(limits=(a_limit(withdrawn_on=ON),))
    assert [one.original_code for one in cover_warnings(ledger, None, NOW)] == ["limit_withdrawn"]
    assert cover_warnings(a_ledger(items=(overdue(400).model_copy(update={"insured_share": 0}),)), None, NOW) == ()


def test_a_policy_concerns_whom_it_has_granted_a_limit_and_the_only_one_everybody() -> None:
    two = (a_policy("NK-1"), a_policy("NK-2"))
    ledger = a_ledger(policies=two, limits=(a_limit("NK-2"),))
    assert [(policy.number, len(limits)) for policy, limits in ledger.policies_on(ON)] == [("NK-2", 1)]
    assert a_ledger(policies=two, limits=()).policies_on(ON) == ()
    assert [policy.number for policy, _ in a_ledger(limits=()).policies_on(ON)] == ["NK-1"]
    ended = a_policy(valid_to=ON - timedelta(days=1))
    assert a_ledger(policies=(ended,)).policies_on(ON) == ()


def test_the_return_of_cover_is_one_event_however_often_it_is_seen() -> None:
    back = cover_is_back(a_ledger(), ("policy:a",), NOW)
    assert back.event_kind is EventKind.CREDIT_RECOVERED
    assert back.id == cover_is_back(a_ledger(), ("policy:a",), NOW + timedelta(days=3)).id
    assert back.id != cover_is_back(a_ledger(), ("policy:b",), NOW).id
