#!/usr/bin/env python3
"""Three years of a dealer, a run a month in one workspace, as a scheduled task makes them: every month new files come and the
old ones stay. Prints rows read, processor time, peak memory and what lies in the workspace, a line a month.

    cargo build --release && python3 benches/soak/soak.py [--months 36] [--program target/release/csr-report]

Fails where a run does not end with 0, where a row costs much more time or memory in the last third than in the middle one, where
anything is left over in the place of work, where logs are kept longer than the configuration says, or where the first month, made
again at the end, differs from what was made of it then in any file that both hold.
With libfaketime each run happens on the first of the next month; without it all happen today, and no log is old enough to go.
"""
import argparse, csv, datetime, hashlib, os, random, shutil, statistics, subprocess, sys, tempfile
from pathlib import Path

ADVISORS = ["甘宁", "乐进", "张辽", "徐晃", "于禁", "典韦"]
REASONS = ["无人接听", "停机", "空号", "客户拒访"]
CALLS, ORDERS, COMPLAINTS, SALES = 1200, 900, 12, 80
LOG_MONTHS = 6


def months(count):
    first = datetime.date(2011, 1, 1)
    return [datetime.date(first.year + (first.month - 1 + at) // 12, (first.month - 1 + at) % 12 + 1, 1) for at in range(count + 1)]


def write(path, heading, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([heading.split(",")] + rows)


def hand_in(workspace, start, dice):
    """The files of a month; gives how many rows they have."""
    label, day = f"{start:%Y-%m}", lambda: f"{start:%Y-%m}-{dice.randint(1, 28):02}"
    plate = lambda: f"京A{dice.randint(10000, 99999)}"
    orders = [[f"R{label}-{at:04}", day(), plate(), dice.choice(["保养", "维修", "首保"]), dice.choice(ADVISORS)] for at in range(ORDERS)]
    calls = []
    for at in range(CALLS):
        order, done = dice.choice(orders), dice.random() < 0.8
        calls.append([order[0], day(), "成功" if done else "未成功", "" if done else dice.choice(REASONS), order[4]])
    complaints = [[f"T{label}-{at}", plate(), day(), "", "处理中", dice.choice(ADVISORS)] for at in range(COMPLAINTS)]
    sales = [[f"V{label}-{at:03}", day(), plate(), dice.choice(ADVISORS)] for at in range(SALES)]
    write(workspace / f"input/工单/{label}.csv", "工单号,进厂日期,车牌号,维修类型,服务顾问", orders)
    write(workspace / f"input/回访/{label}.csv", "工单号,回访日期,回访结果,失败原因,服务顾问", calls)
    write(workspace / f"input/投诉/{label}.csv", "投诉编号,车牌号,接诉时间,结案日期,处理状态,服务顾问", complaints)
    write(workspace / f"input/销售/{label}.csv", "车架号,销售日期,车牌号,销售顾问", sales)
    return ORDERS + CALLS + COMPLAINTS + SALES


def environment(day):
    library = next((str(path) for path in Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")), None)
    if not library:
        return None, os.environ
    return library, os.environ | {"LD_PRELOAD": library, "FAKETIME": f"@{day:%Y-%m-%d} 06:30:00", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1"}


def run(program, workspace, label, day):
    """(seconds of processor, whatever else the machine does; peak MB)"""
    command = [program, "-C", workspace, "monthly", "--month", label, "--quiet"]
    process = subprocess.Popen(command, env=environment(day)[1], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{label}: {said}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def files(folder):
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def soak(program, count):
    workspace = Path(tempfile.mkdtemp(prefix="csr-soak-"))
    (workspace / "csr-report.toml").write_text(f"[report]\nlog_months = {LOG_MONTHS}\n")
    dice, rows, made, first, faults = random.Random(2011), 0, [], None, []
    calendar = months(count)
    for start, after in zip(calendar, calendar[1:]):
        rows += hand_in(workspace, start, dice)
        label = f"{start:%Y-%m}"
        seconds, megabytes = run(program, workspace, label, after)
        output = workspace / "output"
        if first is None:
            first = files(output / label)
        logs = len(list((output / "logs").iterdir()))
        size = sum(path.stat().st_size for path in (output / label).rglob("*") if path.is_file()) / 1e6
        left = [path.name for path in (output / ".csr-report").iterdir() if path.suffix not in (".json", ".lock")]
        made.append((rows, seconds, megabytes))
        print(f"{label}  {rows:7} rows  {seconds:6.2f} s  {megabytes:5.0f} MB  report {size:4.1f} MB  {logs:2} logs", flush=True)
        if left:
            faults.append(f"{label}: left over: {left}")
        if environment(after)[0] and logs > LOG_MONTHS + 1:
            faults.append(f"{label}: {logs} logs, {LOG_MONTHS} months are kept")
    if not environment(calendar[-1])[0]:
        print("SKIPPED: libfaketime is not installed, all runs happen today")
    third = len(made) // 3
    for name, at in (("time", 1), ("memory", 2)):
        middle, last = ([part[at] / part[0] for part in made[from_:to]] for from_, to in ((third, 2 * third), (2 * third, None)))
        ratio = statistics.median(last) / statistics.median(middle)
        print(f"{name} of a row, last third against the middle: ×{ratio:.2f}")
        if ratio > 1.25:
            faults.append(f"{name} of a row grows: ×{ratio:.2f}")
    # What came later is no part of the first month; its files alone give its report again.
    for path in (workspace / "input").rglob("*.csv"):
        if path.stem != f"{calendar[0]:%Y-%m}":
            path.unlink()
    run(program, workspace, f"{calendar[0]:%Y-%m}", calendar[-1])
    again = files(workspace / "output" / f"{calendar[0]:%Y-%m}")
    faults += [f"the first month differs now: {name}" for name in first.keys() | again.keys() if first.get(name) != again.get(name)]
    shutil.rmtree(workspace)
    return faults


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--months", type=int, default=36)
    words.add_argument("--program", default="target/release/csr-report")
    asked = words.parse_args()
    faults = soak(str(Path(asked.program).resolve()), asked.months)
    print("\n".join(f"FAULT {fault}" for fault in faults) or "as it should be")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
