"""Words by which people find a customer: whatever they may remember of it, in the spelling of keys.

Each word is stored once for each customer; a search asks for what begins with the words that were typed. What a
customer's words are and how typed text becomes words lie together here, because both sides must fold alike.
"""

import re
from collections.abc import Iterable, Mapping

from chalicelib.matching.folding import collapsed, words_in
from chalicelib.matching.names import parts_of, read_organisation
from chalicelib.matching.phonetics import cologne
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.identifier import Scheme

EVERYBODY, PERSONS, WITHOUT_IDENTIFIERS = "all", "person", "bare"

_LONGEST = 60
_SHORTEST_SOUND = 3
_SOUND = "~"
_NOT_SAID = re.compile(r"[^a-z0-9]+")
_REGISTER = re.compile(r"\b(hra|hrb|gnr|gsr|vr|pr)\s*[.:]?\s*(?=\d)", re.IGNORECASE)


def words_of(customer: Customer) -> frozenset[str]:
    """Every word of the customer, with how the words of its names sound."""
    fields = fields_of(customer)
    named = fields["name"] | fields["former_name"] | fields["trade_name"]
    return frozenset(word for words in fields.values() for word in words) | frozenset(map(sound, named)) - {""}


def lists_of(customer: Customer) -> frozenset[str]:
    """The lists in which the customer stands."""
    person = {PERSONS} if customer.kind is CustomerKind.PERSON else set()
    return frozenset({EVERYBODY} | person | (set() if customer.identifiers else {WITHOUT_IDENTIFIERS}))


def fields_of(customer: Customer) -> Mapping[str, frozenset[str]]:
    """The customer's words by where they stand; the order is that of telling why it was found.

    >>> from datetime import UTC, datetime
    >>> when = datetime(2026, 3, 2, tzinfo=UTC)
    >>> firm = Customer(number="K-0047", kind="organisation", name="Müller & Söhne GmbH", updated_at=when)
    >>> sorted(fields_of(firm)["number"]), sorted(fields_of(firm)["name"])
    (['47', 'k0047'], ['muler', 'sohne'])
    """
    address = customer.address
    identifiers: dict[str, set[str]] = {scheme: set() for scheme in Scheme}
    for one in customer.identifiers:
        identifiers[one.scheme] |= _number_words(one.value)
    return {
        "number": frozenset(_number_words(customer.number)),
        **{f"id_{scheme}": frozenset(words) for scheme, words in identifiers.items()},
        "name": _names((customer.name, f"{customer.first_name or ''} {customer.surname or ''}")),
        "former_name": _names(customer.former_names),
        "trade_name": _names(customer.trade_names),
        "town": frozenset(map(folded, words_in(address.city or ""))) if address else frozenset(),
        "postcode": _postcode_words(address.postcode) if address and address.postcode else frozenset(),
        "mail": frozenset(one.email.lower()[:_LONGEST] for one in (*customer.responsible, *customer.departments)),
    }


def terms_of(typed: str) -> tuple[str, ...]:
    """What was typed as the beginnings of stored words, each once; legal forms say nothing.

    >>> terms_of("Mueller GmbH, Hamburg"), terms_of("HRB 4711"), terms_of("CHE-123.456.789 eva@example.com")
    (('muler', 'hamburg'), ('hrb4711',), ('che123456789', 'eva@example.com'))
    """
    text = _REGISTER.sub(lambda found: found[1], typed[:200])
    chunks = [chunk.strip(",;()\"'") for chunk in text.split()]
    plain = " ".join(chunk for chunk in chunks if "@" not in chunk and not _has_digit(chunk))
    named = _name_words(plain) or frozenset(map(folded, words_in(plain)))
    found = []
    for chunk in chunks:
        if "@" in chunk:
            found.append(chunk.lower()[:_LONGEST])
        elif _has_digit(chunk):
            found.append(_glued(chunk))
        else:
            found += [word for word in map(folded, words_in(chunk)) if word in named]
    return tuple(dict.fromkeys(word for word in found if word))[:8]


def glued_number(typed: str) -> str:
    """All that was typed as one number, when it may be one written with blanks; else nothing.

    >>> glued_number("DE 123 456 789"), glued_number("Nord 24 Hamburg")
    ('de123456789', '')
    """
    glued = _glued(typed)
    digits = sum(letter.isdigit() for letter in glued)
    return glued if len(typed.split()) > 1 and digits * 2 > len(glued) else ""


def folded(word: str) -> str:
    """A word in the one spelling that is stored."""
    return collapsed(word)[:_LONGEST]


def sound(word: str) -> str:
    """How a word sounds, as it is stored; nothing where the sound no longer tells words apart.

    >>> sound("maier") == sound("meyer"), sound("schmitt") == sound("schmid"), sound("po")
    (True, True, '')
    """
    code = cologne(word) if word.isalpha() else ""
    return f"{_SOUND}{code}" if len(code) >= _SHORTEST_SOUND else ""


def _names(names: Iterable[str]) -> frozenset[str]:
    return frozenset(word for name in names for word in _name_words(name))


def _name_words(name: str) -> frozenset[str]:
    """Words of a name without its legal form, unless nothing else is left."""
    if not name.strip():
        return frozenset()
    parts = parts_of(name)
    pieces = (parts.name, *parts.aliases, *parts.firms, *parts.owners)
    words = [word for piece in pieces for word in read_organisation(piece).words]
    return frozenset(filter(None, map(folded, words or words_in(name))))


def _number_words(printed: str) -> set[str]:
    """A number in one piece, and what is left of it without letters and leading zeros."""
    glued = _glued(printed)
    bare = "".join(letter for letter in glued if letter.isdigit()).lstrip("0")
    return {glued, bare} - {""}


def _postcode_words(printed: str) -> frozenset[str]:
    """A postcode in one piece, and its parts as the British write them."""
    return frozenset(filter(None, map(_glued, (printed, *printed.split()))))


def _glued(text: str) -> str:
    return _NOT_SAID.sub("", "".join(words_in(text)))[:_LONGEST]


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)
