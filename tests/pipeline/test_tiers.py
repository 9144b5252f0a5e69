"""Tiers of reliability: shipped empty, read from the user's folder, refused where they say nothing."""

from pathlib import Path

import pytest

from marsad.base.errors import PackError
from marsad.pipeline.tiers import read_tiers


def write(folder: Path, *rows: str) -> Path:
    (folder / "tiers.csv").write_text("\n".join(["source_id,tier,why", *rows, ""]), encoding="utf-8")
    return folder


def test_no_source_is_graded_by_us(tmp_path: Path) -> None:
    assert dict(read_tiers()) == {}
    assert dict(read_tiers(tmp_path)) == {}


def test_tiers_are_the_users(tmp_path: Path) -> None:
    rows = "monitor.one,1,visits hospitals", "publisher:Paper,2,quotes others"
    assert dict(read_tiers(write(tmp_path, *rows))) == {"monitor.one": 1, "publisher:Paper": 2}


@pytest.mark.parametrize("tier", ["0", "-1", "best", "", "1.5"])
def test_tier_that_is_no_rank_is_refused(tmp_path: Path, tier: str) -> None:
    with pytest.raises(PackError, match=r"monitor\.one"):
        read_tiers(write(tmp_path, f"monitor.one,{tier},why"))
