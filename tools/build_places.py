"""Make src/marsad/reference/places.sqlite in a checkout: python tools/build_places.py [PATH]."""

import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src"
sys.path.insert(0, str(SOURCE))

if __name__ == "__main__":
    from marsad.base.errors import MarsadError
    from marsad.pipeline.places import build_shipped
    from marsad.reference.gazetteer import SHIPPED

    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SHIPPED
    try:
        count, fingerprint = build_shipped(target)
    except MarsadError as error:
        sys.exit(f"build_places: {error}")
    print(f"{target}: {count} places, {target.stat().st_size / 1e6:.1f} MB, fingerprint {fingerprint}")
