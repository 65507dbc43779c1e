"""The sentences of a proof in both languages. "Nothing found" stands alone only where everything was checked."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.model.proof import Gap, GapKind, Verdict
from chalicelib.proving.checks import RegisterCheck

_ZONE = ZoneInfo("Europe/Berlin")


def gap_of(check: RegisterCheck) -> Gap | None:
    """What is missing at one register; the register of another country that is off is said for completeness."""
    title, reason = check.title, check.status.health_reason or check.status.failure
    why = f" ({reason})" if reason else ""
    if check.status.off:
        return _gap(check, GapKind.OFF, f"{title}: abgeschaltet", f"{title}: switched off")
    if check.through is None:
        return _gap(check, GapKind.NEVER, f"{title}: noch nie vollständig gelesen{why}", f"{title}: never read{why}")
    if check.silent:
        german = f"{title}: nur bis {_german(check.through)} vollständig gelesen{why}"
        english = f"{title}: read completely only up to {_english(check.through)}{why}"
        return _gap(check, GapKind.STALE, german, english)
    return None


def _gap(check: RegisterCheck, kind: GapKind, german: str, english: str) -> Gap:
    reserve = kind is not GapKind.OFF or check.own_country
    return Gap(kind=kind, source=check.name, reserve=reserve, text_de=german, text_en=english)


def waiting() -> Gap:
    """The customer's data are too new to have been compared."""
    return Gap(
        kind=GapKind.WAITING,
        reserve=True,
        text_de="die Angaben zum Kunden sind eben erst geändert und noch nicht mit allem verglichen",
        text_en="the customer's data have just been changed and are not compared with everything yet",
    )


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


def statement(verdict: Verdict, through: datetime | None, gaps: Sequence[Gap], cases: int) -> tuple[str, str]:
    """The proof in one sentence, German and English; what was not checked is always said with it."""
    missing_de, missing_en = ("; ".join(getattr(gap, name) for gap in gaps) for name in ("text_de", "text_en"))
    if verdict is Verdict.FOUND:
        return _with(f"Gefunden: {cases} Akte(n).", missing_de, f"Found: {cases} case(s).", missing_en)
    if verdict is Verdict.TO_REVIEW:
        german = "Noch nicht entschieden: ein möglicher Treffer wartet auf eine Prüfung."
        return _with(german, missing_de, "Not decided yet: a possible hit waits for review.", missing_en)
    if verdict is Verdict.NOT_PROVED:
        return f"Kein Nachweis: {missing_de}.", f"No proof: {missing_en}."
    if verdict is Verdict.NOTHING_FOUND_WITH_GAPS or through is None:
        german = f"In dem, was geprüft wurde, nichts gefunden; die Prüfung hat Lücken: {missing_de}."
        return german, f"Nothing in what was checked; the check has gaps: {missing_en}."
    german = f"Geprüft und nichts gefunden, in allem, was bis {_german(through)} veröffentlicht wurde."
    english = f"Checked and nothing found in all that was published up to {_english(through)}."
    return _with(german, missing_de, english, missing_en)


def _with(german: str, missing_de: str, english: str, missing_en: str) -> tuple[str, str]:
    if not missing_de:
        return german, english
    return f"{german} Nicht geprüft: {missing_de}.", f"{english} Not checked: {missing_en}."


def _german(moment: datetime) -> str:
    return f"{moment.astimezone(_ZONE):%d.%m.%Y, %H:%M} Uhr"


def _english(moment: datetime) -> str:
    return f"{moment.astimezone(_ZONE):%Y-%m-%d %H:%M} ({_ZONE.key})"
