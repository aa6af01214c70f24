"""Figures of the past and targets that lists state by the name of an indicator."""
from dataclasses import dataclass
from fractions import Fraction

from declared import tokens
from figures import FACTORS, Figure

MOST = 10**9
RATES = {"ratio", "trailing_mean", "rolling_year"}
COUNTED = {"count", "money"}
OF_A_HUNDRED = {"percent", "score"}
FULL = {"percent": 100, "score": 100, "points": 100}
MONTHS = {"month": 1, "quarter": 3, "year": 12}
KINDS = {months: kind for kind, months in MONTHS.items()}


@dataclass
class Past:
    """The figure of a month, and whether it can be added to those of other months."""
    figure: Figure
    adds_up: bool


class Stated:
    """`history[id][kind, number]` and `targets[id][kind, number]`."""

    def __init__(self, run, indicators):
        self.run, self.indicators = run, indicators
        self.history, self.targets = {}, {}
        rows = [(row, self.meant(row["name"])) for row in run.stated]
        rows = [(row, kpi) for row, kpi in rows if kpi]
        self.fractions, self.percents, self.unknown = self.scales(rows)
        for row, kpi in rows:
            (self.add_past if row["role"] == "history" else self.add_target)(row, kpi)

    def meant(self, name):
        """The indicator of this id, else the only one of this name."""
        plain = name.strip().lower()
        if plain in self.indicators:
            return self.indicators[plain]
        names = lambda kpi: [*kpi["name"].values(), *kpi.get("also", [])]
        called = [kpi for kpi in self.indicators.values() if plain in [one.strip().lower() for one in names(kpi)]]
        return called[0] if len(called) == 1 else None

    def scales(self, rows):
        """Columns in which figures out of a hundred are fractions, those in which small ones are none, and those that do not say."""
        columns = {}
        for row, kpi in rows:
            value = row["value"]
            if value and value["bare"] and value["says"] != 0 and kpi["unit"] in OF_A_HUNDRED:
                columns.setdefault(value["column"], []).append((value["says"], parts(row, kpi), kpi))
        fractions, percents, unknown = set(), set(), set()
        for column, cells in columns.items():
            if any(says > 1 for says, *_ in cells):
                continue
            told = next(((says, both) for says, both, _ in cells if both), None)
            if told:
                says, (above, below) = told
                is_fraction = not rounds(says, 100 * above / below)
            else:
                is_fraction = True if any(kpi["direction"] == "higher" for *_, kpi in cells) else None
            if is_fraction is None:
                unknown.add(column)
            else:
                (fractions if is_fraction else percents).add(column)
        return fractions, percents, unknown

    def value(self, value, kpi):
        """What is written in the unit of the indicator; nothing where that cannot be told."""
        says, unit = exact(value["says"]), kpi["unit"]
        if not value["bare"]:
            return says if unit in FULL else None
        if unit not in OF_A_HUNDRED:
            return says
        if value["column"] in self.fractions:
            return 100 * says
        if 0 < says <= 1 and value["column"] not in self.percents and (kpi["direction"] == "higher" or value["column"] in self.unknown):
            return None
        return says

    def add_past(self, row, kpi):
        past = self.past(row, kpi)
        if past and least(kpi) <= past.figure.value <= most_figure(kpi):
            self.history.setdefault(kpi["id"], {}).setdefault((row["kind"], row["number"]), past)

    def past(self, row, kpi):
        both = parts(row, kpi)
        if both:
            above, below = both
            if min(above, below) < 0 and kpi["unit"] != "points":
                return None
            n = above if kpi["shape"] == "trailing_mean" else below
            return Past(Figure(FACTORS.get(kpi["unit"], 1) * above / below, above, below, int(n + Fraction(1, 2))), True)
        value = row["value"] and self.value(row["value"], kpi)
        if value is None:
            return None
        counted = kpi["unit"] in COUNTED
        if counted and value.denominator != 1:
            return None
        answers = exact(row["denominator"]) if row["denominator"] is not None else 0
        n = value if kpi["unit"] == "count" else answers
        return Past(Figure(value, n=int(max(n, 0))), counted)

    def add_target(self, row, kpi):
        value = row["value"] and self.value(row["value"], kpi)
        months = MONTHS[row["kind"]] if is_monthly(kpi, self.run) else 1
        if value is not None and least(kpi) <= value <= most_target(kpi) * months:
            self.targets.setdefault(kpi["id"], {}).setdefault((row["kind"], row["number"]), value)

    def target(self, kpi, kind, number):
        """What is aimed at in a period."""
        declared = self.run.aims.get(kpi["id"], kpi.get("target"))
        declared = None if declared is None else exact(declared)
        stated = self.targets.get(kpi["id"])
        if is_monthly(kpi, self.run):
            return self.summed(stated or {}, declared, kind, number)
        if not stated:
            return declared
        for longer in ("month", "quarter", "year"):
            if MONTHS[longer] >= MONTHS[kind]:
                key = longer, number * MONTHS[kind] // MONTHS[longer]
                if key in stated:
                    return stated[key]
        within = {value for (part, at), value in stated.items()
                  if MONTHS[part] < MONTHS[kind] and at * MONTHS[part] // MONTHS[kind] == number}
        return declared if not within else within.pop() if len(within) == 1 else None

    def summed(self, stated, declared, kind, number):
        """The target of a count: its own, else those of its quarters and months together."""
        if (kind, number) in stated:
            return stated[kind, number]
        if kind == "month":
            return declared
        part, many = ("month", 3) if kind == "quarter" else ("quarter", 4)
        targets = [self.summed(stated, declared, part, number * many + at) for at in range(many)]
        return None if None in targets else sum(targets)

    def fill(self, kpi, moments, totals, months):
        """Figures of moments in which history stands in for raw data, by the moment's place: figure and origin. `months` are the
        figures of the months of longer periods by number."""
        past, filled = self.history.get(kpi["id"], {}), {}
        for at, (moment, raw) in enumerate(zip(moments, totals)):
            figure = self.by_months(kpi, moment, raw, past, months[at]) if len(moment.months) > 1 else None
            kind = KINDS[len(moment.months)]
            stated = past.get((kind, moment.months[0] // len(moment.months)))
            if figure is None and raw.value is None and stated:
                figure = stated.figure, "history"
            if figure:
                filled[at] = figure
        return filled

    def by_months(self, kpi, moment, raw, past, months):
        """What the months of a longer period give that have begun, where history stands in for some of them."""
        begun = [month for month in moment.months if month in months]
        missing = [month for month in begun if months[month].value is None]
        told = [past.get(("month", month)) for month in missing]
        way = over_months(kpi, self.run)
        if way == "last" and raw.value is None and missing and missing[-1] == begun[-1] and told[-1]:
            return told[-1].figure, "history"
        if way == "sum" and missing and all(one and one.adds_up for one in told):
            parts = [one.figure for one in told] + ([raw] if raw.value is not None else [])
            return together(parts, kpi), "partly_history" if raw.value is not None else "history"
        return None


def together(parts, kpi):
    """Σ ÷ Σ, or the sum of what is counted."""
    n = sum(part.n for part in parts)
    if kpi["unit"] in COUNTED:
        return Figure(sum(part.value for part in parts), n=n)
    above, below = (sum(getattr(part, name) for part in parts) for name in ("numerator", "denominator"))
    return Figure(FACTORS.get(kpi["unit"], 1) * Fraction(above) / below, above, below, n) if below else Figure(n=n)


def over_months(kpi, run):
    """What its months say of a longer period: their sum, the last of them, or nothing."""
    if kpi["shape"] in ("stock", "rolling_year", "latest"):
        return "last"
    if kpi["shape"] in ("mean_of_groups", "median"):
        return None
    if "distinct" in kpi:
        return "last" if "months" in kpi else None
    if "date" not in kpi:
        return "last"
    return "sum" if happens_once(kpi, run) else None


def happens_once(kpi, run):
    """Its rows lie in one period each: they are no things that stand in every period in which they last."""
    fact = run.declared["facts"][kpi["facts"]]
    return "states" not in fact or not names_the_moment(fact, kpi["date"])


def names_the_moment(fact, date):
    named = {date}
    for column in reversed(fact["columns"]):
        if column.get("at_moment") and column["id"] in named:
            named |= set(tokens(column["is"]))
    return not named.isdisjoint({"moment", "as_of", "period_start"})


def is_monthly(kpi, run):
    """What it counts adds up over months, and so does what is aimed at."""
    return kpi["shape"] == "count" and over_months(kpi, run) == "sum"


def parts(row, kpi):
    """Numerator and denominator of a rate, where the row has both."""
    above, below = row["numerator"], row["denominator"]
    if kpi["shape"] not in RATES or above is None or not below:
        return None
    return exact(above), exact(below)


def exact(number):
    return Fraction(str(number))


def rounds(written, value):
    """What is written may be a rounded form of a value."""
    decimals = len(str(written).partition(".")[2].rstrip("0")) if "." in str(written) else 0
    return abs(exact(written) - value) <= Fraction(1, 2 * 10**decimals) + Fraction(1, 10**6)


def least(kpi):
    if "less" in kpi:
        return -MOST
    return -100 if kpi["unit"] == "points" else 0


def most_target(kpi):
    if kpi["shape"] in ("trailing_mean", "rolling_year"):
        return 200
    return MOST if kpi["shape"] == "latest" else FULL.get(kpi["unit"], MOST)


def most_figure(kpi):
    return MOST if kpi["shape"] in ("trailing_mean", "rolling_year") else most_target(kpi)
