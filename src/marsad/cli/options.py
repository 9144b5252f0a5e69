"""What several families of commands share: days, optional paths, the progress bar."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import click

DAY = click.DateTime(["%Y-%m-%d"])
Tell = Callable[[str, int], None]


def as_day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


def as_path(given: str | None) -> Path | None:
    """An empty value, as in MARSAD_PLACES="", means unset."""
    return Path(given) if given else None


@contextmanager
def show_progress() -> Iterator[Tell | None]:
    """A bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TaskID,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        tasks: dict[str, TaskID] = {}

        def tell(stage: str, done: int) -> None:
            if stage not in tasks:
                tasks[stage] = shown.add_task(stage, total=None)
            shown.update(tasks[stage], completed=done)

        yield tell
