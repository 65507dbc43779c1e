"""Court, debtor, practitioner and creditor in the words and order in which forms and letters name them."""

from chalicelib.documents.layout.paper import Field
from chalicelib.documents.layout.wording import Say
from chalicelib.model.address import PostalAddress
from chalicelib.model.creditor import Contact, Creditor, Representative, RepresentativeKind
from chalicelib.model.dossier import CourtCase


def address_lines(address: PostalAddress | None, say: Say) -> list[str]:
    """Street and place as the lines of an envelope; the country only when it is not Germany."""
    if address is None or not address.one_line():
        return [say.missing("Anschrift", "address")]
    place = " ".join(part for part in (address.postcode, address.city) if part)
    lines = [part for part in (address.street, place) if part] or [address.printed or ""]
    if address.country and address.country not in {"DE", "Deutschland"}:
        lines.append(address.country)
    return lines


def practitioner_lines(case: CourtCase, say: Say) -> list[str]:
    """Name and address of the administrator or custodian, or what of it is missing."""
    role = practitioner_word(case, say)
    lines = [case.practitioner_firm] if case.practitioner_firm else []
    lines.append(case.practitioner_name or say.missing(role, role))
    lines.append(say("als ", "as ") + role)
    return [*lines, *address_lines(case.practitioner_address, say)]


def practitioner_word(case: CourtCase, say: Say) -> str:
    """What the notice calls the practitioner, else what the law calls whoever takes claims."""
    if case.self_administration:
        return case.practitioner_role or say("Sachwalter", "custodian")
    return case.practitioner_role or say("Insolvenzverwalter", "insolvency administrator")


def case_fields(case: CourtCase, say: Say) -> list[Field]:
    """The proceedings as the head of a form."""
    role = practitioner_word(case, say)
    opened = ", ".join([say.day(case.opening_date), *_hour(case, say)]) if case.opening_date else None
    deadline = say.day(case.claim_deadline) if case.claim_deadline else say("nicht bekanntgemacht", "not published")
    return [
        (say("Insolvenzgericht", "Insolvency court"), case.court),
        (say("Aktenzeichen des Gerichts", "Case number of the court"), case.case_number),
        (say("Schuldner (wie veröffentlicht)", "Debtor (as published)"), case.debtor_name),
        (say("Anschrift des Schuldners", "Debtor's address"), "\n".join(address_lines(case.debtor_address, say)))
        if case.debtor_address
        else (say("Anschrift des Schuldners", "Debtor's address"), say("nicht veröffentlicht", "not published")),
        (role[:1].upper() + role[1:], _practitioner(case, say)),
        (say("Eröffnung am, um", "Opened on, at"), opened),
        (say("Anmeldefrist bis", "Time limit for lodging"), deadline),
    ]


def _hour(case: CourtCase, say: Say) -> list[str]:
    """The hour of the opening; noon where German law says so, nothing where another law counts."""
    if case.opening_time:
        return [say.clock(case.opening_time)]
    return [say("12:00 Uhr (InsO § 27 III)", "12:00 (InsO 27(3))")] if case.country == "DE" else []


def _practitioner(case: CourtCase, say: Say) -> str | None:
    if not case.practitioner_name:
        return None
    lines = [case.practitioner_name, case.practitioner_firm, *address_lines(case.practitioner_address, say)]
    return "\n".join(line for line in [*lines, case.practitioner_email] if line)


def creditor_fields(creditor: Creditor, say: Say) -> list[Field]:
    """Our firm as the administrator has to enter it."""
    account = creditor.bank_account
    entry = creditor.register_entry
    none = say("keine Angabe", "not stated")
    bank = (
        f"{account.holder}\nIBAN {account.printed_iban}"
        + (f"\nBIC {account.bic}" if account.bic else "")
        + (f", {account.bank}" if account.bank else "")
        if account
        else None
    )
    return [
        (say("Gläubiger (genaue Firma)", "Creditor (exact name)"), creditor.name),
        (
            say("Anschrift", "Address"),
            "\n".join(address_lines(creditor.address, say)) if creditor.address else None,
        ),
        (say("Gesetzlich vertreten durch", "Represented in law by"), ", ".join(creditor.legal_representatives)),
        (say("Register", "Register"), f"{entry.office}, {entry.number}" if entry else none),
        (say("USt-IdNr.", "VAT id"), creditor.vat_id or none),
        (say("Geschäftszeichen", "Reference"), creditor.reference or none),
        (say("Ansprechpartner", "Contact"), contact_lines(creditor.contact) or none),
        (say("Bankverbindung", "Bank account"), bank),
    ]


def contact_lines(contact: Contact) -> str:
    """Name, telephone and mail address, one below the other."""
    return "\n".join(part for part in (contact.name, contact.phone, contact.email) if part)


def representative_fields(representative: Representative | None, say: Say) -> list[Field]:
    """Who acts for the creditor under a power of attorney; a plain no when nobody does."""
    label = say("Vertreter", "Representative")
    if representative is None:
        return [(label, say("keiner; der Gläubiger meldet selbst an", "none; the creditor lodges the claim itself"))]
    kinds = {
        RepresentativeKind.LAWYER: say("Rechtsanwalt", "lawyer"),
        RepresentativeKind.COLLECTION_FIRM: say(
            "registrierte Person für Inkassodienstleistungen (§ 174 Abs. 1 S. 3 InsO)",
            "registered collection firm (InsO 174(1) s. 3)",
        ),
        RepresentativeKind.OTHER: say("Bevollmächtigter", "authorised representative"),
    }
    signed = say.day(representative.power_of_attorney_on, "Tag der Vollmacht", "day of the power of attorney")
    return [
        (label, f"{representative.name}\n{kinds[representative.kind]}"),
        (
            say("Anschrift", "Address"),
            "\n".join(address_lines(representative.address, say)) if representative.address else None,
        ),
        (say("Kontakt", "Contact"), contact_lines(representative.contact) or say("keine Angabe", "not stated")),
        (say("Zeichen des Vertreters", "Representative's reference"), representative.reference or "–"),
        (say("Vollmacht vom", "Power of attorney of"), signed),
        (
            say("Vollmacht liegt bei", "Power of attorney enclosed"),
            say.yes_no(representative.power_of_attorney_enclosed),
        ),
        (say("Inkassovollmacht", "May collect the money"), say.yes_no(representative.may_collect)),
    ]
