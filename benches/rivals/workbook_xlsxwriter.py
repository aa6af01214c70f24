"""The workbook of the polars rival: a sheet a chart, its numbers and a native chart, with XlsxWriter."""
import xlsxwriter


def write(charts, indicators, path):
    book = xlsxwriter.Workbook(path)
    front = book.add_worksheet("总览")
    for at, row in enumerate(indicators):
        front.write_row(at, 0, row)
    for chart in charts:
        sheet = book.add_worksheet(chart["title"])
        sheet.write_row(0, 1, [series[0] for series in chart["series"]])
        sheet.write_column(1, 0, chart["categories"])
        for at, series in enumerate(chart["series"]):
            sheet.write_column(1, at + 1, series[1])
        sheet.insert_chart("G2", native(book, chart))
    book.close()


def native(book, chart):
    """One chart of up to two kinds; lines on the right have an axis of their own."""
    title, rows = chart["title"], max(1, len(chart["categories"]))
    parts = {}
    for at, (name, _, mark, axis) in enumerate(chart["series"]):
        part = parts.get(mark) or parts.setdefault(mark, book.add_chart({"type": mark}))
        part.add_series({"name": name, "categories": [title, 1, 0, rows, 0], "values": [title, 1, at + 1, rows, at + 1],
                         "y2_axis": axis == "right"})
    whole, *others = parts.values()
    for part in others:
        whole.combine(part)
    whole.set_title({"name": title})
    return whole
