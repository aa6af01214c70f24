"""Time and peak memory of a whole `csr-report check` against fastexcel + polars reading the same file, in turn, in one run.

    python bench.py [--runs 9] [--shapes text,numbers] [--program PATH] [--keep DIR]

The program is measured from the start of its process to its end: it reads, types, cross-checks and computes. The rival is
measured from after its imports to the finished frame, and does nothing with it.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ROWS = 100_000


def run(command):
    """Seconds, peak MB and words of one whole process.

    The system counts what a process held before it became the program, so this script must stay smaller than any
    program that it measures: it makes the sheets in a process of their own.
    """
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    said = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"{command} failed\n{said}")
    return seconds, usage.ru_maxrss / 1024, said


def run_program(program, book, workspace):
    """(seconds, peak MB, peak MB above what the program takes when it only reads its templates)."""
    _, before, _ = run([program, "-C", workspace, "kpi", "list"])
    seconds, peak, said = run([program, "-C", workspace, "check", "--month", "2013-09", "--input", book])
    if f"行数 {ROWS} = 采用 {ROWS}" not in said:
        sys.exit(f"{book}: not every row was used\n{said}")
    return seconds, peak, peak - before


def run_rival(book):
    """(seconds, peak MB, peak MB above what the interpreter and the imports took)."""
    said = subprocess.run([sys.executable, HERE / "rival.py", book], check=True, capture_output=True, text=True).stdout
    seconds, before, peak, rows, columns = map(float, said.split())
    if (rows, columns) != (ROWS, 17):
        sys.exit(f"fastexcel read {rows:.0f} × {columns:.0f}")
    return seconds, peak, peak - before


def bench(shape, folder, given):
    book, workspace = folder / f"{shape}.xlsx", folder / "workspace"
    workspace.mkdir(exist_ok=True)
    if not book.exists():
        subprocess.run([sys.executable, HERE / "sheets.py", shape, book], check=True)
    own, rival = [], []
    for turn in range(given.runs + 1):
        own.append(run_program(given.program, book, workspace))
        rival.append(run_rival(book))
    # The first turn warmed the disk's cache.
    own, rival = own[1:], rival[1:]
    middle = lambda values: statistics.median(values)
    show = lambda runs, part: middle(run[part] for run in runs)
    ratio = lambda theirs, mine: middle(their[theirs] / my[mine] for their, my in zip(rival, own))
    print(f"\n{shape}: {ROWS:,} rows × 17 columns, {book.stat().st_size / 1e6:.1f} MB, {given.runs} runs, median (fastest)")
    print(f"  csr-report check     {show(own, 0):6.3f} s ({min(run[0] for run in own):.3f})  {show(own, 1):5.0f} MB, of these {show(own, 2):.0f} MB above its start")
    print(f"  fastexcel + polars   {show(rival, 0):6.3f} s ({min(run[0] for run in rival):.3f})  {show(rival, 1):5.0f} MB"
          f", of these {show(rival, 2):.0f} MB above its imports")
    print(f"  rival ÷ program      time ×{ratio(0, 0):.2f}   memory ×{ratio(1, 1):.2f}, above the start of both ×{ratio(2, 2):.2f}")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--runs", type=int, default=9)
    options.add_argument("--shapes", default="text,numbers")
    options.add_argument("--program", default=ROOT / "target" / "release" / "csr-report")
    options.add_argument("--keep", help="folder that keeps the two workbooks for another run")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(given.keep or temporary).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        for shape in given.shapes.split(","):
            bench(shape, folder, given)


if __name__ == "__main__":
    main()
