"""Holds report.json against the figures of a rival: value, numerator, denominator, n and share of every indicator, of every
point of its trend and of every row of its breakdowns, and the figures of the period before and a year ago.

    python compare.py REPORT_JSON FIGURES_JSON

No data (null) is a figure like any other: null against 0 is a difference, also in the months before a trend begins.
"""
import json
import sys

PARTS = ("value", "numerator", "denominator", "n")


def same(a, b):
    if a is None or b is None:
        return a is None and b is None
    return abs(a - b) <= 1e-9 * max(1, abs(a), abs(b))


class Comparison:
    def __init__(self, report, rival):
        self.month, self.kpis, self.rival = report["period"]["label"], report["kpis"], rival
        self.months = sorted(label for label in rival if label <= self.month)
        self.faults, self.compared = [], 0

    def check(self, where, mine, theirs):
        self.compared += 1
        if not same(mine, theirs):
            self.faults.append(f"{where}: report {mine}, rival {theirs}")

    def check_parts(self, where, mine, theirs):
        for part, value in zip(PARTS, theirs):
            self.check(f"{where}.{part}", mine[part], value)

    def indicator(self, kpi):
        id = kpi["id"]
        figures = {label: self.rival[label][id] for label in self.months}
        now, before, year_ago = (figures[label] for label in (self.month, self.months[-2], self.months[-13]))
        self.check_parts(id, kpi, [now[part] for part in PARTS])
        self.check(f"{id}.previous", kpi["previous"], before["value"])
        self.check(f"{id}.year_ago", kpi["year_ago"], year_ago["value"])
        change = None if None in (now["value"], before["value"]) else now["value"] - before["value"]
        self.check(f"{id}.change", kpi["change"], change)
        points = {point["period"]: point for point in kpi["trend"]}
        for label in self.months[-12:]:
            if label in points:
                self.check_parts(f"{id} {label}", points[label], [figures[label][part] for part in PARTS])
            else:
                self.check(f"{id} {label}, before the trend", None, figures[label]["value"])
        theirs = [by for by, _ in now["by"]]
        known = [part for part in kpi["breakdowns"] if part["by"][part["by"][0] == "period":] in theirs]
        # An indicator without data has no breakdowns to compare.
        if now["value"] is not None and len(known) != 2 * len(theirs):
            self.faults.append(f"{id}: broken down by {[part['by'] for part in kpi['breakdowns']]}, the rival by {theirs}")
        for breakdown in known:
            self.breakdown(id, breakdown, list(points), figures)

    def breakdown(self, id, breakdown, points, figures):
        over = breakdown["by"][0] == "period"
        by = breakdown["by"][over:]
        for label in points if over else [self.month]:
            mine = {tuple(row["key"][over:]): row for row in breakdown["rows"] if not over or row["key"][0] == label}
            theirs = {tuple(key): parts for names, rows in figures[label]["by"] if names == by for key, *parts in rows}
            for key in sorted(set(mine) ^ set(theirs)):
                self.faults.append(f"{id} {label} {key}: only in {'the rival' if key in theirs else 'the report'}")
            for key in sorted(set(mine) & set(theirs)):
                where = f"{id} {label} {key}"
                self.check_parts(where, mine[key], theirs[key])
                if "share" in mine[key]:
                    self.check(f"{where}.share", mine[key]["share"], 100 * theirs[key][0] / figures[label]["value"])

    def whole(self):
        """Every indicator of the rival; those that it does not know are judged by tests/second_opinion alone."""
        ids = {kpi["id"] for kpi in self.kpis}
        self.faults += [f"{id}: only the rival has it" for id in sorted(set(self.rival[self.month]) - ids)]
        for kpi in self.kpis:
            if kpi["id"] in self.rival[self.month]:
                self.indicator(kpi)


def main():
    report, rival = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:3])
    comparison = Comparison(report, rival)
    comparison.whole()
    print("\n".join(comparison.faults) or f"agree: {comparison.compared} figures compared")
    sys.exit(bool(comparison.faults))


if __name__ == "__main__":
    main()
