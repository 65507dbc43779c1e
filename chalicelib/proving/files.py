"""Proofs as files to keep: a document for one customer, a table for many."""

from collections.abc import Iterable, Iterator, Sequence

from chalicelib.activity_files import Format, Written
from chalicelib.exports import Cell
from chalicelib.model.customer import Language
from chalicelib.model.proof import HEALTH_WORDS, RESULT_WORDS, VERDICT_WORDS, CheckProof

_HEADERS: dict[Language, list[str]] = {
    "de": [
        "Kundennummer", "Name", "Ergebnis", "In Worten", "Register", "Land", "Ergebnis des Registers",
        "Gelesen ab", "Gelesen bis", "Jüngste Veröffentlichung", "Letzter Versuch", "Zustand", "Akten",
        "Gesucht nach", "Stand", "Erstellt für",
    ],
    "en": [
        "Customer number", "Name", "Verdict", "In words", "Register", "Country", "The register's result",
        "Read from", "Read through", "Newest publication", "Last attempt", "Health", "Cases",
        "Searched for", "As of", "Prepared for",
    ],
}  # fmt: skip


def document(proof: CheckProof, language: Language) -> Written:
    """The proof as a PDF."""
    from chalicelib import documents  # noqa: PLC0415 - what makes a PDF is not for every cold start

    page = documents.load("check_proof").render(proof, language)
    return Written(page, "application/pdf", f"{_name([proof])}.{Format.PDF}")


def table(proofs: Sequence[CheckProof], unknown: Iterable[str], language: Language) -> Written:
    """One row for each customer and register; a number that nobody knows has a row that says so."""
    from chalicelib import exports  # noqa: PLC0415 - see above

    rows = [row for proof in proofs for row in _rows(proof, language)]
    said = "unbekannte Kundennummer: kein Nachweis" if language == "de" else "unknown customer number: no proof"
    rows += [[number, None, said, *[None] * (len(_HEADERS[language]) - 3)] for number in unknown]
    content = exports.csv_file(_HEADERS[language], rows, language=language)
    return Written(content.decode(), "text/csv; charset=utf-8", f"{_name(proofs)}.{Format.CSV}")


def _name(proofs: Sequence[CheckProof]) -> str:
    """A file name of letters, digits and hyphens alone: customer numbers may hold anything."""
    if not proofs:
        return "proofs"
    number = "".join(sign if sign.isalnum() and sign.isascii() else "-" for sign in proofs[0].customer_number)
    whose = number if len(proofs) == 1 else f"{len(proofs)}-customers"
    return f"proof-{whose}-{proofs[0].prepared_at:%Y%m%d}"


def _rows(proof: CheckProof, language: Language) -> Iterator[list[Cell]]:
    for one in proof.registers:
        yield _row(
            proof,
            language,
            one.title,
            one.country,
            RESULT_WORDS[one.result][_place(language)],
            one.checked_since,
            one.checked_through,
            one.newest_notice,
            one.last_attempt,
            ": ".join(filter(None, (HEALTH_WORDS[one.health][_place(language)], one.health_reason))),
            ", ".join(case.case_id for case in one.cases),
        )
    if proof.other_cases:
        said = ("kein Register, sondern Auskunftei oder Mensch", "no register, but a bureau or a person")
        cases = ", ".join(case.case_id for case in proof.other_cases)
        result = RESULT_WORDS["hits"][_place(language)]
        yield _row(proof, language, said[_place(language)], None, result, *[None] * 5, cases)


def _row(proof: CheckProof, language: Language, *cells: Cell) -> list[Cell]:
    """What a register's cells say, between what is the same in each row of the customer."""
    searched = proof.searched
    return [
        proof.customer_number,
        proof.customer_name,
        VERDICT_WORDS[proof.verdict][_place(language)],
        proof.statement_de if language == "de" else proof.statement_en,
        *cells,
        "; ".join(filter(None, (*searched.names, *searched.identifiers, searched.address))),
        proof.prepared_at,
        proof.prepared_for,
    ]


def _place(language: Language) -> int:
    return 0 if language == "de" else 1
