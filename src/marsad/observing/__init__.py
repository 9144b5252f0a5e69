"""Room 7: incidents become series, records and states of the world. Nothing lives here yet.

In:     incidents of the ledger.
Out:    counts per place and day, "highest since" with the numbers behind it, control of places, processes, agreements.
Uses:   model.
Never:  reads text, changes an incident, or says "first" without the span that was looked at.
"""
