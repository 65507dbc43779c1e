"""The debtor's name: the list says who, the text says how it is really written."""

import re
from typing import NamedTuple

from chalicelib.model.notice import DebtorKind
from chalicelib.registers.german.debtor_kind import LEGAL_FORM, SOLE_TRADER, debtor_kind
from chalicelib.registers.german.street import is_given
from chalicelib.registers.german.text import masked

_TRADING = re.compile(
    r"(?i)[,\s(]*\b(?:(?:ehem(?:alige[rn]?|als|\.)?|frühere[rn]?|vormals(?: als)?|als|auch als|,) "
    r"?)*(?:Inh(?:aber(?:in)?|\.)|Alleininhaber(?:in)?|handelnd|firmierend|tätig)"
    r"(?: (?:unter (?:der|dem) (?:Firma|Namen|Bezeichnung|Firmenbezeichnung)|der Firma|der Fa\.|d\. Fa\.|"
    r"des Unternehmens|des|der|von|d\.|als|unter|Fa\.|Firma))*[\s:]*"
)
_FORMER = re.compile(
    r"\(?\b(?:früherer Name|frühere Firma|früher(?: firmierend(?: unter| als)?)?|vormals|ehemals(?: "
    r"firmierend(?: unter)?)?|zuvor|ehem\.|vorm\.|f/k/a|bisher|ursprünglich|auch bekannt als|jetzt|nunmehr|"
    r"umfirmiert in)\b:?\s*([^(),;]{3,120}?(?:\([^)]*\)[^(),;]*)?)\s*(?:\)|,|;|$)"
)
_VERM = re.compile(
    r"(?:über das (?:eigene |gesamte |inländische )?Vermögen|[Üü]ber das Vermögen|betreffend das Vermögen|"
    r"über den Nachlass|betreffend den Nachlass|Insolvenzantragsverfahren|Insolvenzverfahren|"
    r"Restschuldbefreiungsverfahren|In Sachen)"
    r"(?: (?:de[rs]|d\.|von|dem)(?: (?:Herrn|Frau|Eheleute|Firma|Fa\.|Schuldners?|Schuldnerin|Kaufmanns|am "
    r"[\d.]+ verstorbenen))*)?[\s:,]+"
)
_REGISTERED = re.compile(
    r"^(?:Herrn? |Frau |de[rs] )*(?:im|beim|unter|in dem)\b[^|]{0,200}?\b(?:HR[AB]|GnR|PR|VR|"
    r"Nr\.?)\s*\d+(?: [A-Z]{1,3})?\s*(?:eingetragene[nrs]?|geführte[nrs]?|registrierte[nrs]?)?\s*(?:Firma |"
    r"Fa\. )?"
)
_NAME_STOP = re.compile(
    r"(?:, (?=[^,]{2,60}\d)|,? (?:geb(?:oren)?\.?\b|geb\.)|,? vertr(?:eten|\.)|,? gesetzlich vertreten|\s;|"
    r";|\s\||\s-\s*Schuldner|\s- |,? Registergericht|,? Geschäftszweig|\s\((?:AG|Amtsgericht|früher|"
    r"vormals|ehemals|Registergericht)|,? (?:wird|wurde|ist|sind|hat|ergeht|zuletzt|wohnhaft|"
    r"geschäftsansässig|ehemals geschäftsansässig|mit Sitz|derzeit|eröffnet|am \d|AG [A-Z]|Amtsgericht|"
    r"HR[AB])\b|, (?:Am|An|Auf|Im|In|Zum|Zur|Beim) |,$)"
)


class Debtor(NamedTuple):
    """Who the debtor is. `end` is where the name ends in the text, -1 when the text does not print it."""

    name: str
    kind: DebtorKind
    first_name: str | None
    surname: str | None
    aliases: tuple[str, ...]
    end: int
    remark: str | None


def find_debtor(listed: str, case: str, register: str | None, cleaned: str) -> Debtor:
    """The debtor as printed in the text when list and text surely mean the same, else as listed.

    >>> find_debtor("MUSTER BAU GMBH", "1 IN 1/25", None, "Über das Vermögen der Muster-Bau GmbH, Weg 1").name
    'Muster Bau GmbH'
    >>> find_debtor("Quandt, Ulrike", "1 IK 1/25", None, "").first_name
    'Ulrike'
    """
    listed = re.sub(r"\s+", " ", listed).strip()
    stated, start, end = _stated(cleaned)
    kind = debtor_kind(listed, case, register, _with_trade(stated, start, cleaned))
    if kind == DebtorKind.PERSON and (not _has_form(listed) or _owner_stated(stated, listed)):
        return _person(listed, stated, cleaned, end)
    printed, printed_end = _as_printed(listed, cleaned)
    name = printed or listed
    remark = None if printed or not cleaned else "the text does not print the list's name; the list's spelling is used"
    if not printed and stated and _alike(stated, listed):
        printed_end = end
    name, aliases = _without_former(re.sub(r"^(?:der|des|die|d\.) (?=[A-ZÄÖÜ])", "", name))
    aliases += _former_in_text(cleaned, printed_end)
    first, surname = _trader(name) if kind == DebtorKind.PERSON else (None, None)
    if kind == DebtorKind.PERSON:
        aliases += _trade_names(name)
    return Debtor(name, kind, first, surname, _unique(aliases, name), printed_end, remark)


def _with_trade(stated: str, start: int, cleaned: str) -> str:
    """The stated name with what follows it up to the representatives, where a merchant's firm may stand."""
    behind = cleaned[start + len(stated) : start + 240] if stated else ""
    return (
        stated + re.split(r"vertr(?:eten|\.)|Insolvenz|Verfahrensbev|\((?:AG|Amtsgericht)\b|Registergericht", behind)[0]
    )


def _has_form(listed: str) -> bool:
    """Whether the list names a firm, and not a person of whom it says which firm is theirs."""
    trading = _TRADING.search(listed)
    if not trading or trading.start() < 3:
        return bool(SOLE_TRADER.search(listed))
    before = listed[: trading.start()].strip(" ,")
    words = before.split()
    person = len(words) == 1 or (len(words) <= 4 and ("," in before or is_given(words[0].title())))
    return not person or bool(re.search(r"(?i)\be\.? ?k(?:fm|fr|ffr)?\b|&", before))


def _owner_stated(stated: str, listed: str) -> bool:
    """Whether the text names the merchant in person where the list names the firm."""
    owner = _TRADING.split(stated.split(",", maxsplit=1)[0])[0].strip()
    words = owner.split()
    named = 2 <= len(words) <= 3 and (is_given(words[0]) or is_given(words[-1])) and not SOLE_TRADER.search(owner)
    return named and _squeeze(owner)[0] not in _squeeze(listed)[0]


def _squeeze(text: str) -> tuple[str, list[int]]:
    letters, positions = [], []
    for position, letter in enumerate(text):
        for one in letter.upper():
            if one.isalnum():
                letters.append(one)
                positions.append(position)
    return "".join(letters), positions


def _as_printed(listed: str, cleaned: str) -> tuple[str | None, int]:
    """The listed name in the text's letters and the list's spacing, and where it ends in the text."""
    wanted, wanted_at = _squeeze(listed)
    text, text_at = _squeeze(cleaned)
    if len(wanted) < 3:
        return None, -1
    found = text.find(wanted)
    while found >= 0 and not _whole(cleaned, text_at[found], text_at[found + len(wanted) - 1]):
        found = text.find(wanted, found + 1)
    if found < 0:
        return None, -1
    letters: dict[int, str] = {}
    last = -1
    for index, at in enumerate(wanted_at):  # 'ß' is two capital letters: one place there, two here, or the reverse
        place = text_at[found + index]
        letters[at] = letters.get(at, "") + (cleaned[place] if place != last else "")
        last = place
    end = text_at[found + len(wanted) - 1] + 1
    name = "".join(letters.get(at, letter) for at, letter in enumerate(listed))
    if name.endswith(")") and cleaned[end : end + 1] == ")":
        end += 1
    return name, end


def _whole(cleaned: str, start: int, last: int) -> bool:
    before, after = cleaned[max(0, start - 1) : start], cleaned[last + 1 : last + 2]
    return not (before.isalnum() and not (before.islower() and cleaned[start].isupper())) and not after.islower()


def _stated(cleaned: str) -> tuple[str, int, int]:
    """What the text names behind 'Vermögen der ...', with its place; empty when the pattern is not there."""
    text = masked(cleaned)
    for match in _VERM.finditer(text):
        rest = cleaned[match.end() : match.end() + 400]
        entry = _REGISTERED.match(rest)
        start = match.end() + (entry.end() if entry else 0)
        rest = cleaned[start : start + 260]
        stop = _NAME_STOP.search(masked(rest))
        name = rest[: stop.start()] if stop else rest.split(",")[0]
        name = re.sub(r"^(?:Herrn?|Frau|Firma|Fa\.|der|des|d\.)\s+", "", name.strip(' ,;:-"„“'))
        if 3 <= len(name) <= 160 and name[0].isupper() and not re.match(r"Schuldner|Antragst|Antragsg|XXX", name):
            return name, start, start + len(rest[: stop.start()] if stop else name)
    return "", -1, -1


def _alike(stated: str, listed: str) -> bool:
    one, other = set(re.findall(r"\w{3,}", stated.upper())), set(re.findall(r"\w{3,}", listed.upper()))
    return bool(one and other) and len(one & other) / min(len(one), len(other)) >= 0.6


_TITLES = re.compile(r"^(?:(?:Prof|Dr|PROF|DR)\. ?)+")


def _person(listed: str, stated: str, cleaned: str, end: int) -> Debtor:
    trading = _TRADING.search(listed)
    who = listed[: trading.start()].strip(" ,") if trading and trading.start() > 2 else listed
    surname, _comma, first = (_TITLES.sub("", part.strip()) for part in who.partition(","))
    if _has_form(listed) and not trading:
        words = stated.split(",", maxsplit=1)[0].split()
        surname, _comma, first = (words[0] if is_given(words[-1]) and not is_given(words[0]) else words[-1]), "", ""
    printed, aliases = _stated_person(stated, surname)
    text_first = _first_names(printed, surname) if printed else None
    if not printed and first:
        printed_first, _ = _as_printed(first, cleaned)
        printed_surname, _ = _as_printed(surname, cleaned)
        text_first, surname = printed_first or first, printed_surname or surname
        printed = f"{text_first} {surname}"
        _, named_at = _as_printed(printed, cleaned)
        end = named_at if named_at >= 0 else end
    elif printed:
        surname = _cased(surname if _comma else surname.split()[-1], printed) or surname
    name = printed or listed
    aliases += _trade_names(listed) if trading else (listed,) if _has_form(listed) else ()
    remark = None if printed or not cleaned else "the text does not print the list's name; the list's spelling is used"
    known = text_first or first or None
    return Debtor(
        name, DebtorKind.PERSON, known, surname if known or _comma else None, _unique(aliases, name), end, remark
    )


def _stated_person(stated: str, surname: str) -> tuple[str | None, tuple[str, ...]]:
    trading = _TRADING.search(stated)
    name = stated[: trading.start()].strip(" ,") if trading and trading.start() > 2 else stated
    aliases = (stated[trading.end() :].strip(" ,"),) if trading and trading.start() > 2 else ()
    whole_words = {_squeeze(word)[0] for word in name.split()}
    if not surname or _squeeze(surname.rsplit(maxsplit=1)[-1])[0] not in whole_words:
        return None, ()
    words = name.split()
    if len(words) == 2 and not is_given(words[0]) and is_given(words[1]) and words[0].upper() == surname.upper():
        name = f"{words[1]} {words[0]}"
    return re.sub(r"\s*,.*$", "", name), tuple(alias for alias in aliases if len(alias) > 2)


def _first_names(printed: str, surname: str) -> str | None:
    last = surname.rsplit(maxsplit=1)[-1].upper()
    words = [
        word for word in printed.split() if word.upper() != last and not re.fullmatch(r"Dr\.|Prof\.|Herrn?|Frau", word)
    ]
    return " ".join(words) if words and all(word[0].isupper() for word in words) else None


def _cased(surname: str, printed: str) -> str | None:
    start = printed.upper().find(surname.upper())
    return printed[start : start + len(surname)] if start >= 0 and len(printed.upper()) == len(printed) else None


def _trader(name: str) -> tuple[str | None, str | None]:
    """First name and surname of a merchant, when the firm says who owns it or is the owner's own name."""
    owner = re.search(
        r"\b(?:Inh(?:aber(?:in)?|\.)|INH(?:ABER(?:IN)?|\.))(?:\s|:)+((?:[A-ZÄÖÜ][\w-]+ "
        r"){1,2}[A-ZÄÖÜ][\w-]+)",
        name,
    )
    words = owner[1] if owner else re.split(r",? (?:e\.? ?K|E\.? ?K)", name)[0]
    parts = words.split()
    if (
        len(parts) == 2
        and (owner or is_given(parts[0].title()))
        and all(re.fullmatch(r"[\w'-]+", part) for part in parts)
    ):
        return parts[0], parts[1]
    return None, None


def _trade_names(name: str) -> tuple[str, ...]:
    trading = _TRADING.search(name)
    if not trading:
        return ()
    before, after = name[: trading.start()].strip(" ,"), name[trading.end() :].strip(" ,")
    return tuple(
        part
        for part in ((before,) if SOLE_TRADER.search(before) else ()) + ((after,) if not _two_names(after) else ())
        if len(part) > 3
    )


def _two_names(words: str) -> bool:
    parts = words.split()
    return len(parts) in (2, 3) and is_given(parts[0].title())


def _without_former(name: str) -> tuple[str, tuple[str, ...]]:
    former = _FORMER.search(name) or re.search(
        r"\((?i:vormals|früher|ehemals|früherer Name:?)\s*([^()]{3,120}(?:\([^)]*\)[^()]*)?)\)?\s*$", name
    )
    if not former or former.start() < 4:
        return name, ()
    return name[: former.start()].strip(" ,("), (former[1].strip(" ,)"),)


def _former_in_text(cleaned: str, end: int) -> tuple[str, ...]:
    if end < 0:
        return ()
    former = re.match(
        r"[\s,]*\(?(?:früherer Name|frühere Firma|früher|vormals|ehemals|vorm\.|bis "
        r"[\d.]+)\b:?\s*(?:firmierend (?:unter|als) )?",
        cleaned[end:],
    )
    if not former:
        return ()
    rest = cleaned[end + former.end() : end + former.end() + 140]
    name = re.match(r"[^,;()]{3,110}(?:\([^)]*\)[^,;()]{0,40})?", rest)
    return (name[0].strip(),) if name and LEGAL_FORM.search(name[0]) else ()


def _unique(aliases: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(alias for alias in aliases if alias and alias != name))
