"""What a build makes that git does not hold: the gazetteer, beside the sources, so that it goes into the wheel.

Runs for wheels and for editable installs. An existing file that is newer than all it is made of is kept. The outlines
come from npm and are made before (`tools/build_outlines.py`); without them this goes on and says so.
"""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INPUTS = (
    "src/marsad/reference/*.csv", "src/marsad/reference/gazetteer*.py", "src/marsad/reference/outlines*",
    "src/marsad/pipeline/places.py",
    "src/marsad/packs/ar/grammar/place_names.py", "src/marsad/packs/ar/orthography.toml",
)  # fmt: skip
MADE = "src/marsad/reference/places.sqlite"
OUTLINES = "src/marsad/reference/outlines.json"


class PlacesHook(BuildHookInterface):  # type: ignore[type-arg]
    """Builds the gazetteer before a wheel or an editable install is put together."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Make the gazetteer where it is absent or older than its inputs."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        made = root / MADE
        if not (root / OUTLINES).is_file():
            self.app.display_warning("outlines: MISSING from this build; make them: python tools/build_outlines.py")
        newest = max(path.stat().st_mtime for pattern in INPUTS for path in root.glob(pattern))
        if made.is_file() and made.stat().st_mtime >= newest:
            return
        sys.path.insert(0, str(root / "src"))
        try:
            from marsad.pipeline.places import build_shipped  # noqa: PLC0415  # the sources are on the path only now

            count, fingerprint = build_shipped(made)
        finally:
            sys.path.remove(str(root / "src"))
        self.app.display_info(f"gazetteer: {count} places, fingerprint {fingerprint}")
