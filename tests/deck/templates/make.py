"""Makes the three templates beside it, on which tests/it/deck/ lays its decks (python-pptx, Pillow for the logo).

maker.potx     16:9, the look of a maker: titles in a dark band, a logo picture on the master, own fonts and colours, Chinese layout
               names (one copied: “2_仅标题”), sample slides with a chart, a picture, notes, a section and a show of some slides
four-three.pptx  4:3, light letters on a dark ground by the master's colour map, English layout names, a line on the layouts that
               leads to a sample slide
odd.pptx       16:9 of 10 inches, no layout with a title, a master without foot, a strip at its side

Masters and layouts come from the template that python-pptx carries (MIT); everything else is made here.

    python3 make.py
"""
import copy
import io
import re
import zipfile

from lxml import etree
from PIL import Image, ImageDraw
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml.ns import qn
from pptx.util import Inches

A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def placed(shape, left, top, width, height):
    shape.left, shape.top, shape.width, shape.height = (Inches(one) for one in (left, top, width, height))


def holder(sheet, kind):
    return next((one for one in sheet.placeholders if str(one.placeholder_format.type).startswith(kind)), None)


def keep(deck, names):
    """Only the layouts at these places, under new names."""
    layouts = list(deck.slide_layouts)
    for at, layout in enumerate(layouts):
        if at not in names:
            deck.slide_layouts.remove(layout)
        elif names[at]:
            layout.name = names[at]


def theme(path, colours, latin, east_asian):
    """Colours and fonts of all themes of a file."""
    source = zipfile.ZipFile(path)
    parts = [(one, source.read(one)) for one in source.infolist()]
    source.close()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for info, data in parts:
            if re.fullmatch(r"ppt/theme/theme\d+\.xml", info.filename):
                root = etree.fromstring(data)
                for name, value in colours.items():
                    place = root.find(f".//{{{A}}}clrScheme/{{{A}}}{name}")
                    for child in list(place):
                        place.remove(child)
                    etree.SubElement(place, f"{{{A}}}srgbClr", val=value)
                for font in root.iter(f"{{{A}}}majorFont", f"{{{A}}}minorFont"):
                    font.find(f"{{{A}}}latin").set("typeface", latin)
                    font.find(f"{{{A}}}ea").set("typeface", east_asian)
                data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            if path.endswith(".potx") and info.filename == "[Content_Types].xml":
                data = data.replace(b"presentationml.presentation.main+xml", b"presentationml.template.main+xml")
            target.writestr(zipfile.ZipInfo(info.filename, (2013, 9, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


def logo():
    picture = Image.new("RGB", (240, 96), "white")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((8, 8, 88, 88), outline=(190, 20, 40), width=10)
    draw.polygon([(48, 20), (28, 70), (68, 70)], fill=(190, 20, 40))
    draw.rectangle((104, 36, 228, 60), fill=(60, 60, 64))
    data = io.BytesIO()
    picture.save(data, "PNG")
    data.seek(0)
    return data


def box(sheet, left, top, width, height, colour):
    """A rectangle behind the placeholders of a master or layout."""
    tree = sheet.shapes._spTree
    used = max(int(one.get("id")) for one in tree.iter() if one.tag == qn("p:cNvPr"))
    left, top, width, height = (int(Inches(one)) for one in (left, top, width, height))
    xml = f"""<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="{A}">
<p:nvSpPr><p:cNvPr id="{used + 1}" name="Band {used + 1}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>
<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>
<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="zh-CN"/></a:p></p:txBody></p:sp>"""
    tree.insert(2, etree.fromstring(re.sub(r">\s+<", "><", xml)))


def title_colour(deck, colour, size):
    style = deck.slide_master.element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    style.set("algn", "l")
    run = style.find(qn("a:defRPr"))
    run.set("sz", str(size * 100))
    run.set("b", "1")
    run.find(f".//{qn('a:schemeClr')}").set("val", colour)


def maker():
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    keep(deck, {0: "标题幻灯片", 1: "标题和内容", 5: "2_仅标题", 6: "空白"})
    master = deck.slide_master
    placed(holder(master, "TITLE"), 0.5, 0.15, 10.2, 0.85)
    placed(holder(master, "BODY"), 0.5, 1.25, 12.33, 5.4)
    placed(holder(master, "DATE"), 0.5, 6.95, 2.5, 0.3)
    placed(holder(master, "FOOTER"), 3.5, 6.95, 6.3, 0.3)
    placed(holder(master, "SLIDE_NUMBER"), 10.8, 6.95, 2, 0.3)
    box(master, 0, 0, 13.333, 1.1, "tx2")
    box(master, 0, 6.85, 13.333, 0.04, "accent1")
    title_colour(deck, "bg1", 26)
    cover = deck.slide_layouts[0]
    placed(holder(cover, "CENTER_TITLE"), 0.9, 2.2, 9, 1.8)
    placed(holder(cover, "SUBTITLE"), 0.9, 4.2, 9, 1.4)
    cover._element.set("showMasterSp", "0")
    cover.background.fill.solid()
    cover.background.fill.fore_color.theme_color = MSO_THEME_COLOR.TEXT_2
    for layout in deck.slide_layouts:
        for kind in ("DATE", "FOOTER", "SLIDE_NUMBER"):
            one = holder(layout, kind)
            if one is not None:
                one.element.spPr.clear()
        for kind in ("TITLE", "OBJECT"):
            one = holder(layout, kind)
            if one is not None:
                one.element.spPr.clear()
    # python-pptx places pictures on slides only.
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "示例：请替换"
    picture = slide.shapes.add_picture(logo(), Inches(11.3), Inches(0.25), height=Inches(0.6))
    element = copy.deepcopy(picture._element)
    _, relation = master.part.get_or_add_image_part(logo())
    element.find(f".//{qn('a:blip')}").set(qn("r:embed"), relation)
    element.find(f".//{qn('p:cNvPr')}").set("id", "40")
    master.shapes._spTree.append(element)
    slide.notes_slide.notes_text_frame.text = "示例备注"
    data = CategoryChartData()
    data.categories = ["一", "二"]
    data.add_series("示例", (1, 2))
    slide = deck.slides.add_slide(deck.slide_layouts[2])
    slide.shapes.title.text = "示例图表"
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(2), Inches(6), Inches(4), data)
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "封面示例"
    root = deck.part._element
    ids = "".join(f'<p14:sldId id="{one.get("id")}"/>' for one in root.find(qn("p:sldIdLst")))
    p14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
    further = etree.fromstring(
        f'<p:extLst xmlns:p="{root.nsmap["p"]}"><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}"><p14:sectionLst xmlns:p14="{p14}">'
        f'<p14:section name="示例" id="{{11111111-2222-3333-4444-555555555555}}"><p14:sldIdLst>{ids}</p14:sldIdLst></p14:section>'
        "</p14:sectionLst></p:ext></p:extLst>"
    )
    old = root.find(qn("p:extLst"))
    if old is not None:
        root.remove(old)
    root.append(further)
    show = root.find(qn("p:sldIdLst"))[0].get(qn("r:id"))
    shows = etree.fromstring(
        f'<p:custShowLst xmlns:p="{root.nsmap["p"]}" xmlns:r="{root.nsmap["r"]}"><p:custShow name="短" id="0"><p:sldLst><p:sld r:id="{show}"/>'
        "</p:sldLst></p:custShow></p:custShowLst>"
    )
    root.find(qn("p:notesSz")).addnext(shows)
    deck.save("maker.potx")
    theme("maker.potx", {"dk2": "1C2B3A", "lt2": "EDEFF2", "accent1": "BE1428", "accent2": "8A97A6", "accent3": "E0A030",
                         "accent4": "C9CED6", "accent5": "2F7F86", "accent6": "5B4A7A"}, "Arial", "黑体")


def four_three():
    deck = Presentation()
    keep(deck, {0: None, 1: None, 5: None})
    colours = deck.slide_master.element.find(qn("p:clrMap"))
    for name, value in {"bg1": "dk1", "tx1": "lt1", "bg2": "dk2", "tx2": "lt2"}.items():
        colours.set(name, value)
    title_colour(deck, "tx1", 28)
    deck.slides.add_slide(deck.slide_layouts[2]).shapes.title.text = "Sample"
    layout = deck.slide_layouts[2]
    box(layout, 0.5, 1.45, 9, 0.03, "accent1")
    relation = layout.part.relate_to(deck.slides[0].part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/slide")
    call = layout.shapes._spTree[2].find(f".//{qn('p:cNvPr')}")
    etree.SubElement(call, qn("a:hlinkClick"), {qn("r:id"): relation, "action": "ppaction://hlinksldjump"})
    deck.save("four-three.pptx")
    theme("four-three.pptx", {"dk1": "10243E", "lt1": "FFFFFF", "dk2": "1F3B5C", "lt2": "DCE6F2", "accent1": "4FB3FF",
                              "accent2": "FFC857", "accent3": "7BD389"}, "Calibri", "")


def odd():
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(10), Inches(5.625)
    keep(deck, {6: "空白页", 8: "图片页"})
    master = deck.slide_master
    for kind in ("DATE", "FOOTER", "SLIDE_NUMBER"):
        master.shapes._spTree.remove(holder(master, kind).element)
    for layout in deck.slide_layouts:
        for one in list(layout.placeholders):
            kind = str(one.placeholder_format.type)
            if kind.startswith(("DATE", "FOOTER", "SLIDE_NUMBER", "TITLE")):
                one.element.getparent().remove(one.element)
    placed(holder(master, "TITLE"), 1.1, 0.25, 8.5, 0.8)
    placed(holder(master, "BODY"), 1.1, 1.2, 8.5, 4)
    box(master, 0, 0, 0.7, 5.625, "accent1")
    deck.save("odd.pptx")
    theme("odd.pptx", {"accent1": "F79646"}, "Georgia", "宋体")


if __name__ == "__main__":
    maker()
    four_three()
    odd()
