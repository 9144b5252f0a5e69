"""Room 9: the ledger goes out to people, as pages, data and files.

In:     an open Ledger, and a question (days, type, place, status).
Out:    pages and JSON for those inside; CSV and GeoJSON for others, through the one door in `redaction`.
Uses:   model, base, store; FastAPI, Jinja2; words, styles and scripts that lie beside the code.
Never:  shows an unknown as zero, lets out a column that nobody classified, calls another machine, or imports pipeline:
        what a page must set off is handed in.
"""
