"""Hearings and the key dates that stand for them in written proceedings."""

import re
from collections.abc import Iterator
from datetime import date, time

from chalicelib.model.notice import Hearing, HearingKind
from chalicelib.registers.german.dates import DATE, TIME, WEEKDAY, read_date, read_time
from chalicelib.registers.german.text import masked, operative_part

_REPORT = re.compile(
    r"Berichts?-? ?(?:und|/|sowie)|Berichtstermin|Berichtsstichtag|auf der Grundlage eines Bericht|"
    r"Berichterstattung|Bericht des"
)
_EXAMINATION = re.compile(
    r"Prüfungs-? ?(?:termin|stichtag|und)|Prüfung der|geprüft werden|Forderungsprüfung|zu widersprechen|"
    r"Widersprüche|Prüfung (?:nachträglich|weiterer|angemeldeter)|"
    r"Widerspruchsfrist|schriftlich geprüft|Prüftermin|Bestreiten|bestreitet|Prüfungsverfahren"
)
_FINAL = re.compile(r"Schlu(?:ss|ß)termin|Schlussrechnung|Schlussverzeichnis")
_VOTE = re.compile(
    r"Erörterungs-? ?und|Abstimmungstermin|Abstimmung über|Insolvenzplans? (?:und|zur)|Erörterungstermin"
)
_ASSEMBLY = re.compile(r"Gläubigerversammlung")


def _kind(words: str) -> HearingKind:
    words = re.sub(r"\(§[^)]*\)", "", words)
    if _FINAL.search(words):
        return HearingKind.FINAL
    if _VOTE.search(words):
        return HearingKind.DISCUSSION_AND_VOTE
    report, examination = bool(_REPORT.search(words)), bool(_EXAMINATION.search(words))
    if report and examination:
        return HearingKind.REPORT_AND_EXAMINATION
    if report or examination:
        return HearingKind.REPORT if report else HearingKind.EXAMINATION
    return HearingKind.CREDITORS_MEETING if _ASSEMBLY.search(words) else HearingKind.OTHER


_WHEN = re.compile(rf"(?P<date>{DATE})\s*[,;]?\s*(?:um\s*|-\s*)?(?P<time>{TIME})")
_HEAD = re.compile(
    r"(?:Berichts- und (?:Prüfungs|Schluss)|Berichts|Prüfungs|Schluss|Erörterungs- und Abstimmungs|"
    r"Erörterungs|Abstimmungs|Anhörungs)[Tt]ermin|"
    r"\b[Tt]ermin (?:zur|zum|für|der|über|im)|Gläubigerversammlung|Terminsbestimmung|\bTermin\b"
)
_NO_HEARING = re.compile(
    r"(?:eröffnet|angeordnet|vom|Öffnungszeiten|Sprechzeiten|Dienststunden|heute,?(?: am)?|niedergelegt|"
    r"Einsicht|Beschluss|Verfügung)\s*$|Uhr bis\s*$"
)
_ORDER = re.compile(r"\beröffnet\b|angeordnet|Sicherungsmaßnahmen|anzumelden|Telefon|\bTel\.")
_FORWARD = re.compile(r"(?:\bam:|Ort und Zeit:|\b\d\.(?: am)?|[a-z]\))\s*(?:" + WEEKDAY + r")?$")
_HELD = re.compile(r"\b(?:findet|finden|wird|werden)\s+(?:am\s+)?(?:" + WEEKDAY + r")?$")
_NUMBERED = re.compile(r"\b\d[.)]\s*am:?\s*(?:" + WEEKDAY + r")?$")
_PLACE_END = re.compile(
    r"\s(?:Hinweise?\b|Der Termin|Die Termin|Dieser Termin|Der vorgenannte|Im Termin|Der Gläubiger|Termin|"
    r"Tagesordnung|eine Gläubigerversammlung|zur |Prüfungstermin|Berichtstermin|Die |Es |"
    r"Gegenstand|bestimmt|anberaumt|statt\b|abgehalten|einberufen)|"
    r"(?<!Saal)(?<!Raum)(?<!Zimmer)(?<!Nr.)(?<!Nr)\s\d\. (?!Der Termin|Dieser|Im Termin)[A-Z]|"
    r"\s\||[.;|](?=\s|$)|\s-\s(?=[a-zA-Z])|, in (?:der|dem)"
)


def find_hearings(cleaned: str) -> tuple[Hearing, ...]:
    """Every hearing and key date that the order sets, earliest first, each once.

    >>> find_hearings("Stichtag, der dem Berichts- und Prüfungstermin entspricht, ist der 3.8.2020.")[0].kind
    <HearingKind.REPORT_AND_EXAMINATION: 'report_and_examination'>
    """
    order = operative_part(cleaned)
    found: dict[tuple[date, time | None, HearingKind], Hearing] = {}
    for hearing in (*_oral(order), *_written(order)):
        found.setdefault((hearing.date, hearing.time, hearing.kind), hearing)
    return tuple(sorted(_joined(list(found.values())), key=lambda one: (one.date, one.time or time.min, one.kind)))


def _joined(hearings: list[Hearing]) -> list[Hearing]:
    """A key date found twice with fewer words in one place counts once, with the fuller meaning."""
    kept: list[Hearing] = []
    for hearing in hearings:
        wider = [
            other
            for other in hearings
            if other is not hearing
            and (other.date, other.time) == (hearing.date, hearing.time)
            and (other.kind == HearingKind.REPORT_AND_EXAMINATION or hearing.kind == HearingKind.OTHER)
            and other.kind != HearingKind.OTHER
            and hearing.kind
            in (HearingKind.REPORT, HearingKind.EXAMINATION, HearingKind.CREDITORS_MEETING, HearingKind.OTHER)
        ]
        if not wider:
            kept.append(hearing)
    return kept


def _oral(order: str) -> Iterator[Hearing]:
    end_of_last = 0
    for match in _WHEN.finditer(order):
        before = order[max(end_of_last, match.start() - 2600) : match.start()]
        day, hour = read_date(match["date"]), read_time(match["time"])
        words = _words(before, order[match.end() : match.end() + 900])
        if not day or not hour or words is None:
            continue
        place, end_of_last = _place(order, match.end())
        yield Hearing(kind=_kind(words), date=day, time=hour, place=place)


def _words(before: str, after: str) -> str | None:
    """The words that say what the hearing is for, or None when the date belongs to something else."""
    if _NO_HEARING.search(re.sub(WEEKDAY + "$", "", before)[-60:].rstrip(" ,")):
        return None
    if _HELD.search(before) and _ASSEMBLY.search(after[:260]) and not _ORDER.search(after[:80]):
        return after
    if _NUMBERED.search(before) or (_FORWARD.search(before) and not _HEAD.search(before[-60:])):
        following = re.split(r"\b2\. am|\bam:", after[:320])[0]
        if _HEAD.search(following):
            return following
    heads = list(_HEAD.finditer(before))
    if not heads or (_ORDER.search(before[heads[-1].start() :]) and len(heads) == 1):
        return None
    return _from_first_head(before, heads)


def _from_first_head(before: str, heads: list[re.Match[str]]) -> str:
    """From the head of the sentence or numbered item in which the date stands."""
    starts = [
        stop.end()
        for stop in re.finditer(
            r"(?:^|\s)\d\.\s(?=[A-Z])|\.\s(?=(?:Der |Ein |Zum |Zur )?(?:\w+ ){0,2}?(?:Berichts|Prüfungs|"
            r"Schluss|[Tt]ermin|Gläubigerversammlung|Erörterungs))",
            before,
        )
    ]
    heads_after = [head for head in heads if not starts or head.start() >= starts[-1]]
    head = (heads_after or heads[-1:])[0]
    words = before[head.start() :]
    if _kind(words) == HearingKind.OTHER:
        words = re.split(r"[.|]", masked(before[max(0, head.start() - 220) : head.start()]))[-1] + words
    return words if len(words) < 500 else words[:160] + " … " + words[-150:]


def _place(order: str, position: int) -> tuple[str | None, int]:
    rest = masked(order)[position : position + 260]
    stop = _PLACE_END.search(rest)
    end = position + (stop.start() if stop else min(len(rest), 120))
    words = re.sub(
        r"^[\s,;:]*(?:im|in|vor dem|beim|bei dem|Ort:|an der Gerichtsstelle)?\s*(?=\S)", "", order[position:end]
    ).strip(" ,;-")
    return (words if len(words) > 3 else None), position + min(len(words), 60)


_KEY_DATES = (
    re.compile(
        rf"[Ss]tichtag[^.|]{{0,40}}?(?:, )?(?:der|welcher) (?:dem|den|die|das) (?P<words>[^|"
        rf"]{{3,160}}?)\s*(?:entspricht|ersetzt|entsprechen|ersetzen)\w*,?[^.|]{{0,60}}?(?:ist|wird|:)[^.|"
        rf"\d]{{0,60}}(?P<date>{DATE})"
    ),
    re.compile(
        rf"(?P<words>(?:Berichts- und )?(?:Prüfungs|Berichts|Schluss)-?(?:und "
        rf"Prüfungs)?[Ss]tichtag(?:\s*\([^)]*\))?)(?:[^.|\d(]|\([^)]*\)){{0,80}}?(?P<date>{DATE})"
    ),
    re.compile(
        rf"(?P<words>Gelegenheit[^|]{{0,40}}),?\s*bis\s*(?:zum\s*|"
        rf"spätestens\s*)?(?P<date>{DATE})(?P<after>[^|]{{0,60}}Forderungsanmeldungen[^.|]{{0,60}}zu "
        rf"widersprechen)"
    ),
    re.compile(
        rf"(?P<words>Widersprüche? gegen (?:die Feststellung |die )?(?:der )?(?:angemeldeten |die "
        rf")?Forderung(?:en|sanmeldungen))(?P<gap>[^|]{{0,260}}?)\bbis\s*(?:zum\s*)?(?P<date>{DATE})"
    ),
    re.compile(
        rf"(?P<words>(?:Widersprüche|Einwendungen)\b[^|.]{{0,240}}?)\b(?:sind|können|müssen)[^.|"
        rf"\d]{{0,60}}?bis\s*(?:zum\s*|spätestens\s*|einschließlich\s*)*(?P<date>{DATE})"
    ),
    re.compile(
        rf"(?P<words>[Ss]tichtag(?:es|s)? (?:für|zur) (?:die |den )?[^.|]{{3,120}}?)(?:ist|wird|:|auf)[^.|"
        rf"\d]{{0,50}}(?P<date>{DATE})"
    ),
    re.compile(
        rf"(?P<date>{DATE}) als (?P<words>(?:Prüfungs|Berichts|Schluss)\w*-?(?:stichtag|termin)|"
        rf"Stichtag[^.|]{{0,100}})"
    ),
    re.compile(
        rf"(?P<words>(?:Berichts- und |Berichts-, )?(?:Prüfungs|Berichts|Schluss|Schlu(?:ß))termin[^.|"
        rf"]{{0,60}}(?:im )?schriftliche[nrms]* Verfahren[^.|]{{0,160}}?)(?:ist|wird|:|auf|bis|am)[^.|"
        rf"\d]{{0,50}}(?P<date>{DATE})(?!\s*,?\s*(?:um\s)?\d\d?[:.]\d\d)"
    ),
    re.compile(
        rf"(?P<words>Prüfung der[^|.]{{0,80}}Forderungen[^.|]{{0,60}}schriftlichen Verfahren[^|"
        rf"]{{0,200}}?)(?:Stichtag|Frist)[^.|\d]{{0,60}}(?P<date>{DATE})"
    ),
    re.compile(
        rf"schriftlichen? (?:Verfahren|Prüfung)[^|]{{0,200}}?(?P<words>Prüfungs(?:termin|stichtag)[^.|"
        rf"\d]{{0,80}}?)(?P<date>{DATE})(?!\s*,?\s*(?:um\s)?\d\d?[:.]\d\d)"
    ),
)  # fmt: skip


def _written(order: str) -> Iterator[Hearing]:
    text = masked(order)
    for pattern in _KEY_DATES:
        for match in pattern.finditer(text):
            day = read_date(order[match.start("date") : match.end("date")])
            if not day or re.match(rf"\s*,?\s*(?:um\s*)?{TIME}", order[match.end("date") :]):
                continue
            groups = match.groupdict()
            kind = _kind(" ".join((groups["words"] or "", groups.get("after") or "")))
            yield Hearing(kind=kind, date=day, written=True)
