"""Customers that come late, change, go, or arrive in a file."""

import hashlib
from datetime import date
from typing import Any

import pytest

from chalicelib.matching.keys import KEY_VERSION
from chalicelib.model.match_keys import read_place
from chalicelib.store import keys
from infra.stack import Stack
from tests.integration.firm import Firm, Registers
from tests.integration.payloads import bodacc, french_company, siren

NANCY = {"address": {"city": "Nancy", "postcode": "54000", "country": "FR"}}


def test_a_customer_added_later_meets_the_notices_already_known(firm: Firm, gazettes: Registers) -> None:
    day, number = date(2026, 9, 1), siren(30_000_001)
    gazettes.publish_in_france(bodacc(day, 31, french_company("SCIERIE DALMONT", number)))
    gazettes.poll("fr_bodacc", day)
    firm.keep("L-1", "Scierie Dalmont", identifiers=[{"scheme": "siren", "value": number}])
    firm.wait_for_stage("L-1", "no_deliveries")
    assert len(firm.only_case("L-1")["entries"]) == 1


def test_a_customer_kept_again_unchanged_wakes_nobody(firm: Firm, stack: Stack) -> None:
    fields: dict[str, Any] = {"identifiers": [{"scheme": "siren", "value": siren(30_000_002)}]}
    firm.keep("L-2", "Tanneries Obrel", **fields)
    (before,) = firm.items("CUSTOMER#L-2", "PROFILE")
    firm.keep("L-2", "Tanneries Obrel", **fields)
    assert firm.items("CUSTOMER#L-2", "PROFILE") == [before]


def test_keys_that_no_longer_apply_disappear(firm: Firm) -> None:
    old, new = siren(30_000_003), siren(30_000_004)
    firm.keep("L-3", "Forges Tremblay", identifiers=[{"scheme": "siren", "value": old}])
    assert found_by(firm, f"id|siren:{old}") == ["L-3"]
    firm.keep("L-3", "Forges Tremblay", identifiers=[{"scheme": "siren", "value": new}])
    assert found_by(firm, f"id|siren:{old}") == []
    assert found_by(firm, f"id|siren:{new}") == ["L-3"]


def found_by(firm: Firm, key: str) -> list[str]:
    """Numbers of the customers with this key."""
    return [keys.matched(item["sk"]) for item in firm.items(f"{KEY_VERSION}|{key}", "CUSTOMER#", keys_table=True)]


def test_a_completed_record_turns_a_doubt_into_the_full_block(firm: Firm, gazettes: Registers) -> None:
    day, number = date(2026, 9, 2), siren(30_000_005)
    firm.keep("L-4", "Papeterie Vauclose", **NANCY)
    gazettes.publish_in_france(bodacc(day, 32, french_company("PAPETERIE VAUCLOSE", number)))
    gazettes.poll("fr_bodacc", day)
    firm.wait_for_stage("L-4", "warn")
    firm.keep("L-4", "Papeterie Vauclose", identifiers=[{"scheme": "siren", "value": number}], **NANCY)
    firm.wait_for_stage("L-4", "no_deliveries")
    file = firm.only_case("L-4")
    assert file["case"]["state"] == "open"
    assert {task["state"] for task in file["tasks"] if task["kind"] == "review_match"} == {"done"}


def test_a_customer_with_hundreds_of_keys_is_kept_and_found_and_forgotten(firm: Firm) -> None:
    """One transaction takes a hundred writes; a long history of names must not make a customer impossible."""
    names = [" ".join(word(10 * number + part) for part in range(3)) for number in range(40)]
    firm.keep("L-5", "Quarzhilde Bromont", former_names=names[:20], trade_names=names[20:], **NANCY)
    (item,) = firm.items("CUSTOMER#L-5", "PROFILE")
    assert len(item["match_keys"]) > 100
    places = [read_place(text) for text in item["match_keys"][::25]]
    key_items = [keys.customer_match(place, "L-5") for place in places]
    assert all(firm.items(key.pk, key.sk, keys_table=True) for key in key_items)
    assert firm.call("DELETE", "/v1/customers/L-5").status == 204
    assert not any(firm.items(key.pk, key.sk, keys_table=True) for key in key_items)


def word(number: int) -> str:
    """A word that nobody uses."""
    return "".join(chr(ord("a") + int(digit, 16)) for digit in hashlib.sha256(str(number).encode()).hexdigest()[:9])


def test_a_blocked_customer_cannot_be_deleted_and_a_free_one_can(firm: Firm, gazettes: Registers) -> None:
    day, number = date(2026, 9, 3), siren(30_000_006)
    firm.keep("L-6", "Briqueterie Sorvan", identifiers=[{"scheme": "siren", "value": number}])
    gazettes.publish_in_france(bodacc(day, 33, french_company("BRIQUETERIE SORVAN", number)))
    gazettes.poll("fr_bodacc", day)
    firm.wait_for_stage("L-6", "no_deliveries")
    assert firm.call("DELETE", "/v1/customers/L-6").status == 409
    firm.decide(firm.only_case("L-6")["case"]["id"], "release")
    assert firm.call("DELETE", "/v1/customers/L-6").status == 204
    assert firm.block("L-6").status == 404
    assert firm.call("DELETE", "/v1/customers/L-6").status == 404


def test_an_unknown_customer_is_never_not_blocked(firm: Firm, stack: Stack) -> None:
    answer = firm.block("nobody")
    assert answer.status == 404
    assert "blocked" not in answer.body
    firm.keep("L-7", "Moulin Dorvy")
    token = stack.token("blocks/read")
    asked = {"customer_numbers": ["L-7", "nobody"]}
    many = stack.call("POST", "/v1/blocks/query", token=token, body=asked).body
    assert ([one["customer_number"] for one in many["answers"]], many["unknown"]) == (["L-7"], ["nobody"])


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({"kind": "organisation"}, {"name"}),
        ({"kind": "company", "name": "X", "colour": "red"}, {"kind", "colour"}),
        (
            {"kind": "organisation", "name": "X", "identifiers": [{"scheme": "siren", "value": "123"}]},
            {"identifiers.0.value"},
        ),
        (
            {"kind": "person", "name": "X", "responsible": [{"name": "Y", "email": "nonsense"}]},
            {"responsible.0.email"},
        ),
    ],
)
def test_a_malformed_customer_is_422_with_the_path_of_each_field(
    firm: Firm, body: dict[str, Any], paths: set[str]
) -> None:
    answer = firm.call("PUT", "/v1/customers/L-8", body)
    assert answer.status == 422
    assert {error["path"] for error in answer.body["errors"]} == paths
    assert firm.call("GET", "/v1/customers/L-8").status == 404


CSV = """Kundennummer;Name;SIREN;PLZ;Ort;Land
I-1;Cartonnages Velmont;{siren};54000;Nancy;FR
I-2;;;54000;Nancy;FR
I-3;Filature Orsane;123456789;54000;Nancy;FR
"""


def test_a_file_dropped_into_the_import_bucket(firm: Firm, stack: Stack) -> None:
    content = CSV.format(siren=siren(30_000_009)).encode("windows-1252")
    first = upload(firm, stack, "kunden märz.csv", content)
    lines = [line.split(";") for line in first.splitlines()[1:]]
    assert first.startswith("line;column;value;reason")
    assert [(line[0], line[1]) for line in lines] == [("3", "Name"), ("4", "SIREN")]
    assert all(line[3] for line in lines)
    assert firm.call("GET", "/v1/customers/I-1").body["name"] == "Cartonnages Velmont"
    assert firm.call("GET", "/v1/customers/I-3").status == 404

    (before,) = firm.items("CUSTOMER#I-1", "PROFILE")
    assert upload(firm, stack, "again.csv", content) == first
    assert firm.items("CUSTOMER#I-1", "PROFILE") == [before]


def test_a_file_that_cannot_be_read_says_so_beside_itself_and_in_the_dead_letters(firm: Firm, stack: Stack) -> None:
    result = upload(firm, stack, "photo.csv", b"\x89PNG\r\n\x1a\n\x00\x00")
    assert len(result.splitlines()) > 1
    found = stack.wait(lambda: stack.messages("ImportsDeadLettersUrl"), 10, "the dead letter")
    attributes = found[0]["MessageAttributes"]
    assert attributes["error"]["StringValue"] == "InvalidInputError"
    assert attributes["step"]["StringValue"] == "import_customers"


def upload(firm: Firm, stack: Stack, name: str, content: bytes) -> str:
    """The result file of an uploaded one."""
    s3, bucket = stack.client("s3"), stack.outputs["ImportBucketName"]
    key = f"results/{name}.result.csv"
    s3.put_object(Bucket=bucket, Key=f"incoming/{name}", Body=content)

    def listed() -> bool:
        found = s3.list_objects_v2(Bucket=bucket, Prefix="results/").get("Contents", [])
        return any(one["Key"] == key for one in found)

    stack.wait(listed, 30, f"the result of {name}")
    return str(s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode("utf-8-sig"))
