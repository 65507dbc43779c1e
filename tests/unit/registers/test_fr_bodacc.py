"""The words of BODACC, one habit at a time."""

from datetime import date

import pytest

from chalicelib.model.notice import EventKind
from chalicelib.registers.french import appointees, natures, wording


@pytest.mark.parametrize(
    ("nature", "kind"),
    [
        ("Jugement d'ouverture d’une procédure de sauvegarde accélérée", EventKind.OPENED),
        ("Jugement d'ouverture d'une procédure de rétablissement professionnel", EventKind.OPENED),
        ("JUGEMENT D'OUVERTURE DE LIQUIDATION JUDICIAIRE SIMPLIFIÉE", EventKind.OPENED),
        ("Jugement d'extension de liquidation judiciaire", EventKind.OPENED),
        ("Jugement prononçant la résolution du plan de sauvegarde et la liquidation judiciaire", EventKind.OPENED),
        ("Jugement prononçant la résolution du plan de sauvegarde", EventKind.UNCLASSIFIED),
        ("Jugement de conversion en liquidation judiciaire de la procédure de sauvegarde", EventKind.CONVERTED),
        ("Jugement de clôture de la liquidation des biens pour insuffisance d'actif", EventKind.CLOSED_DISCONTINUED),
        ("Jugement arrêtant le plan de redressement", EventKind.CLOSED_LIFTED),
        ("Jugement mettant fin à la procédure de sauvegarde", EventKind.CLOSED_LIFTED),
        ("Jugement arrêtant le plan de cession", EventKind.RESTRUCTURING),
        ("Jugement de faillite personnelle Loi de 1985", EventKind.PERSON_SANCTION),
        ("Jugement prononçant l'interdiction de gérer", EventKind.PERSON_SANCTION),
        ("Rétractation de jugement d'ouverture sur tierce opposition", EventKind.CANCELLATION),
        ("Dépôt de l'état des créances complémentaire", EventKind.CLAIMS_LIST_DEPOSITED),
        ("Dépôt du projet de répartition", EventKind.DISTRIBUTION),
        ("Autre avis de dépôt", EventKind.UNCLASSIFIED),
        ("", EventKind.UNCLASSIFIED),
    ],
)
def test_nature(nature: str, kind: EventKind) -> None:
    assert natures.event_kind(nature, "") is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Jugement ouvrant une procédure de redressement judiciaire.", EventKind.OPENED),
        ("Jugement complétant la mission de l'administrateur.", EventKind.UNCLASSIFIED),
    ],
)
def test_other_openings_are_told_by_their_text(text: str, kind: EventKind) -> None:
    assert natures.event_kind("Autre jugement d'ouverture", text) is kind


def test_an_appeal_takes_back_only_what_it_names() -> None:
    nature = "Arrêt de la cour d'appel infirmant une décision soumise à publicité"
    named = "Arrêt infirmant le jugement prononçant la liquidation judiciaire."
    assert natures.event_kind(nature, named) is EventKind.CANCELLATION
    assert natures.event_kind(nature, "Arrêt infirmant la décision du 2 avril 2026.") is EventKind.UNCLASSIFIED


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("TRIBUNAL DE GRANDE INSTANCE\nDE TARASCON-SUR-RHONE", "Tribunal de grande instance de Tarascon-sur-Rhone"),
        ("TRIBUNAL MIXTE DE COMMERCE DE SAINT-DENIS", "Tribunal mixte de commerce de Saint-Denis"),
        ("GREFFE DU TRIBUNAL DE COMMERCE DE paris", "Tribunal de commerce de Paris"),
        ("Greffe du Tribunal des Activités Économiques du Mans", "Tribunal des activités économiques du Mans"),
        ("Tribunal judiciaire de Saint-Dié-des-Vosges", "Tribunal judiciaire de Saint-Dié-des-Vosges"),
        ("Juridiction inconnue", "Juridiction inconnue"),
        ("", None),
    ],
)
def test_court(printed: str, expected: str | None) -> None:
    assert wording.court_name(printed) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("10 décembre 2009", date(2009, 12, 10)),
        ("1er\u00a0août\u00a02020", date(2020, 8, 1)),
        ("31 février 2020", None),
        ("0201-01-01", date(201, 1, 1)),
        ("2020-13-01", None),
        ("", None),
    ],
)
def test_date(printed: str, expected: date | None) -> None:
    assert wording.french_date(printed) == expected


@pytest.mark.parametrize(
    ("rule", "published", "expected"),
    [
        ("dans les deux mois de la présente publication", date(2026, 7, 31), date(2026, 9, 30)),
        (
            "dans le délai de 2 mois à compter de la date de la présente publication",
            date(2026, 6, 15),
            date(2026, 8, 15),
        ),
        ("dans un délai de deux mois, à compter de la publication", date(2026, 6, 15), None),  # not seen so
        ("dans le délai de trente jours à compter de la présente publication", date(2026, 6, 15), None),
        ("dans les deux mois du jugement", date(2026, 6, 15), None),
    ],
)
def test_claim_deadline(rule: str, published: date, expected: date | None) -> None:
    assert wording.claim_deadline(rule, published) == expected


def test_the_limit_for_contesting_a_list_is_no_limit_for_claims() -> None:
    deposited = "La liste des créances est déposée au greffe où tout intéressé peut contester dans le délai d'un mois."
    assert wording.claim_rule(deposited) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "désignant liquidateur Me le corvaisier 12 rue basse 54000 nancy. Les",
            ("le corvaisier", None, "liquidateur"),
        ),
        (
            "mandataire judiciaire SCP Ardent, en la personne de Maître Ardent, 4 place Haute, 54000 Nancy. Les",
            ("Ardent", "SCP Ardent", "mandataire judiciaire"),
        ),
        ("Liquidateur : Maître BROSSEL (Anne), 2 rue Haute, 54000 Nancy", ("BROSSEL Anne", None, "liquidateur")),
        (
            "selon le régime commun, Maître Odile Brossel, 2 rue Haute, 54000 Nancy, en qualité de liquidateur",
            ("Odile Brossel", None, "liquidateur"),
        ),
        ("Liquidateur judiciaire : Brossel, 2 rue Haute, 54000 Nancy", ("Brossel", None, "liquidateur")),
    ],
)
def test_practitioner(text: str, expected: tuple[str, str | None, str]) -> None:
    (found,) = appointees.practitioners(text)
    assert (found.name, found.firm, found.role) == expected
    assert found.address is not None
    assert (found.address.postcode, (found.address.city or "").casefold()) == ("54000", "nancy")


@pytest.mark.parametrize(
    "text",
    [
        "Les déclarations de créances sont à déposer au liquidateur dans les deux mois de la présente publication.",
        "Jugement mettant fin à la mission du commissaire à l'exécution du plan.",
        "selon le régime de droit commun, en qualité de liquidateur",
    ],
)
def test_nobody_is_named_where_only_the_office_is(text: str) -> None:
    assert appointees.practitioners(text) == ()
