"""Reads the first sheet of a workbook into a polars frame with fastexcel; prints seconds, and MB before and at the peak.

The clock starts after the imports. `VmHWM` is the highest resident memory of the process so far.
"""
import sys
import time

import fastexcel
import polars  # noqa: F401  to_polars() would import it within the measured time


def highest_megabytes():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


before = highest_megabytes()
started = time.perf_counter()
frame = fastexcel.read_excel(sys.argv[1]).load_sheet(0).to_polars()
seconds = time.perf_counter() - started
print(seconds, before, highest_megabytes(), *frame.shape)
