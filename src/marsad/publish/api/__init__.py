"""Room 9, data: the JSON twin of the pages under /api/v1.

In:     a LedgerView and the same parameters as the pages.
Out:    the contract's records, as they are; faults as application/problem+json (RFC 9457).
Uses:   model, publish.filters, publish.ledger.
Never:  redacts (the workbench is internal; files pass the door of redaction), or answers a parameter it does not know.
"""
