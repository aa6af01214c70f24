"""Time, processor time and peak memory of the program and its rivals on the same work, in turn, in one run.

    python bench.py [--runs 5] [--sizes demo,month,large,group] [--program PATH] [--generator PATH]

Prints, per size, the median wall time, processor time and peak memory of each and the ratio rival ÷ program of each pair of
runs (median). The program writes what the rivals write (workbook, pictures, figures); `all` is all that it writes, with page,
deck and form. Where other programs run at the same time the processor's ratio is the fairer one.
The dealers of the sizes `month` (2,000 calls, 1,000 orders) and `large` (100,000 calls, 50,000 orders) are made by the
generator; `group` is ten stores of a normal month, each with its report (the program makes that of the group too). Before timing,
the figures of all are held against each other.
"""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MONTH = "2013-09"
# Calls, work orders and stores.
SIZES = {"demo": None, "month": (2_000, 1_000, 0), "large": (100_000, 50_000, 0), "group": (2_000, 1_000, 10)}
RIVALS = {"A pandas": "pandas_rival.py", "B polars": "polars_rival.py", "C DuckDB": "duckdb_rival.py"}


def measure(command):
    """(seconds, seconds of processor, peak MB) of one whole process."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        sys.exit(f"{command}: {process.stderr.read().decode()}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def workspace_of(size, generator, folder):
    if SIZES[size] is None:
        return ROOT / "examples" / "demo-dealer"
    calls, orders, stores = SIZES[size]
    for seed in range(7, 7 + max(stores, 1)):
        made = folder / f"{seed}" if stores else folder
        subprocess.run([generator, "--seed", str(seed), "--calls", str(calls), "--orders", str(orders), "--out", made],
                       check=True, stdout=subprocess.DEVNULL)
    if stores:
        group_of(folder, stores)
    return folder


def group_of(folder, stores):
    """Dealers in folders of their own become stores of a group; all have the same settings but for their names."""
    dealers = sorted(path for path in folder.iterdir())
    settings = (dealers[0] / "csr-report.toml").read_text("utf-8")
    (folder / "input").mkdir()
    for made in dealers:
        (made / "input").rename(folder / "input" / f"{made.name}店")
        shutil.rmtree(made)
    (folder / "csr-report.toml").write_text(settings + '\n[dealers]\nby = "folder"\n', "utf-8")


def commands(program, workspace, temporary, is_group):
    """The same work for each: {name: command}, the program first."""
    own = [program, "-C", workspace, "monthly", "--month", MONTH, "--output", temporary / "out", "--quiet"]
    own += ["--each-dealer"] if is_group else []
    rivals = {name: [sys.executable, HERE / script, workspace, MONTH, temporary / script] for name, script in RIVALS.items()}
    return {"csr-report": [*own, "--format", "xlsx,png,svg,json"], "all": own} | rivals


def must_agree(size, temporary):
    for name, script in RIVALS.items():
        for figures in (temporary / script).rglob("figures.json"):
            store = figures.parent.relative_to(temporary / script)
            report = temporary / "out" / store / MONTH / "report.json"
            compared = subprocess.run([sys.executable, HERE / "compare.py", report, figures], capture_output=True, text=True)
            if compared.returncode:
                sys.exit(f"{size}, {name} {store}: the figures differ\n{compared.stdout}{compared.stderr}")


def show(name, runs, own):
    seconds, processor, megabytes = (statistics.median(run[part] for run in runs) for part in range(3))
    line = f"  {name:10}  {seconds:8.3f} s  {processor:8.3f} s processor  {megabytes:6.0f} MB"
    if runs is not own:
        slower, more, larger = (statistics.median(theirs[part] / mine[part] for theirs, mine in zip(runs, own)) for part in range(3))
        line += f"   time ×{slower:.1f}   processor ×{more:.1f}   memory ×{larger:.1f}"
    print(line)


def bench(size, given):
    with tempfile.TemporaryDirectory() as temporary:
        temporary = pathlib.Path(temporary)
        work = commands(given.program, workspace_of(size, given.generator, temporary / "dealer"), temporary, size == "group")
        for command in work.values():
            measure(command)
        must_agree(size, temporary)
        runs = {name: [] for name in work}
        for _ in range(given.runs):
            for name, command in work.items():
                runs[name].append(measure(command))
    print(f"\n{size}: {given.runs} runs, median")
    for name in runs:
        show(name, runs[name], runs["csr-report"])


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--sizes", default="demo,month,large")
    options.add_argument("--program", default=ROOT / "target" / "release" / "csr-report")
    options.add_argument("--generator", default=ROOT / "target" / "release" / "examples" / "make_demo")
    given = options.parse_args()
    for size in given.sizes.split(","):
        bench(size, given)


if __name__ == "__main__":
    main()
