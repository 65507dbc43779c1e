"""What entries of American dockets mean: what they are counts, not what they mention."""

import pytest

from chalicelib.model.notice import EventKind as E
from chalicelib.registers.american.events import kind_of

PETITIONS = {
    "Voluntary Petition (Chapter 7)": E.OPENED,
    "[Voluntary Petition (Chapter 11)]": E.OPENED_SELF_ADMIN,
    "Voluntary Petition": E.OPENED_SELF_ADMIN,
    "voluntary petition": E.OPENED_SELF_ADMIN,
    "Chapter 11 Voluntary Petition": E.OPENED_SELF_ADMIN,
    "Chapter 11 Voluntary Petition for Non-Individual": E.OPENED_SELF_ADMIN,
    "Chapter 11 Voluntary Petition Non-Individual": E.OPENED_SELF_ADMIN,
    "Chapter 7 Voluntary Petition for Individual(s)": E.OPENED,
    "Chapter 11 Subchapter V Voluntary Petition": E.OPENED_SELF_ADMIN,
    "Chapter 11 (Subchapter V) Voluntary Petition": E.OPENED_SELF_ADMIN,
    "Voluntary Petition - Chapter 7": E.OPENED,
    "Voluntary Petition (Chapter 7) with Deficiencies": E.OPENED,
    "Voluntary Petition (Chapter 9)": E.PETITION_FILED,
    "Chapter 15 Voluntary Petition": E.PETITION_FILED,
    "Chapter 15 Petition for Recognition": E.PETITION_FILED,
    "Chapter 15 Petition for Recognition of a Foreign Proceeding": E.PETITION_FILED,
    "Petition for Recognition of Foreign Main Proceeding": E.PETITION_FILED,
    "Involuntary Petition": E.PETITION_FILED,
    "[Involuntary Petition (Chapter 7)]": E.PETITION_FILED,
    "Chapter 11 Involuntary Petition Against a Non-Individual": E.PETITION_FILED,
}
PAPERS_ABOUT_PETITIONS = (
    "Motion to Dismiss Involuntary Petition",
    "Answer to Involuntary Petition",
    "Summons Issued on Involuntary Petition",
    "Order Denying Motion to Dismiss Involuntary Petition",
    "Objection to Voluntary Petition",
    "Receipt of Voluntary Petition Filing Fee",
    "Receipt of Voluntary Petition (Chapter 11)(1-26-99001) [misc,volp11a]",
    "Certificate of Service of Voluntary Petition",
    "Amended Voluntary Petition",
    "Amended Chapter 11 Voluntary Petition",
    "Declaration in Support of Voluntary Petition",
    "Voluntary Petition (Amended)",
    "Voluntary Petition (Chapter 11) - Corrected",
    "Corrected Chapter 11 Voluntary Petition",
    "Voluntary Petition (Chapter 7) Deficiency Notice",
    "Corporate Resolution for Voluntary Petition",
    "Voluntary Petition Deficiency",
    "Withdrawal of Involuntary Petition",
    "Order Dismissing Motion to Strike Voluntary Petition",
    "Order on Petition for Recognition",
    "Statement Regarding Involuntary Petition",
)
DECIDED = {
    "Order Dismissing Involuntary Petition": E.MEASURES_LIFTED,
    "Order Granting Motion to Dismiss Involuntary Petition": E.MEASURES_LIFTED,
    "Order Dismissing Voluntary Petition": E.CLOSED_DISCONTINUED,
    "Order for Relief": E.OPENED,
    "Order for Relief Under Chapter 7": E.OPENED,
    "Order Granting Recognition of Foreign Main Proceeding": E.OPENED,
    "Order Granting Petition for Recognition as Foreign Main Proceeding": E.OPENED,
    "Order Recognizing Foreign Main Proceeding": E.OPENED,
    "Order Granting Motion to Convert Case to Chapter 7": E.CONVERTED,
    "Order Converting Case to Chapter 7": E.CONVERTED,
    "Agreed Order Converting Case from Chapter 11 to Chapter 7": E.CONVERTED,
    "Order of Conversion to Chapter 7": E.CONVERTED,
    "Order to Convert Case": E.CONVERTED,
    "Convert Case from Chapter 11 to Chapter 7": E.CONVERTED,
    "Order Dismissing Case": E.MEASURES_LIFTED,
    "Order Dismissing Case for Failure to File Schedules": E.MEASURES_LIFTED,
    "Order Dismissing Chapter 11 Case": E.MEASURES_LIFTED,
    "Order Dismissing the Debtor's Chapter 11 Case": E.MEASURES_LIFTED,
    "Order to Dismiss Case": E.MEASURES_LIFTED,
    "Order of Dismissal": E.MEASURES_LIFTED,
    "Order Granting Debtor's Motion to Dismiss Case": E.MEASURES_LIFTED,
    "Order Granting Motion to Dismiss": E.MEASURES_LIFTED,
    "Stipulation and Order Dismissing Case": E.MEASURES_LIFTED,
    "Memorandum Opinion and Order Dismissing Case": E.MEASURES_LIFTED,
    "Order and Notice Dismissing Case": E.MEASURES_LIFTED,
    "Order Dismissing Case and Vacating Automatic Stay": E.MEASURES_LIFTED,
    "Order Establishing Bar Date": E.HEARING_OR_DEADLINE_SET,
    "Order Granting Motion to Set Bar Date": E.HEARING_OR_DEADLINE_SET,
    "Dismissal of Case": E.MEASURES_LIFTED,
    "Order Closing Case": E.CLOSED_LIFTED,
    "Order Closing": E.CLOSED_LIFTED,
    "Order Discharging Trustee and Closing Case": E.CLOSED_LIFTED,
    "Order Granting Application for Final Decree": E.CLOSED_LIFTED,
    "Final Decree": E.CLOSED_LIFTED,
    "Close Bankruptcy Case": E.CLOSED_LIFTED,
    "Bankruptcy Case Closed": E.CLOSED_LIFTED,
    "Order Granting Motion to Appoint Chapter 11 Trustee": E.PRACTITIONER_APPOINTED,
    "Order Approving Appointment of Chapter 11 Trustee": E.PRACTITIONER_APPOINTED,
    "Notice of Appointment of Trustee": E.PRACTITIONER_APPOINTED,
    "BNC Certificate of Mailing - Meeting of Creditors": E.HEARING_OR_DEADLINE_SET,
    "Notice of Possible Assets": E.HEARING_OR_DEADLINE_SET,
    "Notice of Meeting of Creditors, Last Day to File Complaint": E.HEARING_OR_DEADLINE_SET,
    "Statement Adjourning 341(a) Meeting of Creditors": E.HEARING_OR_DEADLINE_SET,
}
FOR_A_PERSON = (
    "Order on Motion to Dismiss Case",
    "Order on Motion to Convert Case to Chapter 7",
    "Order Denying Motion to Convert Case",
    "Order Denying Motion to Dismiss Case",
    "Order Granting in Part Motion to Dismiss Case",
    "Order Granting Motion to Vacate Order Dismissing Case",
    "Order Vacating Order Dismissing Case",
    "Order to Show Cause Why Case Should Not Be Dismissed",
    "Order Dismissing Case as to Joint Debtor",
    "Order Dismissing Adversary",
    "Order Closing Adversary",
    "Order Closing Adversary Proceeding",
    "CLOSED. Adversary Case 2-26-ap-01602 Closed",
    "Order on Motion to Appoint Trustee",
    "Order Denying Motion to Appoint Trustee",
    "Order Granting Recognition of Foreign Nonmain Proceeding",
    "Order Denying Recognition of Foreign Main Proceeding",
    "Order on Petition for Recognition of Foreign Main Proceeding",
    "Order Setting Hearing on Recognition of Foreign Main Proceeding",
    "Order Granting Motion to Shorten Time on Recognition of Foreign Main Proceeding",
    "Order Converting Hearing to Chapter 11 Status Conference",
    "Memorandum Opinion on Motion to Dismiss Case",
    "Order Appointing Counsel to Trustee",
    "Notice of Appointment of Trustee's Counsel",
    "Order Granting Provisional Relief",
    "Order on Final Decree",
    "Order on Motion to Set Bar Date",
    "Order Granting Motion to Extend Time to Bar Date",
    "Order on Motion to Reopen Case",
    "Order Reopening Case",
    "Order on Motion",
    "Order Granting Generic Motion",
    "Order",
    "Order Dismissing Debtor's Counterclaim",
    "Withdrawal of Report of No Distribution",
    "Order Confirming Chapter 11 Plan",
)
PAPERS = (
    "Motion to Dismiss Case",
    "Motion to Convert Case to Chapter 7",
    "Emergency Motion to Appoint Trustee",
    "Reply to Motion to Appoint Trustee",
    "Application for Final Decree",
    "Proposed Order Dismissing Case",
    "Certificate of Service of Order Converting Case",
    "Withdrawal of Motion to Dismiss Case",
    "Order on Motion For Relief From Stay",
    "Order Granting Motion for Relief From Stay",
    "Order Granting Application to Employ",
    "Stipulation to Extend Time",
)


@pytest.mark.parametrize(("event", "kind"), (PETITIONS | DECIDED).items())
def test_what_begins_turns_or_ends_a_case(event: str, kind: E) -> None:
    assert kind_of(event, "11") is kind


@pytest.mark.parametrize("event", PAPERS_ABOUT_PETITIONS)
def test_a_paper_about_a_petition_is_none(event: str) -> None:
    assert kind_of(event, "7") in {None, E.UNCLASSIFIED}


@pytest.mark.parametrize("event", FOR_A_PERSON)
def test_what_was_not_granted_or_is_not_said_is_for_a_person(event: str) -> None:
    assert kind_of(event, "11") is E.UNCLASSIFIED


@pytest.mark.parametrize("event", PAPERS)
def test_papers_of_a_case_that_runs_are_left_out(event: str) -> None:
    assert kind_of(event, "11") is None


def test_an_order_that_lifts_the_stay_opens_nothing() -> None:
    assert kind_of("Order for Relief from Stay", "7") is not E.OPENED


def test_the_petition_s_own_chapter_counts() -> None:
    assert kind_of("Voluntary Petition (Chapter 11)", "7") is E.OPENED_SELF_ADMIN
    assert kind_of("Chapter 7 Voluntary Petition", None) is E.OPENED
