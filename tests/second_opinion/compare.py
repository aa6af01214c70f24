"""Holds the program's figures against the opinion: value, parts and n of every indicator, in every period and group."""
from datetime import timedelta
from fractions import Fraction

from facts import month_start
from figures import Moment, label_of
from shapes import Figures
from stated import COUNTED, KINDS, Stated

PARTS = {"value": "value", "numerator": "numerator", "denominator": "denominator", "n": "told_n"}
REST = "其他（"


def same(a, b):
    if a is None or b is None or isinstance(a, str):
        return a == b
    return abs(a - b) <= 1e-9 * max(1, abs(a), abs(b))


class Comparison:
    def __init__(self, run, facts, known, moments, inside):
        self.run = run
        self.indicators = {id: self.resolved(id) for id in run.declared["kpis"]}
        self.stated = Stated(run, self.indicators)
        self.figures, self.inside = (Figures(run, facts, known, some) for some in (moments, inside))
        self.months = Figures(run, facts, known, months_of(moments, run.month_start_day))
        self.labels = [moment.label for moment in moments]
        self.now = self.labels.index(run.period)
        self.faults, self.compared = [], 0

    def check(self, where, theirs, mine):
        self.compared += 1
        if not same(theirs, mine):
            mine = float(mine) if isinstance(mine, Fraction) else mine
            self.faults.append(f"{where}: program {theirs}, opinion {mine}")

    def check_parts(self, where, theirs, mine):
        for part, own in PARTS.items():
            self.check(f"{where}.{part}", theirs[part], getattr(mine, own))

    def resolved(self, id):
        """An indicator as it is declared, with the keys of the variant that was chosen."""
        declared = {**self.run.declared["kpis"][id], "id": id}
        chosen = declared.get("variant", {}).get(self.run.variants.get(id), {})
        return declared | {key: value for key, value in chosen.items() if key != "name"}

    def whole(self):
        for kpi in self.run.figures:
            declared = self.indicators[kpi["id"]]
            told = self.figures.of(declared)
            if told is None:
                self.faults.append(f"{kpi['id']}: no opinion on the shape {declared['shape']}")
                continue
            totals, groups = told
            filled = self.stated.fill(declared, self.figures.moments, totals, self.of_months(declared))
            self.indicator(kpi, declared, totals, groups, filled)
            self.breakdowns_of_pages(kpi["id"], "previous", self.now - 1, totals, groups)
            if kpi.get("months"):
                self.months_inside(kpi, declared)

    def of_months(self, kpi):
        """The figures of the months of each longer period, where history may have to stand in for some of them."""
        months = [{} for _ in self.figures.moments]
        if kpi["id"] in self.stated.history and self.months.moments:
            totals, _ = self.months.of(kpi)
            by_number = {moment.months[0]: total for moment, total in zip(self.months.moments, totals)}
            for at, moment in enumerate(self.figures.moments):
                months[at] = {month: by_number[month] for month in moment.months if month in by_number}
        return months

    def months_inside(self, kpi, declared):
        totals, groups = self.inside.of(declared)
        filled = self.stated.fill(declared, self.inside.moments, totals, None)
        for at, point in enumerate(kpi["months"]):
            figure, origin = filled.get(at, (totals[at], None))
            self.check_parts(f"{kpi['id']} {point['period']}", point, figure)
            self.check(f"{kpi['id']} {point['period']}.source", point.get("source"), origin)
            aimed = self.run.pages[kpi["id"]]["month_targets"][at]
            self.check(f"{kpi['id']} {point['period']}.target", aimed, self.target(declared, self.inside.moments[at]))
        if len(totals) != len(kpi["months"]):
            self.faults.append(f"{kpi['id']}: other months than {len(totals)}")
        for at in range(len(totals)):
            self.breakdowns_of_pages(kpi["id"], "month", at, totals, groups)

    def indicator(self, kpi, declared, totals, groups, filled):
        id, year_ago = kpi["id"], self.labels.index(year_before(self.run.period))
        shown = [filled.get(at, (total, None))[0] for at, total in enumerate(totals)]
        origin = lambda at: filled[at][1] if at in filled else None
        now, before = shown[self.now], shown[self.now - 1]
        self.check_parts(id, kpi, now)
        self.check(f"{id}.previous", kpi["previous"], before.value)
        self.check(f"{id}.year_ago", kpi["year_ago"], shown[year_ago].value)
        change = None if None in (now.value, before.value) else now.value - before.value
        self.check(f"{id}.change", kpi["change"], change)
        for key, at in (("source", self.now), ("previous_source", self.now - 1), ("year_ago_source", year_ago)):
            self.check(f"{id}.{key}", kpi.get(key), origin(at))
        self.judgement(kpi, declared, now)
        first = self.now + 1 - self.run.trend
        told = [at for at in range(first, self.now + 1) if shown[at].value is not None]
        trend = list(range(told[0], self.now + 1)) if told else []
        if [point["period"] for point in kpi["trend"]] != [self.labels[at] for at in trend]:
            self.faults.append(f"{id}: another trend than {[self.labels[at] for at in trend]}")
            return
        for at, point in zip(trend, kpi["trend"]):
            self.check_parts(f"{id} {point['period']}", point, shown[at])
            self.check(f"{id} {point['period']}.source", point.get("source"), origin(at))
        for at, aimed in zip(trend, self.run.pages[id]["trend_targets"]):
            self.check(f"{id} {self.labels[at]}.target", aimed, self.target(declared, self.figures.moments[at]))
        declared = {by for by in groups} | {("period", *by) for by in groups}
        if {tuple(part["by"]) for part in kpi["breakdowns"]} != declared:
            self.faults.append(f"{id}: other breakdowns than {sorted(declared)}")
        for part in kpi["breakdowns"]:
            over = part["by"][0] == "period"
            for at in trend if over else [self.now]:
                self.part_at(f"{id} {self.labels[at]}", part, at, totals, groups, self.labels[at] if over else None)

    def target(self, declared, moment):
        return self.stated.target(declared, KINDS[len(moment.months)], moment.months[0] // len(moment.months))

    def judgement(self, kpi, declared, now):
        """What is aimed at, whether it was reached, and whether the figure rests on little."""
        target = self.target(declared, self.figures.moments[self.now])
        self.check(f"{kpi['id']}.target", kpi["target"], target)
        if now.value is None:
            status = "no_data"
        elif target is None or declared["direction"] not in ("higher", "lower"):
            status = "no_target"
        else:
            # A figure is judged as exactly as it is written down: 2/3 of 100 never equals a target of fractions.
            value = Fraction(kpi["value"]) if same(kpi["value"], now.value) else now.value
            met = value >= target if declared["direction"] == "higher" else value <= target
            status = "met" if met else "missed"
        self.check(f"{kpi['id']}.status", kpi["status"], status)
        small = now.value is not None and declared["unit"] not in COUNTED and now.told_n is not None and now.n < self.run.small_sample
        self.check(f"{kpi['id']}.small", kpi["small"], small)

    def breakdowns_of_pages(self, id, name, at, totals, groups):
        """The breakdowns that pages show of the months inside a period, and of the one before it."""
        labels = self.labels if name == "previous" else [moment.label for moment in self.inside.moments]
        for part in self.run.pages[id][name]:
            self.part_at(f"{id} {name} {labels[at]}", part, at, totals, groups, labels[at])

    def part_at(self, where, part, at, totals, groups, label):
        """The rows of a breakdown in one moment; `label` stands in front of their keys where there are several moments."""
        over = label is not None
        by = tuple(part["by"][over:])
        rows = {tuple(row["key"][over:]): row for row in part["rows"] if not over or row["key"][0] == label}
        self.breakdown(f"{where} by {'+'.join(by)}", rows, groups[by], at, totals[at])

    def breakdown(self, where, theirs, groups, at, total):
        mine = groups.of(at) if groups.always or total.value is not None else {}
        rest = [key for key in theirs if key not in mine and key[0].startswith(REST)]
        for key in sorted(set(theirs) - set(mine) - set(rest)):
            self.faults.append(f"{where} {key}: only in the program")
        others = sorted(set(mine) - set(theirs))
        if rest:
            self.check(f"{where}, groups summed up", int("".join(filter(str.isdigit, rest[0][0]))), len({key[0] for key in others}))
            whole = groups.together(at, others)
            if whole:
                self.check_parts(f"{where} {rest[0]}", theirs[rest[0]], whole)
        else:
            self.faults += [f"{where} {key}: only in the opinion" for key in others]
        for key in sorted(set(theirs) & set(mine)):
            self.check_parts(f"{where} {key}", theirs[key], mine[key])
            if "share" in theirs[key]:
                share = 100 * Fraction(mine[key].value or 0) / total.value if total.value else None
                self.check(f"{where} {key}.share", theirs[key]["share"], share)


def months_of(moments, start):
    """The months of longer periods that have begun, each seen at its own end or on the day of its period."""
    months = {}
    for moment in moments:
        for month in moment.months if len(moment.months) > 1 else []:
            first, last = month_start(month, start), month_start(month + 1, start) - timedelta(days=1)
            if first <= moment.as_of:
                months[month] = Moment(label_of(month), first, last, min(last, moment.as_of), [month])
    return [months[month] for month in sorted(months)]


def year_before(label):
    return f"{int(label[:4]) - 1:04}{label[4:]}"
