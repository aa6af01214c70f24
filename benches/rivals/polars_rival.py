"""Rival B, the strongest scripted one: polars + fastexcel + XlsxWriter + matplotlib doing the same work.

    python polars_rival.py WORKSPACE MONTH OUTPUT      writes figures.json, the workbook, ten PNG and ten SVG
    python polars_rival.py WORKSPACE MONTH --figures   prints the figures alone
"""
import calendar
import datetime
import pathlib
import sys

from output import MONTHS, stores, write_all
from polars_figures import figures, prepare
from polars_reading import load
from words import closing_hours
from workbook_xlsxwriter import write


def months(last):
    """(label, first day, last day) of the months up to `last`."""
    year, month = map(int, last.split("-"))
    for at in range(year * 12 + month - MONTHS, year * 12 + month):
        first = datetime.datetime(at // 12, at % 12 + 1, 1)
        yield f"{first:%Y-%m}", first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def main():
    workspace, month, output = sys.argv[1:4]
    for store, lists in stores(workspace):
        tables, config = load(workspace, lists)
        facts, hours = prepare(tables), closing_hours(config)
        trend = [(label, figures(facts, start, end, end, hours)) for label, start, end in months(month)]
        write_all(trend, pathlib.Path(output, store), write)


if __name__ == "__main__":
    main()
