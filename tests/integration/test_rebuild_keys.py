"""A release with other match keys: all stays findable while they are rebuilt, and a rebuild may break off."""

from collections.abc import Callable
from datetime import date

import pytest
from boto3.dynamodb.types import TypeSerializer

from chalicelib import commands
from chalicelib.commands import rebuild_keys
from chalicelib.errors import StoreUnreachableError
from chalicelib.matching.keys import FORMER_VERSION, KEY_VERSION, keys_of
from chalicelib.model.customer import Customer
from chalicelib.model.match_keys import read_place, texts
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.store import customers, keys
from tests.integration.firm import Firm, Registers
from tests.integration.payloads import bodacc, french_company, siren

Command = Callable[[], int]
_serializer = TypeSerializer()


@pytest.fixture
def rebuild(as_admin: None) -> Command:
    """The command, as an admin runs it on this stack."""
    return lambda: commands.main(["rebuild-keys"])


def as_formerly(firm: Firm, pk: str) -> None:
    """Puts a customer or notice back to how the former release stored it."""
    client, outputs = firm.stack.client("dynamodb"), firm.stack.outputs
    (item,) = (one for one in firm.items(pk) if one["sk"] in ("PROFILE", "NOTICE"))
    record = (Customer if item["type"] == "customer" else InsolvencyNotice).model_validate(item["record"])
    link = keys.customer_match if isinstance(record, Customer) else keys.notice_match
    name = record.number if isinstance(record, Customer) else record.id
    for place in keys_of(record).places():
        client.delete_item(TableName=outputs["KeysTableName"], Key=wire(link(place, name)._asdict()))
    former = keys_of(record, FORMER_VERSION)
    for place in former.places():
        client.put_item(TableName=outputs["KeysTableName"], Item=wire(link(place, name)._asdict() | {"type": "key"}))
    del item["key_version"]
    if isinstance(record, Customer):
        item |= {"match_keys": texts(former.places()), "key_version": FORMER_VERSION}
        del item["compact"]
    client.put_item(TableName=outputs["TableName"], Item=wire(item))
    client.delete_item(TableName=outputs["TableName"], Key=wire(keys.REBUILD._asdict()))


def wire(value: dict[str, object]) -> dict[str, object]:
    return {name: _serializer.serialize(part) for name, part in value.items()}


def found_by(firm: Firm, version: str, number: str) -> bool:
    """Whether the customer stands under this SIREN in this version's keys."""
    prefix = "" if version == FORMER_VERSION else f"{version}|"
    return bool(firm.items(f"{prefix}id|siren:{number}", "CUSTOMER#", keys_table=True))


def test_nothing_is_out_of_reach_before_and_during_and_after(
    firm: Firm, gazettes: Registers, rebuild: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    day, old, late = date(2026, 10, 5), siren(97_000_001), siren(97_000_002)
    firm.keep("R-1", "Verrerie Kolmont", identifiers=[{"scheme": "siren", "value": old}])
    gazettes.publish_in_france(bodacc(day, 81, french_company("FONDERIE ORBELLE", late)))
    gazettes.poll("fr_bodacc", day)
    as_formerly(firm, "CUSTOMER#R-1")
    as_formerly(firm, f"NOTICE#fr_bodacc:{bodacc(day, 81, french_company('FONDERIE ORBELLE', late))['id']}")
    firm.wait_until_quiet()

    gazettes.publish_in_france(bodacc(day, 82, french_company("VERRERIE KOLMONT", old)))
    gazettes.poll("fr_bodacc", day)
    firm.wait_for_stage("R-1", "no_deliveries")
    firm.keep("R-2", "Fonderie Orbelle", identifiers=[{"scheme": "siren", "value": late}])
    firm.wait_for_stage("R-2", "no_deliveries")

    assert (found_by(firm, FORMER_VERSION, old), found_by(firm, KEY_VERSION, old)) == (True, False)
    assert rebuild() == 0
    assert (found_by(firm, FORMER_VERSION, old), found_by(firm, KEY_VERSION, old)) == (False, True)
    assert f"rebuilt to version {KEY_VERSION}" in capsys.readouterr().out
    firm.wait_until_quiet()
    (item,) = firm.items("CUSTOMER#R-1", "PROFILE")
    assert item["key_version"] == KEY_VERSION
    places = [read_place(text) for text in item["match_keys"]]
    assert all(firm.items(*keys.customer_match(place, "R-1"), keys_table=True) for place in places)
    assert len(firm.cases("R-1")) == 1

    assert rebuild() == 0
    assert f"all keys are of version {KEY_VERSION}" in capsys.readouterr().out
    assert firm.items("CUSTOMER#R-1", "PROFILE") == [item]


def test_a_broken_rebuild_goes_on_where_it_stopped(
    firm: Firm, rebuild: Command, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers = {f"R-1{place}": siren(97_000_010 + place) for place in range(4)}
    for number, value in numbers.items():
        firm.keep(number, f"Atelier {number}", identifiers=[{"scheme": "siren", "value": value}])
        as_formerly(firm, f"CUSTOMER#{number}")
    rekeyed: list[str] = []

    def fails_at_third(number: str, made: Callable[[Customer], object], *, anew: bool) -> bool:
        if len(rekeyed) == 2:
            raise StoreUnreachableError("the table does not answer")
        rekeyed.append(number)
        return real(number, made, anew=anew)  # type: ignore[arg-type] # handed through

    real = customers.rekey
    monkeypatch.setattr(rebuild_keys, "_PAGE", 1)
    with monkeypatch.context() as broken:
        broken.setattr(customers, "rekey", fails_at_third)
        assert rebuild() == 1
    assert "does not answer" in capsys.readouterr().err
    assert sum(found_by(firm, KEY_VERSION, value) for value in numbers.values()) == 2
    assert rebuild() == 0
    assert "going on behind" in capsys.readouterr().err
    assert all(found_by(firm, KEY_VERSION, value) for value in numbers.values())
    assert not any(found_by(firm, FORMER_VERSION, value) for value in numbers.values())
