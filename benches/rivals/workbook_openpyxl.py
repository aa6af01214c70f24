"""The workbook of the pandas rival: a sheet a chart, its numbers and a native chart, with openpyxl."""
from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, PieChart, Reference

KINDS = {"column": BarChart, "line": LineChart, "pie": PieChart}


def write(charts, indicators, path):
    book = Workbook()
    front = book.active
    front.title = "总览"
    for row in indicators:
        front.append(row)
    for chart in charts:
        sheet = book.create_sheet(chart["title"])
        sheet.append([""] + [series[0] for series in chart["series"]])
        for at, category in enumerate(chart["categories"]):
            sheet.append([category] + [series[1][at] for series in chart["series"]])
        sheet.add_chart(native(sheet, chart), "G2")
    book.save(path)


def native(sheet, chart):
    """One chart of up to two kinds; lines on the right have an axis of their own."""
    rows = len(chart["categories"]) + 1
    parts = {}
    for at, (_, _, mark, axis) in enumerate(chart["series"]):
        part = parts.setdefault(mark, KINDS[mark]())
        part.add_data(Reference(sheet, min_col=at + 2, min_row=1, max_row=rows), titles_from_data=True)
        if axis == "right":
            part.y_axis.axId = 200
            part.y_axis.crosses = "max"
    whole, *others = parts.values()
    for part in parts.values():
        part.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=rows))
    for part in others:
        whole += part
    whole.title = chart["title"]
    return whole
