"""The HTTP door: builds the Chalice app. Needs no environment to be imported."""

from chalice.app import Chalice

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
from chalicelib.cockpit import case_actions, case_overview, failures, login, reviews, static_files, today
from chalicelib.cockpit import customers as customer_pages

app = Chalice(app_name="insolvency-watch")
app.api.binary_types.append("application/pdf")  # bytes pass the gateway as they are
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
app.register_blueprint(static_files.blueprint)
app.register_blueprint(failures.blueprint)
app.register_blueprint(login.blueprint)
app.register_blueprint(customer_pages.blueprint)
app.register_blueprint(reviews.blueprint)
app.register_blueprint(today.blueprint)
app.register_blueprint(case_overview.blueprint)
app.register_blueprint(case_actions.blueprint)
