"""Germany, proceedings filed until 31 December 2017: the older portal beside insolvenzbekanntmachungen.de.

Its notices carry the same ids as those of the present portal, so a publication shown in both is one notice.
Switched off by default (template parameter DisabledSources): nobody recorded its form for us. An admin switches it
on after `insolvency-watch poll de_insolvenzbekanntmachungen_alt --from DAY --to DAY` gave what the portal shows.
"""

from collections.abc import Iterator

from chalicelib.model.document import Document
from chalicelib.model.register import Proof, Register, Window
from chalicelib.registers import de_insolvenzbekanntmachungen as present
from chalicelib.registers.german.portal_search import Portal, Search
from chalicelib.web import Web

REGISTER: Register = present.REGISTER.model_copy(
    update={
        "name": "de_insolvenzbekanntmachungen_alt",
        "title": "Insolvenzbekanntmachungen der Länder, Verfahren bis 2017",
        "origins": ("https://alt.insolvenzbekanntmachungen.de",),
        "supplements": present.REGISTER.name,
        "expected_per_business_day": (0, 1000),  # believed
        "proof": Proof.BELIEVED,
        "off_because": "nobody recorded its form; try it with `insolvency-watch poll`",
        "believed": "its form and texts are of the same kind as the present portal's; up to 1,000 notices a day",
        "verified_by": "believed: no payload of this portal was seen; its form is taken to be of the same kind",
    }
)
parse = present.parse


def fetch(web: Web, window: Window) -> Iterator[Document]:
    """Every announcement of the window's days; raises as the present portal's."""
    for document in Portal(web, REGISTER.origins[0], window.known_rows).documents(Search(window.start, window.end)):
        yield document.model_copy(update={"source": REGISTER.name})
