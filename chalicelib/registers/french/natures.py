"""BODACC's `nature` on the left, our event kind on the right.

Source: 56 combinations counted in 3,156 announcements of 2008, records of 2020 to 2026; lines marked believed are
natures nobody recorded for us. The first line that matches decides; what matches none is for a person.
"""

import re

from chalicelib.model.notice import EventKind
from chalicelib.registers.french.wording import folded

_PROCEDURE = (
    r"(?:liquidation judiciaire|redressement judiciaire|sauvegarde|traitement de sortie de crise|"
    r"retablissement professionnel)"
)
_TABLE = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        # They hit a person, although the announcement carries the company's SIREN.
        (r".*\b(?:interdiction de gerer|faillite personnelle)\b.*", EventKind.PERSON_SANCTION),
        (r"retractation .*", EventKind.CANCELLATION),
        (rf"jugement d'ouverture d(?:e|'une procedure de) {_PROCEDURE}.*", EventKind.OPENED),
        (rf"jugement d'extension d(?:e|'une procedure de) {_PROCEDURE}.*", EventKind.OPENED),
        (r"jugement de reprise de la procedure de liquidation judiciaire", EventKind.OPENED),
        (r"jugement prononcant la resolution du plan .*et la liquidation judiciaire", EventKind.OPENED),
        (r"jugement prononcant la resolution du plan .*et le redressement judiciaire", EventKind.OPENED),  # believed
        (r"jugement prononcant la liquidation judiciaire", EventKind.OPENED),  # believed
        (r"jugement de conversion en (?:liquidation|redressement) judiciaire.*", EventKind.CONVERTED),
        (r"jugement de cloture .*pour insuffisance d'actif", EventKind.CLOSED_DISCONTINUED),
        (r"jugement de cloture .*pour extinction du passif", EventKind.CLOSED_LIFTED),
        (r"jugement de cloture .*retablissement professionnel.*", EventKind.CLOSED_LIFTED),  # believed
        # The debtor runs the business again, bound by the plan.
        (r"jugement (?:arretant le|de) plan de (?:sauvegarde|redressement|continuation).*", EventKind.CLOSED_LIFTED),
        (r"jugement mettant fin a la procedure de .*", EventKind.CLOSED_LIFTED),
        (r"jugement arretant (?:un|le) plan de cession", EventKind.RESTRUCTURING),
        (r"jugement modifiant (?:un|le) plan de .*", EventKind.RESTRUCTURING),
        (r"jugement d'homologation de l'accord", EventKind.RESTRUCTURING),  # conciliation: not an insolvency
        (r"jugement modifiant la date de cessation des paiements", EventKind.HEARING_OR_DEADLINE_SET),
        (r"jugement accordant un delai pour deposer la liste des creances", EventKind.HEARING_OR_DEADLINE_SET),
        (r"depot du projet de repartition", EventKind.DISTRIBUTION),
        (r"(?:depot de l'etat (?:des? creances|de collocation)|liste des creances).*", EventKind.CLAIMS_LIST_DEPOSITED),
        (r"jugement de designation des organes de la procedure", EventKind.PRACTITIONER_APPOINTED),
    )
)


def event_kind(nature: str, text: str) -> EventKind:
    """What happened; UNCLASSIFIED for a nature that is not in the table.

    >>> event_kind("Jugement de clôture pour insuffisance d'actif", "").value
    'CLOSED_DISCONTINUED'
    >>> event_kind("Jugement d'un genre nouveau", "").value
    'UNCLASSIFIED'
    """
    plain, words = folded(nature), folded(text)
    if plain == "autre jugement d'ouverture":  # the text tells
        opened = re.search(rf"(?:ouvrant|ouverture|prononcant).{{0,40}}{_PROCEDURE}", words)
        return EventKind.OPENED if opened else EventKind.UNCLASSIFIED
    if plain.startswith("arret de la cour d'appel infirmant"):
        reversed_opening = re.search(
            rf"infirmant .{{0,60}}(?:prononcant|ouvrant|ouverture).{{0,40}}{_PROCEDURE}", words
        )
        shortened = re.search(r"infirmant .{0,60}prononcant la liquidation\b", words)
        return EventKind.CANCELLATION if reversed_opening or shortened else EventKind.UNCLASSIFIED
    return next((kind for pattern, kind in _TABLE if pattern.fullmatch(plain)), EventKind.UNCLASSIFIED)


def goes_on(text: str) -> bool:
    """Whether a retracted judgment leaves the debtor in other proceedings.

    >>> goes_on("Rétractation ... et remettant le débiteur en redressement judiciaire")
    True
    """
    return bool(re.search(rf"remettant .{{0,30}}en {_PROCEDURE}", folded(text)))
