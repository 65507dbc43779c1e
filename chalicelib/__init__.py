"""Insolvency Watch: from a published notice to a delivery block."""
