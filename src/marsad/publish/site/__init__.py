"""Room 9, pages: the workbench, in Arabic and English, from the ledger's own records.

In:     a LedgerView, the word files, templates and static files beside this one.
Out:    HTML that reads and prints without JavaScript, under a policy that lets no request leave the machine.
Uses:   model, publish.filters, publish.ledger.
Never:  changes a report's text, shows an unknown as zero, draws a governorate as a point, or offers a live position.
"""
