"""Engines against each other and against the program: see README.md.

    python engines.py [--engines duckdb,clickhouse,spark] [--workspace FOLDER] [--period "--month 2013-09"]
        [--from tables] [--keep FOLDER]
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SCRIPTS = {"duckdb": "duck.py", "clickhouse": "clickhouse.py", "spark": "spark.py"}
REPORTS = {"--month": "monthly", "--quarter": "quarterly", "--year": "annual"}
COLUMNS = (
    "dealer, indicator, side, period, coalesce(keys, ''), value, coalesce(\"rows\", 0), coalesce(above, 0), "
    "coalesce(below, 0), coalesce(unknown, 0)"
)


def step(name, command):
    """Runs a process, prints what it took and gives what it printed."""
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen([str(word) for word in command], stdout=told, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        told.seek(0)
        said = told.read()
    if status:
        sys.exit(f"{name} failed:\n{said[-4000:]}")
    wall, processor, peak = time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
    print(f"| {name} | {wall:.0f} s | {processor:.0f} s | {peak:.0f} MB |", flush=True)
    return said


def kpis(folder):
    return {kpi["id"]: kpi for kpi in json.loads((folder / "report.json").read_text(encoding="utf-8"))["kpis"]}


def rows(parts):
    return f"SELECT {COLUMNS} FROM read_parquet('{parts}{'/*.parquet' if parts.is_dir() else ''}')"


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--engines", default="duckdb,clickhouse,spark")
    options.add_argument("--workspace", type=Path, default=ROOT / "examples" / "demo-dealer")
    options.add_argument("--period", default="--month 2013-09")
    options.add_argument("--program", type=Path, default=ROOT / "target" / "release" / "csr-report")
    options.add_argument("--from", dest="begin", default="facts", help="what the statements begin at: facts or tables")
    options.add_argument("--keep", type=Path, help="folder for what is made")
    given = options.parse_args()
    period = given.period.split()
    keep = given.keep or Path(tempfile.mkdtemp())
    keep.mkdir(parents=True, exist_ok=True)
    program = [given.program.resolve(), "-C", given.workspace.resolve()]
    report = [REPORTS[period[0]], *period, "--format", "json"]
    print("| step | wall | processor | peak |\n|---|---|---|---|")
    step("report of the spreadsheets", [*program, *report, "--output", keep.resolve() / "rows"])
    step("export", [*program, "export", "--parquet", keep.resolve() / "export", *period])
    wanted, all_parts, faults = kpis(keep / "rows" / period[1]), [], []
    for engine in given.engines.split(","):
        script, parts = keep / f"{engine}.sql", keep / f"parts-{engine}"
        all_parts.append(parts)
        stated = [*program, "sql", "--dialect", engine, "--from", given.begin]
        script.write_bytes(subprocess.run(stated, stdout=subprocess.PIPE, check=True).stdout)
        said = step(f"counts of {engine}", [sys.executable, HERE / SCRIPTS[engine], keep / "export", script, parts])
        sys.stderr.write("".join(f"  {line}\n" for line in said.splitlines() if line[:1].isdigit() and "WARN" not in line))
        workspace = keep / f"report-{engine}"
        shutil.rmtree(workspace, ignore_errors=True)
        workspace.mkdir()
        shutil.copy(given.workspace / "csr-report.toml", workspace)
        step(f"report of {engine}", [program[0], "-C", workspace, *report, "--facts", parts.resolve()])
        made = kpis(workspace / "output" / period[1])
        for id, kpi in wanted.items():
            faults += [f"{engine}: {id}.{field}" for field, value in kpi.items() if made[id].get(field) != value]
    # Last: a measured process begins as a copy of this one, with all that DuckDB would hold here.
    for parts in all_parts[1:]:
        for one, other in ((all_parts[0], parts), (parts, all_parts[0])):
            more = duckdb.sql(f"{rows(one)} EXCEPT ALL {rows(other)}").fetchall()
            faults += [f"only in {one.name}, not in {other.name}: {row}" for row in more[:5]]
    if faults:
        sys.exit("\n".join([f"{len(faults)} differences", *faults[:40]]))
    counted = duckdb.sql(f"SELECT count(*) FROM ({rows(all_parts[0])})").fetchone()[0]
    print(f"agree: {counted} rows of counts, {len(wanted)} indicators")


if __name__ == "__main__":
    main()
