"""Room 9, files: incidents and claims as CSV and GeoJSON.

In:     incidents and live claims of the ledger, and a Door of redaction.
Out:    bytes of one file, in the order the ledger gives, the same bytes for the same ledger.
Uses:   model, publish.redaction.
Never:  writes a column that the door did not release, a zero where nothing was stated, or a report's words in public.
"""
