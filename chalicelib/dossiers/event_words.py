"""What happened, in the words of a list for court or auditor."""

from chalicelib.model.event import EventKind

EVENT_WORDS: dict[EventKind, tuple[str, str]] = {
    EventKind.PETITION_FILED: ("Insolvenzantrag gestellt", "insolvency petition filed"),
    EventKind.PRELIM_MEASURES: ("Sicherungsmaßnahmen angeordnet", "protective measures ordered"),
    EventKind.PRELIM_SELF_ADMIN: ("vorläufige Eigenverwaltung", "preliminary self-administration"),
    EventKind.MEASURES_LIFTED: ("Sicherungsmaßnahmen aufgehoben", "protective measures lifted"),
    EventKind.REFUSED_NO_ASSETS: ("Antrag mangels Masse abgewiesen", "petition refused for lack of assets"),
    EventKind.OPENED: ("Insolvenzverfahren eröffnet", "insolvency proceedings opened"),
    EventKind.OPENED_SELF_ADMIN: (
        "Insolvenzverfahren in Eigenverwaltung eröffnet",
        "proceedings opened with self-administration",
    ),
    EventKind.CONVERTED: ("Verfahren umgewandelt", "proceedings converted"),
    EventKind.PRACTITIONER_APPOINTED: ("Verwalter bestellt", "practitioner appointed"),
    EventKind.HEARING_OR_DEADLINE_SET: ("Termin oder Frist bestimmt", "hearing or time limit set"),
    EventKind.LATE_EXAM: ("besonderer Prüfungstermin", "special examination hearing"),
    EventKind.ASSETS_INSUFFICIENT: ("Masseunzulänglichkeit angezeigt", "estate cannot pay its own debts"),
    EventKind.CLAIMS_LIST_DEPOSITED: ("Forderungsverzeichnis niedergelegt", "list of claims deposited"),
    EventKind.DISTRIBUTION: ("Verteilung angekündigt", "distribution announced"),
    EventKind.FINAL_HEARING: ("Schlusstermin bestimmt", "final hearing set"),
    EventKind.CLOSED_DISCONTINUED: ("Verfahren eingestellt", "proceedings discontinued"),
    EventKind.CLOSED_LIFTED: ("Verfahren aufgehoben", "proceedings closed"),
    EventKind.DISCHARGE_ANNOUNCED: ("Restschuldbefreiung in Aussicht gestellt", "discharge in prospect"),
    EventKind.DISCHARGE_GRANTED: ("Restschuldbefreiung erteilt", "discharge granted"),
    EventKind.DISCHARGE_REFUSED: ("Restschuldbefreiung versagt", "discharge refused"),
    EventKind.FREED_BUSINESS: ("selbständige Tätigkeit freigegeben", "self-employed business released from the estate"),
    EventKind.RESTRUCTURING: ("Restrukturierungssache", "restructuring matter"),
    EventKind.SOLVENT_LIQUIDATION: ("Liquidation ohne Insolvenz", "solvent liquidation"),
    EventKind.PERSON_SANCTION: ("Verbot gegen eine Person", "ban on a person"),
    EventKind.CORRECTION: ("Berichtigung", "correction"),
    EventKind.CANCELLATION: ("Widerruf einer Veröffentlichung", "publication withdrawn"),
    EventKind.UNCLASSIFIED: ("Art der Veröffentlichung nicht erkannt", "kind of publication not recognised"),
    EventKind.SCORE_DROPPED: ("Bonität verschlechtert", "credit score dropped"),
    EventKind.LIMIT_WITHDRAWN: ("Kreditlimit entzogen", "credit limit withdrawn"),
    EventKind.PAYMENT_DEFAULT: ("Zahlungsausfall gemeldet", "payment default reported"),
    EventKind.ADVERSE_INFORMATION: ("nachteilige Auskunft", "adverse information"),
    EventKind.CREDIT_RECOVERED: ("Bonität erholt", "credit recovered"),
}
"""German and English."""
