"""Feature codes of infoscore Consumer Data, and how a list of named values becomes features.

Traps: IA and IE mean collection here (with SCHUFA they mean insolvency); `*` behind a code says that the matter was
settled by payment; names and values inside a risk analysis depend on the contract.

Source: the code list of a public client of the consumer service (2013); events as the register knows them.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from chalicelib.model.bureau import BureauPlan
from chalicelib.model.credit import Feature
from chalicelib.model.event import EventKind

NOTHING_KNOWN = "KI"
_SETTLED = "*"
_KINDS = {
    EventKind.PRELIM_MEASURES: "IVS",
    EventKind.MEASURES_LIFTED: "IVA",
    EventKind.PETITION_FILED: "ISP",
    EventKind.OPENED: "IBE",
    EventKind.REFUSED_NO_ASSETS: "IBA",
    EventKind.CLOSED_LIFTED: "IWP",
    EventKind.DISCHARGE_GRANTED: "IRB",
    EventKind.DISCHARGE_REFUSED: "IRV",
    # Debtors' list, enforcement, court orders, collection: defaults, and no insolvency.
    EventKind.PAYMENT_DEFAULT: (
        "SVV SAV SNZ VV AV NZ EV EEV WEV HB HV ZWA ZWI FRP LP UF UBV MB VB TR IA AM IE"  # VV AV NZ: two-letter form
    ),
    # A reminder, a settlement attempt out of court, undeliverable mail, hints, and that the person is dead.
    EventKind.ADVERSE_INFORMATION: "GM IVE AE HI HA +++",
}
CODES = {code: kind for kind, codes in _KINDS.items() for code in codes.split()}
_DEFAULTS = frozenset({EventKind.PAYMENT_DEFAULT, EventKind.ADVERSE_INFORMATION})
_NUMBERED = re.compile(r"(?P<what>FeatureDate|Feature)(?P<number>\d+)")


def features_of(values: Iterable[tuple[str, str]], plan: BureauPlan) -> Iterator[Feature]:
    """Features in their order: numbered ones with their dates, any other name as the contract's own.

    The plan's `codes` win, by code, by name or by "name=value"; `ignored_features` names what is left out.
    """
    given = [(name.strip(), value.strip()) for name, value in values if value.strip()]
    dates = {found["number"]: value for name, value in given if (found := _numbered(name, "FeatureDate"))}
    ignored = set(plan.options.get("ignored_features", "").split())
    for name, value in given:
        if _numbered(name, "FeatureDate") or name in ignored:
            continue
        if found := _numbered(name, "Feature"):
            code, printed = value, dates.get(found["number"])
        else:
            code, printed = (value if _known(value) else f"{name}={value}"), None
        if code != NOTHING_KNOWN:
            own = plan.codes.get(code) or plan.codes.get(f"{name}={value}") or plan.codes.get(name)
            yield _feature(code, own or _kind(code), printed)


def says_nothing_known(values: Iterable[tuple[str, str]]) -> bool:
    """Whether the bureau says that it holds no negative information; silence does not say that."""
    return any(value.strip() == NOTHING_KNOWN for _, value in values)


def known_code(value: str) -> bool:
    """Whether this is a feature code of the public list."""
    return _known(value.strip()) and value.strip() != NOTHING_KNOWN


def _numbered(name: str, what: str) -> re.Match[str] | None:
    found = _NUMBERED.fullmatch(name)
    return found if found and found["what"] == what else None


def _known(code: str) -> bool:
    return code == NOTHING_KNOWN or code.removesuffix(_SETTLED) in CODES


def _kind(code: str) -> EventKind:
    """A settled default is a remark only; a settled insolvency is nothing that the list knows."""
    kind = CODES.get(code.removesuffix(_SETTLED), EventKind.UNCLASSIFIED)
    if not code.endswith(_SETTLED):
        return kind
    return EventKind.ADVERSE_INFORMATION if kind in _DEFAULTS else EventKind.UNCLASSIFIED


def _feature(code: str, kind: EventKind, printed: str | None) -> Feature:
    on = _day(printed) if printed else None
    settled = "settled by payment" if code.endswith(_SETTLED) else None
    unread = f"dated {printed}" if printed and on is None else None
    text = "; ".join(part for part in (settled, unread) if part) or None
    return Feature(code=code, event_kind=kind, on=on, text=text)


def _day(printed: str) -> date | None:
    """The day; None for another form, which is then kept as text: a date must not cost the feature."""
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(printed, form).date()  # noqa: DTZ007 - a day as printed, without any hour
        except ValueError:
            continue
    return None
