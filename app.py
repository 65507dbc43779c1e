"""The HTTP door: builds the Chalice app. Needs no environment to be imported."""

from typing import Any

from chalice.app import Chalice

from chalicelib import cockpit
from chalicelib.api import (
    acknowledgements,
    activity,
    alerts,
    blocks,
    bureaus,
    calendars,
    case_money,
    cases,
    casework,
    credit,
    creditor,
    customers,
    documents,
    insurance,
    ledger,
    people,
    sources,
    subjects,
    tasks,
)
from chalicelib.cockpit import failures, static_files
from chalicelib.settings import in_lambda


class Door(Chalice):
    """Takes the cockpit's pages in with the first request for one: no system's question waits for what they import."""

    has_pages = False

    def __call__(self, event: Any, context: Any) -> dict[str, Any]:
        """The answer to a request of the gateway."""
        asked = str(event.get("requestContext", {}).get("resourcePath", ""))
        if asked == "/" or asked.startswith("/cockpit"):
            self.take_pages()
        return super().__call__(event, context)

    def take_pages(self) -> None:
        """Knows all pages from now on."""
        if not self.has_pages:
            self.has_pages = True
            for pages in cockpit.blueprints():
                if pages not in {failures.blueprint, static_files.blueprint}:
                    self.register_blueprint(pages)


app = Door(app_name="insolvency-watch")
app.api.binary_types.append("application/pdf")  # bytes pass the gateway as they are
app.api.binary_types.extend(static_files.SENT_AS_BYTES)
app.register_blueprint(blocks.blueprint)
app.register_blueprint(customers.blueprint)
app.register_blueprint(credit.blueprint)
app.register_blueprint(subjects.blueprint)
app.register_blueprint(cases.blueprint)
app.register_blueprint(casework.blueprint)
app.register_blueprint(tasks.blueprint)
app.register_blueprint(activity.blueprint)
app.register_blueprint(acknowledgements.blueprint)
app.register_blueprint(calendars.blueprint)
app.register_blueprint(case_money.blueprint)
app.register_blueprint(ledger.blueprint)
app.register_blueprint(insurance.blueprint)
app.register_blueprint(people.blueprint)
app.register_blueprint(creditor.blueprint)
app.register_blueprint(documents.blueprint)
app.register_blueprint(sources.blueprint)
app.register_blueprint(bureaus.blueprint)
app.register_blueprint(alerts.blueprint)
app.register_blueprint(failures.blueprint)
app.register_blueprint(static_files.blueprint)
if not in_lambda():  # whoever packages, tests or serves it wants every route
    app.take_pages()
