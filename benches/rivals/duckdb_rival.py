"""Rival C: fastexcel for reading, DuckDB for counting, XlsxWriter and matplotlib doing the same work.

    python duckdb_rival.py WORKSPACE MONTH OUTPUT      writes figures.json, the workbook, ten PNG and ten SVG
    python duckdb_rival.py WORKSPACE MONTH --figures   prints the figures alone
"""
import datetime
import pathlib
import sys

from duckdb_figures import figures, prepare
from output import stores, write_all
from polars_reading import load
from polars_rival import months
from words import closing_hours
from workbook_xlsxwriter import write


def main():
    workspace, month, output = sys.argv[1:4]
    spans = [(label, first, last + datetime.timedelta(days=1)) for label, first, last in months(month)]
    for store, lists in stores(workspace):
        tables, config = load(workspace, lists)
        write_all(figures(*prepare(tables), spans, closing_hours(config)), pathlib.Path(output, store), write)


if __name__ == "__main__":
    main()
