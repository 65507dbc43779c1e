"""Examples for the OpenAPI document; the tests check each against its model. Names and numbers are invented."""

from typing import Any

_GROUND = {
    "statute": "§ 80 Abs. 1 InsO",
    "reason_de": "Das Insolvenzverfahren ist eröffnet; nur der Verwalter darf über die Masse verfügen.",
    "reason_en": "Insolvency proceedings are open; only the practitioner may dispose of the estate.",
    "release_when_de": "Der Verwalter bestellt selbst und sichert die Zahlung zu.",
    "release_when_en": "The practitioner orders in person and guarantees payment.",
}
_COVERED: dict[str, Any] = {"checked_through": "2026-03-02T05:00:00Z", "sources_late": [], "bureaus_late": []}
_BLOCKED = {
    **_COVERED,
    "customer_number": "104711",
    "blocked": True,
    "stage": "no_deliveries",
    "no_payouts": True,
    "reasons": [
        {
            "case_id": "8f0c5e2ab17d4c3e9a60b1f2",
            "stage": "no_deliveries",
            "no_payouts": True,
            "ground": _GROUND,
            "since": "2026-03-02T05:04:11Z",
            "notice_id": "de_insolvenzbekanntmachungen:0f1e2d3c4b5a",
            "may_release": "manager",
        }
    ],
    "answered_at": "2026-03-02T07:15:00Z",
}
_FREE = {
    **_COVERED,
    "customer_number": "104712",
    "blocked": False,
    "stage": None,
    "no_payouts": False,
    "reasons": [],
    "answered_at": "2026-03-02T07:15:00Z",
}

_ANSWER: dict[str, Any] = {
    "bureau": "crediconnect",
    "title": "Creditreform Switzerland (CrediCONNECT)",
    "outcome": "answered",
    "index": {"scale": "solvency index", "value": "347", "own_class": "strained", "band": "D", "text": None},
    "band": "D",
    "features": [
        {"code": "DCM", "kind": "PAYMENT_DEFAULT", "text": "claim in collection", "on": "2026-02-11", "certain": True}
    ],
    "reservations": [],
    "limit": {"amount": "2500.00", "currency": "CHF"},
    "text": None,
    "reason": "order",
    "asked_at": "2026-02-20T09:12:00Z",
    "valid_until": "2026-03-22T09:12:00Z",
    "valid": True,
    "age_days": 10,
    "source": "store",
}

EXAMPLES: dict[str, dict[str, Any]] = {
    "CreditCheck": {"reason": "order", "order_value": {"amount": "4200.00", "currency": "EUR"}, "wait_seconds": 5},
    "CheckAnswer": {
        "customer_number": "104712",
        "known": True,
        "worst_band": "D",
        "answers": [_ANSWER],
        "watched": [],
        "failures": [
            {"bureau": "dnb", "kind": "unreachable", "reason": "no answer within the time that the asker waits"}
        ],
        "not_asked": [{"bureau": "northdata", "reason": "crediconnect has answered"}],
        "answered_at": "2026-03-02T07:15:00Z",
        "block": _FREE,
    },
    "SubjectChoice": {"subject_id": "DE-0-12345678", "person": "Eva Kern", "reason": "Register number agrees"},
    "NoSubject": {"person": "Eva Kern", "reason": "Same name, but the firm was founded last year"},
    "BlockAnswer": _BLOCKED,
    "BlockQuery": {"customer_numbers": ["104711", "104712", "999999"]},
    "BlockAnswers": {
        **_COVERED,
        "answers": [_BLOCKED, _FREE],
        "unknown": ["999999"],
        "answered_at": "2026-03-02T07:15:00Z",
    },
    "CustomerBody": {
        "kind": "organisation",
        "name": "Hafenlogistik Sonnenried GmbH",
        "former_names": ["Sonnenried Umschlag GmbH"],
        "address": {"street": "Musterkai 3", "postcode": "20457", "city": "Hamburg", "country": "DE"},
        "identifiers": [{"scheme": "de_register", "value": "HRB 12345", "office": "Amtsgericht Hamburg"}],
        "responsible": [{"name": "Eva Kern", "email": "eva.kern@example.com", "department": "Export"}],
        "credit_limit": {"amount": "25000.00", "currency": "EUR"},
    },
    "Judgement": {"ours": True, "person": "Eva Kern", "reason": "Register number and address agree"},
    "BlockRelease": {"person": "Eva Kern", "reason": "The practitioner has guaranteed payment in writing"},
    "StageChange": {"stage": "prepayment_only", "person": "Eva Kern", "reason": "Agreed with the practitioner"},
    "ProblemAnswer": {
        "type": "urn:insolvency-watch:problem:invalid-input",
        "title": "The request is not valid",
        "status": 422,
        "detail": "customer_numbers.3: String should have at least 1 character",
        "errors": [{"path": "customer_numbers.3", "reason": "String should have at least 1 character"}],
    },
}
