"""Candidate keys: a customer and a notice that share one are compared, all others are not.

A key is derived from what one side prints, so both sides make the same ones. Keys that half the country would
share (a trade, a town, a frequent surname alone) are never made; the town is added to them.

A release that makes other keys raises KEY_VERSION and leaves the former way in place for as long as a rebuild may
run: `keys_of(side, FORMER_VERSION)` is what readers ask for beside the current one until then.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations

from chalicelib.matching import vocabulary
from chalicelib.matching.addresses import Place, read_address, town
from chalicelib.matching.finding import lists_of, words_of
from chalicelib.matching.folding import collapsed
from chalicelib.matching.identifiers import with_derived
from chalicelib.matching.legal_forms import SOLE_TRADER_FORMS
from chalicelib.matching.names import OrganisationName, parts_of, read_organisation
from chalicelib.matching.persons import PersonName, is_whole, read_person
from chalicelib.matching.phonetics import cologne
from chalicelib.matching.prepared import prepare
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.identifier import Identifier
from chalicelib.model.match_keys import MatchKeys
from chalicelib.model.notice import DebtorKind, InsolvencyNotice

KEY_VERSION = "2"
"""Changes whenever the same record would get other keys; stored keys of another version must be rebuilt."""

FORMER_VERSION = "1"
"""The version before: its keys differ from today's only in where they stand."""

_INITIALS = 2

_PAIRED_WORDS = 3
_FULL_ALIASES = 3
_MAX_KEY = 80


def keys_of(side: Customer | InsolvencyNotice, version: str = KEY_VERSION) -> MatchKeys:
    """Keys of a customer or a notice in the wanted version, with what narrows them and the record to score by."""
    if isinstance(side, Customer):
        keys = customer_keys(side)
        places: tuple[Place, ...] = (read_address(side.address),)
        person = side.kind is CustomerKind.PERSON
        initials = _initials(side.name, side.first_name, side.surname, person=person)
    else:
        keys, places = notice_keys(side), _places_of(side)
        person = side.debtor_kind is DebtorKind.PERSON or bool(side.birth_date or side.debtor_first_name)
        initials = _initials(side.debtor_name, side.debtor_first_name, side.debtor_surname, person=person)
    return MatchKeys(
        version=version,
        keys=keys,
        towns=tuple(sorted(_towns(places))),
        initials=initials,
        compact=prepare(side).compact(),
        words=words_of(side) if isinstance(side, Customer) else frozenset(),
        lists=lists_of(side) if isinstance(side, Customer) else frozenset(),
    )


def _initials(name: str, first_name: str | None, surname: str | None, *, person: bool) -> str:
    """First letters of the call name, or of the firm: what a key with a place does not hold yet."""
    parts = parts_of(name)
    if person and not read_organisation(name).forms:
        first = read_person(parts.name, first_name, surname).first
        return collapsed("".join(first))[:_INITIALS]
    return collapsed("".join(read_organisation(name).words))[:_INITIALS]


def customer_keys(customer: Customer) -> frozenset[str]:
    """Keys under which the customer is found: name, former and trade names, identifiers, address, birth date."""
    places = (read_address(customer.address),)
    is_person = customer.kind is CustomerKind.PERSON
    names = customer.names
    keys = set(_identifier_keys(customer.identifiers)) | set(_address_keys(places))
    keys |= _names_keys(names[0], names[1:], places, as_person=is_person)
    if is_person:
        persons = [read_person(parts_of(customer.name).name, customer.first_name, customer.surname)]
        persons += [read_person(name) for name in customer.former_names]
        keys |= {key for person in persons for key in _person_keys(person, places)}
        if customer.birth_date:
            keys |= {key for person in persons for key in _birth_keys(person, customer.birth_date.isoformat())}
    return _finished(keys)


def notice_keys(notice: InsolvencyNotice) -> frozenset[str]:
    """Keys under which the notice's debtor is looked for."""
    places = _places_of(notice)
    keys = set(_identifier_keys(notice.debtor_identifiers)) | set(_address_keys(places))
    maybe_person = notice.debtor_kind is not DebtorKind.ORGANISATION
    keys |= _names_keys(notice.debtor_name, notice.debtor_aliases, places, as_person=maybe_person)
    if maybe_person and not (notice.debtor_kind is DebtorKind.UNKNOWN and read_organisation(notice.debtor_name).forms):
        person = read_person(parts_of(notice.debtor_name).name, notice.debtor_first_name, notice.debtor_surname)
        keys |= set(_person_keys(person, places))
        if notice.birth_date:
            keys |= set(_birth_keys(person, notice.birth_date.isoformat()))
    return _finished(keys)


def _places_of(notice: InsolvencyNotice) -> tuple[Place, ...]:
    address = read_address(notice.debtor_postal_address, notice.debtor_seat)
    seat = Place(town=town(notice.debtor_seat or ""))
    return (address,) if seat.town_key == address.town_key else (address, seat)


def _finished(keys: Iterable[str]) -> frozenset[str]:
    return frozenset(key[:_MAX_KEY] for key in keys)


def _identifier_keys(identifiers: tuple[Identifier, ...]) -> Iterator[str]:
    return (f"id|{identifier.key}" for identifier in with_derived(identifiers))


def _address_keys(places: tuple[Place, ...]) -> Iterator[str]:
    for place in places:
        if place.street and place.number:
            if place.postcode:
                yield f"addr|{place.postcode}|{collapsed(place.street)}|{place.number}"
            elif place.town:
                yield f"addr|{place.town_key}|{collapsed(place.street)}|{place.number}"


def _names_keys(name: str, others: tuple[str, ...], places: tuple[Place, ...], *, as_person: bool) -> set[str]:
    """Keys of a name and its aliases; the first few aliases get all keys, the rest those of the whole name only."""
    parts = parts_of(name)
    aliases = [*parts.aliases, *parts.firms, *others]
    organisations = [read_organisation(printed) for printed in (name, *aliases)]
    keys = {key for org in organisations for key in _whole_name_keys(org, places)}
    detailed = organisations[: 1 + _FULL_ALIASES]
    keys |= {key for org in detailed for key in _part_keys(org, places)} if not as_person else set()
    owners = [read_person(owner) for owner in parts.owners]
    if not as_person:
        owners += [read_person(" ".join(org.words)) for org in detailed[:1] if _may_be_sole_trader(org)]
    return keys | {key for owner in owners for key in _person_keys(owner, places)}


def _may_be_sole_trader(name: OrganisationName) -> bool:
    trade = any(word in vocabulary.trade_words() for word in name.words)
    return len(name.words) in (2, 3) and name.forms <= SOLE_TRADER_FORMS and not trade


def _whole_name_keys(name: OrganisationName, places: tuple[Place, ...]) -> Iterator[str]:
    """The name without form, glued together: in its order, and sorted."""
    words = [collapsed(word) for word in name.words]
    squashed = {"".join(words), "".join(sorted(words))}
    alone = len(name.words) == 1 and name.words[0] in vocabulary.common_words()
    for text in squashed:
        if not text:
            continue
        if len(text) < 3 or alone or all(word in vocabulary.trade_words() for word in name.words):
            yield from (f"name|{text}@{key}" for key in _towns(places))
        else:
            yield f"name|{text}"


def _towns(places: tuple[Place, ...]) -> set[str]:
    return {place.town_key for place in places if place.town_key}


def _part_keys(name: OrganisationName, places: tuple[Place, ...]) -> Iterator[str]:
    """Pairs of the name's telling words by sound, and each of them with the town."""
    words = _telling(name.words, places)
    sounds = [_sound(word) for word in words]
    for one, other in combinations(sorted(set(zip(sounds, words, strict=True))), 2):
        if not {one[1], other[1]} <= vocabulary.common_first_names():
            yield f"pair|{one[0]}+{other[0]}"
    towns = {word for place in places for word in place.town.split()}
    core, whole = _core(name.words, towns), collapsed("".join(name.words))
    for key in _towns(places):
        pairs = zip(words, sounds, strict=True)
        yield from (f"tok|{sound}@{key}" for word, sound in pairs if _narrows(word) and word not in towns)
        if len(whole) >= 4:
            yield f"pre|{whole[:4]}@{key}"
            yield f"end|{core[-4:]}@{key}"


def _core(words: tuple[str, ...], towns: set[str]) -> str:
    """The name in one word without words of trade and the town's own name, unless that leaves too little."""
    kept = [word for word in words if word not in towns and word not in vocabulary.trade_words()]
    core = collapsed("".join(kept))
    return core if len(core) >= 4 else collapsed("".join(words))


def _telling(words: tuple[str, ...], places: tuple[Place, ...]) -> list[str]:
    """The few words that say most: uncommon ones first, the town's own name last."""
    towns = {word for place in places for word in place.town.split()}
    order = {word: place for place, word in enumerate(words)}
    candidates = [word for word in dict.fromkeys(words) if len(word) > 1 and not word.isdigit()]
    rare = [word for word in candidates if _is_rare(word) and word not in towns]
    common = [w for w in candidates if w not in rare and w not in vocabulary.trade_words()]
    chosen = sorted(rare, key=lambda word: (-min(len(word), 8), word))[:_PAIRED_WORDS]
    chosen += common[: _PAIRED_WORDS - len(chosen)]
    if len(chosen) < 2:
        chosen += [word for word in candidates if word not in chosen][: 2 - len(chosen)] if chosen else []
    return sorted(chosen, key=lambda word: (not _is_rare(word), order[word]))


def _narrows(word: str) -> bool:
    """Whether the word, with its town, is shared by few: also a frequent surname, never a word of trade."""
    return len(word) > 1 and word not in vocabulary.trade_words() and word not in vocabulary.common_first_names()


def _is_rare(word: str) -> bool:
    return len(word) > 2 and word not in vocabulary.common_words()


def _sound(word: str) -> str:
    """Phonetic code where it still tells words apart, else the word itself."""
    code = cologne(word)
    return code if len(code) > 2 else collapsed(word)


def _person_keys(name: PersonName, places: tuple[Place, ...]) -> Iterator[str]:
    if not name.surname:
        return
    surname = _sound("".join(name.surname))
    if is_whole(name):
        yield f"person|{_sound(name.first[0])}+{surname}"
        yield f"name|{''.join(sorted(map(collapsed, (name.first[0], *name.surname))))}"
    initial = name.first[0][:1] if name.first else ""
    for key in _towns(places):
        yield f"person|{surname}|{initial}@{key}"
    if initial and "".join(name.surname) not in vocabulary.common_surnames():
        yield f"person|{''.join(map(collapsed, name.surname))}|{initial}"
    if len(name.surname) > 1 or name.birth_names:
        parts = {*name.surname, *name.birth_names}
        yield from (f"person|{_sound(part)}|{initial}@{key}" for part in parts for key in _towns(places))


def _birth_keys(name: PersonName, birth_date: str) -> Iterator[str]:
    """Surname with birth date, and first name with it: a marriage changes only one of them."""
    for surname in {"".join(name.surname), *name.surname, *name.birth_names} - {""}:
        yield f"born|{birth_date}|{_sound(surname)}"
    yield from (f"born|{birth_date}|{_sound(first)}" for first in name.first[:1])
