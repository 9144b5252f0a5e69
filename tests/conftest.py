"""A PostgreSQL of the tests' own: a private server on the loopback, an empty database for each test that asks.

`postgresql` is the fixture to use: the address of a database that nobody else has, for `open_ledger`. Tests that ask
for it are skipped where PostgreSQL's server programs or the driver are not installed. The server sorts words as
people do and not by bytes, so that code which leans on the order of bytes is found out.
"""

import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from marsad.store import connect
from marsad.store.ledger import open_ledger

SERVER_USER = "postgres"
"""Who runs the server where the tests run as root: PostgreSQL refuses to be started by root."""
serial = itertools.count(1)


def find_programs() -> Path | None:
    """The folder of the newest server programs on this machine."""
    folders = [Path(found).parent for name in ("initdb", "pg_ctl") if (found := shutil.which(name))]
    folders += sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True
    )
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


def find_user() -> str | None:
    """Who is to run the server: `None` for oneself."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SERVER_USER).pw_name
    except KeyError:
        pytest.skip(f"PostgreSQL refuses to be started by root, and there is no user {SERVER_USER!r}")


def find_memory() -> str | None:
    """A folder that lies in memory and has room: hundreds of databases are made and dropped; `None` for the usual."""
    memory = Path("/dev/shm")  # noqa: S108 - its name is not guessed at: a folder of one's own is made in it
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > 2**31 else None


@pytest.fixture(scope="session", autouse=True)
def _new_ledgers_are_copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A new ledger in a file begins as the copy of one that the migrations made: eight of them for each test cost more
    than the tests."""
    empty = tmp_path_factory.mktemp("empty") / "empty.db"
    open_ledger(empty).close()
    migrate = connect.migrate

    def migrate_copy(engine: Engine, *, create: bool) -> connect.Upgrade | None:
        if create and engine.url.get_backend_name() == "sqlite" and not Path(str(engine.url.database)).exists():
            shutil.copyfile(empty, str(engine.url.database))
        return migrate(engine, create=create)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connect, "migrate", migrate_copy)
        yield


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a private server, without a database's name; it lives as long as the session."""
    pytest.importorskip("psycopg", reason="no PostgreSQL driver: pip install 'psycopg[binary]'")
    programs = find_programs()
    if programs is None:
        pytest.skip("no PostgreSQL server on this machine")
    user = find_user()
    folder = Path(tempfile.mkdtemp(prefix="marsad-postgresql-", dir=find_memory()))
    if user is not None:
        shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(*command: str | Path) -> None:
        done = subprocess.run(command, user=user, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, f"{command}: {done.stderr}{done.stdout}"

    data, log = folder / "data", folder / "log"
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    run(
        programs / "initdb", "-D", data, "-U", "marsad", "-A", "trust", "-E", "UTF8", "--no-sync",
        "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US",
    )  # fmt: skip
    # pg_ctl's child keeps what it inherits: its words go to the log, or the pipe would never end
    run(programs / "pg_ctl", "-D", data, "-l", log, "-o", settings, "-w", "-t", "60", "start")
    try:
        yield f"postgresql://marsad@127.0.0.1:{port}"
    finally:
        run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def make_database(postgresql_server: str) -> Iterator[Callable[..., str]]:
    """Makes a database and gives its address: empty, or the copy of another one that nobody is using."""
    import psycopg  # noqa: PLC0415

    with psycopg.connect(f"{postgresql_server}/postgres", autocommit=True) as connection:

        def make(copy_of: str = "template0") -> str:
            name = f"test_{next(serial)}"
            connection.execute(f'CREATE DATABASE {name} TEMPLATE "{copy_of.rpartition("/")[2]}"')
            return f"{postgresql_server}/{name}"

        yield make


@pytest.fixture(scope="session")
def drop_database(postgresql_server: str) -> Iterator[Callable[[str], None]]:
    """Drops a database, whoever is still connected to it."""
    import psycopg  # noqa: PLC0415

    with psycopg.connect(f"{postgresql_server}/postgres", autocommit=True) as connection:

        def drop(address: str) -> None:
            connection.execute(f'DROP DATABASE "{address.rpartition("/")[2]}" WITH (FORCE)')

        yield drop


@pytest.fixture
def postgresql(make_database: Callable[..., str], drop_database: Callable[[str], None]) -> Iterator[str]:
    """The address of an empty database on the private server."""
    address = make_database()
    yield address
    drop_database(address)
