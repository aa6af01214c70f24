"""A group's year from what a warehouse has counted (--facts): time and peak memory by the number of stores.

    python counts.py PARTS [--times 1,2,4,8] [--report "annual --year 2013"] [--wrong PERCENT] [--program PATH]

PARTS is a file of counts in Parquet, such as tests/warehouse/engines.py leaves in its --keep folder. Each size has its stores
so many times, every time under names of their own; of their rows of counts --wrong percent are spoilt. Fails where the memory passes --limit (2,048 MB), or a row costs more than
--linear times as much as one of the smallest size. Wants duckdb.
"""
import argparse
import pathlib
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor

import duckdb

from bench import ROOT, measure

# What is about the whole file stands in it once.
WHOLE = "side IN ('period', 'indicator')"


def multiply(parts, times, wrong, into):
    """Writes the rows of so many times the stores, some of them wrong, and gives (stores, rows)."""
    dealer = f"CASE WHEN {WHOLE} OR time = 0 THEN dealer ELSE dealer || '-' || time END"
    count = f"CASE WHEN side = 'counted' AND hash(time, dealer, period, keys, value) % 100 < {wrong} THEN -1 ELSE rows END"
    rows = f"SELECT * EXCLUDE time REPLACE ({dealer} AS dealer, {count} AS rows) FROM read_parquet('{parts}'), range({times}) copies(time) WHERE time = 0 OR NOT {WHOLE}"
    # Engines write the rows of an indicator together, those of all stores among each other.
    duckdb.sql(f"COPY ({rows} ORDER BY indicator, side, period, keys) TO '{into}' (FORMAT parquet)")
    return duckdb.sql(f"SELECT count(DISTINCT dealer) FILTER (NOT {WHOLE}), count(*) FROM read_parquet('{into}')").fetchone()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("parts", type=pathlib.Path)
    options.add_argument("--times", default="1,2,4,8")
    options.add_argument("--report", default="annual --year 2013")
    options.add_argument("--wrong", type=int, default=0, help="percent of the rows that are counted")
    options.add_argument("--program", default=ROOT / "target" / "release" / "csr-report", type=pathlib.Path)
    options.add_argument("--limit", type=float, default=2048, help="most MB")
    options.add_argument("--linear", type=float, default=1.25, help="most times that a row of the largest size costs")
    given = options.parse_args()
    faults, smallest = [], None
    with tempfile.TemporaryDirectory() as temporary:
        workspace = pathlib.Path(temporary)
        (workspace / "csr-report.toml").write_text('[dealer]\nname = "集团"\n\n[dealers]\nby = "folder"\n', encoding="utf-8")
        for times in map(int, given.times.split(",")):
            # In a process of its own: what is measured begins as a copy of this one, with all of its memory.
            with ProcessPoolExecutor(1) as other:
                stores, rows = other.submit(multiply, given.parts.resolve(), times, given.wrong, workspace / "parts.parquet").result()
            command = [given.program.resolve(), "-C", workspace, *given.report.split(), "--quiet", "--facts", "parts.parquet"]
            wall, processor, peak = measure(command)
            cost = processor / rows
            smallest = smallest or cost
            print(f"{stores:4} stores {rows:9,} rows  {wall:7.1f} s  {processor:7.1f} s processor  {peak:6.0f} MB"
                  f"  a row ×{cost / smallest:.2f}", flush=True)
            if peak > given.limit:
                faults.append(f"{stores} stores: {peak:.0f} MB")
            if cost > given.linear * smallest:
                faults.append(f"{stores} stores: a row costs {cost / smallest:.2f} times that of the smallest size")
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
