"""What stands in a name's field beside the name: state of proceedings, representatives, address, other names."""

import re
from dataclasses import dataclass

from chalicelib.matching.folding import MAX_CHARACTERS


@dataclass(frozen=True, slots=True)
class NameParts:
    """The bare name, other names of the same debtor, the owners that a note names, the firms it says are owned."""

    name: str
    aliases: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    firms: tuple[str, ...] = ()


_STATE = re.compile(
    r"""[\s,;(/-]*(?:
        \bi\.\s?[liga]\.?(?:\s?[sg]r?\.)?(?=\W|$) | \bi\.?\s?abw\.? | \bi\.\s?gr\.? | \bi\s[li]$
        | \bin\s+(?:der\s+)?(?:vorläufiger\s+)?(?:insolvenz|liquidation|abwicklung|gründung|auflösung|konkurs
            |nachlassliquidation|administration|administrative\s+receivership|eigenverwaltung)\b
        | \bin\s+(?:insol|liqui|abwick|gründ)\w*$
        | \ben\s+(?:liquidation|redressement|faillite)\b | \bin\s+liquidazione\b | \bin\s+faillissement\b
    )[)\s]*""",
    re.IGNORECASE | re.VERBOSE,
)
_REPRESENTED = re.compile(
    r"[\s,;(]+(?:gesetzl(?:ich|\.)?\s+)?(?:vertr(?:eten)?\b\.?|represented\s+by\b|représentée?\s+par\b|gesch[äa]e?ftsführer(?:in)?\s*:|persönlich\s+haftende).*$",
    re.IGNORECASE | re.DOTALL,
)
_ADDRESS = re.compile(r",\s*[^,]{2,60}\s\d{1,4}\s?[a-zA-Z]?\s*,\s*(?:[A-Z]{1,3}-)?\d{4,5}\s+\S.*$", re.DOTALL)
_OWNER_OF = re.compile(
    r"[\s,;(]*\b(?:(?:als|ehem\.|ehemaliger?|früherer?)\s+)?inh(?:aber(?:in)?)?\b\.?\s+(?:der|des)\s+(?:firma\s+|fa\.\s*)?",
    re.IGNORECASE,
)
_OWNER = re.compile(r"[\s,;(]*\b(?:als\s+)?(?:alleinige?r?\s+)?(?:inh\b\.?|inhaber(?:in)?\b)\s*:?\s*", re.IGNORECASE)
_FORMER = re.compile(
    r"""[\s,;(]*\b(?:vormals|vorm\.|früher(?:er\s+name)?|frühere?\s+firma|ehemals|ehem\.|zuvor|bisher|formerly(?:\s+known\s+as)?
        |f/?k/?a\b|a/?k/?a\b|t/a\b|trading\s+as|d/?b/?a\b|anciennement|handelnd\s+unter|firmierend\s+(?:als|unter)|auch\s+bekannt\s+als
        |anc\.)(?:\s+firmierend\s+(?:als|unter))?\s*:?\s*""",
    re.IGNORECASE | re.VERBOSE,
)


def split_name(printed: str) -> NameParts:
    """The parts of a printed name.

    >>> split_name("Nordlicht Bau GmbH i.L. (vormals Polarstern Bau GmbH)")
    NameParts(name='Nordlicht Bau GmbH', aliases=('Polarstern Bau GmbH',), owners=(), firms=())
    >>> split_name("Löwen-Apotheke, Inh. Erna Beispiel e.K.")
    NameParts(name='Löwen-Apotheke e.K.', aliases=(), owners=('Erna Beispiel',), firms=())
    """
    text = re.sub(r"\s+", " ", printed[:MAX_CHARACTERS]).strip()
    text = _REPRESENTED.sub("", text)
    text = _ADDRESS.sub("", text)
    name, *firms = _OWNER_OF.split(text)
    name, *former = _FORMER.split(name)
    name, *owners = _OWNER.split(name)
    owner_names, tail = _owners(owners)
    name = _tidy(f"{name} {tail}" if tail else name)
    if not name:
        return NameParts(_tidy(text) or text)
    return NameParts(name, tuple(filter(None, map(_tidy, former))), owner_names, tuple(filter(None, map(_tidy, firms))))


def _owners(notes: list[str]) -> tuple[tuple[str, ...], str]:
    """Owners' names, and the legal form that stood behind them but belongs to the firm."""
    tail = ""
    names = []
    for note in notes:
        form = re.search(r"[\s,]+(e\.?\s?k(?:fm|fr)?\.?|e\.?\s?u\.?|gmbh.*|kg|ohg)\)?\s*$", note, re.IGNORECASE)
        if form:
            tail, note = form.group(1), note[: form.start()]  # noqa: PLW2901 - the note without its tail
        cleaned = _tidy(note)
        if cleaned:
            names.append(cleaned)
    return tuple(names), tail


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", _STATE.sub(" ", text)).strip(" ,;:-/").removesuffix("()").strip()
    return text if text.count("(") == text.count(")") else text.strip("()").strip()
