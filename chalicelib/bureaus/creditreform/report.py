"""Reads a report: who it is about, the index, the state of the firm, and what nobody has read yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from chalicelib.bureaus.creditreform.scale import INDEX, PAYMENTS_CEASED
from chalicelib.bureaus.strict_json import Members
from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Feature, IndexValue
from chalicelib.model.event import EventKind

ZONE = "Europe/Zurich"
INDEX_PATH = "productContent.solvencyIndex"  # believed: the public example of a report is cut before it

# Seen: Active, Alive, InLiquidation, unknown; Void is "not given" in every public list. Bankruptcy is believed.
_HARMLESS_STATES = frozenset({"active", "alive", "void", "unknown"})
_STATES: Mapping[str, tuple[EventKind, str]] = {
    "inliquidation": (EventKind.UNCLASSIFIED, "in liquidation; that may be a solvent winding-up, read the report"),
    "inbankruptcy": (EventKind.OPENED, "in bankruptcy"),
    "bankruptcy": (EventKind.OPENED, "in bankruptcy"),
    "bankrupt": (EventKind.OPENED, "in bankruptcy"),
}
_SECTIONS = frozenset({"orderData", "address", "basicContent", "productContent", "reportPdf"})
_HARMLESS_CONTENT = frozenset({"industry"})


@dataclass(frozen=True)
class Report:
    """What one report says about one subject."""

    crefo_id: str
    requested_id: str | None
    name: str | None
    birth_date: str | None
    is_person: bool
    state: str | None
    index: IndexValue | None
    features: tuple[Feature, ...]


def is_report(answer: Members) -> bool:
    """Whether the answer is a report; an order that is not ready has the order's data alone (believed)."""
    return "address" in answer or "basicContent" in answer


def order_id(answer: Members) -> str | None:
    """Number of the order behind an answer to an order, whether it came with the report or alone."""
    found = (answer.inner("orderData") if "orderData" in answer else answer).whole("orderId")
    return None if found is None else str(found)


def read(answer: Members, plan: BureauPlan) -> Report:
    """The report.

    Raises:
        SourceChangedError: it does not say whose it is, or a value has another type.
    """
    order, address, basic = answer.inner("orderData"), answer.inner("address"), answer.inner("basicContent")
    crefo_id = basic.text("crefoId") or address.text("crefoId") or order.text("crefoId")
    if crefo_id is None:
        raise answer.changed("a report without crefoId")
    index = _index(answer, plan)
    return Report(
        crefo_id=crefo_id,
        requested_id=order.text("requestedCrefoId"),
        name=" ".join(part for part in (address.text("firstName"), address.text("name")) if part) or None,
        birth_date=(address.text("dateOfBirth") or basic.text("dateOfBirth") or "")[:10] or None,
        is_person=address.word("addressType") == "Consumer",
        state=basic.word("status"),
        index=index,
        features=tuple(_features(answer, basic, index, plan)),
    )


def features_of_codes(codes: tuple[str, ...], plan: BureauPlan) -> Iterator[Feature]:
    """The contract's own codes: as the plan maps them, left out where it calls them harmless, else UNCLASSIFIED."""
    for code in codes:
        if code not in harmless(plan):
            yield Feature(code=code, event_kind=plan.codes.get(code, EventKind.UNCLASSIFIED))


def harmless(plan: BureauPlan) -> frozenset[str]:
    """Codes and sections that a person has looked at and wants to hear nothing of."""
    return frozenset(part.strip() for part in plan.options.get("harmless_codes", "").split(",") if part.strip())


def _index(answer: Members, plan: BureauPlan) -> IndexValue | None:
    path = plan.options.get("index_path", INDEX_PATH)
    value = answer.at(path)
    if value is None:
        return None  # new and unclear firms have none
    found = INDEX.value(str(value), plan)
    if found is None or isinstance(value, bool):
        raise answer.changed(f"{path} is {str(value)[:40]!r}, not a number")
    return found


def _features(answer: Members, basic: Members, index: IndexValue | None, plan: BureauPlan) -> Iterator[Feature]:
    state = basic.word("status")
    if state and state.casefold() not in _HARMLESS_STATES and state not in harmless(plan):
        kind, text = _STATES.get(state.casefold(), (EventKind.UNCLASSIFIED, f"status {state!r} is not known"))
        yield Feature(code=state, event_kind=plan.codes.get(state, kind), text=text)
    if (cancelled := basic.day("dateOfCancellation", ZONE)) is not None:
        kind = plan.codes.get("dateOfCancellation", EventKind.UNCLASSIFIED)
        yield Feature(code="dateOfCancellation", event_kind=kind, text="struck off the register", on=cancelled)
    if index and Decimal(index.value) >= PAYMENTS_CEASED:
        text = "index 600: payments have ceased or hard negative features are known; no proof of insolvency"
        kind = plan.codes.get("index600", EventKind.SCORE_DROPPED)  # a score alone, whoever it is about
        yield Feature(code="index600", event_kind=kind, text=text)
    yield from _unread(answer, plan)


def _unread(answer: Members, plan: BureauPlan) -> Iterator[Feature]:
    """What stands in the report beside the parts that are read; the plan maps a section or calls it harmless."""
    index_top = plan.options.get("index_path", INDEX_PATH).split(".")
    content = answer.inner("productContent")
    read_content = _HARMLESS_CONTENT | set(index_top[1:2])
    sections = [name for name in answer.values if name not in _SECTIONS | set(index_top[:1]) and name in answer]
    sections += [name for name in content.values if name not in read_content and content.values[name]]
    for name in sections:
        if name in plan.codes:
            yield Feature(code=name, event_kind=plan.codes[name], text=f"the report has the section {name!r}")
    unread = sorted(name for name in sections if name not in plan.codes and name not in harmless(plan))
    if unread:
        text = f"sections that nobody has mapped, read the report: {', '.join(unread)}"
        yield Feature(code="unread_sections", event_kind=EventKind.UNCLASSIFIED, text=text)
