"""Letter that asks the administrator to choose: perform the contract or not.

Source: InsO 103(2) s. 2 and 3 (the other side may ask; who does not answer at once cannot insist), 107(2) (with
retention of title only after the report hearing), 55(1) no. 2 (after the choice our claim is a debt of the estate).
"""

from chalicelib.documents import Document
from chalicelib.documents.layout.letter import closed, salutation, to_practitioner
from chalicelib.documents.layout.paper import Paper
from chalicelib.documents.layout.wording import Say
from chalicelib.model.customer import Language
from chalicelib.model.letters import ChoiceLetter, OpenContract

DOCUMENT = Document(
    title_de="Aufforderung zur Wahl nach § 103 InsO",
    title_en="Request for the choice under InsO 103",
    data=ChoiceLetter,
)


def render(data: ChoiceLetter, language: Language) -> bytes:
    """The letter."""
    say = Say(language)
    paper = to_practitioner(
        data.creditor,
        data.court_case,
        DOCUMENT.title(language),
        say,
        prepared_at=data.prepared_at,
        draft=data.draft,
    )
    paper.paragraph(salutation(say))
    paper.paragraph(
        say(
            "die folgenden gegenseitigen Verträge waren bei der Eröffnung von keiner Seite vollständig erfüllt:",
            "when the proceedings were opened neither side had completely performed the following contracts:",
        )
    )
    for contract in data.contracts:
        _contract(paper, contract)
    _request(paper, data)
    return closed(paper, data.creditor)


def _contract(paper: Paper, contract: OpenContract) -> None:
    say = paper.say
    day = say.day(contract.concluded_on, "Tag des Vertrags", "day of the contract")
    paper.fields(
        [
            (say("Vertrag, Bestellung", "Contract, order"), contract.reference),
            (say("geschlossen am", "concluded on"), day),
            (say("von uns noch zu leisten", "still to be done by us"), contract.ours),
            (say("vom Schuldner noch zu leisten", "still to be done by the debtor"), contract.theirs),
            (say("Eigentumsvorbehalt", "Retention of title"), say.yes_no(value=contract.retention_of_title)),
        ]
    )


def _request(paper: Paper, data: ChoiceLetter) -> None:
    say = paper.say
    by = say.in_text(say.day(data.respond_by, "Frist zur Antwort", "day to answer by"))
    paper.gap()
    paper.paragraph(
        say(
            "Wir fordern Sie nach § 103 Abs. 2 Satz 2 InsO auf, unverzüglich, spätestens bis zum "
            f"{by}, zu erklären, ob Sie Erfüllung verlangen. Schweigen Sie, können Sie auf der Erfüllung nicht "
            "bestehen (§ 103 Abs. 2 Satz 3 InsO).",
            f"Under InsO 103(2) s. 2 we ask you to declare without delay, at the latest by {by}, whether you demand "
            "performance. If you do not answer you cannot insist on performance (InsO 103(2) s. 3).",
        )
    )
    if any(contract.retention_of_title for contract in data.contracts):
        hearing = say.in_text(say.day(data.court_case.report_hearing, "Berichtstermin", "report hearing"))
        paper.paragraph(
            say(
                "Für Waren unter Eigentumsvorbehalt, die beim Schuldner sind, genügt die Erklärung unverzüglich nach "
                f"dem Berichtstermin am {hearing} (§ 107 Abs. 2 InsO).",
                "For goods under retention of title that the debtor holds, the declaration is in time without delay "
                f"after the report hearing on {hearing} (InsO 107(2)).",
            )
        )
    paper.keep(72)  # the last paragraph goes with the signature
    paper.paragraph(
        say(
            "Bis dahin halten wir unsere Leistung zurück. Verlangen Sie Erfüllung, ist unsere Gegenforderung "
            "Masseverbindlichkeit (§ 55 Abs. 1 Nr. 2 InsO). Lehnen Sie ab, melden wir unsere Forderung wegen der "
            "Nichterfüllung zur Tabelle an (§ 103 Abs. 2 Satz 1 InsO).",
            "Until then we withhold our performance. If you demand performance our claim is a debt of the estate (InsO "
            "55(1) no. 2). If you refuse we lodge our claim for non-performance (InsO 103(2) s. 1).",
        )
    )
