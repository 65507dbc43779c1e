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
