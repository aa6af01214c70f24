"""A manager's hand in a deck: `hand.py edit DECK NEW` works on it as people do in PowerPoint, `hand.py look DECK` prints as JSON what
stands on its slides, `hand.py save DECK NEW` only saves it with another program, and `hand.py rewrite DECK NEW` writes it as PowerPoint
may: other names of parts, pieces of text split, numbers in other digits; `hand.py new DECK NEW` makes an empty one."""

import copy
import io
import json
import re
import sys
import zipfile

import openpyxl
from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.parts.chart import ChartPart
from pptx.parts.embeddedpackage import EmbeddedXlsxPart
from pptx.util import Pt

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def named(deck, name):
    return next(slide for slide in deck.slides if slide._element.cSld.get("name") == name)


def shape(slide, name):
    return next(one for one in slide.shapes if one.name == name)


def place(deck, slide, position):
    """Moves a slide to a position from 0."""
    entries = deck.slides._sldIdLst
    entry = next(one for one in entries if deck.part.related_part(one.rId) is slide.part)
    entries.remove(entry)
    entries.insert(position, entry)


def duplicate(deck, slide):
    """A copy as PowerPoint makes one: charts and workbooks are copied with it."""
    new = deck.slides.add_slide(slide.slide_layout)
    new._element.cSld.set("name", slide._element.cSld.get("name"))
    for one in list(new.shapes):
        one._element.getparent().remove(one._element)
    for one in slide.shapes:
        element = copy.deepcopy(one._element)
        new.shapes._spTree.append(element)
        if getattr(one, "has_chart", False):
            old = one.chart.part
            package = deck.part.package
            part = ChartPart.load(package.next_partname("/ppt/charts/chart%d.xml"), old.content_type, package, old.blob)
            part._element.find(C + "externalData").set(R + "id", part.relate_to(EmbeddedXlsxPart.new(
                old.chart_workbook.xlsx_part.blob, package), RT.PACKAGE))
            frame = next(element.iter(C + "chart"))
            frame.set(R + "id", new.part.relate_to(part, RT.CHART))
    return new


def edit(deck):
    # A copy of a slide, two slides in another order.
    copied = duplicate(deck, named(deck, "csr:first_service"))
    place(deck, copied, 1)
    place(deck, named(deck, "csr:renewals"), 7)
    # A slide of the manager's own behind the scorecard.
    own = deck.slides.add_slide(deck.slide_layouts[2])
    own.shapes.title.text = "国庆客户关怀活动"
    box = own.shapes.add_textbox(Pt(60), Pt(120), Pt(400), Pt(60))
    box.text_frame.text = "10 月 1 日至 7 日，由王强负责"
    place(deck, own, 4)
    # A chart made smaller and moved aside.
    callbacks = named(deck, "csr:callbacks")
    chart = shape(callbacks, "csr:callbacks.chart.callback_success_rate")
    chart.left, chart.width = chart.left + Pt(60), chart.width - Pt(60)
    # A sentence said otherwise, another title.
    said = shape(named(deck, "csr:satisfaction"), "csr:satisfaction.said")
    said.text_frame.paragraphs[0].runs[0].text = "八月的满意度由新来的顾问拉低，已安排培训。"
    shape(named(deck, "csr:why"), "csr:why.title").text_frame.text = "八月为什么变了"
    # Notes of her own.
    named(deck, "csr:complaints").notes_slide.notes_text_frame.text = "先讲张先生的投诉。"
    # A slide and a table thrown away.
    churn = named(deck, "csr:churn")
    entry = next(one for one in deck.slides._sldIdLst if deck.part.related_part(one.rId) is churn.part)
    deck.part.drop_rel(entry.rId)
    deck.slides._sldIdLst.remove(entry)
    table = shape(named(deck, "csr:appointments"), "csr:appointments.table.bookings_by_period")
    table._element.getparent().remove(table._element)
    # Something of her own on a slide, and a copy of its chart.
    bookings = named(deck, "csr:appointments")
    bookings.shapes.add_textbox(Pt(700), Pt(20), Pt(200), Pt(20)).text_frame.text = "与销售部核对"
    why = shape(named(deck, "csr:satisfaction"), "csr:satisfaction.source")
    other = copy.deepcopy(why._element)
    other.nvSpPr.cNvPr.set("id", "90")
    bookings.shapes._spTree.append(other)
    # A chart in other colours, a chart of other numbers.
    fix = shape(named(deck, "csr:first_time_fix"), "csr:first_time_fix.chart.first_time_fix_rate").chart
    fix.plots[0].series[0].format.line.color.rgb = RGBColor(0x12, 0x34, 0x56)
    flow = shape(named(deck, "csr:complaints"), "csr:complaints.chart.complaint_flow").chart
    values = next(flow._chartSpace.iter(C + "val"))
    values.find(f".//{C}v").text = "99"
    sheet, cells = values.find(f".//{C}f").text.replace("$", "").rsplit("!", 1)
    book, file = openpyxl.load_workbook(io.BytesIO(flow.part.chart_workbook.xlsx_part.blob)), io.BytesIO()
    book[sheet.strip("'")][cells.split(":")[0]] = 99
    book.save(file)
    flow.part.chart_workbook.update_from_xlsx_blob(file.getvalue())
    # What the meeting decided, written into the table.
    measures = shape(named(deck, "csr:next.measures"), "csr:next.measures.table").table
    measures.cell(1, 1).text = "每周一复盘未成功的回访"


def cached(series, part):
    points = series.find(C + part)
    return [] if points is None else [[one.get("idx"), one.find(C + "v").text] for one in points.iter(C + "pt")]


def held(one):
    """The cells that a chart refers to, from its workbook."""
    book = openpyxl.load_workbook(io.BytesIO(one.part.chart_workbook.xlsx_part.blob), data_only=True)
    cells = []
    for series in one._chartSpace.iter(C + "ser"):
        sheet, span = series.find(f"{C}val").find(f".//{C}f").text.replace("$", "").rsplit("!", 1)
        block = book[sheet.strip("'")][span]
        block = block if isinstance(block, tuple) else ((block,),)
        values = [cell.value for row in block for cell in row]
        cells.append([[str(at), value] for at, value in enumerate(values) if value is not None])
    return cells


def looks(one):
    seen = {"id": one.shape_id, "place": None if one.left is None else [one.left, one.top, one.width, one.height]}
    if one.is_placeholder and one._element.spPr.find(A + "xfrm") is None:
        seen["place"] = None
    if getattr(one, "has_chart", False):
        space = one.chart._chartSpace
        seen["chart"] = [cached(series, "val") for series in space.iter(C + "ser")]
        seen["cells"] = held(one.chart)
        seen["colours"] = [fill.get("val") for fill in space.iter(A + "srgbClr")]
        seen["description"] = one._element.nvGraphicFramePr.cNvPr.get("descr")
    elif getattr(one, "has_table", False):
        seen["text"] = [[cell.text for cell in row.cells] for row in one.table.rows]
        seen["columns"] = sum(column.width for column in one.table.columns)
    elif one.has_text_frame:
        seen["text"] = [paragraph.text for paragraph in one.text_frame.paragraphs]
    return seen


def look(deck, path):
    slides = []
    for slide in deck.slides:
        shapes = [(one.name, looks(one)) for one in slide.shapes]
        notes = slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else None
        slides.append({"name": slide._element.cSld.get("name"), "id": slide.slide_id, "shapes": shapes, "notes": notes})
    # Slides get other names once they are asked for.
    reached = {str(part.partname)[1:] for part in Presentation(path).part.package.iter_parts()}
    held = {name for name in zipfile.ZipFile(path).namelist() if not name.endswith((".rels", "[Content_Types].xml"))}
    return {"title": deck.core_properties.title, "slides": slides, "orphans": sorted(held ^ reached)}


def rewritten(path, new):
    """The same deck in another hand: parts bear other names, runs are split, numbers have all their digits."""
    source = zipfile.ZipFile(path)
    numbered = re.compile(r"(slides/|charts/|embeddings/|notesSlides/)(_rels/)?(slide|chart|Microsoft_Excel_Sheet|notesSlide)(\d+)\.")

    def renamed(text):
        return numbered.sub(lambda found: f"{found[1]}{found[2] or ''}{found[3]}{int(found[4]) + 100}.", text)

    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith((".rels", "[Content_Types].xml")):
                data = renamed(data.decode()).encode()
            elif re.fullmatch(r"ppt/slides/slide\d+\.xml", name):
                tree = etree.fromstring(data)
                for run in list(tree.iter(A + "r")):
                    text = run.find(A + "t")
                    if len(text.text or "") > 3:
                        other = copy.deepcopy(run)
                        other.find(A + "t").text, text.text = text.text[2:], text.text[:2]
                        run.addnext(other)
                for properties in tree.iter(A + "rPr"):
                    properties.attrib.pop("dirty", None)
                data = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            elif re.fullmatch(r"ppt/charts/chart\d+\.xml", name):
                tree = etree.fromstring(data)
                for value in tree.iter(C + "v"):
                    try:
                        if value.text is None:
                            continue
                        value.text = repr(float(value.text)) if "." not in value.text else f"{float(value.text):.17g}"
                    except ValueError:
                        pass
                data = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            target.writestr(renamed(name), data)


def main(what, path, new=None):
    if what == "rewrite":
        rewritten(path, new)
        return
    if what == "new":
        Presentation().save(new)
        return
    deck = Presentation(path)
    if what == "look":
        print(json.dumps(look(deck, path), ensure_ascii=False))
        return
    if what == "edit":
        edit(deck)
    deck.save(new)


if __name__ == "__main__":
    main(*sys.argv[1:])
