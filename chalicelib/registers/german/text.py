"""A German announcement made readable: what line breaks, soft hyphens and collectors did to it is undone."""

import re
from functools import lru_cache

MARK = "\u2024"  # stands for a full stop that ends no sentence; as long as the stop, so positions stay valid

_ESCAPED_CODE_POINT = re.compile(r"<U\+([0-9A-F]{4})>")
_SPACED_WORD = re.compile(r"\b(?:[A-ZÄÖÜa-zäöüß] ){4,}[A-ZÄÖÜa-zäöüß](?=$|[^A-ZÄÖÜa-zäöüß])")
_CONTROL = re.compile(r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200d\ufeff]")

# Words that courts' programs break at line ends; only these are put together again, since company names
# carry hyphens of their own.
_BROKEN = """
    Insolvenzverwalter Insolvenzverwalterin Insolvenzverwalters Insolvenzverfahren
    Insolvenzverfahrens Insolvenzgericht Insolvenzgläubiger Zahlungsunfähigkeit Überschuldung
    haftungsbeschränkt Gesellschaft Unternehmergesellschaft Verwaltungsgesellschaft beschränkter
    Haftung Rechtsanwalt Rechtsanwältin Forderungen anzumelden Prüfungstermin Berichtstermin
    Prüfungsstichtag Gläubigerversammlung Schuldnerin Schuldners Geschäftsführer Geschäftsführerin
    eröffnet bestellt ernannt aufgehoben abgewiesen angeordnet Sachwalter Treuhänder
    Sicherungsmaßnahmen vorläufigen vorläufige vorläufiger Eröffnung Vermögen Amtsgericht
    Amtsgerichts Verwaltung Restschuldbefreiung eingestellt vertreten Stichtag Telefon Telefax
""".split()  # noqa: SIM905 - a word list is easier to read and extend in lines


def _breakable(word: str) -> str:
    return word[0] + "".join(f"(?:-\\s?)?{letter}" for letter in word[1:])


_BROKEN_WORDS = re.compile(r"(?<![\w-])(?:" + "|".join(_breakable(word) for word in _BROKEN) + r")(?![\w-])")

# Words that are never the end of one name and the start of the next: here a lost line break shows.
_GLUED = re.compile(
    r"(?<=[a-zäöüß\d.)])(?=(?:Beschluss|Amtsgericht|Insolvenzgericht|Telefon|Telefax|Tel\.|Fax:|"
    r"Geschäftszweig|"
    r"Registergericht|Rechtsanwalt|Rechtsanwältin|Insolvenzverwalter|Insolvenzantragsverfahren|wird heute|"
    r"E-Mail:|"
    r"Email:|Internet:|Gründe|Verfügungen|Antragsteller|Antragsgegner|Vermögen d|bestellt worden|Zum vorl|"
    r"Uhr\b))"
)
_GLUED_ARTICLE = re.compile(
    r"\b(der|des|dem|den|die|das|nur mit|In dem|In der|zum|zur|vorläufigen|vorläufige|am|vom|vor|im|von|"
    r"mit|ohne|ist|Uhr)"
    r"(?=(?:[A-ZÄÖÜ][a-zäöüß]{3,}|\d\d?\.\d\d?\.\d{4}))"
)
_GLUED_TITLE = re.compile(
    r"\b(Rechtsanwalt|Rechtsanwältin|Insolvenzverwalter|Insolvenzverwalterin|Herrn|Frau|Dr\.|"
    r"Prof\.)(?=[A-ZÄÖÜ][a-zäöüß])"
)
_GLUED_VERB = re.compile(
    r"\b(Verwaltung|Vermögens?|Schuldnerin|Schuldners|Antragstellerin|Antragsgegnerin|Antragsgegners|"
    r"Antragstellers|bestellt|angeordnet|aufgehoben|abgewiesen|"
    r"eröffnet|Insolvenzverfahrens?|Insolvenzverwalters?)(?=(?:de[rsmn]|sind|worden|ist|wird|wurde|um|und|"
    r"über|nur|mit)\b)|\b([Zz]u[mr]|[Dd]e[srn])(?=vorläufig)"
)
_GLUED_DIGIT = re.compile(r"(?<=[a-zäöüß]{3})(?=\d{5}\b)|(?<=\d{4})(?=(?:um|um\s)\d)|(?<=Uhr)(?=[a-zäöü])")
_LETTER_AFTER_SENTENCE = re.compile(r"(?<=[a-zäöüß)]{2}[.;:])(?=[A-ZÄÖÜ][a-zäöüß])(?!\S*@)")
_COMMA = re.compile(r"(?<=[a-zäöüß]{2},)(?=[A-ZÄÖÜa-zäöü])|(?<=\d,)(?=[A-ZÄÖÜ])")
_PLACE_THEN_DATE = re.compile(r"(?<=\bd\.)(?=[A-ZÄÖÜ][a-zäöü])|(?<=[a-zäöüß)],)(?=\d\d?\.\d\d?\.\d{4})")


@lru_cache(maxsize=256)
def clean(text: str) -> str:
    """The announcement in one line with its words whole.

    >>> clean("Insolvenzverwal-ter\\u00ad  wird  B e s c h l u s s")
    'Insolvenzverwalter wird Beschluss'
    >>> clean("über das Vermögen derMuster GmbH; am 01.02.2020um 10 Uhr")
    'über das Vermögen der Muster GmbH; am 01.02.2020 um 10 Uhr'
    """
    text = _ESCAPED_CODE_POINT.sub(lambda match: chr(int(match[1], 16)), text)
    text = text.replace("\u00ad", "").replace("\u0080", "€")
    text = _CONTROL.sub("", text.replace("\u00a0", " ").replace("\u202f", " "))
    text = _SPACED_WORD.sub(lambda match: match[0].replace(" ", ""), text)
    text = _BROKEN_WORDS.sub(lambda match: re.sub(r"-\s?", "", match[0]), text)
    text = text.replace("|", " | ")
    for glued in (_GLUED, _GLUED_DIGIT, _LETTER_AFTER_SENTENCE, _COMMA, _PLACE_THEN_DATE):
        text = glued.sub(" ", text)
    text = _GLUED_VERB.sub(lambda match: match[0] + " ", text)
    text = _GLUED_ARTICLE.sub(r"\1 ", text)
    text = _GLUED_TITLE.sub(r"\1 ", text)
    return re.sub(r"\s+", " ", text).strip()


_NO_SENTENCE_END = re.compile(
    r"(?<![\w])(?:Abs|Art|Nr|Nrn|Str|S|Satz|gem|ggf|Dr|Prof|Dipl|Tel|Fax|geb|vgl|bzw|Co|Inh|ehem|Az|Hs|Alt|"
    r"Ziff|Halbs|"
    r"inkl|ca|St|Kfm|Kffr|evtl|vertr|pers|haft|Ges|Fa|Jur|jur|rer|pol|oec|med|habil|sog|insb|etc|max|mind|"
    r"Geb|Stck|"
    r"Rn|Reg|RA|RAe|u|a|d|i|V|m|v|b|z|B|e|K|L|h|c|n|o|f|ff|[A-Z]|GVBl|BGBl|Bd|str|Nebenst|Zi|Stk|OG|EG|"
    r"XXX+)\.",
)
_ABBREVIATION_TAIL = re.compile(r"(?<=[a-zäöü]str)\.(?= ?\d)|(?<=Verf)\.|(?<=verw)\.")
_DIGIT_STOP = re.compile(
    r"(?<=\d)\.(?=\s?(?:\d|[a-zäöü(§]|Januar|Februar|März|April|Mai|Juni|Juli|August|Septem|Okto|Novem|"
    r"Dezem|Jan|Feb|Stock|OG|Etage|Obergeschoss|Senat|Alt|Hs|Halbsatz|Ebene|UG|Zivilkammer))"
)
_SENTENCE = re.compile(r"[^.|!?]+[.|!?]*")
_INNER_STOP = re.compile(r"(?<=[\w-])\.(?=[\w@])")


@lru_cache(maxsize=256)
def masked(cleaned: str) -> str:
    """The cleaned text, equally long, with every full stop that ends no sentence replaced by MARK.

    >>> masked("nach § 5 Abs. 2 InsO am 01.02. 2020. Ende.").replace(MARK, "_")
    'nach § 5 Abs_ 2 InsO am 01_02_ 2020. Ende.'
    """
    text = _INNER_STOP.sub(MARK, cleaned)
    text = _NO_SENTENCE_END.sub(lambda match: match[0][:-1] + MARK, text)
    text = _ABBREVIATION_TAIL.sub(MARK, text)
    return _DIGIT_STOP.sub(MARK, text)


@lru_cache(maxsize=256)
def sentences(cleaned: str) -> tuple[tuple[int, str], ...]:
    """Start position and text of each sentence; '|' ends one as well."""
    return tuple((match.start(), cleaned[match.start() : match.end()]) for match in _SENTENCE.finditer(masked(cleaned)))


_END_OF_ORDER = re.compile(
    r"Rechtsmittelbelehrung|Rechtsbehelfsbelehrung|\bGründe\b\s*:?|Gegen (?:diesen|die|den|"
    r"vorstehende)[^.]{0,80}"
    r"(?:Beschluss|Entscheidung|Beschlüsse)|Hinweise \(Art|Hinweis zum Datenschutz|Hinweise zum Datenschutz"
)


@lru_cache(maxsize=256)
def operative_part(cleaned: str) -> str:
    """The order itself: what stands before the reasons and the instruction on appeals.

    >>> operative_part("Das Verfahren wird eröffnet. Rechtsmittelbelehrung: Wird das Verfahren nicht eröffnet")
    'Das Verfahren wird eröffnet. '
    """
    for match in _END_OF_ORDER.finditer(cleaned):
        if match.start() > 25:
            return cleaned[: match.start()]
    return cleaned
