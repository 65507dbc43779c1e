"""Reading BODACC's words: damaged letters, dates, courts, time limits."""

import calendar
import re
import unicodedata
from datetime import date

_MONTHS = ("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre")
_MONTH_NUMBERS = {name: number for number, name in enumerate((*_MONTHS, "novembre", "decembre"), start=1)}


def clean(printed: str) -> str:
    """Text with one kind of space and without letters that were decoded wrongly.

    >>> clean("Jugement de cl\u00c3\u00b4ture\u00a0 pour  insuffisance")
    'Jugement de clôture pour insuffisance'
    >>> clean("BOULANGERIE CRÉÉE À\u00a0NICE")
    'BOULANGERIE CRÉÉE À NICE'
    """
    return re.sub(r"\s+", " ", re.sub(r"[ÂÃ][^\x00-\x7f]|â[^\x00-\x7f]{2}", _repaired, printed)).strip()


def _repaired(damaged: re.Match[str]) -> str:
    for encoding in ("windows-1252", "latin-1"):
        try:
            return damaged[0].encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return damaged[0]


def folded(text: str) -> str:
    """Lower case without accents and typographic apostrophes, for comparing BODACC's fixed phrases.

    >>> folded("Jugement prononçant l’État")
    "jugement prononcant l'etat"
    """
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def french_date(printed: str) -> date | None:
    """The day, or None when the words are no date.

    >>> french_date("1er\u00a0janvier 2020"), french_date("19/12/2007"), french_date("2026-08-31"), french_date("mardi")
    (datetime.date(2020, 1, 1), datetime.date(2007, 12, 19), datetime.date(2026, 8, 31), None)
    """
    text = folded(clean(printed))
    try:
        if match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
            return date(int(match[3]), int(match[2]), int(match[1]))
        match = re.fullmatch(r"(\d{1,2})(?:er)? ([a-z]+) (\d{4})", text)
        return date(int(match[3]), _MONTH_NUMBERS[match[2]], int(match[1])) if match else None
    except (ValueError, KeyError):
        return None


_COURTS = (
    "tribunal de commerce",
    "tribunal mixte de commerce",
    "tribunal de grande instance",
    "tribunal judiciaire",
    "tribunal de première instance",
    "tribunal des activités économiques",
    "cour d'appel",
)
_SMALL = {"sur", "sous", "le", "la", "les", "de", "du", "des", "en", "et", "lès", "lez", "l", "d", "à", "aux"}


def court_name(printed: str) -> str | None:
    """The court in one spelling; words that are no known court stay as printed.

    >>> court_name("GREFFE DU TRIBUNAL DE COMMERCE DE LA ROCHE-SUR-YON")
    'Tribunal de commerce de La Roche-sur-Yon'
    >>> court_name("Greffe du Tribunal de Commerce d'Evry"), court_name("TAE de Paris")
    ("Tribunal de commerce d'Evry", 'Tribunal des activités économiques de Paris')
    """
    text = re.sub(r"^greffe\s+d[ue]\s+(la\s+)?", "", clean(printed), flags=re.IGNORECASE)
    text = re.sub(r"^T\.?A\.?E\.?\s+", "Tribunal des activités économiques ", text)
    for court in _COURTS:
        if match := re.fullmatch(rf"{folded(court)}\s+(d'|de |du |des )(.+)", folded(text)):
            town = text[len(text) - len(match[2]) :]
            return f"{court[0].upper()}{court[1:]} {match[1]}{_town(town)}"
    return text or None


def _town(printed: str) -> str:
    words = re.split(r"([\s'’-]+)", printed.lower() if printed.isupper() or printed.islower() else printed)
    last = len(words) - 1
    shown = [
        word if word in _SMALL and 0 < place < last else word[:1].upper() + word[1:] for place, word in enumerate(words)
    ]
    return "".join(shown)


def claim_rule(text: str) -> str | None:
    """The words on how long claims may be lodged; not those on contesting a deposited list.

    >>> claim_rule("Me X. Les déclarations de créances sont à déposer dans les deux mois de la présente publication.")
    'Les déclarations de créances sont à déposer dans les deux mois de la présente publication'
    """
    lodging = (
        r"(?:les\s+)?(?:déclarations?\s+des?\s+créances?|créanciers[^.;]*?déclarer)[^.;]*?\b(?:mois|jours?)\b[^.;]*"
    )
    match = re.search(lodging, text, re.IGNORECASE)
    return match[0].strip() if match else None


def claim_deadline(rule: str, published: date) -> date | None:
    """Two months after publication, when the words say exactly that; no shift for weekends and holidays.

    Source: Code de commerce R. 622-24. Creditors outside metropolitan France have two months more (believed), so
    for them the date is early, never late.

    >>> claim_deadline("dans les deux mois à compter de la présente publication", date(2025, 12, 31))
    datetime.date(2026, 2, 28)
    >>> claim_deadline("dans le mois du jugement", date(2025, 12, 31)) is None
    True
    """
    two_months = (
        r"\b(?:deux|2) mois (?:de|a compter de|suivant|apres|qui suivent) (?:la date de )?(?:la )?(?:presente )?"
    )
    if not re.search(rf"{two_months}publication\b", folded(rule)):
        return None
    year, month = published.year + (published.month + 1) // 12, (published.month + 1) % 12 + 1
    return date(year, month, min(published.day, calendar.monthrange(year, month)[1]))


def case_number(text: str) -> str | None:
    """The court's roll number, which few announcements print.

    >>> case_number("Enrôlement : 31/04567. Jugement arrêtant le plan.")
    '31/04567'
    """
    match = re.search(r"(?:Enr[ôo]lement|\bN° ?RG|\bRG)\s*(?:n°)?\s*:?\s*(\d{2}/\d{3,6})\b", text)
    return match[1] if match else None
