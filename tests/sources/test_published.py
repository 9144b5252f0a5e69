"""The day of publication is the written one, or none."""

from datetime import date

import pytest

from marsad.base.errors import InputError
from marsad.sources.published import parse_published


@pytest.mark.parametrize(
    "raw",
    [
        "2018-07-06",
        " 2018-07-06 ",
        "2018-07-06T05:30:00+03:00",
        "2018-07-06T23:59:59-11:00",
        "2018-07-06T00:30:00Z",
        "2018-07-06 05:30:00+0300",
        "2018-07-06 05:30:00 +03:00",
        "2018-07-06T05:30:00.123456Z",
        "2018-07-06T05:30z",
        "2018-07-06T05:30:00",
    ],
)
def test_zone_s_own_day_counts(raw: str) -> None:
    assert parse_published(raw) == date(2018, 7, 6)


@pytest.mark.parametrize(
    "raw",
    ["", "2018-13-45", "2018-02-29", "2018-07-06T25:00:00Z", "2018-07-06Tsoon", "20180706", "2018-W27-5", "6 July 2018",
     "2018-07-06T05:30:00+99:00", "٢٠١٨-٠٧-٠٦", "0000-00-00", "null", "1530853200", "2018-07-06 2018-07-07"],
)  # fmt: skip
def test_what_is_no_date_is_refused(raw: str) -> None:
    with pytest.raises(InputError, match="is no date"):
        parse_published(raw)
