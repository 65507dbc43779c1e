"""What is not certain goes to a person, and a person's word is final: unsure matches, natural persons, releases."""

from datetime import date

from tests.integration.firm import Firm, Registers
from tests.integration.payloads import (
    CLAIMS_LIST,
    CONVERSION,
    REORGANISATION,
    bodacc,
    french_company,
    shab,
    siren,
    swiss_person,
)

NANCY = {"address": {"city": "Nancy", "postcode": "54000", "country": "FR"}}


def unsure(firm: Firm, gazettes: Registers, customer: str, name: str, day: date, number: int) -> str:
    """Id of a case in review: the name agrees, and no number proves it."""
    firm.keep(customer, name, **NANCY)
    company = french_company(name.upper(), siren(40_000_000 + number))
    gazettes.publish_in_france(bodacc(day, number, company, nature=REORGANISATION))
    gazettes.poll("fr_bodacc", day)
    firm.wait_for_stage(customer, "warn")
    return str(firm.only_case(customer)["case"]["id"])


def later(gazettes: Registers, name: str, day: date, of: int, number: int, nature: str) -> None:
    """Another publication of the same proceedings."""
    company = french_company(name.upper(), siren(40_000_000 + of))
    gazettes.publish_in_france(bodacc(day, number, company, nature=nature))
    gazettes.poll("fr_bodacc", day)


def test_an_unsure_match_only_warns_and_yes_brings_the_full_stage(firm: Firm, gazettes: Registers) -> None:
    case_id = unsure(firm, gazettes, "J-1", "Ferronnerie Calvoux", date(2026, 8, 3), 41)
    answer = firm.block("J-1").body
    assert (answer["blocked"], answer["stage"], answer["no_payouts"]) == (False, "warn", False)
    file = firm.case(case_id)
    assert file["case"]["state"] == "review"
    assert [(task["kind"], task["state"]) for task in file["tasks"]] == [("review_match", "open")], "no duties yet"
    assert {alert["kind"] for alert in firm.alerts("J-1")} == {"review_needed"}

    file = firm.decide(case_id, "judgement", ours=True)
    assert (file["case"]["state"], file["block"]["stage"]) == ("open", "no_deliveries")
    states = {task["kind"]: task["state"] for task in file["tasks"]}
    assert (states["review_match"], states["lodge_claim"]) == ("done", "open")
    assert firm.block("J-1").body["blocked"] is True


def test_no_releases_and_later_notices_of_the_same_proceedings_do_not_block_again(
    firm: Firm, gazettes: Registers
) -> None:
    case_id = unsure(firm, gazettes, "J-2", "Menuiserie Astrel", date(2026, 8, 4), 42)
    file = firm.decide(case_id, "judgement", ours=False, reason="another company of the same name")
    assert (file["case"]["state"], file["block"]["state"]) == ("dismissed", "released")
    assert file["block"]["release"]["reason"] == "another company of the same name"
    told = len(firm.alerts("J-2"))

    later(gazettes, "Menuiserie Astrel", date(2026, 8, 5), 42, 43, CONVERSION)
    file = firm.case(case_id)
    assert len(file["case"]["notices"]) == 2
    assert (file["case"]["state"], file["block"]["state"]) == ("dismissed", "released")
    assert firm.block("J-2").body["blocked"] is False
    assert len(firm.alerts("J-2")) == told


def test_a_released_block_stays_released_until_something_new_happens(firm: Firm, gazettes: Registers) -> None:
    number = siren(40_000_044)
    firm.keep("J-3", "Imprimerie Solvet", identifiers=[{"scheme": "siren", "value": number}])
    gazettes.publish_in_france(
        bodacc(date(2026, 8, 6), 44, french_company("IMPRIMERIE SOLVET", number), nature=REORGANISATION)
    )
    gazettes.poll("fr_bodacc", date(2026, 8, 6))
    firm.wait_for_stage("J-3", "no_deliveries")
    firm.decide(firm.only_case("J-3")["case"]["id"], "release")
    later(gazettes, "Imprimerie Solvet", date(2026, 8, 7), 44, 45, CLAIMS_LIST)
    assert len(firm.only_case("J-3")["case"]["notices"]) == 2
    assert firm.block("J-3").body["stage"] is None
    later(gazettes, "Imprimerie Solvet", date(2026, 8, 10), 44, 46, CONVERSION)
    firm.wait_for_stage("J-3", "no_deliveries")


def test_a_stage_lowered_by_a_person_is_not_undone_by_a_routine_notice(firm: Firm, gazettes: Registers) -> None:
    number = siren(40_000_047)
    firm.keep("J-4", "Horlogerie Pernaud", identifiers=[{"scheme": "siren", "value": number}])
    gazettes.publish_in_france(
        bodacc(date(2026, 8, 11), 47, french_company("HORLOGERIE PERNAUD", number), nature=REORGANISATION)
    )
    gazettes.poll("fr_bodacc", date(2026, 8, 11))
    firm.wait_for_stage("J-4", "no_deliveries")
    firm.decide(firm.only_case("J-4")["case"]["id"], "stage", stage="prepayment_only", no_payouts=False)
    later(gazettes, "Horlogerie Pernaud", date(2026, 8, 12), 47, 48, CLAIMS_LIST)
    file = firm.only_case("J-4")
    assert len(file["case"]["notices"]) == 2
    assert (file["block"]["stage"], file["block"]["no_payouts"]) == ("prepayment_only", False)


def test_an_automatic_block_of_a_natural_person_asks_a_human_being(firm: Firm, gazettes: Registers) -> None:
    day, born = date(2026, 8, 13), date(1971, 4, 9)
    firm.keep("J-5", "Urs Amstadler", kind="person", first_name="Urs", surname="Amstadler", birth_date=born.isoformat())
    gazettes.publish_in_switzerland(shab(day, 49, swiss_person("Urs", "Amstadler", born)))
    gazettes.poll("ch_shab", day)
    firm.wait_for_stage("J-5", "no_deliveries")
    file = firm.only_case("J-5")
    assert file["case"]["natural_person"] is True
    (task,) = [one for one in file["tasks"] if one["kind"] == "review_person_block"]
    assert (task["rule"], task["state"]) == ("GDPR 22(3)", "open")


def test_releasing_one_of_two_cases_never_frees_the_other(firm: Firm, gazettes: Registers) -> None:
    """Swiss publications about a person carry no case number, so each stands for itself."""
    day, born = date(2026, 8, 14), date(1968, 11, 23)
    firm.keep("J-6", "Reto Gmünder", kind="person", first_name="Reto", surname="Gmünder", birth_date=born.isoformat())
    debtor = swiss_person("Reto", "Gmünder", born)
    gazettes.publish_in_switzerland(shab(day, 50, debtor), shab(day, 51, debtor))
    gazettes.poll("ch_shab", day)
    firm.wait_for_stage("J-6", "no_deliveries")
    one, other = (file["case"]["id"] for file in firm.cases("J-6"))
    firm.decide(one, "release")
    answer = firm.block("J-6").body
    assert answer["blocked"] is True
    assert [reason["case_id"] for reason in answer["reasons"]] == [other]
    firm.decide(other, "release")
    assert firm.block("J-6").body["blocked"] is False
