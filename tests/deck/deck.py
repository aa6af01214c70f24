"""Reads a deck with python-pptx, its workbooks with openpyxl, its parts as XML, and says what is wrong with it.

python tests/deck/deck.py DECK REPORT.json [REPORT.json of the months in it ...]
The numbers: each chart keeps what its workbook holds, and each of its figures is one of report.json. The rules: what keeps PowerPoint from
repairing the file or losing "Edit data", and which no schema holds. The looks: nothing outside the slide, nothing over
another or over what its layout and master draw, no text that needs more room than it has, placeholders that the layout has.
"""
import io
import json
import math
import posixpath
import re
import sys
import zipfile
from xml.etree import ElementTree

import openpyxl
from openpyxl.utils import range_boundaries
from pptx import Presentation
from pptx.util import Pt

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PLOTS = {"barChart", "lineChart", "pieChart"}
PLACES = {
    "clustered": {"ctr", "inEnd", "inBase", "outEnd"},
    "stacked": {"ctr", "inEnd", "inBase"},
    "lineChart": {"t", "b", "l", "r", "ctr"},
    "pieChart": {"bestFit", "outEnd", "inEnd", "ctr"},
}
faults = []


def fault(place, text):
    faults.append(f"{place}: {text}")


def relations(package, part):
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", name + ".rels")
    if path not in package.namelist():
        return {}
    found = {}
    for one in ElementTree.fromstring(package.read(path)):
        if one.get("TargetMode") == "External":
            continue
        target = posixpath.normpath(posixpath.join("/", folder, one.get("Target"))).lstrip("/")
        if one.get("Id") in found:
            fault(path, f"{one.get('Id')} stands twice")
        found[one.get("Id")] = (one.get("Type").rsplit("/", 1)[1], target)
    return found


def parts(package):
    names = package.namelist()
    if len(names) != len(set(names)):
        fault("package", "a part stands twice")
    known = {one.get("PartName")[1:] for one in ElementTree.fromstring(package.read("[Content_Types].xml")) if one.get("PartName")}
    for name in known - set(names):
        fault("content types", f"there is no {name}")
    reached, waiting = set(), [""]
    while waiting:
        part = waiting.pop()
        if part in reached:
            continue
        reached.add(part)
        for _, target in relations(package, part).values():
            if target not in names:
                fault(part, f"refers to {target}, which is not there")
            waiting.append(target)
    for name in set(names) - reached - {"[Content_Types].xml"}:
        if not name.endswith(".rels"):
            fault("package", f"nothing refers to {name}")
    for part in names:
        if part.endswith(".xml") and part != "[Content_Types].xml":
            text = package.read(part).decode()
            for used in re.findall(r'\br:(?:id|embed|link)="([^"]*)"', text):
                if used not in relations(package, part):
                    fault(part, f"uses {used}, which it does not refer to")
    return names


def frame(package, names):
    main = ElementTree.fromstring(package.read("ppt/presentation.xml"))
    if main.find(P + "notesMasterIdLst") is None:
        fault("presentation", "notes without their master")
    ids = [one.get("id") for one in main.iter(P + "sldMasterId")]
    for name in names:
        if re.fullmatch(r"ppt/slideMasters/\w+\.xml", name):
            ids += [one.get("id") for one in ElementTree.fromstring(package.read(name)).iter(P + "sldLayoutId")]
    if len(ids) != len(set(ids)) or any(int(one) < 2**31 for one in ids):
        fault("presentation", f"ids of masters and layouts: {ids}")
    slides = [int(one.get("id")) for one in main.iter(P + "sldId")]
    if len(slides) != len(set(slides)) or min(slides) < 256:
        fault("presentation", f"ids of slides: {slides}")
    for name in names:
        kinds = [kind for kind, _ in relations(package, name).values()]
        if re.fullmatch(r"ppt/slides/\w+\.xml", name) and kinds.count("slideLayout") != 1:
            fault(name, "not exactly one layout")
        if re.fullmatch(r"ppt/notesSlides/\w+\.xml", name) and sorted(kinds) != ["notesMaster", "slide"]:
            fault(name, f"notes refer to {kinds}")
        if not re.fullmatch(r"ppt/(slides|notesSlides)/\w+\.xml", name):
            continue
        tree = ElementTree.fromstring(package.read(name))
        shapes = [one.get("id") for one in tree.iter(P + "cNvPr")]
        if len(shapes) != len(set(shapes)):
            fault(name, f"ids of shapes: {shapes}")
        for text in tree.iter(A + "t"):
            if re.search(r"[\n\r\t\x00-\x1f]", text.text or ""):
                fault(name, f"a line break in {text.text!r}")
        for table in tree.iter(A + "tbl"):
            columns = len(table.findall(f"{A}tblGrid/{A}gridCol"))
            if any(len(row.findall(A + "tc")) != columns for row in table.findall(A + "tr")):
                fault(name, "a row with more or fewer cells than columns")
        for latin in tree.iter(A + "latin"):
            fault(name, f"a font of its own, {latin.get('typeface')}, which no template can change")


def cached(reference):
    """The values that a reference keeps, by index; how many it says there are."""
    cache = next((one for one in reference if one.tag.endswith("Cache")), None)
    if cache is None:
        return {}, 0
    count = int(cache.find(C + "ptCount").get("val"))
    code = cache.find(C + "formatCode")
    if code is not None and not code.text:
        fault(reference.tag, "an empty number format")
    return {int(one.get("idx")): one.find(C + "v").text or "" for one in cache.findall(C + "pt")}, count


def same(value, text):
    try:
        return abs(float(value) - float(text)) <= 1e-9 * max(1.0, abs(float(text)))
    except (TypeError, ValueError):
        return str(value) == text


def chart(package, name, books):
    tree = ElementTree.fromstring(package.read(name))
    external = tree.find(C + "externalData")
    if external is None or external.find(C + "autoUpdate").get("val") != "0":
        fault(name, "no workbook behind it")
        return []
    kind, target = relations(package, name)[external.get(R + "id")]
    if kind != "package" or target in books:
        fault(name, f"its workbook {target} is a {kind} or another chart's")
    books.add(target)
    book = openpyxl.load_workbook(io.BytesIO(package.read(target)), data_only=True)
    for reference in [one for one in tree.iter() if one.tag in (C + "numRef", C + "strRef")]:
        sheet, cells = reference.find(C + "f").text.replace("$", "").rsplit("!", 1)
        left, top, right, bottom = range_boundaries(cells)
        held = [cell for row in book[sheet.strip("'")].iter_rows(top, bottom, left, right, values_only=True) for cell in row]
        values, count = cached(reference)
        if count != len(held):
            fault(name, f"{cells}: {count} kept, {len(held)} cells")
        for at, value in enumerate(held):
            text = values.get(at)
            if (value is None) != (text in (None, "")) or (value is not None and not same(value, text)):
                fault(name, f"{cells} {at}: kept {text!r}, in the workbook {value!r}")
        if any(value in ("NaN", "None", "inf") for value in values.values()):
            fault(name, f"{cells}: no numbers in {values}")
    axes = {one.find(C + "axId").get("val"): one for one in tree.iter() if one.tag in (C + "catAx", C + "valAx")}
    used, numbers, order = set(), [], []
    for plot in tree.iter(C + "plotArea").__next__():
        kind = plot.tag.removeprefix(C)
        if kind not in PLOTS:
            continue
        pair = [one.get("val") for one in plot.findall(C + "axId")]
        used.update(pair)
        if kind != "pieChart" and (len(pair) != 2 or any(one not in axes for one in pair)):
            fault(name, f"{kind} has axes {pair}")
        grouping = plot.find(C + "grouping")
        places = PLACES.get("clustered" if grouping is not None and kind == "barChart" and grouping.get("val") == "clustered" else
                            "stacked" if kind == "barChart" else kind)
        for place in plot.iter(C + "dLblPos"):
            if place.get("val") not in places:
                fault(name, f"labels {place.get('val')} in {kind}")
        for series in plot.findall(C + "ser"):
            order.append((series.find(C + "idx").get("val"), series.find(C + "order").get("val")))
            numbers.append([float(value) for value in cached(series.find(f"{C}val/{C}numRef"))[0].values()])
    for at in (0, 1):
        if len({one[at] for one in order}) != len(order):
            fault(name, f"series {order}")
    for own, axis in axes.items():
        if own not in used or axis.find(C + "crossAx").get("val") not in axes:
            fault(name, f"axis {own} belongs to nothing")
    stacked = any(one.get("val") == "stacked" for one in tree.iter(C + "grouping"))
    # Of a bridge only the two ends are figures.
    return [numbers[1][0], numbers[1][-1]] if stacked else [value for series in numbers for value in series]


def known_numbers(reports):
    numbers = set()

    def add(value):
        if isinstance(value, bool):
            return
        if isinstance(value, (int, float)):
            # A rate, and what is left of it.
            numbers.update(f"{one:.8g}" for one in (value, 100 - value))
        elif isinstance(value, dict):
            [add(one) for one in value.values()]
        elif isinstance(value, list):
            [add(one) for one in value]

    for report in reports:
        add(report["kpis"])
    return numbers


def called(shape):
    """The placeholder's kind and number, as a slide calls that of its layout."""
    element = shape._element.find(f".//{P}ph")
    return (element.get("type", "obj"), element.get("idx", "0"))


def box(shape):
    return None if shape.left is None else (shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)


def meet(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def taken(slide, deck):
    """What the layout and its master have already where a slide places things: the title, the foot, pictures, bands."""
    layout = slide.slide_layout
    sheets = [layout] if layout._element.get("showMasterSp") == "0" else [layout, layout.slide_master]
    own = {called(one) for one in slide.placeholders}
    held = [(one.name, box(one)) for one in layout.placeholders if called(one) in own]
    drawn = [(one.name, box(one)) for sheet in sheets for one in sheet.shapes if not one.is_placeholder]
    small = [(name, at) for name, at in drawn if at and (at[2] - at[0]) * (at[3] - at[1]) < deck.slide_width * deck.slide_height / 2]
    return [(name, at) for name, at in held + small if at]


def wide(text, size):
    return sum(1.0 if ord(c) > 0x2E00 else 0.46 for c in text) * size


def high(paragraphs, width, usual):
    """Points of paragraphs in so many points, as roughly as any program that lacks the font measures them."""
    total = 0
    for one in paragraphs:
        size = max([run.font.size.pt for run in one.runs if run.font.size] or [usual])
        text = "".join(run.text for run in one.runs)
        if not text:
            continue
        total += max(1, math.ceil(wide(text, size) / max(width, size) - 0.02)) * size * 1.2
    return total


def overflows(slide, place):
    for shape in slide.shapes:
        if getattr(shape, "has_table", False):
            columns = [column.width.pt for column in shape.table.columns]
            if abs(sum(columns) - shape.width.pt) > 2:
                fault(place, f"{shape.name}: columns of {sum(columns):.0f} points in {shape.width.pt:.0f}")
            for row in shape.table.rows:
                need = max(high(cell.text_frame.paragraphs, width - 12, 12) for cell, width in zip(row.cells, columns))
                if need + 4 > row.height.pt * 1.02:
                    fault(place, f"{shape.name}: {row.cells[0].text!r} needs {need:.0f} points, its row has {row.height.pt:.0f}")
        elif getattr(shape, "has_text_frame", False) and box(shape):
            sized = all(run.font.size for one in shape.text_frame.paragraphs for run in one.runs)
            if shape.is_placeholder and (called(shape)[0] not in ("title", "ctrTitle", "subTitle") or not sized):
                continue
            inset = 14.4 if shape.is_placeholder else 0
            need = high(shape.text_frame.paragraphs, shape.width.pt - inset, 12)
            if need > shape.height.pt * 1.08 + 3:
                fault(place, f"{shape.name} needs {need:.0f} points of {shape.height.pt:.0f}: {shape.text_frame.text[:30]!r}")


def looks(deck):
    names, titles = [], 0
    for at, slide in enumerate(deck.slides, 1):
        place = f"slide {at}"
        titles += slide.shapes.title is not None and bool(slide.shapes.title.text_frame.text)
        if not slide.has_notes_slide or not slide.notes_slide.notes_text_frame.text:
            fault(place, "no notes")
        known = {called(one) for one in slide.slide_layout.placeholders}
        for one in slide.placeholders:
            if called(one) not in known:
                fault(place, f"{one.name} is a placeholder {called(one)} that its layout does not have")
        placed = taken(slide, deck)
        for shape in slide.shapes:
            names.append(shape.name)
            if not shape.name.startswith("csr:"):
                fault(place, f"{shape.name!r} is no stable name")
            if getattr(shape, "has_chart", False) and not shape._element.nvGraphicFramePr.cNvPr.get("descr"):
                fault(place, f"{shape.name} has no description")
            if shape.left is None or shape.is_placeholder:
                continue
            own = box(shape)
            if own[0] < 0 or own[1] < 0 or own[2] > deck.slide_width or own[3] > deck.slide_height - Pt(18):
                fault(place, f"{shape.name} reaches over the foot or the edge")
            for other, there in placed:
                if meet(own, there):
                    fault(place, f"{shape.name} lies over {other}")
            placed.append((shape.name, own))
            sizes = [run.font.size for paragraph in paragraphs(shape) for run in paragraph.runs]
            # A small slide is shown as large as a large one.
            least = Pt(10) * min(1, deck.slide_height / Pt(540), deck.slide_width / Pt(720)) - Pt(0.1)
            if any(size is not None and size < least for size in sizes):
                fault(place, f"{shape.name} has letters smaller than 10 points")
        overflows(slide, place)
    if titles != len(deck.slides):
        fault("slides", f"{titles} titles on {len(deck.slides)} slides")
    if len(names) != len(set(names)):
        fault("slides", f"names stand twice: {sorted(one for one in names if names.count(one) > 1)}")
    return names


def paragraphs(shape):
    if getattr(shape, "has_table", False):
        return [one for row in shape.table.rows for cell in row.cells for one in cell.text_frame.paragraphs]
    return shape.text_frame.paragraphs if shape.has_text_frame else []


def read(report):
    with open(report, encoding="utf-8") as file:
        return json.load(file)


def main(path, report, *months):
    package = zipfile.ZipFile(path)
    names = parts(package)
    frame(package, names)
    report = read(report)
    known, books, charts = known_numbers([report, *map(read, months)]), set(), 0
    for name in names:
        if re.fullmatch(r"ppt/charts/\w+\.xml", name):
            charts += 1
            for value in chart(package, name, books):
                if f"{value:.8g}" not in known:
                    fault(name, f"{value} is no number of report.json")
    deck = Presentation(path)
    shapes = looks(deck)
    drawn = [shape.chart for slide in deck.slides for shape in slide.shapes if getattr(shape, "has_chart", False)]
    if len(drawn) != charts or any(not list(one.plots) for one in drawn):
        fault("charts", f"{charts} parts, python-pptx reads {len(drawn)}")
    listed = [one["shape"] for slide in report["deck"] for one in slide["shapes"]]
    for name in listed:
        if name not in shapes:
            fault("report.json", f"{name} is on no slide")
    if len(report["deck"]) != len(deck.slides):
        fault("report.json", f"{len(report['deck'])} slides, the deck has {len(deck.slides)}")
    print(f"{'wrong' if faults else 'agree'}: {len(deck.slides)} slides, {charts} charts")
    print("\n".join(faults))
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
