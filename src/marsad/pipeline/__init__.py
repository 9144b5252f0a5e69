"""The room of order: stages in their order, over documents and the ledger.

In:     paths, a ledger, a reader of documents.
Out:    a ledger with claims and incidents; a report of what was read, refused and unreadable.
Uses:   every room; nothing above uses the rooms past it.
Never:  decides anything that a room could decide.
"""
