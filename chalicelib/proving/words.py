"""The sentences of a proof in both languages. "Nothing found" stands alone only where everything was checked."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.model.comparison import Comparison
from chalicelib.model.proof import Gap, GapKind, Verdict
from chalicelib.model.source import Health
from chalicelib.proving.checks import RegisterCheck

_ZONE = ZoneInfo("Europe/Berlin")


def gap_of(check: RegisterCheck) -> Gap | None:
    """What is missing at one register.

    One that is off and of another country, or stands only beside another one, is said for completeness.
    """
    title, reason = check.title, check.status.health_reason or check.status.failure
    why = f" ({reason})" if reason else ""
    if check.status.off:
        return _gap(check, GapKind.OFF, f"{title}: abgeschaltet", f"{title}: switched off")
    if check.through is None:
        return _gap(check, GapKind.NEVER, f"{title}: noch nie vollständig gelesen{why}", f"{title}: never read{why}")
    if check.health is Health.SUSPICIOUS:
        german = f"{title}: hat bis {_german(check.through)} geantwortet, aber auffällig{why}"
        english = f"{title}: answered up to {_english(check.through)}, but suspiciously{why}"
        return _gap(check, GapKind.DOUBTFUL, german, english)
    if check.silent:
        german = f"{title}: nur bis {_german(check.through)} vollständig gelesen{why}"
        english = f"{title}: read completely only up to {_english(check.through)}{why}"
        return _gap(check, GapKind.STALE, german, english)
    return None


def _gap(check: RegisterCheck, kind: GapKind, german: str, english: str) -> Gap:
    reserve = kind is not GapKind.OFF or (check.own_country and not check.supplements)
    return Gap(kind=kind, source=check.name, reserve=reserve, text_de=german, text_en=english)


def waiting() -> Gap:
    """The customer's data are too new to have been compared."""
    return Gap(
        kind=GapKind.WAITING,
        reserve=True,
        text_de="die Angaben zum Kunden sind eben erst geändert und noch nicht mit allem verglichen",
        text_en="the customer's data have just been changed and are not compared with everything yet",
    )


def behind(comparison: Comparison | None) -> Gap:
    """Not all that came in is compared, or nobody knows."""
    german, english = _behind(comparison)
    return Gap(kind=GapKind.WAITING, reserve=True, text_de=german, text_en=english)


def _behind(comparison: Comparison | None) -> tuple[str, str]:
    if comparison is None or comparison.clear_at is None:
        return (
            "ob alles Eingegangene mit den Kunden verglichen ist, wurde noch nicht festgestellt",
            "whether all that came in is compared with the customers has not been established yet",
        )
    if comparison.put_aside:
        german = f"{comparison.put_aside} Nachricht(en) mit Eingegangenem liegen unverglichen beiseite"
        return german, f"{comparison.put_aside} message(s) of what came in lie aside, not compared"
    if comparison.rebuilding:
        return "die Suchschlüssel werden gerade neu gemacht", "the search keys are being made anew"
    german = f"Eingegangenes ist nachweislich nur bis {_german(comparison.clear_at)} verglichen"
    return german, f"what came in is known to be compared only up to {_english(comparison.clear_at)}"


def other_country(country: str) -> Gap:
    """No register of the customer's country is read here at all."""
    return Gap(
        kind=GapKind.OTHER_COUNTRY,
        reserve=True,
        text_de=f"für das Land des Kunden ({country}) wird hier kein Register gelesen",
        text_en=f"no register of the customer's country ({country}) is read here",
    )


def no_country() -> Gap:
    """The customer's country is not known."""
    return Gap(
        kind=GapKind.NO_COUNTRY,
        reserve=True,
        text_de="das Land des Kunden ist nicht bekannt: ob sein Register dabei ist, ist offen",
        text_en="the customer's country is not known: whether its register is among these is open",
    )


class Period(NamedTuple):
    """The publications that all registers in use have in common as read: from this day up to that moment."""

    since: date | None
    through: datetime | None

    @property
    def in_words(self) -> tuple[str, str]:
        """The period in words; without one for all, each register's own counts."""
        since, through = self
        if since is None or through is None or since > through.astimezone(_ZONE).date():
            german = "was jedes Register in dem Zeitraum veröffentlicht hat, der bei ihm genannt ist"
            return german, "that each register published in the period named with it"
        german = f"was vom {since:%d.%m.%Y} bis {_german(through)} veröffentlicht wurde"
        return german, f"that was published from {since} to {_english(through)}"


class Counted(NamedTuple):
    """How many cases were found, and how many possible hits wait for a person."""

    found: int
    to_review: int


def statement(verdict: Verdict, period: Period, gaps: Sequence[Gap], cases: Counted) -> tuple[str, str]:
    """The proof in one sentence, German and English; what was not checked is always said with it."""
    missing_de, missing_en = ("; ".join(getattr(gap, name) for gap in gaps) for name in ("text_de", "text_en"))
    if verdict is Verdict.FOUND:
        return _with(*_found(cases), missing_de, missing_en)
    if verdict is Verdict.TO_REVIEW:
        german = "Noch nicht entschieden: ein möglicher Treffer wartet auf eine Prüfung."
        return _with(german, "Not decided yet: a possible hit waits for review.", missing_de, missing_en)
    if verdict is Verdict.NOT_PROVED:
        return f"Kein Nachweis: {missing_de}.", f"No proof: {missing_en}."
    if verdict is Verdict.NOTHING_FOUND_WITH_GAPS or period.through is None:
        german = f"In dem, was geprüft wurde, nichts gefunden; die Prüfung hat Lücken: {missing_de}."
        return german, f"Nothing in what was checked; the check has gaps: {missing_en}."
    german, english = period.in_words
    german, english = (
        f"Geprüft und nichts gefunden, in allem, {german}.",
        f"Checked and nothing found in all {english}.",
    )
    return _with(german, english, missing_de, missing_en)


def _found(cases: Counted) -> tuple[str, str]:
    german, english = f"Gefunden: {cases.found} Akte(n).", f"Found: {cases.found} case(s)."
    if cases.to_review:
        german += f" Dazu wartet auf eine Prüfung: {cases.to_review}."
        english += f" Waiting for review beside: {cases.to_review}."
    return german, english


def _with(german: str, english: str, missing_de: str, missing_en: str) -> tuple[str, str]:
    if not missing_de:
        return german, english
    return f"{german} Nicht geprüft: {missing_de}.", f"{english} Not checked: {missing_en}."


def _german(moment: datetime) -> str:
    return f"{moment.astimezone(_ZONE):%d.%m.%Y, %H:%M} Uhr"


def _english(moment: datetime) -> str:
    return f"{moment.astimezone(_ZONE):%Y-%m-%d %H:%M} ({_ZONE.key})"
