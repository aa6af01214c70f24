"""A group's year: time and peak memory of the report by the number of stores, and whether both are linear.

    python bench.py [--stores 10,25,50,100,200] [--reports annual,monthly] [--program PATH] [--keep FOLDER]

Prints wall and processor time, peak memory and rows a second of each size, and what a row of the largest costs against
one of the smallest. Fails where the memory passes --limit (2,048 MB), or a row costs more than --linear times as much.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import dealers

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
ROWS = 12 * sum(dealers.ROWS.values())
PERIODS = {"annual": ["--year", str(dealers.YEAR)], "monthly": ["--month", f"{dealers.YEAR}-09"]}


def measure(command):
    """(wall, processor seconds, peak MB) of one whole process."""
    with tempfile.TemporaryFile() as told:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=told)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        if status:
            told.seek(0)
            sys.exit(f"{command} ended with {status >> 8}:\n{told.read().decode()}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def grow(workspace, years, stores):
    """Adds stores until there are so many."""
    folder = workspace / "input"
    for store in range(len(list(folder.iterdir())), stores):
        seed = store % dealers.MADE
        if seed not in years:
            years[seed] = dealers.made(seed)
        dealers.write(years[seed], store, folder)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--stores", default="10,25,50,100,200")
    options.add_argument("--reports", default="annual,monthly")
    options.add_argument("--program", default=ROOT / "target" / "release" / "csr-report")
    options.add_argument("--keep", type=pathlib.Path, help="folder of the workspace; kept, and grown where it is there")
    options.add_argument("--limit", type=float, default=2048, help="most MB")
    options.add_argument("--linear", type=float, default=1.25, help="most times that a row of the largest size costs")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        workspace = given.keep or pathlib.Path(temporary) / "group"
        (workspace / "input").mkdir(parents=True, exist_ok=True)
        (workspace / "csr-report.toml").write_text('[dealer]\nname = "集团"\n\n[dealers]\nby = "folder"\n', encoding="utf-8")
        years, faults, smallest = {}, [], {}
        for stores in map(int, given.stores.split(",")):
            grow(workspace, years, stores)
            rows = stores * ROWS
            for report in given.reports.split(","):
                command = [given.program, "-C", workspace, report, *PERIODS[report], "--quiet",
                           "--output", pathlib.Path(temporary) / "out"]
                wall, processor, peak = measure(command)
                cost = processor / rows
                times = cost / smallest.setdefault(report, cost)
                print(f"{stores:4} stores {rows:9,} rows  {report:8} {wall:7.1f} s  {processor:7.1f} s processor"
                      f"  {peak:6.0f} MB  {rows / wall:9,.0f} rows/s  a row ×{times:.2f}", flush=True)
                if peak > given.limit:
                    faults.append(f"{stores} stores, {report}: {peak:.0f} MB")
                if times > given.linear:
                    faults.append(f"{stores} stores, {report}: a row costs {times:.2f} times that of the smallest size")
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
