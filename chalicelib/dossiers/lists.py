"""The list of evidence and the explanation of a match, from the case and its notices."""

from chalicelib.dossiers.event_words import EVENT_WORDS
from chalicelib.dossiers.material import HOME, Material, court_case, court_day
from chalicelib.errors import ConflictError
from chalicelib.model.block import Stage
from chalicelib.model.case import Case, CaseState, EntryKind
from chalicelib.model.case_document import DocumentOptions
from chalicelib.model.customer import Language
from chalicelib.model.dossier import DossierState
from chalicelib.model.letters import EvidenceItem, EvidenceList, MatchExplanation
from chalicelib.model.notice import InsolvencyNotice
from chalicelib.model.retention import REMOVED
from chalicelib.recovery.wording import day_de, day_en

_STAGES = {
    Stage.WARN: ("Hinweis an unsere Mitarbeiter, keine Sperre", "a remark to our staff, no block"),
    Stage.PREPAYMENT_ONLY: ("Lieferung nur gegen Vorkasse", "deliveries against prepayment only"),
    Stage.NO_NEW_ORDERS: ("keine neuen Bestellungen", "no new orders"),
    Stage.NO_DELIVERIES: ("keine Lieferungen auf Rechnung", "no deliveries on account"),
}


def evidence_list(material: Material, options: DocumentOptions) -> EvidenceList:
    """Everything that the case rests on: each notice as it was served, each document of ours that went out."""
    case = material.file.case
    return EvidenceList(
        case_id=case.id,
        customer_number=case.customer_number,
        creditor_name=material.creditor.name,
        court_case=court_case(material, options),
        items=(*_notices(material), *_documents(material)),
        prepared_at=material.now,
    )


def explanation(material: Material, options: DocumentOptions, language: Language) -> MatchExplanation:
    """What was compared and what followed, for the person concerned; after the purge without the compared values.

    Raises:
        ConflictError: the notice is no longer kept, and the purge left nothing that stands for it.

    Source: GDPR 15(1)(h), 22(3).
    """
    case = material.file.case
    kept = next((one for one in material.notices if one.id == case.match.notice_id), None)
    notice = kept or _purged_notice(case)
    if notice is None:
        raise ConflictError(
            f"notice {case.match.notice_id!r} of this case is no longer kept",
            german="Die Bekanntmachung dieser Akte wird nicht mehr aufbewahrt",
        )
    looked = next((one for one in reversed(material.file.entries) if one.kind is EntryKind.JUDGEMENT), None)
    return MatchExplanation(
        controller=material.creditor,
        recipient_name=material.customer.name,
        recipient_address=material.customer.address,
        match=case.match,
        notice=notice.model_copy(update={"original_text": ""}),  # not printed, so not kept with the letter
        consequence=options.consequence or _consequence(material, language),
        judged_by=looked.by.partition(" (client ")[0] if looked else None,
        judged_at=looked.at if looked else None,
        judgement=looked.text if looked else None,
        case_id=case.id,
        prepared_at=material.now,
    )


def _purged_notice(case: Case) -> InsolvencyNotice | None:
    """What the case itself still knows of the notice: a block that outlives it must stay explainable (GDPR 22)."""
    known = next((one for one in case.notices if one.notice_id == case.match.notice_id), None)
    if case.purged_on is None or known is None:
        return None
    source, _, publication_id = known.notice_id.partition(":")
    return InsolvencyNotice(
        source=source,
        authority=known.authority,
        publication_id=publication_id,
        country=case.country or HOME,
        publication_date=known.publication_date,
        event_kind=known.event_kind,
        original_kind=known.event_kind,
        court=case.court,
        case_number=case.case_number,
        debtor_name=REMOVED,
    )


def _notices(material: Material) -> list[EvidenceItem]:
    kept = {notice.id: notice for notice in material.notices}
    recorded = {entry.notice_id: entry.at for entry in material.file.entries if entry.kind is EntryKind.NOTICE}
    found = []
    for one in material.file.case.notices:
        notice = kept.get(one.notice_id)
        back_de, back_en = (", zurückgenommen", ", taken back") if one.withdrawn_by else ("", "")
        word_de, word_en = EVENT_WORDS[one.event_kind]
        found.append(
            EvidenceItem(
                what_de=f"{word_de}{back_de}",
                what_en=f"{word_en}{back_en}",
                source=notice.source if notice else one.notice_id.partition(":")[0],
                published_on=one.publication_date,
                obtained_at=(notice.fetched_at if notice else None)
                or recorded.get(one.notice_id, material.file.case.opened_at),
                url=notice.source_url if notice else None,
                evidence_key=notice.payload if notice else None,
                sha256=notice.payload.rpartition("/")[2] if notice and notice.payload else None,
            )
        )
    return found


def _documents(material: Material) -> list[EvidenceItem]:
    """What was sent, once for each sending: a later draft of the same document does not undo it."""
    return [
        EvidenceItem(
            what_de=f"{document.title_de}, versandt {day_de(step.on or court_day(step.at))}",
            what_en=f"{document.title_en}, sent {day_en(step.on or court_day(step.at))}",
            source=material.creditor.name,
            obtained_at=step.at,
            evidence_key=f"letters/{document.case_id}/{step.digest}.pdf",
            sha256=step.digest,
        )
        for document in material.file.documents
        for step in document.history
        if step.state is DossierState.SENT
    ]


def _consequence(material: Material, language: Language) -> str:
    """What the case says that followed."""
    file, german = material.file, language == "de"
    if file.case.state is CaseState.DISMISSED:
        return (
            "keine: Ein Mensch hat festgestellt, dass die Bekanntmachung Sie nicht betrifft."
            if german
            else "none: a person found that the notice is not about you."
        )
    if file.block is None:
        return "keine Sperre" if german else "no block"
    if not file.block.active:
        day = court_day(file.block.changed_at)
        return f"Die Sperre ist seit {day_de(day)} aufgehoben." if german else f"Block lifted on {day_en(day)}."
    stage_de, stage_en = _STAGES[file.block.stage]
    ground, since = file.block.ground, court_day(file.block.since)
    if german:
        return f"{stage_de}, seit {day_de(since)}. {ground.reason_de} ({ground.statute})"
    return f"{stage_en}, since {day_en(since)}. {ground.reason_en} ({ground.statute})"
