"""Shapes that the callback meeting does not have, in pandas and by hand: medians of the hotline, the newest score of the maker,
turnover of a year, vehicles that count once, and orders that look for another one. Nothing here knows the program."""
import csv
import io

import openpyxl
import pandas as pd

from pandas_figures import DAY, NOTHING, blank_named, entry, outside, rate, tally, within

# The headings of a list by which it is known, and what its columns are called here.
LISTS = {
    "contacts": {"来电时间": "at", "来电类型": "kind", "接听坐席": "agent", "接听状态": "state", "等待时长": "wait", "通话时长": "talk"},
    "staff": {"姓名": "name", "部门": "team", "岗位": "role", "入职日期": "joined", "离职日期": "left"},
    "scores": {"月份": "month", "CSI得分": "external_csi", "SSI得分": "external_ssi",
               "CSI全国排名": "external_csi_national_rank", "SSI全国排名": "external_ssi_national_rank"},
}
BACK_WITHIN = 30


def lists(folder):
    """The lists of a folder, each under the first row that has all of its headings."""
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.suffix in (".csv", ".xlsx")):
        for rows in sheets(path):
            for at, row in enumerate(rows[:3]):
                for name, headings in LISTS.items():
                    if set(headings) <= set(row):
                        columns = {headings[cell]: place for place, cell in enumerate(row) if cell in headings}
                        found[name] = pd.DataFrame({to: [blank(line[place]) for line in rows[at + 1:]] for to, place in columns.items()})
    return found


def sheets(path):
    if path.suffix == ".xlsx":
        return [list(sheet.iter_rows(values_only=True)) for sheet in openpyxl.load_workbook(path, data_only=True).worksheets]
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    return [list(csv.reader(io.StringIO(text)))]


def blank(cell):
    return None if cell is None or str(cell).strip() == "" else cell


def prepare(folder, orders):
    """What does not depend on the period: the lists in their types, and which orders came back."""
    facts = lists(folder)
    if "contacts" in facts:
        calls = facts["contacts"]
        calls["at"] = pd.to_datetime(calls["at"])
        calls["hour"] = calls["at"].dt.hour.astype(str)
        answered = calls.state == "已接听"
        for column in ("wait", "talk"):
            calls[column] = pd.to_timedelta(calls[column]).dt.total_seconds().where(answered)
    if "scores" in facts:
        facts["scores"]["month"] = pd.to_datetime(facts["scores"]["month"], format="%Y年%m月")
    due = orders[orders.finished & ~orders.aside]
    facts["due"] = due.assign(day=due.date.dt.normalize(), back=comes_back(due))
    return facts


def comes_back(due):
    """An order of the same car, or of the same plate, one to thirty days later."""
    mine = due.assign(day=due.date.dt.normalize())[["vehicle", "plate", "day"]].rename_axis("order").reset_index()
    back = set()
    for key in ("vehicle", "plate"):
        pairs = mine.dropna(subset=key).merge(mine.dropna(subset=key), on=key, suffixes=("", "_later"))
        later = (pairs.day_later - pairs.day).dt.days
        back |= set(pairs.order[(later >= 1) & (later <= BACK_WITHIN)])
    return due.index.isin(back)


def figures(facts, orders, start, end):
    """The figures of a month, as of its own end."""
    whole = {}
    if "contacts" in facts:
        calls = facts["contacts"][within(facts["contacts"]["at"], start, end)]
        whole |= {id: medians(calls, column) for id, column in (("contact_wait_median", "wait"), ("contact_handling_median", "talk"))}
    if "scores" in facts:
        scores = facts["scores"][within(facts["scores"]["month"], start, end)]
        for id in set(LISTS["scores"].values()) - {"month"}:
            told = scores.sort_values("month")[id].dropna()
            # What the maker's figure rests on, nobody knows.
            whole[id] = entry((float(told.iloc[-1]), None, None, None) if len(told) else NOTHING)
    if "staff" in facts:
        whole["staff_turnover"] = turnover(facts["staff"], end)
    orders_known = visits(facts["due"], start, end)
    return whole | ({id: entry(NOTHING) for id in orders_known} if outside(orders, start, end) else orders_known)


def medians(calls, column):
    known = calls[calls[column].notna()]
    middle = lambda part: (float(part[column].median()), None, None, len(part)) if len(part) else NOTHING
    by = {(name,): {(key,): middle(part) for key, part in known.groupby(blank_named(known[name]))} for name in ("hour", "kind", "agent")}
    return entry(middle(known), by)


def turnover(staff, end):
    """Who left in twelve months over the mean of who was there at their ends; the list tells of leavers from the first one on."""
    staff = staff.assign(joined=pd.to_datetime(staff.joined), left=pd.to_datetime(staff.left))
    ends = [(end.to_period("M") - back).end_time.normalize() for back in range(12)]
    first = ends[-1]
    if staff.left.isna().all() or staff.left.min() > first:
        return entry(NOTHING)

    def of(part):
        gone = int(((part.left >= first.to_period("M").start_time) & (part.left < end + DAY)).sum())
        there = sum(int(((part.joined <= day) & ~(part.left <= day)).sum()) for day in ends)
        value, above, below, _ = rate(gone, there / 12)
        figure = NOTHING if value is None else (value, above, below, int(there / 12 + 0.5))
        return figure if gone or there else None

    groups = lambda column: {(key,): of(part) for key, part in staff.groupby(blank_named(staff[column]))}
    listed = lambda rows: {key: one for key, one in rows.items() if one}
    return entry(of(staff) or NOTHING, {(column,): listed(groups(column)) for column in ("team", "role")})


def visits(due, start, end):
    mine = due[within(due.date, start, end)]
    once = mine.sort_values(["day", "model"], ascending=[False, True], na_position="first", kind="stable")
    once = once[once.vehicle.isna() | ~once.vehicle.duplicated()]
    known = mine[mine.vehicle.notna()]
    share = lambda part: rate(int(part.back.sum()), len(part))
    by = lambda rows, one, *columns: {(column,): {(key,): one(part) for key, part in rows.groupby(blank_named(rows[column]))} for column in columns}
    return {
        "service_visits": entry(tally(mine), by(mine, tally, "model")),
        "vehicles_serviced": entry(tally(once), by(once, tally, "model")),
        "comeback_rate": entry(share(known), by(known, share, "technician", "advisor")),
    }
