"""The only place that asks the time. Reading never does: dates are resolved against publication only."""

from datetime import UTC, datetime


def utc_instant() -> datetime:
    """The present moment, in UTC, to the microsecond: for what must keep its order within a second."""
    return datetime.now(tz=UTC)


def utc_now() -> datetime:
    """The present moment, in UTC, to the second."""
    return datetime.now(tz=UTC).replace(microsecond=0)
