"""The ledger's shapes, oldest first; `connect.migrate` walks them when a ledger is opened."""
