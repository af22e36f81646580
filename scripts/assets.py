"""Copy what the pages need from node_modules into static/vendor/ (which git ignores).

`make assets` runs `npm ci` and then this. Nothing of somebody else's is committed: the lock file
says which version, this file says which parts of it. A part that is missing stops the build.
"""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"

FONT = "@fontsource-variable/atkinson-hyperlegible-next"
# Latin for every page; the browser asks for the extension only when a name needs its letters.
FONT_FILES = (
    "atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
)

ICONS = """
archive arrow-down arrow-left arrow-right arrow-up badge-check ban bell book-open building-2
calendar chart-column check chevron-down chevron-left chevron-right chevron-up circle circle-check
circle-dashed circle-dot circle-pause circle-play circle-question-mark circle-x clock copy download
external-link eye eye-off file-text flag frown funnel globe graduation-cap handshake heart
heart-pulse history hourglass house image inbox info key-round landmark layers lightbulb link
list-checks lock log-in log-out mail map-pin megaphone meh menu message-circle
message-circle-question-mark messages-square milestone minus octagon-alert paperclip pencil phone
pin play plus printer quote refresh-cw rocket route save scale search send settings share-2 shield
shield-alert shield-check smile sparkles sprout star table tag target thumbs-down thumbs-up
trash-2 trending-down trending-up triangle-alert trophy undo-2 upload user user-check user-plus
users vote x
""".split()


def wanted() -> list[tuple[Path, Path]]:
    """Every file to copy: where it is, and where it goes."""
    files = MODULES / FONT / "files"
    icons = MODULES / "lucide-static" / "icons"
    return [
        *((files / name, VENDOR / "fonts" / name) for name in FONT_FILES),
        (MODULES / FONT / "LICENSE", VENDOR / "fonts" / "LICENSE.txt"),
        *((icons / f"{name}.svg", VENDOR / "icons" / f"{name}.svg") for name in ICONS),
        (MODULES / "lucide-static" / "LICENSE", VENDOR / "icons" / "LICENSE.txt"),
    ]


def main() -> int:
    pairs = wanted()
    if missing := [str(source.relative_to(ROOT)) for source, _ in pairs if not source.is_file()]:
        print("assets: not in the packages that were installed:", *missing, sep="\n  ")
        print("assets: run `npm ci` first, or mend the lists in scripts/assets.py.")
        return 1
    shutil.rmtree(VENDOR, ignore_errors=True)
    for source, target in pairs:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    print(f"assets: {len(FONT_FILES)} font files and {len(ICONS)} icons are in static/vendor/.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
