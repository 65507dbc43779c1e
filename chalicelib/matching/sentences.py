"""What each piece of evidence says, in German and English, and the points it is worth.

Keys are field and finding. `{c}` is the customer's value, `{n}` the notice's. Points are the first version's
estimates by hand; they only order the review, gates decide.
"""

SENTENCES: dict[tuple[str, str], tuple[int, str, str]] = {
    ("identifier", "same"): (55, "Dieselbe Nummer: {n}.", "The same number: {n}."),
    ("identifier", "contradictory"): (
        0,
        "Eine Nummer stimmt überein, eine andere nicht: Kunde {c}, Bekanntmachung {n}.",
        "One number agrees, another does not: customer {c}, notice {n}.",
    ),
    ("identifier", "same_number_other_court"): (
        5,
        "Dieselbe Nummer, aber anderes Registergericht: Kunde {c}, Bekanntmachung {n}. Jedes Gericht zählt für sich.",
        "The same number, but another register court: customer {c}, notice {n}. Each court counts for itself.",
    ),
    ("identifier", "other_at_same_office"): (
        -40,
        "Andere Nummer beim selben Register: Kunde {c}, Bekanntmachung {n}. Das spricht für zwei verschiedene Firmen.",
        "Another number at the same register: customer {c}, notice {n}. This speaks for two different firms.",
    ),
    ("identifier", "other_elsewhere"): (
        -15,
        "Andere Nummer bei einem anderen Gericht: Kunde {c}, Bekanntmachung {n}. Möglich nach einem Umzug.",
        "Another number at another court: customer {c}, notice {n}. Possible after a move.",
    ),
    ("identifier", "none"): (
        0,
        "Keine vergleichbare Nummer: Kunde {c}, Bekanntmachung {n}.",
        "No comparable number: customer {c}, notice {n}.",
    ),
    ("name", "equal"): (40, "Der Name stimmt überein: {c}.", "The name agrees: {c}."),
    ("name", "equal_alias"): (
        35,
        "Ein früherer oder anderer Name stimmt überein: Kunde {c}, Bekanntmachung {n}.",
        "A former or other name agrees: customer {c}, notice {n}.",
    ),
    ("name", "close"): (
        25,
        "Der Name ist ähnlich: Kunde {c}, Bekanntmachung {n}.",
        "The name is similar: customer {c}, notice {n}.",
    ),
    ("name", "unknown"): (
        0,
        "Die Namen lassen sich nicht vergleichen: Kunde {c}, Bekanntmachung {n}.",
        "The names cannot be compared: customer {c}, notice {n}.",
    ),
    ("name", "different"): (
        -30,
        "Der Name ist ein anderer: Kunde {c}, Bekanntmachung {n}.",
        "The name is a different one: customer {c}, notice {n}.",
    ),
    ("name", "numerals_differ"): (
        -30,
        "Die Zahl im Namen ist eine andere: Kunde {c}, Bekanntmachung {n}. Meist sind das Schwesterfirmen.",
        "The numeral in the name differs: customer {c}, notice {n}. Usually these are sister firms.",
    ),
    ("name", "roles_differ"): (
        -30,
        "Nur ein Name ist der einer Verwaltungs-, Beteiligungs- oder Besitzfirma: Kunde {c}, Bekanntmachung {n}.",
        "One name is that of a managing, holding or property firm, the other is not: customer {c}, notice {n}.",
    ),
    ("name", "owners_differ"): (
        -30,
        "Die genannten Inhaber sind verschieden: Kunde {c}, Bekanntmachung {n}.",
        "The owners named are different: customer {c}, notice {n}.",
    ),
    ("legal_form", "equal"): (10, "Dieselbe Rechtsform: {c}.", "The same legal form: {c}."),
    ("legal_form", "unknown"): (
        0,
        "Die Rechtsform fehlt auf einer Seite: Kunde {c}, Bekanntmachung {n}.",
        "The legal form is missing on one side: customer {c}, notice {n}.",
    ),
    ("legal_form", "different"): (
        -30,
        "Andere Rechtsform: Kunde {c}, Bekanntmachung {n}.",
        "A different legal form: customer {c}, notice {n}.",
    ),
    ("legal_form", "person_and_organisation"): (
        -40,
        "Eine Seite ist eine natürliche Person, die andere eine Gesellschaft: Kunde {c}, Bekanntmachung {n}.",
        "One side is a natural person, the other a company: customer {c}, notice {n}.",
    ),
    ("seat", "equal"): (10, "Derselbe Ort: {n}.", "The same town: {n}."),
    ("seat", "close"): (
        5,
        "Benachbarter oder verkürzt geschriebener Ort: Kunde {c}, Bekanntmachung {n}.",
        "The same area or a shortened town: customer {c}, notice {n}.",
    ),
    ("seat", "unknown"): (
        0,
        "Der Ort fehlt auf einer Seite: Kunde {c}, Bekanntmachung {n}.",
        "The town is missing on one side: customer {c}, notice {n}.",
    ),
    ("seat", "different"): (
        -10,
        "Anderer Ort: Kunde {c}, Bekanntmachung {n}.",
        "A different town: customer {c}, notice {n}.",
    ),
    ("address", "equal"): (25, "Dieselbe Straße und Hausnummer: {n}.", "The same street and number: {n}."),
    ("address", "close"): (
        12,
        "Ähnliche Anschrift: Kunde {c}, Bekanntmachung {n}.",
        "A similar address: customer {c}, notice {n}.",
    ),
    ("address", "unknown"): (
        0,
        "Straße und Hausnummer fehlen auf einer Seite: Kunde {c}, Bekanntmachung {n}.",
        "Street and number are missing on one side: customer {c}, notice {n}.",
    ),
    ("address", "different"): (
        -5,
        "Andere Anschrift: Kunde {c}, Bekanntmachung {n}.",
        "A different address: customer {c}, notice {n}.",
    ),
    ("birth_date", "equal"): (45, "Dasselbe Geburtsdatum: {n}.", "The same date of birth: {n}."),
    ("birth_date", "close"): (
        10,
        "Geburtsdatum in einer Ziffer anders oder Tag und Monat vertauscht: Kunde {c}, Bekanntmachung {n}.",
        "The date of birth differs in one digit only, or day and month are swapped: customer {c}, notice {n}.",
    ),
    ("birth_date", "unknown"): (
        0,
        "Ein brauchbares Geburtsdatum fehlt auf einer Seite: Kunde {c}, Bekanntmachung {n}.",
        "A usable date of birth is missing on one side: customer {c}, notice {n}.",
    ),
    ("birth_date", "different"): (
        -60,
        "Anderes Geburtsdatum: Kunde {c}, Bekanntmachung {n}.",
        "A different date of birth: customer {c}, notice {n}.",
    ),
    ("country", "equal"): (0, "Dasselbe Land: {n}.", "The same country: {n}."),
    ("country", "different"): (
        -30,
        "Anderes Land: Kunde {c}, Bekanntmachung {n}.",
        "A different country: customer {c}, notice {n}.",
    ),
    ("country", "unknown"): (
        0,
        "Das Land des Kunden ist nicht bekannt; Bekanntmachung {n}.",
        "The customer's country is not known; notice {n}.",
    ),
}
