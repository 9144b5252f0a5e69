"""What Alembic runs: migrations over the connection handed in, inside its transaction, tables altered by copy."""

from alembic import context

from marsad.base.errors import LedgerError
from marsad.store.tables import metadata

connection = context.config.attributes.get("connection")
if connection is None:
    raise LedgerError("migrations run when a ledger is opened; there is no alembic.ini to run them by hand")
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
