"""What key items hold: version, what narrows them, the record beside them."""

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.matching.keys import FORMER_VERSION, KEY_VERSION, keys_of
from chalicelib.matching.prepared import Prepared, prepare
from chalicelib.model.match_keys import KeyPlace, read_place
from tests.unit.matching.pairs import a_customer, a_notice

HOME = {"street": "Hafenstr. 3", "postcode": "20457", "city": "Hamburg"}


@given(st.text("abc|@+0", min_size=1), st.none() | st.text("abcä", max_size=5))
def test_a_place_is_read_as_it_was_written(partition: str, narrow: str | None) -> None:
    place = KeyPlace(partition, narrow)
    assert read_place(place.text) == place


def test_keys_of_two_versions_never_meet() -> None:
    customer = a_customer("Nordlicht Bau GmbH", **HOME)
    now, before = keys_of(customer), keys_of(customer, FORMER_VERSION)
    assert now.keys == before.keys
    assert not {place.partition for place in now.places()} & {place.partition for place in before.places()}
    own = (f"{KEY_VERSION}|", "find", "list")
    assert all(place.partition.startswith(own) for place in now.places())


def test_both_sides_narrow_alike() -> None:
    customer = keys_of(a_customer("Nordlicht Bau GmbH", **HOME))
    notice = keys_of(a_notice("NORDLICHT-Bau Gesellschaft mbH", seat="Hamburg"))
    shared = customer.keys & notice.keys
    assert {key.partition("|")[0] for key in shared} >= {"name", "tok", "pre"}
    for key in shared:
        assert set(customer.narrows(key)) & set(notice.narrows(key))


def test_persons_are_narrowed_by_their_call_name_however_it_is_written() -> None:
    customer = keys_of(a_customer("Erna Müller", kind="person", **HOME))
    notice = keys_of(a_notice("Müller, Erna", kind="person", city="Hamburg"))
    assert customer.initials == notice.initials == "er"


def test_a_notice_with_two_towns_is_found_from_both() -> None:
    notice = keys_of(a_notice("Nordlicht GmbH", city="Hamburg", seat="Kiel"))
    assert notice.narrows("name|nordlicht") == ("hamburg", "kiel")
    assert {place.narrow for place in notice.places() if "@" not in place.partition} >= {"hamburg", "kiel"}


def test_the_record_beside_a_key_is_all_that_scoring_needs() -> None:
    customer = a_customer("Nordlicht GmbH", ids=[["de_register", "HRB 4711", "Kiel"]], former=["Polarstern"], **HOME)
    assert Prepared.from_compact(keys_of(customer).compact) == prepare(customer)


def test_a_change_that_no_key_and_no_comparison_reads_changes_no_key_item() -> None:
    customer = a_customer("Nordlicht GmbH", **HOME)
    richer = customer.model_copy(update={"open_amount": {"amount": "5"}, "departments": ()})
    assert keys_of(customer) == keys_of(richer)
