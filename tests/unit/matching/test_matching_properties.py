"""What holds for every input: no exception, no positive by accident, the same answer from either side."""

from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chalicelib.matching.judge import judge
from chalicelib.matching.keys import customer_keys, notice_keys
from chalicelib.matching.names import read_organisation
from chalicelib.model.match import MatchResult
from tests.unit.matching.pairs import NOW, a_customer, a_notice

RANK = {MatchResult.NEGATIVE: 0, MatchResult.UNSURE: 1, MatchResult.POSITIVE: 2}
HOME = {"street": "Hafenstraße 3", "postcode": "20457", "city": "Hamburg"}
WORDS = ["Nordlicht", "Möwe", "Müller", "Bau", "Service", "Erste", "II", "Verwaltungs", "&", "A", "7", "Karl", "e.K."]
FORMS = ["GmbH", "GmbH & Co. KG", "AG", "e.K.", "UG (haftungsbeschränkt)", "Ltd.", "S.à r.l.", "eG", ""]
odd_text = st.text(max_size=60).filter(lambda text: bool(text.strip()))
scripts = st.text(st.sampled_from("אבגדمحمد李明株式会社한국🙂\u200b\u202e\u00ad ́Ж-.,()&'\"\t"), min_size=1, max_size=30)
names = st.builds(
    lambda words, form: " ".join([*words, form]).strip(),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4),
    st.sampled_from(FORMS),
)
any_name = st.one_of(odd_text, scripts, names).filter(lambda text: bool(text.strip()))
kinds = st.sampled_from(["organisation", "person"])
places = st.sampled_from([{}, HOME, {"city": "Kiel"}, {"city": "Hamburg"}, {"printed": "Hafenstr. 3, 20457 Hamburg"}])
numbers = st.sampled_from([[], [["de_register", "HRB 1", "Hamburg"]], [["de_register", "HRB 2", "Hamburg"]]])


@given(any_name, any_name, kinds, kinds, places, places)
@settings(max_examples=150, deadline=None)
def test_never_an_exception(
    mine: str, theirs: str, kind: str, other_kind: str, here: dict[str, str], there: dict[str, str]
) -> None:
    customer, notice = a_customer(mine, kind=kind, **here), a_notice(theirs, kind=other_kind, **there)
    match = judge(customer, notice, NOW)
    assert 0 <= match.score <= 100
    assert all(piece.sentence_de and piece.sentence_en for piece in match.evidence)
    assert all(1 < len(key) <= 80 for key in customer_keys(customer) | notice_keys(notice))


@given(any_name, any_name, kinds, kinds, places)
@settings(max_examples=150, deadline=None)
def test_never_positive_without_number_birth_date_or_shared_door(
    mine: str, theirs: str, kind: str, other_kind: str, place: dict[str, str]
) -> None:
    match = judge(a_customer(mine, kind=kind, **HOME), a_notice(theirs, kind=other_kind, city=place.get("city")), NOW)
    assert match.result is not MatchResult.POSITIVE


@given(names, kinds, numbers)
@settings(deadline=None)
def test_a_person_without_birth_date_and_number_is_never_positive(
    name: str, kind: str, theirs: list[list[str]]
) -> None:
    notice = a_notice(name, kind="person", ids=theirs, **HOME)
    assert judge(a_customer(name, kind=kind, **HOME), notice, NOW).result is not MatchResult.POSITIVE


@given(st.lists(st.sampled_from([form for form in FORMS if form]), min_size=1, max_size=3), numbers)
@settings(deadline=None)
def test_a_name_of_legal_forms_only_is_never_positive(forms: list[str], ids: list[list[str]]) -> None:
    name = " ".join(forms)
    assume(not read_organisation(name).words)
    match = judge(a_customer(name, ids=ids, **HOME), a_notice(name, ids=ids, **HOME), NOW)
    assert match.result is not MatchResult.POSITIVE


@given(names, names, places, places, numbers, numbers)
@settings(max_examples=150, deadline=None)
def test_the_answer_is_the_same_from_either_side(
    one: str, other: str, here: dict[str, str], there: dict[str, str], mine: list[list[str]], theirs: list[list[str]]
) -> None:
    forth = judge(a_customer(one, ids=mine, **here), a_notice(other, ids=theirs, **there), NOW)
    back = judge(a_customer(other, ids=theirs, **there), a_notice(one, ids=mine, **here), NOW)
    assert (forth.result, forth.rule, forth.score) == (back.result, back.rule, back.score)


@given(names, names, places, places)
@settings(max_examples=100, deadline=None)
def test_numbers_move_the_answer_in_their_own_direction(
    one: str, other: str, here: dict[str, str], there: dict[str, str]
) -> None:
    without = judge(a_customer(one, **here), a_notice(other, **there), NOW)
    number, another = [["de_register", "HRB 1", "Hamburg"]], [["de_register", "HRB 2", "Hamburg"]]
    same = judge(a_customer(one, ids=number, **here), a_notice(other, ids=number, **there), NOW)
    differing = judge(a_customer(one, ids=number, **here), a_notice(other, ids=another, **there), NOW)
    assert RANK[same.result] >= RANK[without.result] >= RANK[differing.result]
    assert same.result is not MatchResult.NEGATIVE
    assert differing.result is not MatchResult.POSITIVE


@given(st.dates(), st.dates())
@settings(max_examples=100, deadline=None)
def test_only_an_equal_and_possible_birth_date_makes_a_person_positive(mine: date, theirs: date) -> None:
    customer = a_customer("Erna Beispiel", kind="person", born=mine.isoformat(), **HOME)
    notice = a_notice("Erna Beispiel", kind="person", born=theirs.isoformat(), **HOME)
    result = judge(customer, notice, NOW).result
    age = timedelta(days=0) <= notice.publication_date - mine <= timedelta(days=366 * 116)
    if result is MatchResult.POSITIVE:
        assert mine == theirs
        assert age


@given(any_name)
@settings(max_examples=150, deadline=None)
def test_the_same_name_and_town_share_a_key(name: str) -> None:
    assume(read_organisation(name).words)
    assert customer_keys(a_customer(name, **HOME)) & notice_keys(a_notice(name, city="Hamburg"))


def test_of_ten_thousand_characters_only_the_beginning_is_compared() -> None:
    for filler in ("x", "a ", "((", "Inh. ", " vormals ", ", 1", "é", "ﷺ", "i.L. ", "& "):
        notice = a_notice(f"Nordlicht {filler * 10_000}", **HOME)
        match = judge(a_customer("Nordlicht GmbH", **HOME), notice, NOW)
        assert match.result is not MatchResult.POSITIVE
        assert len(notice_keys(notice)) < 60


def test_two_names_that_differ_behind_the_cut_are_not_positive_at_one_door() -> None:
    long_name = "Nordlicht GmbH " + "x" * 380
    customer, notice = a_customer(long_name, **HOME), a_notice(f"{long_name}yyyyyyyyy", **HOME)
    assert judge(customer, notice, NOW).result is not MatchResult.POSITIVE
