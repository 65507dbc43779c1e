"""A person's block in an announcement taken apart: name, firm, street, place, telephone, e-mail."""

import re
from dataclasses import dataclass

from chalicelib.registers.german.contact import email, phone
from chalicelib.registers.german.street import HOUSE, PARTICLE, is_given, is_street_word, name_end, street_start

_PROFESSION = (
    r"(?:(?:Herrn?|Frau|Frl\.|Rechtsanw[aä]lt(?:in|e|s)?|RA(?:in)?\b\.?|RAe\b\.?|Fachanw[aä]lt(?:in)?(?: "
    r"für \w+(?:- und \w+)?recht)?|Notar(?:in)?|Steuerberater(?:in)?|StB|WP|"
    r"Wirtschaftsprüfer(?:in)?|vereidigte[rn]? Buchprüfer(?:in)?|vBP|Insolvenzverwalter(?:in)?|"
    r"Unternehmensberater(?:in)?|"
    r"(?:Dipl(?:om)?\.?[- ]{0,2}(?:\w+\.?[- ]?)?(?:Kaufmann|Kauffrau|Kfm\.?|Kffr\.?|Kff\.?|"
    r"Jur(?:ist(?:in)?|\.)|Wirt(?:schafts)?jurist(?:in)?|Wirtschaftsjurist(?:in)?|Betriebsw(?:irt(?:in)?|"
    r"\.)?|"
    r"Volksw(?:irt(?:in)?|\.)?|Ök(?:onom(?:in)?|\.)|Finanzw(?:irt(?:in)?|\.)?|Rechtspfl(?:eger(?:in)?|\.)|"
    r"Ing(?:enieur(?:in)?|\.)|Wirtsch\.?-?Ing\.|Verwaltungsw(?:irt(?:in)?|\.)|Sozialw\w+|Hdl\.|oec\.))"
    r"|(?:Wirtschafts|Diplom)?[Jj]urist(?:in)?|Assessor(?:in)?(?: jur\.)?|Ass\. jur\.|Betriebswirt(?:in)?|"
    r"Bankkaufmann|Bankkauffrau|Justizrat|Justizrätin|JR\b\.?|\(FH\)|\(BA\)|\(Univ\.\)|LL\.? ?M\.?|LL\.? "
    r"?B\.?|M\. ?A\.|MBA|B\.A\.|M\.Sc\.|"
    r"M\.?B\.?A\.?|Mag\.|M\.I\.L\.|und|u\.|&|/)(?=[\s,./]|$)\s*,?\s*)"
)
_LEADING = re.compile(rf"^(?:[\s,:;/-]|{_PROFESSION})+")
_POST_NOMINALS = re.compile(
    r",?\s+(?:LL\.? ?M\.?|LL\.? ?B\.?|MBA|M\. ?A\.|B\. ?A\.|M\. ?Sc\.|M\.I\.Tax|\(FH\)|"
    r"M\.?B\.?L\.?-?\w*)(?=\s*,|\s*$)"
)
_TITLE = (
    r"(?:Prof\.|Professor(?:in)?|Dr\.|h\. ?c\.|jur\.|rer\. ?pol\.|rer\. ?nat\.|iur\.|oec\.|publ\.|habil\.|"
    r"Ing\.|PD|phil\.|med\.|Univ\.)"
)
_TITLES = re.compile(rf"(?:{_TITLE}(?: utr\.)?\s*)+")
_NAME_WORD = re.compile(rf"^(?:{PARTICLE}|[A-ZÄÖÜÉŠŽĆČŁÇİ][\w'’`´.-]*)$")

_POSTCODE = re.compile(r"(?<!\d)(?:D ?[-–]? ?)?(\d{5})(?!\d)\s*")
_CITY = re.compile(
    r"(?:[A-ZÄÖÜ][\wäöüß]+(?:[-/][A-ZÄÖÜa-z][\wäöüß]+)*\.?)(?:(?: ?\((?:[A-ZÄÖÜ][\w.äöüß ]+)\))|(?: (?:am|"
    r"an der|an|im|in der|in|bei|ob der|vor der|a\. ?d\.|a\.|i\. ?d\.|i\.|v\. ?d\.|b\.|auf|der|d\.|OT|"
    r"unter) ?[A-ZÄÖÜ][\wäöüß]+\.?)|(?: (?:Homburg|Hersfeld|Kreuznach|"
    r"Nauheim|Vilbel|Soden|Salzungen|Oeynhausen|Kissingen|Segeberg|Säckingen|Mergentheim|"
    r"Neuenahr-Ahrweiler|Reichenhall|Aibling|Tölz|Gladbach|Wusterhausen|Oldesloe|Zwischenahn|Dürkheim|"
    r"Neustadt|Doberan|Honnef|Langensalza)))*"
)

_CONTACT = re.compile(
    r"\b(?:Tel(?:efon|\.|:)|Tel\b|Fon\b|(?:Tele)?[Ff]ax|E-? ?[Mm]ail|Mobil|Internet|www\.|Ruf:|"
    r"geschäftsansässig|Aktenzeichen|Az\.|Gz\.)"
)


@dataclass(frozen=True)
class Block:
    """What a block says; everything that it does not say for certain is None."""

    name: str | None = None
    firm: str | None = None
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    phone: str | None = None
    email: str | None = None
    doubt: str | None = None


def read_block(printed: str) -> Block:
    """The block's parts.

    >>> block = read_block("Rechtsanwalt Dr. Ole Wind, c/o RAe. Meer, Am Deich 8, 28195 Bremen, Tel.: 0421/555-5.")
    >>> block.name, block.firm, block.street, block.city, block.phone
    ('Dr. Ole Wind', 'c/o RAe. Meer', 'Am Deich 8', 'Bremen', '0421/555-5')
    >>> read_block("Rechtsanwalt Udo Falter Domstraße 3, 99084 Erfurt").name
    'Udo Falter'
    """
    contact = _CONTACT.search(printed)
    postal = (printed[: contact.start()] if contact else printed).strip(" ,;:.-")
    postcode = _POSTCODE.search(postal)
    before = re.sub(r"\s+in$", "", postal[: postcode.start()].strip(" ,;")) if postcode else postal
    city = _CITY.match(postal, postcode.end()) if postcode else None
    name, firm, street, doubt = _name_firm_street(before)
    return Block(
        name=name,
        firm=firm,
        street=street,
        postcode=postcode[1] if postcode else None,
        city=city[0].strip() if city else None,
        phone=phone(printed),
        email=email(printed),
        doubt=doubt,
    )


def _name_firm_street(before: str) -> tuple[str | None, str | None, str | None, str | None]:
    words = _POST_NOMINALS.sub("", _without_professions(before))
    parts = [part.strip() for part in words.split(",") if part.strip()]
    parts = [part for part in parts if _LEADING.sub("", part + " ").strip()] or parts
    if not parts:
        return None, None, None, "no name in the block"
    if len(parts) == 1:
        return _split_without_comma(parts[0])
    name, first_rest = _person(parts[0])
    if first_rest:
        name, firm, street, doubt = _split_without_comma(parts[0])
        rest = parts[1:]
        return name, firm or _firm(rest), street or _street(rest), doubt
    return name, _firm(parts[1:]), _street(parts[1:]), None if name else "the block does not start with a person's name"


def _without_professions(before: str) -> str:
    text = _LEADING.sub("", before)
    titles = _TITLES.match(text)
    title = titles[0].strip() + " " if titles else ""
    text = title + _LEADING.sub("", text[titles.end() if titles else 0 :]).strip()
    return re.sub(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ][a-zäöüß]+(?:straße|str\.|platz|weg|allee|ring|damm) ?\d)", " ", text)


def _street(parts: list[str]) -> str | None:
    for part in reversed(parts):
        if re.search(
            rf"[A-Za-zäöüß.][\s]?{HOUSE}(?:\s*\([^)]*\)| ?,? ?(?:Eingang|Aufgang|Haus|Gebäude|Geb\.|Etage|"
            rf"\d\. (?:OG|Stock|Etage)).{{0,14}})?$",
            part,
        ) or re.fullmatch(r"[A-Z] ?\d{1,2}", part):
            return part
    return None


def _firm(parts: list[str]) -> str | None:
    street = _street(parts)
    firm = ", ".join(part for part in parts if part != street and not re.fullmatch(r"[\d ,-]+", part))
    return _LEADING.sub("", firm).strip() if firm and not re.match(r"^(?:c/o|RAe)", firm) else firm or None


def _person(words: str) -> tuple[str | None, str]:
    """The person's name at the start and what follows it; no rest when the whole is a name."""
    titles = _TITLES.match(words)
    title = titles[0].strip() + " " if titles else ""
    tokens = words[titles.end() if titles else 0 :].split()
    if not tokens or not all(_NAME_WORD.match(token) for token in tokens) or len(tokens) > 5 or _looks_like_firm(words):
        return None, words
    if is_street_word(tokens[-1]) and len(tokens) > 2:
        return None, words
    return title + " ".join(tokens), ""


def _looks_like_firm(words: str) -> bool:
    return bool(
        re.search(
            r"\b(?:GmbH|mbB|PartG|Partnerschaft\w*|Rechtsanwälte|Kanzlei|Rechtsanwaltsgesellschaft|LLP|AG|"
            r"Partner|GbR|UG)\b",
            words,
        )
    )


def _split_without_comma(words: str) -> tuple[str | None, str | None, str | None, str | None]:
    """Name and street (with a firm between them) written in one go."""
    titles = _TITLES.match(words)
    title = titles[0].strip() + " " if titles else ""
    rest = words[titles.end() if titles else 0 :].strip()
    tail = re.search(rf"\s*({HOUSE}(?:\s*,?\s*(?:Eingang|Aufgang|Haus|Geb)\S* ?\w*)?)$", rest)
    if not tail:
        name, _rest = _person(words)
        return (name, None, None, None) if name else _first_two(title, rest)
    tokens = rest[: tail.start()].split()
    start = street_start(tokens)
    if start < 1:
        return None, None, None, "name and street cannot be told apart"
    street = " ".join(tokens[start:]) + " " + tail[1]
    name, firm, doubt = _name_and_firm(tokens[:start])
    return (title + name if name else None), firm, street, doubt


def _first_two(title: str, rest: str) -> tuple[str | None, str | None, str | None, str | None]:
    name, firm, doubt = _name_and_firm(rest.split())
    return (title + name if name else None), firm, None, doubt


def _name_and_firm(tokens: list[str]) -> tuple[str | None, str | None, str | None]:
    tokens = [token.strip(",;") for token in tokens]
    firm_at = next(
        (
            i
            for i, token in enumerate(tokens)
            if re.match(
                r"^(?:c/o|Rechtsanw[\w-]+|RAe\.?|Kanzlei|Anwalts[\w-]*|Partnerschaft[\w-]*|GmbH|mbB|LLP|"
                r"PartG\w*|&|\+|Sozietät|Steuerber\w+|Insolvenz\w+)$",
                token,
            )
        ),
        None,
    )
    if firm_at is None:
        ok = 2 <= len(tokens) <= 5 and all(_NAME_WORD.match(token) for token in tokens)
        if (
            ok
            and len(tokens) > 3
            and sum(map(is_given, tokens[:-1])) < len([t for t in tokens if t[0].isupper()]) - 1
            and not _has_particle(tokens)
        ):
            return None, None, "more words than a name has"
        return (" ".join(tokens), None, None) if ok else (None, None, "name and what follows it cannot be told apart")
    end = name_end(tokens[:firm_at])
    if end is None:
        return None, None, "name and firm cannot be told apart"
    return " ".join(tokens[:end]), " ".join(tokens[end:]) or None, None


def _has_particle(tokens: list[str]) -> bool:
    return any(re.fullmatch(PARTICLE, token) for token in tokens)
