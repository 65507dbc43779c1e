"""DynamoDB's conditions and updates, as far as the stores use them; an unknown one fails the test."""

import re
from collections.abc import Mapping
from typing import Any

Item = dict[str, Any]
Values = Mapping[str, Any]


def holds(condition: str, item: Item | None, values: Values) -> bool:
    """Whether an item, None where there is none, meets a condition.

    >>> holds("attribute_not_exists(pk)", None, {})
    True
    >>> holds("attribute_not_exists(a) AND (attribute_not_exists(b) OR b = :b)", {"b": 1}, {":b": 2})
    False
    """
    if not condition:
        return True
    read, rest = _either(_tokens(condition), item or {}, values)
    assert not rest, f"unknown condition {condition}"
    return read


def _tokens(condition: str) -> list[str]:
    return re.findall(r"attribute_exists\(\w+\)|attribute_not_exists\(\w+\)|size\(\w+\)|<=|[()=]|:?\w+", condition)


def _either(tokens: list[str], item: Item, values: Values) -> tuple[bool, list[str]]:
    found, rest = _both(tokens, item, values)
    while rest and rest[0] == "OR":
        other, rest = _both(rest[1:], item, values)
        found = found or other
    return found, rest


def _both(tokens: list[str], item: Item, values: Values) -> tuple[bool, list[str]]:
    found, rest = _one(tokens, item, values)
    while rest and rest[0] == "AND":
        other, rest = _one(rest[1:], item, values)
        found = found and other
    return found, rest


def _one(tokens: list[str], item: Item, values: Values) -> tuple[bool, list[str]]:
    first = tokens[0]
    if first == "(":
        found, rest = _either(tokens[1:], item, values)
        return found, rest[1:]
    if named := re.fullmatch(r"attribute_(not_)?exists\((\w+)\)", first):
        return (named[2] in item) is not bool(named[1]), tokens[1:]
    sign, bound = tokens[1], values[tokens[2]]
    if sized := re.fullmatch(r"size\((\w+)\)", first):
        value = len(item[sized[1]]) if sized[1] in item else None
    else:
        value = item.get(first)
    if value is None:
        return False, tokens[3:]
    return (value == bound if sign == "=" else value <= bound), tokens[3:]


def updated(expression: str, item: Item, values: Values, names: Mapping[str, str]) -> Item:
    """The item after an update.

    >>> updated("SET a = :a REMOVE b ADD n :one", {"b": 1, "n": 2}, {":a": 7, ":one": 1}, {})
    {'n': 3, 'a': 7}
    """
    after = dict(item)
    parts = re.split(r"\b(SET|REMOVE|ADD)\b", expression)[1:]
    for verb, body in zip(parts[::2], parts[1::2], strict=True):
        for one in re.split(r",\s*(?![^()]*\))", body.strip()):
            _apply(verb, one.strip(), after, values, names)
    return after


def _apply(verb: str, what: str, after: Item, values: Values, names: Mapping[str, str]) -> None:
    path, _, said = what.partition(" = ") if verb == "SET" else what.partition(" ")
    place, name = _place(path, after, names)
    if verb == "REMOVE":
        place.pop(name, None)
    elif verb == "ADD":
        place[name] = place.get(name, 0) + values[said]
    else:
        place[name] = _value(said, after, values)


def _place(path: str, after: Item, names: Mapping[str, str]) -> tuple[Item, str]:
    """The map that holds the last name of the path; maps on the way are copied, for others may hold them, too."""
    *way, name = (names.get(one, one) for one in path.split("."))
    place = after
    for step in way:
        place[step] = dict(place[step])
        place = place[step]
    return place, name


def _value(said: str, after: Item, values: Values) -> Any:
    if joined := re.fullmatch(r"list_append\(if_not_exists\((\w+), (:\w+)\), (:\w+)\)", said):
        return list(after.get(joined[1]) or values[joined[2]]) + list(values[joined[3]])
    return values[said]
