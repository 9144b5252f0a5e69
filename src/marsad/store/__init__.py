"""Room 8: the ledger, where what was read is kept and what was decided is signed.

In:     Readings with their Documents and the bytes these came in; Incidents; Judgements; Faults.
Out:    live claims, incidents by filter, documents, judgements; a list of what does not verify.
Uses:   model, base; SQLAlchemy and Alembic; one database and one folder of preserved files beside it.
Never:  reads a text, links a claim, edits a claim or a judgement, or throws a generation away.
"""
