"""Runs the statements of `csr-report sql --dialect duckdb` over an export and holds what they count against report.json.

    python judge.py EXPORT STATEMENTS REPORT TEMPLATES

Every numerator, denominator and value of every indicator, in every period of its trend and every month inside, and every row of
every breakdown. What differs is printed, and the script fails.
"""
import json
import os
import sys
import tomllib
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import duckdb

BLANK, REST = "未指定", "其他（"
FACTORS = {"percent": 100, "points": 100, "per_thousand": 1000}
POINT = 10**6
# A mean of so many months stands below the line.
MONTHS = {"trailing_mean": 3, "rolling_year": 12}


class Parts:
    def __init__(self, rows):
        self.columns, self.rows, self.periods = {}, defaultdict(list), set()
        for _, id, side, period, keys, value, *sums in rows:
            words = tuple(keys.split("\x1f")) if keys else ()
            if side == "indicator":
                self.columns[id] = words
            elif side == "period":
                self.periods.add(period)
            else:
                numbers = [int(number or 0) for number in sums]
                self.rows[id, side, period].append((words, value, *numbers))

    def of(self, id, side, period):
        """Rows with their words by column."""
        for words, *numbers in self.rows[id, side, period]:
            columns = self.columns[id]
            words = words or ("",) * len(columns)
            assert len(words) == len(columns), f"{id}: {words} are no words of {columns}"
            yield {column: word or BLANK for column, word in zip(columns, words)}, numbers


class Judge:
    def __init__(self, parts, report, templates):
        self.parts, self.report = parts, report
        self.declared = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in templates.glob("kpis/*.toml")}
        self.facts = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in templates.glob("facts/*.toml")}
        self.faults, self.compared = [], 0

    def groups(self, kpi, period, by):
        """What is counted of each group of a breakdown: (above, below, known, unknown), values, or answers."""
        id, shape = kpi["id"], self.declared[kpi["id"]]["shape"]
        key = lambda words: tuple(words[column] for column in by)
        groups = defaultdict(lambda: {"above": 0, "below": 0, "known": 0, "unknown": 0, "values": [], "answers": [], "surveys": []})
        seen, filled = False, set()
        for words, (value, rows, above, below, unknown) in self.parts.of(id, "counted", period):
            group = groups[key(words)]
            seen, filled = True, filled | {column for column, word in words.items() if word != BLANK}
            group["above"] += above
            group["below"] += below
            group["known"] += rows
            group["unknown"] += unknown
            group["values"] += [value] * rows if value is not None else []
            group["answers"].append((words, above, rows))
        for words, (_, rows, above, *_) in self.parts.of(id, "base", period):
            words = {column: word if not seen or column in filled else BLANK for column, word in words.items()}
            groups[key(words)]["below"] += above
        for words, (_, rows, above, *_) in self.parts.of(id, "unlinked", period):
            groups[key(words)]["above"] += above
        for words, (_, rows, above, *_) in self.parts.of(id, "taken", period):
            groups[key(words)]["above"] -= above
        for words, (_, rows, *_) in self.parts.of(id, "surveys", period):
            groups[key(words)]["surveys"].append((words, rows))
        return groups

    def measure(self, kpi, group, by=()):
        """Value, numerator and denominator of a group."""
        declared = self.declared[kpi["id"]]
        shape, factor = declared["shape"], FACTORS.get(kpi["unit"], 1)
        if shape == "median":
            values = sorted(group["values"])
            middle = len(values) // 2
            return Fraction(values[middle] + values[-1 - middle], 2), None, None
        if shape == "latest":
            values = set(group["values"])
            return Fraction(values.pop(), POINT if kpi["unit"] == "score" else 1) if len(values) == 1 else None, None, None
        if shape == "mean_of_groups":
            return self.mean(declared, group, by), None, None
        if shape in ("count", "stock"):
            return Fraction(group["above"]), None, None
        below = Fraction(group["below"], MONTHS.get(shape, 1))
        if not below or (shape == "ratio" and not group["known"] and group["unknown"]):
            return None, None, None
        return factor * group["above"] / below, Fraction(group["above"]), below

    def mean(self, declared, group, by):
        answers = self.facts[declared["facts"]]["answers"]
        about, item = answers["about"], answers["item"]
        means = defaultdict(lambda: defaultdict(lambda: [0, 0]))
        for words, points, rows in group["answers"]:
            if words[about] != BLANK or about in by:
                one = means[words[about]][words[item]]
                one[0], one[1] = one[0] + points, one[1] + rows
        each = [[Fraction(points, rows * POINT) for points, rows in items.values()] for items in means.values()]
        each = [sum(items) / len(items) for items in each if items]
        return sum(each) / len(each) if each else None

    def check(self, where, told, mine):
        self.compared += 1
        same = told == mine if None in (told, mine) else abs(told - mine) <= 1e-9 * max(1, abs(told), abs(mine))
        if not same:
            self.faults.append(f"{where}: report {told}, parts {None if mine is None else float(mine)}")

    def hold(self, where, told, kpi, group, by=()):
        for name, mine in zip(("value", "numerator", "denominator"), self.measure(kpi, group, by)):
            self.check(f"{where} {name}", told[name], mine)

    def total(self, kpi, point):
        """A figure that history stands in for is not counted; of one without data the parts say no more."""
        if point["value"] is None or point.get("source"):
            return
        groups = self.groups(kpi, point["period"], ())
        self.hold(f"{kpi['id']} {point['period']}", point, kpi, groups[()])

    def breakdown(self, kpi, by, period, rows):
        groups = self.groups(kpi, period, by)
        where = f"{kpi['id']} {period} by {'+'.join(by)}"
        listed = {key: row for key, row in rows.items() if not key[0].startswith(REST)}
        for key, row in listed.items():
            if key in groups:
                self.hold(f"{where} {key}", row, kpi, groups[key], by)
            else:
                self.faults.append(f"{where} {key}: only in the report")
        others = {key: group for key, group in groups.items() if key not in listed}
        rest = [row for key, row in rows.items() if key not in listed]
        if self.declared[kpi["id"]]["shape"] in ("median", "latest", "mean_of_groups"):
            return
        if rest and rows:
            whole = {part: sum(group[part] for group in others.values()) for part in ("above", "below", "known", "unknown")}
            self.hold(f"{where}, the rest", rest[0], kpi, whole)
        elif any(self.measure(kpi, group)[0] for group in others.values()):
            self.faults.append(f"{where}: only in the parts {sorted(others)}")

    def all(self):
        now = self.report["period"]["label"]
        for kpi in self.report["kpis"]:
            if kpi["id"] not in self.parts.columns:
                self.faults.append(f"{kpi['id']} is not stated")
                continue
            points = [*kpi["trend"], *kpi.get("months", [])]
            if not any(point["period"] == now for point in points):
                points.append({**kpi, "period": now})
            for point in points:
                if point["period"] not in self.parts.periods:
                    self.faults.append(f"{point['period']} is not counted")
                self.total(kpi, point)
            known = {point["period"] for point in points if point["value"] is not None and not point.get("source")}
            for part in kpi["breakdowns"]:
                over = part["by"][0] == "period"
                by = tuple(part["by"][over:])
                if by == ("dealer",):
                    continue
                for period in sorted(known) if over else sorted(known & {now}):
                    rows = {tuple(row["key"][over:]): row for row in part["rows"] if not over or row["key"][0] == period}
                    if not over or rows:
                        self.breakdown(kpi, by, period, rows)


def main():
    export, statements, report, templates = map(lambda path: Path(path).resolve(), sys.argv[1:])
    text = statements.read_text(encoding="utf-8")
    os.chdir(export)
    db = duckdb.connect()
    db.execute(text)
    judge = Judge(Parts(db.execute("SELECT * FROM parts").fetchall()), json.loads(report.read_text(encoding="utf-8")), templates)
    judge.all()
    if judge.faults:
        print(f"{len(judge.faults)} differences", *judge.faults[:40], sep="\n  ")
        sys.exit(1)
    print(f"agree: {judge.compared} figures of {len(judge.report['kpis'])} indicators")


if __name__ == "__main__":
    main()
