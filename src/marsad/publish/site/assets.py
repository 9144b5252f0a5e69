"""Static files under an address that holds the hash of their content, so that browsers may keep them for good.

The folder `vendor` (htmx, the map, the charts and two typefaces, filled at build time) may be absent: the pages then
use the system's fonts, reload as a whole and show what the server draws.
"""

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("text/javascript", ".mjs")
mimetypes.add_type("font/woff2", ".woff2")

STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True)
class Assets:
    """Where the static files are served, whether the third-party ones are there, and our own sheets.

    Of the sheets base.css comes first and print.css last.
    """

    base: str
    has_vendor: bool
    has_map: bool = False
    has_charts: bool = False
    styles: tuple[str, ...] = ()

    def url(self, name: str) -> str:
        """The address of one file."""
        return f"{self.base}/{name}"


class LastingFiles(StaticFiles):
    """Files whose address changes with their content; there is nothing of anybody in them."""

    permissions = ("anyone",)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """One file, to be kept for a year."""
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def find_assets(folder: Path = STATIC) -> Assets:
    """Hash the folder's files into an address."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    sheets = (path.name for path in folder.glob("*.css"))
    styles = sorted(sheets, key=lambda name: (name != "base.css", name == "print.css", name))
    vendor = folder / "vendor"
    return Assets(
        base=f"/static/{digest.hexdigest()[:16]}",
        has_vendor=(vendor / "htmx.min.js").is_file(),
        has_map=(vendor / "maplibre-gl.mjs").is_file(),
        has_charts=(vendor / "echarts.mjs").is_file(),
        styles=tuple(styles),
    )
