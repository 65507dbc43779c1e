"""What damaged recordings have found, each as the smallest change that brings it about again."""

import json
import re
from contextlib import suppress
from typing import Any

import pytest

from chalicelib.errors import SourceChangedError
from chalicelib.imports.columns import normal
from chalicelib.registers import at_ediktsdatei
from chalicelib.registers.german import debtor_kind
from tests.fuzz.targets import targets

TARGETS = targets()
JSON_READERS = [
    "fr_bodacc/json",
    "gb_companies_house/stream",
    "gb_companies_house/company",
    "de_insolvenzbekanntmachungen/rows",
    "gb_gazette/feed",
    "no_brreg/entity",
    "no_brreg/updates",
    "us_courtlistener/dockets",
    "crediconnect/candidates",
    "crif_mediafinanz/answer",
    "dnb/candidates",
    "creditsafe/candidates",
    "northdata/candidates",
    "northdata/parse",
    "schufa/answer",
]


def with_every_text(name: str, text: str) -> bytes:
    """The first recording with each of its texts replaced."""

    def changed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: changed(one) for key, one in value.items()}
        if isinstance(value, list):
            return [changed(one) for one in value]
        return text if isinstance(value, str) else value

    return json.dumps(changed(json.loads(TARGETS[name].seeds[0]))).encode()


@pytest.mark.parametrize("name", JSON_READERS)
def test_half_a_sign_in_a_text_is_an_error_of_the_source(name: str) -> None:
    """Neither digest, table nor mail takes a surrogate without its other half."""
    with pytest.raises(SourceChangedError):
        TARGETS[name].read(with_every_text(name, "Nord\ud83d GmbH"))


@pytest.mark.parametrize("name", JSON_READERS)
def test_a_number_without_end_is_an_error_of_the_source(name: str) -> None:
    """Python refuses to read an int of more than 4300 digits, with an error that is not JSON's own."""
    content = TARGETS[name].seeds[0].rstrip()
    with pytest.raises(SourceChangedError):
        TARGETS[name].read(content[:-1] + b', "more": ' + b"9" * 5000 + content[-1:])


@pytest.mark.parametrize("name", JSON_READERS)
def test_nesting_without_end_is_an_error_of_the_source(name: str) -> None:
    with pytest.raises(SourceChangedError):
        TARGETS[name].read(b'{"a":' * 100_000 + b"1" + b"}" * 100_000)


def test_a_deleted_event_whose_data_is_no_object() -> None:
    event = json.loads(TARGETS["gb_companies_house/stream"].seeds[0])
    event["event"]["type"] = "deleted"
    for data in (1.5, True, "cases", ["cases"]):
        with pytest.raises(SourceChangedError):
            TARGETS["gb_companies_house/stream"].read(json.dumps({**event, "data": data}).encode())


@pytest.mark.parametrize("instance", [{}, [], {"a": 1}])
def test_a_problem_report_whose_instance_is_no_text(instance: Any) -> None:
    problem = {"type": "urn:x", "title": "Not found", "status": 404, "instance": instance}
    with pytest.raises(SourceChangedError):
        TARGETS["schufa/problem"].read(json.dumps(problem).encode())


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59Z"])
@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("crediconnect/answer", ""),
        ("crediconnect/candidates", ""),
        ("creditsafe/parse", "eventDate"),
        ("northdata/parse", ""),
    ],
)
def test_a_time_that_other_time_zones_do_not_have(name: str, member: str, moment: str) -> None:
    def changed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: moment if _is_time(key, one, member) else changed(one) for key, one in value.items()}
        return [changed(one) for one in value] if isinstance(value, list) else value

    with suppress(SourceChangedError):
        TARGETS[name].read(json.dumps(changed(json.loads(TARGETS[name].seeds[0]))).encode())


def _is_time(key: str, value: Any, member: str) -> bool:
    return key == member or (isinstance(value, str) and value[:4].isdigit() and value[4:5] == "-")


@pytest.mark.parametrize("limit", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_a_limit_that_is_no_amount(limit: str) -> None:
    page = json.loads(TARGETS["creditsafe/parse"].seeds[0])
    page["data"] = [{**one, "ruleCode": 102, "newValue": limit, "oldValue": limit} for one in page["data"]]
    with suppress(SourceChangedError):
        TARGETS["creditsafe/parse"].read(json.dumps(page).encode())


def test_an_announcement_number_without_end() -> None:
    content = TARGETS["fr_bodacc/xml"].seeds[0].replace(b">7001<", b">" + b"9" * 5000 + b"<", 1)
    with pytest.raises(SourceChangedError):
        TARGETS["fr_bodacc/xml"].read(content)


@pytest.mark.parametrize(
    ("name", "field", "text"),
    [
        ("de_insolvenzbekanntmachungen/rows", "name", "9" * 60_000),
        ("de_insolvenzbekanntmachungen/rows", "text", "9" * 60_000),
        ("de_insolvenzbekanntmachungen/rows", "gericht", "(" * 60_000),
        ("northdata/candidates", "city", "(" * 60_000),
        ("northdata/parse", "city", "(" * 60_000),
    ],
)
def test_a_long_text_is_read(name: str, field: str, text: str) -> None:
    """Each kept the reader busy for minutes. `make fuzz` compares what texts cost that grow (tests/fuzz/growth.py)."""

    def changed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: text if key == field else changed(one) for key, one in value.items()}
        return [changed(one) for one in value] if isinstance(value, list) else value

    with suppress(SourceChangedError):
        TARGETS[name].read(json.dumps(changed(json.loads(TARGETS[name].seeds[0]))).encode())


def test_a_line_without_end_is_not_searched_again_for_an_address() -> None:
    """Each letter was a beginning, and each was followed to the end: a minute for one line."""
    assert at_ediktsdatei.MAIL.pattern.startswith(r"(?<![\w.+-])[\w.+-]{1,64}@")
    page = TARGETS["at_ediktsdatei/page"].seeds[0]
    assert b"kanzlei@" in page
    with suppress(SourceChangedError):
        TARGETS["at_ediktsdatei/page"].read(page.replace(b"kanzlei@", b"a" * 70_000, 1))


def _searches_from_each_letter(pattern: str) -> bool:
    """Whether a branch of the pattern may begin with any number of signs, so that each of them is a beginning."""
    branches = [one.lstrip("(") for one in re.sub(r"\(\?[a-z]*[:=]", "(", pattern).split("|")]
    return any(re.match(r"(?:\\[wdsWDS]|\[[^]]+]|\.)[*+]", one) for one in branches)


@pytest.mark.parametrize("pattern", [debtor_kind.LEGAL_FORM, debtor_kind.SOLE_TRADER], ids=["form", "trader"])
def test_words_of_a_german_debtor_are_looked_for_from_their_known_end(pattern: re.Pattern[str]) -> None:
    assert _searches_from_each_letter(r"\b(?:AG|(?i:gesellschaft b|\w+verein\b))"), "what it was"
    assert not _searches_from_each_letter(pattern.pattern)


def test_a_header_of_thousands_of_columns_is_looked_at_once_a_column() -> None:
    """Each column that may mean the number was compared with all others, and these with all others again."""
    columns = 4000
    header = ";".join(["Kundennummer", *(f"Spalte {number}" for number in range(columns)), "Konto", "Name"])
    normal.cache_clear()
    TARGETS["import/customers"].read(f"{header}\n1{';' * (columns + 1)}2;Nord GmbH\n".encode())
    looked = normal.cache_info()
    assert looked.hits + looked.misses < 40 * columns, "a square of the columns would be 16 million"
