"""Whether the time of `csr-report monthly` follows the size of what it reads: each kind of input at one size and at four times
that, in turn.

    python sizes.py [--runs 3] [--kinds reasons,advisors] [--program PATH] [--most 8]

Seconds are those that the processors worked (user time), the least of the runs. Linear work takes four times as long at most;
a kind that takes more than `--most` times as long makes the script fail.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CALLS = ["工单号", "车牌号", "回访日期", "回访结果", "失败原因", "服务顾问", "回访人"]
ORDERS = ["工单号", "车架号", "开单日期", "结算日期", "工单状态", "服务顾问", "维修技师", "一次修复"]
COMPLAINTS = ["投诉编号", "车牌号", "接诉时间", "投诉级别", "投诉类别"]
COLUMNS = 16_000


def write(path, lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(",".join(line) + "\n" for line in lines)


def call(at, **other):
    cells = [f"RO{at:07}", f"京A{at % 100_000:05}", f"2013-09-{1 + at % 28:02}", "失败", "号码错误", "李娜", "王芳"]
    return [other.get(heading, cell) for heading, cell in zip(CALLS, cells)]


def order(at, **other):
    cells = [f"RO{at:07}", f"LSVAA49J1{at:08}", "2013-09-05", "2013-09-06", "已结算", "李娜", "赵刚", "是"]
    return [other.get(heading, cell) for heading, cell in zip(ORDERS, cells)]


def calls(folder, n, **each):
    lines = (call(at, **{heading: value(at) for heading, value in each.items()}) for at in range(n))
    write(folder / "回访.csv", [CALLS, *lines])


def orders(folder, n, **each):
    lines = (order(at, **{heading: value(at) for heading, value in each.items()}) for at in range(n))
    write(folder / "工单.csv", [ORDERS, *lines])


def advisors(folder, n):
    calls(folder, n, 服务顾问=lambda at: f"顾{at}问")
    orders(folder, n, 服务顾问=lambda at: f"顾{at}问")


def levels(folder, n):
    lines = ([f"TS{at:07}", f"京A{at % 100_000:05}", "2013-09-05", f"级别词{at}", f"类别词{at}"] for at in range(n))
    write(folder / "投诉.csv", [COMPLAINTS, *lines])


def alternating(folder, n):
    lines = (line for at in range(n) for line in (CALLS, call(at), ORDERS, order(at)))
    write(folder / "表.csv", lines)


def repeated(folder, n):
    write(folder / "回访.csv", [CALLS] + [line for at in range(n) for line in (CALLS, call(at))])


def date_columns(folder, n):
    row = ["x"] * (COLUMNS - len(CALLS))
    write(folder / "回访.csv", [CALLS + ["回访日期"] * len(row)] + [call(at) + row for at in range(n)])


def beside(folder, n):
    """Lists beside one another."""
    line = [cell for at in range(n) for cell in (f"RO{at:07}", "2013-09-05", "成功", "李娜")]
    write(folder / "回访.csv", [["工单号", "回访日期", "回访结果", "服务顾问"] * n, line])


def files(folder, n):
    for at in range(n):
        write(folder / f"{at // 1000}" / f"回访{at}.csv", [CALLS, call(at)])


def one_key(folder, n):
    orders(folder, n, 工单号=lambda at: "RO1", 维修技师=lambda at: f"技{at}师")


def namesakes(folder, n):
    calls(folder, n, 服务顾问=lambda at: f"李娜({at:06})")


def bad_dates(folder, n):
    calls(folder, n, 回访日期=lambda at: "2013-13-01")


def configured(folder, n):
    calls(folder, 100)
    spellings = ", ".join(f'"错号{at}"' for at in range(n))
    headings = ", ".join(f'"顾问栏{at}"' for at in range(n))
    people = "\n".join(f'"人{at}" = ["人{at}号", "员{at}"]' for at in range(n))
    (folder.parent / "csr-report.toml").write_text(
        f'[tables.callbacks.words]\n"号码错误" = [{spellings}]\n[tables.callbacks.headings]\nadvisor = [{headings}]\n'
        f"[aliases.advisor]\n{people}\n",
        encoding="utf-8",
    )


# Each kind with its smaller size.
KINDS = {
    "reasons": (lambda folder, n: calls(folder, n, 失败原因=lambda at: f"原因{at}号"), 8_000),
    "advisors": (advisors, 8_000),
    "callers": (lambda folder, n: calls(folder, n, 回访人=lambda at: f"客{at}服"), 16_000),
    "technicians": (lambda folder, n: orders(folder, n, 维修技师=lambda at: f"技{at}师"), 8_000),
    "levels": (levels, 8_000),
    "alternating": (alternating, 1_500),
    "repeated": (repeated, 25_000),
    "date_columns": (date_columns, 60),
    "beside": (beside, 1_000),
    "files": (files, 3_000),
    "one_key": (one_key, 25_000),
    "namesakes": (namesakes, 15_000),
    "bad_dates": (bad_dates, 50_000),
    "configured": (configured, 5_000),
}


def seconds(program, workspace):
    """User time of one whole process, its children included."""
    command = [program, "-C", workspace, "check", "--month", "2013-09", "--format", "json"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_utime


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--program", default=ROOT / "target/release/csr-report")
    parser.add_argument("--most", type=float, default=8.0)
    asked = parser.parse_args()
    too_long = []
    print(f"{'kind':14} {'n':>7} {'seconds':>8} {'4 n':>7} {'seconds':>8} {'times':>6}")
    for kind in asked.kinds.split(","):
        make, n = KINDS[kind]
        with tempfile.TemporaryDirectory() as folder:
            workspaces = [pathlib.Path(folder) / str(size) for size in (n, 4 * n)]
            for size, workspace in zip((n, 4 * n), workspaces):
                make(workspace / "input", size)
            times = [[seconds(asked.program, workspace) for workspace in workspaces] for _ in range(asked.runs)]
        small, large = (min(column) for column in zip(*times))
        print(f"{kind:14} {n:7} {small:8.2f} {4 * n:7} {large:8.2f} {large / small:6.1f}", flush=True)
        if large / small > asked.most:
            too_long.append(kind)
    if too_long:
        sys.exit(f"more than linear: {', '.join(too_long)}")


if __name__ == "__main__":
    main()
