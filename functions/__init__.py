"""The steps of a notice, one Lambda function each, in the order it passes them:

start_polls, poll_register, relay_changes, match_notices, send_alerts; beside it match_customers, import_customers
and check_sources.
"""
