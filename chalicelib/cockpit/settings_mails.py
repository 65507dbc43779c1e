"""Every mail that we send, with invented news, as its reader will see it."""

from chalicelib.channels.rendering import mail
from chalicelib.channels.rendering.mail import Mail
from chalicelib.cockpit.page import Sent, Shown, page
from chalicelib.cockpit.settings_frame import blueprint, tab
from chalicelib.cockpit.settings_samples import KINDS, sample
from chalicelib.cockpit.visit import Visit
from chalicelib.errors import NotFoundError
from chalicelib.model.customer import Language
from chalicelib.model.people import Role
from chalicelib.model.record import Record

# Mails carry their styles with them; a mail runs nothing, asks for nothing, and only our own pages frame it.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox"
)

_ADDRESS = "https://insolvency-watch.example"


class Which(Record):
    """Which mail is looked at, in which language."""

    kind: str = KINDS[0]
    language: Language | None = None


@page(blueprint, "GET /cockpit/settings/mails", role=Role.MANAGER, query=Which)
def mails(visit: Visit, query: Which) -> Shown:
    """One mail with its subject, as HTML in a frame and as text."""
    language = query.language or visit.language
    about = {"kind": query.kind, "kinds": KINDS, "of": language, "mail": example(visit, query.kind, language)}
    return tab(visit, "mails", about)


@page(blueprint, "GET /cockpit/settings/mails/{kind}/{of}", role=Role.MANAGER)
def mail_html(visit: Visit, kind: str, of: str) -> Sent:
    """The mail's HTML alone, for the frame."""
    if of not in ("de", "en"):
        raise NotFoundError(f"no mail is written in {of}")
    written = example(visit, kind, "de" if of == "de" else "en")
    return Sent(written.html, "text/html; charset=utf-8", headers={"Content-Security-Policy": _POLICY})


def example(visit: Visit, kind: str, language: Language) -> Mail:
    """The mail of this kind with invented news.

    Raises:
        NotFoundError: we send no such mail.
    """
    if kind not in KINDS:
        raise NotFoundError(f"we send no mail of kind {kind}")
    alert = sample(kind, language, visit.now)
    case_url = f"{_ADDRESS}/cockpit/cases/beispiel" if alert.message.case_id else None
    answered = f"{_ADDRESS}/v1/acknowledge/beispiel" if alert.wants_acknowledgement else None
    return mail.render(alert, acknowledge_url=answered, case_url=case_url)
