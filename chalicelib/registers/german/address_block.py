"""A person's block in an announcement taken apart: name, firm, street, place, telephone, e-mail."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_PROFESSION = (
    r"(?:(?:Herrn?|Frau|Frl\.|Rechtsanw[aä]lt(?:in|e|s)?|RA(?:in)?\b\.?|RAe\b\.?|Fachanw[aä]lt(?:in)?(?: für \w+(?:- und \w+)?recht)?|Notar(?:in)?|Steuerberater(?:in)?|StB|WP|"
    r"Wirtschaftsprüfer(?:in)?|vereidigte[rn]? Buchprüfer(?:in)?|vBP|Insolvenzverwalter(?:in)?|Unternehmensberater(?:in)?|"
    r"(?:Dipl(?:om)?\.?[- ]{0,2}(?:\w+\.?[- ]?)?(?:Kaufmann|Kauffrau|Kfm\.?|Kffr\.?|Kff\.?|Jur(?:ist(?:in)?|\.)|Wirt(?:schafts)?jurist(?:in)?|Wirtschaftsjurist(?:in)?|Betriebsw(?:irt(?:in)?|\.)?|"
    r"Volksw(?:irt(?:in)?|\.)?|Ök(?:onom(?:in)?|\.)|Finanzw(?:irt(?:in)?|\.)?|Rechtspfl(?:eger(?:in)?|\.)|Ing(?:enieur(?:in)?|\.)|Wirtsch\.?-?Ing\.|Verwaltungsw(?:irt(?:in)?|\.)|Sozialw\w+|Hdl\.|oec\.))"
    r"|(?:Wirtschafts|Diplom)?[Jj]urist(?:in)?|Assessor(?:in)?(?: jur\.)?|Ass\. jur\.|Betriebswirt(?:in)?|Bankkaufmann|Bankkauffrau|Justizrat|Justizrätin|JR\b\.?|\(FH\)|\(BA\)|\(Univ\.\)|LL\.? ?M\.?|LL\.? ?B\.?|M\. ?A\.|MBA|B\.A\.|M\.Sc\.|"
    r"M\.?B\.?A\.?|Mag\.|M\.I\.L\.|und|u\.|&|/)(?=[\s,./]|$)\s*,?\s*)"
)
_LEADING = re.compile(rf"^(?:[\s,:;/-]|{_PROFESSION})+")
_TITLE = r"(?:Prof\.|Professor(?:in)?|Dr\.|h\. ?c\.|jur\.|rer\. ?pol\.|rer\. ?nat\.|iur\.|oec\.|publ\.|habil\.|Ing\.|PD|phil\.|med\.|Univ\.)"
_TITLES = re.compile(rf"(?:{_TITLE}(?: utr\.)?\s*)+")
_PARTICLE = r"(?:von|van|vom|zu|zur|de|der|den|del|di|da|dos|el|le|la|ter|ten|Freiherr|Freifrau|Freiin|Graf|Gräfin|Baron|Edler|Ritter|Prinz|und)"
_NAME_WORD = re.compile(rf"^(?:{_PARTICLE}|[A-ZÄÖÜÉŠŽĆČŁÇİ][\w'’`´.-]*)$")

_GENERIC_STREET = re.compile(
    r"^(?:[Ss]tra(?:ß|ss)e|[Ss]tr\.?|Allee|Platz|Weg|Ring|Damm|Ufer|Chaussee|Markt|Gasse|Landstr(?:aße|\.)|Steig|Tor|Park|Berg|Graben|Wall|Promenade|Kamp|Hof|Stieg|Pfad|Hauptstr(?:aße|\.)|Bogen|Anger|Höhe|Twiete|Carré|Zeile|Deich|Wiese|Passage|Brücke|Feld)$"
)
_COMPOUND_STREET = re.compile(
    r"(?:stra(?:ß|ss)e|str\.?|allee|platz|weg|ring|damm|ufer|chaussee|markt|gasse|anlagen?|steig|tor|park|berg|graben|gräben|wall|promenade|kamp|hof|stieg|pfad|bogen|anger|höhe|"
    r"twiete|zeile|deich|brücke|feld|kai|hafen|insel|terrassen?|garten|gärten|bleiche|leite|stiege|bahn|plan|siedlung|passage|winkel|leiten|hagen|wiese|wiesen|freiheit|kirche|mauer|tal|grund|rain|lände|burg|"
    r"bruch|horst|stätte|mühle|kuhle|schanze|reihe|staden|schlag|ecke|haus|gärtchen|straat)$"
    r"|-(?:Stra(?:ß|ss)e|Str\.?|Allee|Platz|Weg|Ring|Damm|Ufer|Chaussee|Markt|Park|Promenade|Anlage|Gasse|Hof|Haus|Bogen)$"
)
_ADJECTIVE = re.compile(
    r"^(?:Alte[rnsm]?|Neue[rnsm]?|Große[rnsm]?|Kleine[rnsm]?|Hohe[rnsm]?|Obere[rnsm]?|Untere[rnsm]?|Lange[rnsm]?|Kurze[rnsm]?|Breite[rnsm]?|Mittlere[rnsm]?|Innere[rnsm]?|Äußere[rnsm]?|Vordere[rnsm]?|Hintere[rnsm]?|Erste|St\.|Sankt|Dr\.-\w.*|Schöne[rs]?|Weiße[rs]?|Rote[rs]?)$"
)
_PREPOSITION = re.compile(
    r"^(?:Am|An|Auf|Im|In|Zum|Zur|Beim|Bei|Unter|Unterm|Hinter|Hinterm|Vor|Vorm|Über|Ob|Neben|Zwischen|Aufm|Gegenüber)$"
)
_HOUSE = r"\d{1,4}(?: ?[a-zA-Z](?![a-zäöüß]))?(?: ?[-–/+] ?\d{1,4} ?[a-z]?(?![a-zäöüß]))*"
_POSTCODE = re.compile(r"(?<!\d)(?:D ?[-–]? ?)?(\d{5})(?!\d)\s*")
_CITY = re.compile(
    r"(?:[A-ZÄÖÜ][\wäöüß]+(?:[-/][A-ZÄÖÜa-z][\wäöüß]+)*\.?)(?:(?: ?\((?:[A-ZÄÖÜ][\w.äöüß ]+)\))|(?: (?:am|an der|an|im|in der|in|bei|ob der|vor der|a\. ?d\.|a\.|i\. ?d\.|i\.|v\. ?d\.|b\.|auf|der|d\.|OT|unter) ?[A-ZÄÖÜ][\wäöüß]+\.?)|(?: (?:Homburg|Hersfeld|Kreuznach|"
    r"Nauheim|Vilbel|Soden|Salzungen|Oeynhausen|Kissingen|Segeberg|Säckingen|Mergentheim|Neuenahr-Ahrweiler|Reichenhall|Aibling|Tölz|Gladbach|Wusterhausen|Oldesloe|Zwischenahn|Dürkheim|Neustadt|Doberan|Honnef|Langensalza)))*"
)

_PHONE = re.compile(
    r"(?:Telefon(?:nummer)?|Tel(?:efon)?\.?(?:-? ?Nr\.?)?|Fon|Ruf|Tel\. ?Nr\.|Mobil(?:telefon)?)\s*(?:geschäftlich|dienstlich|\(geschäftlich\))?\s*[:.]?\s*:?\s*(?P<number>[+(]?[\d(][\d ()/.+–-]{4,}\d)"
)
_EMAIL = re.compile(
    r"(?<![\w.@-])([A-Za-z0-9äöü][\w.+-]*)@((?:[A-Za-z0-9äöüß][\wäöüß-]*\.)+?"
    r"(?i:[a-z]{2}|com|net|org|info|biz|law|legal|group|online|berlin|hamburg|koeln|cologne|bayern|nrw|ruhr|saarland|pro|tax|consulting|"
    r"expert|email|jetzt|gmbh|name|mobi|partners|swiss|wien|space|team|works|world|systems|management|services|solutions))(?![a-zäöü0-9-])"
)
_CONTACT = re.compile(
    r"\b(?:Tel(?:efon|\.|:)|Tel\b|Fon\b|(?:Tele)?[Ff]ax|E-? ?[Mm]ail|Mobil|Internet|www\.|Ruf:|geschäftsansässig|Aktenzeichen|Az\.|Gz\.)"
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


@cache
def given_names() -> frozenset[str]:
    """Common German given names: they tell 'Meyer Stefan' from 'Stefan Meyer' and a second given name from a street."""
    return frozenset((Path(__file__).parent / "given_names.txt").read_text(encoding="utf-8").split())


def is_given(word: str) -> bool:
    """Whether the word, or the first half of a double name, is a common given name."""
    return word in given_names() or word.split("-")[0] in given_names()


def read_block(printed: str) -> Block:
    """The block's parts.

    >>> block = read_block("Rechtsanwalt Dr. Jan Kind, c/o RAe. Meer, Am Markt 1, 28195 Bremen, Tel.: 0421/17876-5.")
    >>> block.name, block.firm, block.street, block.city, block.phone
    ('Dr. Jan Kind', 'c/o RAe. Meer', 'Am Markt 1', 'Bremen', '0421/17876-5')
    >>> read_block("Rechtsanwalt Dirk Götze Bahnhofstraße 3, 99084 Erfurt").name
    'Dirk Götze'
    """
    contact = _CONTACT.search(printed)
    postal = (printed[: contact.start()] if contact else printed).strip(" ,;:.-")
    postcode = _POSTCODE.search(postal)
    before = postal[: postcode.start()].strip(" ,;") if postcode else postal
    city = _CITY.match(postal, postcode.end()) if postcode else None
    name, firm, street, doubt = _name_firm_street(before, bool(postcode))
    return Block(
        name=name,
        firm=firm,
        street=street,
        postcode=postcode[1] if postcode else None,
        city=city[0].strip() if city else None,
        phone=_phone(printed),
        email=_email(printed),
        doubt=doubt,
    )


def _phone(printed: str) -> str | None:
    match = _PHONE.search(printed)
    if not match:
        return None
    number = match["number"]
    after = printed[match.end() :]
    if re.match(r"\.?\s*[A-ZÄÖÜ]", after) and re.search(r"[ ]\d{1,2}$", number) and after.startswith("."):
        number = re.sub(r"[ ]\d{1,2}$", "", number)
    if re.search(r"\d\. \d{1,2}$", number):
        number = re.sub(r"\. \d{1,2}$", "", number)
    return number.strip(" .-/")


def _email(printed: str) -> str | None:
    match = _EMAIL.search(printed) or _EMAIL.search(re.sub(r"\s*@\s*", "@", printed))
    return match[0] if match else None


def _name_firm_street(before: str, has_postcode: bool) -> tuple[str | None, str | None, str | None, str | None]:
    words = _without_professions(before)
    parts = [part.strip() for part in words.split(",") if part.strip()]
    parts = [part for part in parts if _LEADING.sub("", part + " ").strip()] or parts
    if not parts:
        return None, None, None, "no name in the block"
    if len(parts) == 1:
        return _split_without_comma(parts[0], has_postcode)
    name, first_rest = _person(parts[0])
    if first_rest:
        name, firm, street, doubt = _split_without_comma(parts[0], bool(re.search(rf"{_HOUSE}$", parts[0])))
        rest = parts[1:]
        return name, firm or _firm(rest), street or _street(rest), doubt
    return name, _firm(parts[1:]), _street(parts[1:]), None if name else "the block does not start with a person's name"


def _without_professions(before: str) -> str:
    text = _LEADING.sub("", before)
    titles = _TITLES.match(text)
    if titles:
        text = titles[0].strip() + " " + _LEADING.sub("", text[titles.end() :])
    else:
        text = text.strip()
    return re.sub(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ][a-zäöüß]+(?:straße|str\.|platz|weg|allee|ring|damm) ?\d)", " ", text)


def _street(parts: list[str]) -> str | None:
    for part in reversed(parts):
        if re.search(
            rf"[A-Za-zäöüß.][\s]?{_HOUSE}(?:\s*\([^)]*\)| ?,? ?(?:Eingang|Aufgang|Haus|Gebäude|Geb\.|Etage|\d\. (?:OG|Stock|Etage)).{{0,14}})?$",
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
    if _is_street_word(tokens[-1]) and len(tokens) > 2:
        return None, words
    return title + " ".join(tokens), ""


def _looks_like_firm(words: str) -> bool:
    return bool(
        re.search(
            r"\b(?:GmbH|mbB|PartG|Partnerschaft\w*|Rechtsanwälte|Kanzlei|Rechtsanwaltsgesellschaft|LLP|AG|Partner|GbR|UG)\b",
            words,
        )
    )


def _is_street_word(word: str) -> bool:
    return bool(_GENERIC_STREET.match(word) or (_COMPOUND_STREET.search(word) and len(word) > 5 and not is_given(word)))


def _split_without_comma(words: str, address_follows: bool) -> tuple[str | None, str | None, str | None, str | None]:
    """Name and street (with a firm between them) written in one go."""
    titles = _TITLES.match(words)
    title = titles[0].strip() + " " if titles else ""
    rest = words[titles.end() if titles else 0 :].strip()
    tail = re.search(rf"\s*({_HOUSE}(?:\s*,?\s*(?:Eingang|Aufgang|Haus|Geb)\S* ?\w*)?)$", rest)
    if not tail:
        name, left = _person(words)
        if name or address_follows:
            return (name, None, None, None) if name else _first_two(title, rest)
        return _first_two(title, rest)
    tokens = rest[: tail.start()].split()
    start = _street_start(tokens)
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
                r"^(?:c/o|Rechtsanw[\w-]+|RAe\.?|Kanzlei|Anwalts[\w-]*|Partnerschaft[\w-]*|GmbH|mbB|LLP|PartG\w*|&|\+|Sozietät|Steuerber\w+|Insolvenz\w+)$",
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
    end = _name_end(tokens[:firm_at])
    if end is None:
        return None, None, "name and firm cannot be told apart"
    return " ".join(tokens[:end]), " ".join(tokens[end:]) or None, None


def _has_particle(tokens: list[str]) -> bool:
    return any(re.fullmatch(_PARTICLE, token) for token in tokens)


def _name_end(tokens: list[str]) -> int | None:
    """Where the name ends when firm words follow: given names, then one surname with its particles."""
    position = 0
    while position < len(tokens) and (is_given(tokens[position]) or re.fullmatch(r"[A-Z]\.", tokens[position])):
        position += 1
    if position == 0 or position >= len(tokens):
        return len(tokens) if len(tokens) == 2 else None
    while position < len(tokens) - 1 and re.fullmatch(_PARTICLE, tokens[position]):
        position += 1
    return position + 1


def _street_start(tokens: list[str]) -> int:
    """Index of the first word of the street in `tokens`, which end before the house number; 0 when unknown."""
    for index in range(2, len(tokens)):
        if _PREPOSITION.match(tokens[index]) or (
            _ADJECTIVE.match(tokens[index]) and not _is_street_word(tokens[index])
        ):
            return index
    last = len(tokens) - 1
    if last < 1:
        return 0
    if _GENERIC_STREET.match(tokens[last]):
        return max(last - 1, 0)
    if _COMPOUND_STREET.search(tokens[last]):
        adjective = (
            last >= 3
            and re.search(r"(?:er|sche|sches|scher)$", tokens[last - 1])
            and _free_standing(tokens[: last - 1])
        )
        return last - 1 if adjective else last
    return last if _free_standing(tokens[:last]) and len(tokens[:last]) <= 3 else 0


def _free_standing(tokens: list[str]) -> bool:
    """Whether the words are a full name by themselves: given names and exactly one surname."""
    end = _name_end(tokens)
    return end == len(tokens) and len(tokens) >= 2
