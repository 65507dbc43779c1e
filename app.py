"""The HTTP door: builds the Chalice app. Needs no environment to be imported."""

from chalice.app import Chalice

from chalicelib.api import alerts, blocks, cases, customers, sources

app = Chalice(app_name="insolvency-watch")
app.register_blueprint(blocks.blueprint)
app.register_blueprint(customers.blueprint)
app.register_blueprint(cases.blueprint)
app.register_blueprint(sources.blueprint)
app.register_blueprint(alerts.blueprint)
