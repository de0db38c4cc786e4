"""Makes the fonts of PDF files: static instances without what a PDF does not use. Run after `npm install`, in this folder."""

from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

MODULES = Path(__file__).parent / "node_modules"
FONTS = Path(__file__).parents[3] / "slas/queries/files/fonts"
INTER = "@fontsource-variable/inter/files/inter-{}-wght-normal.woff2"
VAZIRMATN = "@fontsource-variable/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2"
NOTO_SANS_SC = "@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff2"
HINTS = ("STAT", "prep", "gasp", "fpgm", "cvt ")
LAYOUT = ("GSUB", "GPOS", "GDEF", "BASE", "MVAR", "HVAR", "vhea", "vmtx")


def font(path: str, *, weight: int | None, without: tuple[str, ...]) -> TTFont:
    found = TTFont(MODULES / path)
    found.flavor = None
    if weight:
        found = instancer.instantiateVariableFont(found, {"wght": weight})
    for table in without:
        if table in found:
            del found[table]
    return found


def merged(subsets: tuple[str, ...], *, weight: int) -> TTFont:
    parts = []
    for subset in subsets:
        path = Path(f"/tmp/inter-{subset}.ttf")
        font(INTER.format(subset), weight=weight, without=(*HINTS, *LAYOUT)).save(path)
        parts.append(str(path))
    return Merger().merge(parts)


for name, weight in (("regular", 400), ("bold", 650)):
    merged(("latin", "latin-ext", "cyrillic", "greek"), weight=weight).save(FONTS / f"inter-{name}.ttf")
    font(VAZIRMATN, weight=weight, without=HINTS).save(FONTS / f"vazirmatn-{name}.ttf")
font(NOTO_SANS_SC, weight=None, without=(*HINTS, *LAYOUT)).save(FONTS / "noto-sans-sc.ttf")
