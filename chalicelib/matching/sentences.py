"""What each piece of evidence says, in German and English.

Keys are field and finding. `{c}` is the customer's value, `{n}` the notice's.
"""

SENTENCES: dict[tuple[str, str], tuple[str, str]] = {
    ("identifier", "same"): ("Dieselbe Nummer: {n}.", "The same number: {n}."),
    ("identifier", "contradictory"): (
        "Eine Nummer stimmt überein, eine andere nicht: Kunde {c}, Bekanntmachung {n}.",
        "One number agrees, another does not: customer {c}, notice {n}.",
    ),
    ("identifier", "same_number_other_court"): (
        "Dieselbe Nummer, aber anderes Registergericht: Kunde {c}, Bekanntmachung {n}. Jedes Gericht zählt für sich.",
        "The same number, but another register court: customer {c}, notice {n}. Each court counts for itself.",
    ),
    ("identifier", "other_at_same_office"): (
        "Andere Nummer beim selben Register: Kunde {c}, Bekanntmachung {n}. Das spricht für zwei verschiedene Firmen.",
        "Another number at the same register: customer {c}, notice {n}. This speaks for two different firms.",
    ),
    ("identifier", "other_elsewhere"): (
        "Andere Nummer bei einem anderen Gericht: Kunde {c}, Bekanntmachung {n}. Möglich nach einem Umzug.",
        "Another number at another court: customer {c}, notice {n}. Possible after a move.",
    ),
    ("identifier", "none"): (
        "Keine vergleichbare Nummer: Kunde {c}, Bekanntmachung {n}.",
        "No comparable number: customer {c}, notice {n}.",
    ),
    ("name", "equal"): ("Der Name stimmt überein: {c}.", "The name agrees: {c}."),
    ("name", "equal_rare"): (
        "Der Name stimmt überein: {c}. Er ist selten und sagt darum viel.",
        "The name agrees: {c}. It is rare and therefore says much.",
    ),
    ("name", "equal_frequent"): (
        "Der Name stimmt überein: {c}. Er ist häufig und sagt darum wenig.",
        "The name agrees: {c}. It is frequent and therefore says little.",
    ),
    ("name", "equal_alias"): (
        "Ein früherer oder anderer Name stimmt überein: Kunde {c}, Bekanntmachung {n}.",
        "A former or other name agrees: customer {c}, notice {n}.",
    ),
    ("name", "close"): (
        "Der Name ist ähnlich: Kunde {c}, Bekanntmachung {n}.",
        "The name is similar: customer {c}, notice {n}.",
    ),
    ("name", "unknown"): (
        "Die Namen lassen sich nicht vergleichen: Kunde {c}, Bekanntmachung {n}.",
        "The names cannot be compared: customer {c}, notice {n}.",
    ),
    ("name", "different"): (
        "Der Name ist ein anderer: Kunde {c}, Bekanntmachung {n}.",
        "The name is a different one: customer {c}, notice {n}.",
    ),
    ("name", "numerals_differ"): (
        "Die Zahl im Namen ist eine andere: Kunde {c}, Bekanntmachung {n}. Meist sind das Schwesterfirmen.",
        "The numeral in the name differs: customer {c}, notice {n}. Usually these are sister firms.",
    ),
    ("name", "roles_differ"): (
        "Nur ein Name ist der einer Verwaltungs-, Beteiligungs- oder Besitzfirma: Kunde {c}, Bekanntmachung {n}.",
        "One name is that of a managing, holding or property firm, the other is not: customer {c}, notice {n}.",
    ),
    ("name", "owners_differ"): (
        "Die genannten Inhaber sind verschieden: Kunde {c}, Bekanntmachung {n}.",
        "The owners named are different: customer {c}, notice {n}.",
    ),
    ("legal_form", "equal"): ("Dieselbe Rechtsform: {c}.", "The same legal form: {c}."),
    ("legal_form", "unknown"): (
        "Die Rechtsform fehlt auf einer Seite: Kunde {c}, Bekanntmachung {n}.",
        "The legal form is missing on one side: customer {c}, notice {n}.",
    ),
    ("legal_form", "different"): (
        "Andere Rechtsform: Kunde {c}, Bekanntmachung {n}.",
        "A different legal form: customer {c}, notice {n}.",
    ),
    ("legal_form", "person_and_organisation"): (
        "Eine Seite ist eine natürliche Person, die andere eine Gesellschaft: Kunde {c}, Bekanntmachung {n}.",
        "One side is a natural person, the other a company: customer {c}, notice {n}.",
    ),
    ("seat", "equal"): ("Derselbe Ort: {n}.", "The same town: {n}."),
    ("seat", "close"): (
        "Benachbarter oder verkürzt geschriebener Ort: Kunde {c}, Bekanntmachung {n}.",
        "The same area or a shortened town: customer {c}, notice {n}.",
    ),
    ("seat", "unknown"): (
        "Der Ort fehlt auf einer Seite: Kunde {c}, Bekanntmachung {n}.",
        "The town is missing on one side: customer {c}, notice {n}.",
    ),
    ("seat", "different"): (
        "Anderer Ort: Kunde {c}, Bekanntmachung {n}.",
        "A different town: customer {c}, notice {n}.",
    ),
    ("address", "equal"): ("Dieselbe Straße und Hausnummer: {n}.", "The same street and number: {n}."),
    ("address", "close"): (
        "Ähnliche Anschrift: Kunde {c}, Bekanntmachung {n}.",
        "A similar address: customer {c}, notice {n}.",
    ),
    ("address", "unknown"): (
        "Straße und Hausnummer fehlen auf einer Seite: Kunde {c}, Bekanntmachung {n}.",
        "Street and number are missing on one side: customer {c}, notice {n}.",
    ),
    ("address", "different"): (
        "Andere Anschrift: Kunde {c}, Bekanntmachung {n}.",
        "A different address: customer {c}, notice {n}.",
    ),
    ("birth_date", "equal"): ("Dasselbe Geburtsdatum: {n}.", "The same date of birth: {n}."),
    ("birth_date", "close"): (
        "Geburtsdatum in einer Ziffer anders oder Tag und Monat vertauscht: Kunde {c}, Bekanntmachung {n}.",
        "The date of birth differs in one digit only, or day and month are swapped: customer {c}, notice {n}.",
    ),
    ("birth_date", "unknown"): (
        "Ein brauchbares Geburtsdatum fehlt auf einer Seite: Kunde {c}, Bekanntmachung {n}.",
        "A usable date of birth is missing on one side: customer {c}, notice {n}.",
    ),
    ("birth_date", "different"): (
        "Anderes Geburtsdatum: Kunde {c}, Bekanntmachung {n}.",
        "A different date of birth: customer {c}, notice {n}.",
    ),
    ("country", "equal"): ("Dasselbe Land: {n}.", "The same country: {n}."),
    ("country", "different"): (
        "Anderes Land: Kunde {c}, Bekanntmachung {n}.",
        "A different country: customer {c}, notice {n}.",
    ),
    ("country", "unknown"): (
        "Das Land des Kunden ist nicht bekannt; Bekanntmachung {n}.",
        "The customer's country is not known; notice {n}.",
    ),
}
