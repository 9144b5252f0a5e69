"""Ledgers of earlier shapes: migrated so far and no further, filled with what a present one holds in those columns."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, insert, select

from marsad.store import connect
from marsad.store.explore_rows import KEYS
from marsad.store.ledger import Ledger
from marsad.store.tables import meta, metadata


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(connect.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def list_earlier_shapes() -> list[str]:
    """All shapes but the present one, oldest first."""
    revisions = [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()]
    assert revisions[0] == connect.HEAD
    return revisions[:0:-1]


def make_earlier(where: str | Path, shape: str, like: Ledger) -> set[str]:
    """A ledger of that shape, in a place where nothing is yet, with the rows of another ledger; gives its tables."""
    engine = connect.open_engine(connect.parse_where(where))
    config = _config()
    with connect.begin_write(engine) as connection, connect.begin_read(like._engine) as present:
        config.attributes["connection"] = connection
        command.upgrade(config, shape)
        earlier = MetaData()
        earlier.reflect(connection)
        for table in metadata.sorted_tables:
            if table.name not in earlier.tables:
                continue
            columns = [column for column in table.c if column.name in earlier.tables[table.name].c]
            rows = [dict(row._mapping) for row in present.execute(select(*columns))]
            if table is meta:  # what is derived is made anew: the indexes of words are no tables that are copied here
                lacked = {*KEYS, *(["log"] if "log" not in earlier.tables else [])}
                rows = [row for row in rows if row["key"] not in lacked]
            if rows:
                connection.execute(insert(table), rows)
    engine.dispose()
    return set(earlier.tables) & set(metadata.tables)
