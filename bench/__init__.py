"""Measurements: drawn customers and notices, and ours beside other matchers. No part of the product."""
