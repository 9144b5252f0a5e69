"""Marsad: an open observatory of armed conflict, from Arabic reports to an auditable ledger."""

__version__ = "0.1.0"
