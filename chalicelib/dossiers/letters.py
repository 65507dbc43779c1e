"""Letters to the practitioner and to the credit insurer from the case, our firm and the books."""

import re
from collections.abc import Iterator
from datetime import date

from chalicelib.dossiers.claims import creditor
from chalicelib.dossiers.material import Material, court_case, court_day
from chalicelib.errors import ConflictError, InvalidInputError, Problem
from chalicelib.model.case import EntryKind
from chalicelib.model.case_document import DocumentOptions
from chalicelib.model.customer import Customer, Language
from chalicelib.model.event import EARLY_WARNINGS
from chalicelib.model.insurance import CreditLimit, Policy
from chalicelib.model.ledger import Ledger
from chalicelib.model.letters import ChoiceLetter, InsurerNotice, SecuredItem, SecurityRightsLetter
from chalicelib.model.task import TaskKind, TaskState
from chalicelib.recovery.retention import retention_lines
from chalicelib.recovery.wording import day_de, day_en


def security_rights(material: Material, options: DocumentOptions) -> SecurityRightsLetter:
    """Our rights in goods and claims, as far as the books know them.

    Raises:
        ConflictError: the books show no such right.
    """
    invoices = material.ledger.invoices if material.ledger else ()
    retention = retention_lines(invoices)
    securities = tuple(SecuredItem(item_number=one.number, security=one.security) for one in invoices if one.security)
    if not retention and not securities:
        raise ConflictError(
            "our books show no retention of title and no security: enter them with the open items",
            german="Die Bücher zeigen weder Eigentumsvorbehalt noch Sicherheit: mit den offenen Posten einlesen",
        )
    return SecurityRightsLetter(
        court_case=court_case(material, options),
        creditor=creditor(material, options),
        retention=retention,
        securities=securities,
        respond_by=options.respond_by,
        revoke_resale=options.revoke_resale,
        prepared_at=material.now,
    )


def choice_of_performance(material: Material, options: DocumentOptions) -> ChoiceLetter:
    """The request to choose, for the contracts that a person names.

    Raises:
        InvalidInputError: no contract is named.
    """
    if not options.contracts:
        raise InvalidInputError(
            [Problem("options.contracts", "", "name the contracts that neither side has performed")]
        )
    return ChoiceLetter(
        court_case=court_case(material, options),
        creditor=creditor(material, options),
        contracts=options.contracts,
        respond_by=options.respond_by,
        prepared_at=material.now,
    )


def insurer_notice(material: Material, options: DocumentOptions, language: Language) -> InsurerNotice:
    """The notice under the policy that covers the customer.

    Raises:
        ConflictError: the books know no policy.
        InvalidInputError: several policies could be meant, or the one named is not there.
    """
    case, customer = material.file.case, material.customer
    policy = _policy(material, options.policy_number)
    ledger = material.ledger or Ledger(customer_number=customer.number)
    return InsurerNotice(
        kind=options.notice_kind,
        policy=policy,
        limit=_limit(material, policy),
        creditor=creditor(material, options),
        insurer_address=options.insurer_address,
        customer_number=customer.number,
        customer_name=customer.name,
        customer_address=customer.address,
        customer_identifier=_identifier(customer),
        court_case=None if case.early_warning else court_case(material, options),
        known_on=next(iter(_told_on(material)), None),
        information=options.information,
        measures=(*_measures(material, language), *options.measures)[:20],
        items=ledger.invoices,
        prepared_at=material.now,
    )


def _identifier(customer: Customer) -> str | None:
    """The first number of our records, as a reader knows it: HRB 4711 B (Charlottenburg)."""
    if not customer.identifiers:
        return None
    one = customer.identifiers[0]
    office = f"({one.office.title()})" if one.office else None
    number = re.sub(r"^(HR[AB]|GNR|PR|VR)(?=\d)", r"\1 ", one.value)
    return " ".join(part for part in (number, one.suffix, office) if part)


def _policy(material: Material, number: str | None) -> Policy:
    ledger = material.ledger
    if ledger is None or not ledger.policies:
        raise ConflictError(
            "our books hold no credit insurance policy with an account of this customer",
            german="Zu diesem Kunden ist keine Police einer Kreditversicherung mit Konto bekannt",
        )
    chosen = ledger.policies_meant(number)
    if len(chosen) != 1:
        known = ", ".join(policy.number for policy in ledger.policies)
        raise InvalidInputError([Problem("options.policy_number", number or "", f"name one policy of: {known}")])
    return chosen[0]


def _limit(material: Material, policy: Policy) -> CreditLimit | None:
    """The latest limit under the policy; a withdrawn one still covers what was delivered before."""
    limits = material.ledger.limits if material.ledger else ()
    own = [limit for limit in limits if limit.policy_number == policy.number]
    return max(own, key=lambda limit: limit.valid_from, default=None)


def _told_on(material: Material) -> Iterator[date]:
    """The days on which this file first heard of what the notice reports."""
    file = material.file
    for entry in file.entries:
        told = entry.kind is EntryKind.NOTICE and entry.event_kind is not None
        if told and (file.case.early_warning or entry.event_kind not in EARLY_WARNINGS):
            yield court_day(entry.at)


def _measures(material: Material, language: Language) -> Iterator[str]:
    """What the file proves that we did."""
    file, german = material.file, language == "de"
    if file.block and file.block.active:
        since = court_day(file.block.since)
        yield f"Liefersperre seit {day_de(since)}" if german else f"deliveries blocked since {day_en(since)}"
    for task in file.tasks:
        if task.kind is TaskKind.STOP_DUNNING and task.state is TaskState.DONE and task.done_at:
            day = court_day(task.done_at)
            yield f"Mahnlauf beendet am {day_de(day)}" if german else f"dunning stopped on {day_en(day)}"
    if filed := file.case.claim.filed_on:
        yield f"Forderung angemeldet am {day_de(filed)}" if german else f"claim lodged on {day_en(filed)}"
