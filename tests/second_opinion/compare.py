"""Holds the program's figures against the opinion: value, parts and n of every indicator, in every period and group."""
from fractions import Fraction

PARTS = ("value", "numerator", "denominator", "n")
REST = "其他（"


def same(a, b):
    if a is None or b is None:
        return a is None and b is None
    return abs(a - b) <= 1e-9 * max(1, abs(a), abs(b))


class Comparison:
    def __init__(self, run, figures, inside):
        self.run, self.figures, self.inside = run, figures, inside
        self.labels = [moment.label for moment in figures.moments]
        self.now = self.labels.index(run.period)
        self.faults, self.compared = [], 0

    def check(self, where, theirs, mine):
        self.compared += 1
        if not same(theirs, mine):
            mine = mine if mine is None else float(mine)
            self.faults.append(f"{where}: program {theirs}, opinion {mine}")

    def check_parts(self, where, theirs, mine):
        for part in PARTS:
            self.check(f"{where}.{part}", theirs[part], getattr(mine, part))

    def whole(self):
        for kpi in self.run.figures:
            declared = self.resolved(kpi["id"])
            told = self.figures.of(declared)
            if told is None:
                self.faults.append(f"{kpi['id']}: no opinion on the shape {declared['shape']}")
                continue
            self.indicator(kpi, *told)
            if kpi.get("months"):
                totals, _ = self.inside.of(declared)
                for point, mine in zip(kpi["months"], totals, strict=True):
                    self.check_parts(f"{kpi['id']} {point['period']}", point, mine)

    def resolved(self, id):
        """An indicator as it is declared, with the keys of the variant that was chosen."""
        declared = {**self.run.declared["kpis"][id], "id": id}
        chosen = declared.get("variant", {}).get(self.run.variants.get(id), {})
        return declared | {key: value for key, value in chosen.items() if key != "name"}

    def indicator(self, kpi, totals, groups):
        id, now = kpi["id"], totals[self.now]
        self.check_parts(id, kpi, now)
        before, year_ago = totals[self.now - 1], totals[self.labels.index(year_before(self.run.period))]
        self.check(f"{id}.previous", kpi["previous"], before.value)
        self.check(f"{id}.year_ago", kpi["year_ago"], year_ago.value)
        change = None if None in (now.value, before.value) else now.value - before.value
        self.check(f"{id}.change", kpi["change"], change)
        first = self.now + 1 - self.run.trend
        told = [at for at in range(first, self.now + 1) if totals[at].value is not None]
        trend = list(range(told[0], self.now + 1)) if told else []
        if [point["period"] for point in kpi["trend"]] != [self.labels[at] for at in trend]:
            self.faults.append(f"{id}: another trend than {[self.labels[at] for at in trend]}")
            return
        for at, point in zip(trend, kpi["trend"]):
            self.check_parts(f"{id} {point['period']}", point, totals[at])
        declared = {by for by in groups} | {("period", *by) for by in groups}
        if {tuple(part["by"]) for part in kpi["breakdowns"]} != declared:
            self.faults.append(f"{id}: other breakdowns than {sorted(declared)}")
        for part in kpi["breakdowns"]:
            over = part["by"][0] == "period"
            by = tuple(part["by"][over:])
            for at in trend if over else [self.now]:
                rows = [row for row in part["rows"] if not over or row["key"][0] == self.labels[at]]
                rows = {tuple(row["key"][over:]): row for row in rows}
                self.breakdown(f"{id} {self.labels[at]} by {'+'.join(by)}", rows, groups[by], at, totals[at])

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


def year_before(label):
    return f"{int(label[:4]) - 1:04}{label[4:]}"
