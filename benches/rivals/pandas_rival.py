"""Rival A, what offices really use: pandas + openpyxl + matplotlib doing the same work.

    python pandas_rival.py WORKSPACE MONTH OUTPUT      writes figures.json, the workbook, ten PNG and ten SVG
    python pandas_rival.py WORKSPACE MONTH --figures   prints the figures alone
"""
import pathlib
import sys

import pandas as pd

import pandas_agenda
from output import MONTHS, stores, write_all
from pandas_figures import figures, prepare
from pandas_reading import load
from workbook_openpyxl import write
from words import closing_hours


def main():
    workspace, month, output = sys.argv[1:4]
    for store, lists in stores(workspace):
        tables, config = load(workspace, lists)
        facts, hours = prepare(tables), closing_hours(config)
        more = pandas_agenda.prepare(lists, facts["orders"]) if output == "--figures" else None
        trend = []
        for label in pd.period_range(end=month, periods=MONTHS, freq="M"):
            start, end = label.start_time.normalize(), label.end_time.normalize()
            whole = figures(facts, start, end, end, hours)
            # The other rivals do not have them: what is timed is the same work.
            if more:
                whole |= pandas_agenda.figures(more, facts["order_days"], start, end)
            trend.append((str(label), whole))
        write_all(trend, pathlib.Path(output, store), write)


if __name__ == "__main__":
    main()
