"""Make src/marsad/reference/places.sqlite in a checkout: python tools/build_places.py [PATH] [--doubts]."""

import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src"
sys.path.insert(0, str(SOURCE))

if __name__ == "__main__":
    from marsad.base.errors import MarsadError
    from marsad.pipeline.places import build_shipped
    from marsad.reference.gazetteer import SHIPPED
    from marsad.reference.outlines import OUTLINES

    named = [word for word in sys.argv[1:] if word != "--doubts"]
    target = Path(named[0]) if named else SHIPPED
    if not OUTLINES.is_file():
        print("build_places: no outlines; places get no governorate from their point", file=sys.stderr)
    doubts: list[str] = []
    try:
        count, fingerprint = build_shipped(target, doubts.append)
    except MarsadError as error:
        sys.exit(f"build_places: {error}")
    for doubt in doubts if "--doubts" in sys.argv else ():
        print(f"doubtful: {doubt}", file=sys.stderr)
    size = f"{target.stat().st_size / 1e6:.1f} MB"
    print(f"{target}: {count} places, {size}, fingerprint {fingerprint}, {len(doubts)} doubtful")
