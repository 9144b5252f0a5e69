"""What tests of commands share: calling the program as a shell would."""

import json
from collections.abc import Callable
from pathlib import Path

Call = Callable[..., tuple[int, str, str]]
"""Arguments → exit code, stdout and stderr."""


def write_report(text: str) -> None:
    """One report, `one.json`, in the folder that the program is called in."""
    report = {"id": "one", "publisher": "A", "published": "2018-07-05", "text": text}
    Path("one.json").write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
