"""The declared indicators from the facts: which rows a period has, and what a shape makes of them."""
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from declared import whole
from facts import month_number, month_start

BLANK = "未指定"
FACTORS = {"percent": 100, "points": 100, "per_thousand": 1000}


@dataclass
class Moment:
    label: str
    start: date
    end: date
    as_of: date
    months: list = field(default_factory=list)

    @property
    def until(self):
        return min(self.end, self.as_of)


@dataclass
class Row:
    """A row that counts: its period, its groups, what it adds above and below the line."""
    at: int
    keys: dict
    above: int | None
    below: int | None


@dataclass
class Figure:
    value: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    n: int = 0


def moments_of(listed):
    day = date.fromisoformat
    return [Moment(one["label"], *(day(one[key]) for key in ("start", "end", "as_of")), one["months"]) for one in listed]


class Figures:
    """Figures of every moment: `total(kpi)` one a moment, `groups(kpi, by)` one a moment and group."""

    def __init__(self, run, facts, moments):
        self.run, self.facts, self.moments = run, facts, moments
        self.known = {}
        self.starts = [moment.start for moment in self.moments]

    # Rows.

    def read(self, rows, wanted):
        """Of the rows that pass the filter: `wanted`, each an expression or nothing."""
        relation = self.facts.at(rows["facts"], self.moments)
        columns = self.columns_of(relation)
        if columns is None:
            return []
        values = ", ".join(f"({self.run.sql(text, columns)})" if text else "NULL" for text in wanted)
        where = f" WHERE {self.run.sql(rows['filter'], columns)}" if "filter" in rows else ""
        return self.run.rows(f"SELECT {values} FROM {relation}{where}")

    def columns_of(self, relation):
        """The columns of a fact; nothing where it has no row."""
        if relation not in self.known:
            self.known[relation] = None if self.run.is_empty(relation) else self.run.kind_of(relation)
        return self.known[relation]

    def fact(self, rows):
        return self.run.declared["facts"][rows["facts"]]

    def rows(self, rows, by=()):
        """The rows of any moment."""
        if "distinct" in rows:
            yield from self.latest(rows, by)
            return
        fact = self.fact(rows)
        states = "states" in fact
        told = self.read(rows, [rows.get("date"), fact.get("until"), "period" if states else None,
                                rows.get("numerator"), rows.get("denominator"), *by])
        for day, gone, own, above, below, *keys in told:
            at = own if rows.get("date") is None else self.at(as_day(day), as_day(gone), fact)
            if at is None or states and at != own:
                continue
            yield row_of(rows, at, by, keys, above, below)

    def latest(self, rows, by):
        """Things count once a period, each by its latest row of the period or of so many months up to its end."""
        fact = self.fact(rows)
        told = self.read(rows, [rows["date"], fact.get("until"), rows["distinct"], rows.get("numerator"),
                                rows.get("denominator"), *by])
        # Of two rows of one day the first by what they say in the groups.
        told = [(as_day(day), as_day(gone), *rest) for day, gone, *rest in told if day]
        told.sort(key=lambda row: (-row[0].toordinal(), [(key is not None, key or "") for key in row[5:]]))
        for at, moment in enumerate(self.moments):
            until = moment.end if fact.get("always") else moment.until
            first = moment.start
            if "months" in rows:
                first = month_start(moment.months[-1] + 1 - self.months(rows, "months"), self.run.month_start_day)
            seen = set()
            for day, gone, thing, above, below, *keys in told:
                if not first <= day <= until or gone and gone <= moment.as_of or thing is not None and thing in seen:
                    continue
                seen.add(thing)
                yield row_of(rows, at, by, keys, above, below)

    def at(self, day, gone, fact):
        """The moment that a row belongs to."""
        at = bisect_right(self.starts, day) - 1 if day else -1
        if at < 0 or day > self.moments[at].end:
            return None
        as_of = self.moments[at].as_of
        exists = fact.get("always") or day <= as_of
        return at if exists and not (gone and gone <= as_of) else None

    def absent(self, kpi, moment):
        """A table that an indicator needs holds nothing about a period, or begins too late for one that looks back."""
        return self.outside(kpi, moment) or self.too_short(kpi, moment)

    def too_short(self, kpi, moment):
        window = self.months(kpi, "months") - 1 if "months" in kpi and "distinct" in kpi else 0
        back = max(window, self.months(kpi, "reaches_back") if "reaches_back" in kpi else 0)
        table = self.run.tables.get(self.run.needs[kpi["id"]][0], {}) if self.run.needs[kpi["id"]] else {}
        if not back or not table.get("span"):
            return False
        month = moment.months[0 if "states" in self.fact(kpi) else -1] - back
        return date.fromisoformat(table["span"][0]) >= month_start(month + 1, self.run.month_start_day)

    def months(self, kpi, key):
        return whole(kpi[key], self.run.constants)

    def outside(self, kpi, moment):
        for name in self.run.needs[kpi["id"]]:
            table = self.run.tables.get(name)
            if not table or not table["span"]:
                return True
            first, last = (date.fromisoformat(day) for day in table["span"])
            until = moment.end if table["always"] else moment.until
            if not table["always"]:
                days = map(date.fromisoformat, table["days"])
                last = max((day for day in days if day <= moment.as_of), default=None)
            reached = last is not None and moment.start <= last
            if table["reached"] is not None:
                reached = table["reached"].get(moment.label, reached)
            if until < first or not reached:
                return True
        return False

    # Shapes.

    def of(self, kpi):
        """The totals, and the groups of each breakdown; nothing where there are no words for the shape."""
        shape = getattr(self, kpi["shape"], None)
        if shape is None or kpi["shape"] not in SHAPES:
            return None
        totals, groups = shape(kpi)
        for at, moment in enumerate(self.moments):
            if kpi["shape"] not in OWN_ABSENCE and self.absent(kpi, moment):
                totals[at] = Figure()
        return totals, groups

    def count(self, kpi):
        return self.summed(kpi, lambda sums: counted(sums, kpi))

    stock = count

    def ratio(self, kpi):
        return self.summed(kpi, lambda sums: rate(sums.above, sums.below, kpi))

    def summed(self, kpi, measure):
        """Sums of what stands above and below the line, of each moment and group."""
        breakdowns = [by.replace(" ", "").split("+") for by in kpi.get("by", [])]
        columns = sorted({column for by in breakdowns for column in by})
        base, other, less = kpi.get("base"), kpi.get("without_order_numbers"), kpi.get("less")
        unlinked = other is not None and not self.run.calls_name_orders
        parts = [(kpi, not unlinked, base is None)]
        parts += [(base, False, True)] if base else []
        parts += [(other, True, False)] if unlinked else []
        parts += [(less, True, False)] if less else []
        sums = [defaultdict(Sums) for _ in range(1 + len(breakdowns))]
        seen, named = set(), set()
        for rows, above, below in parts:
            for row in self.rows(rows, columns):
                if rows is base:
                    # A list that names no advisor in a period has none of them: what is below the line has none either.
                    row.keys = {column: word if row.at not in seen or (row.at, column) in named else BLANK
                                for column, word in row.keys.items()}
                elif rows is kpi:
                    seen.add(row.at)
                    named |= {(row.at, column) for column, word in row.keys.items() if word != BLANK}
                for groups, by in zip(sums, [[]] + breakdowns):
                    groups[row.at, tuple(row.keys[column] for column in by)].add(row, above, below, rows is base, rows is less)
        # A list that never says who came has no share of them.
        told = lambda sums: Figure() if sums.unknown and not sums.known else measure(sums)
        totals = [told(sums[0][at, ()]) for at in range(len(self.moments))]
        keep = lambda one: kpi["shape"] == "ratio" or one.above != 0
        groups = {tuple(by): Groups({key: one for key, one in of.items() if keep(one)}, told)
                  for by, of in zip(breakdowns, sums[1:])}
        return totals, groups

    def median(self, kpi):
        """The known value in the middle, of an even number the mean of the two."""
        breakdowns = [by.replace(" ", "").split("+") for by in kpi.get("by", [])]
        columns = sorted({column for by in breakdowns for column in by})
        values = [defaultdict(list) for _ in range(1 + len(breakdowns))]
        for row in self.rows(kpi, columns):
            for groups, by in zip(values, [[]] + breakdowns):
                if row.above is not None:
                    groups[row.at, tuple(row.keys[column] for column in by)].append(row.above)
        totals = [middle(values[0][at, ()]) for at in range(len(self.moments))]
        return totals, {tuple(by): Groups(dict(of), middle) for by, of in zip(breakdowns, values[1:])}

    def rolling_year(self, kpi):
        """What happened in the twelve months up to the period's end over the mean of what was there at their ends."""
        start, kept = self.run.month_start_day, {}
        windows = []
        for moment in self.moments:
            last = month_number(moment.until, start)
            windows.append(range(last - 11, last + 1))
            for month in windows[-1]:
                first, end = month_start(month, start), month_start(month + 1, start) - timedelta(days=1)
                kept[month] = Moment(label_of(month), first, end, min(end, moment.until), [month])
        months = sorted(kept)
        by_month = Figures(self.run, self.facts, [kept[month] for month in months])
        happened = {key: value for key, value in kpi.items() if key != "denominator"}
        there = {key: value for key, value in kpi.items() if key not in ("denominator", "date")}
        there["numerator"] = kpi["denominator"]
        breakdowns = [by.replace(" ", "").split("+") for by in kpi.get("by", [])]
        columns = sorted({column for by in breakdowns for column in by})
        fact = self.fact(kpi)
        ended = self.read({"facts": kpi["facts"]}, [fact["states"]["end"]])
        ended = min((as_day(day) for day, in ended if day), default=None)
        sums = [defaultdict(Sums) for _ in range(1 + len(breakdowns))]
        for rows, above in ((happened, True), (there, False)):
            for row in by_month.rows(rows, columns):
                for at, window in enumerate(windows):
                    if months[row.at] in window:
                        for groups, by in zip(sums, [[]] + breakdowns):
                            one = groups[at, tuple(row.keys[column] for column in by)]
                            one.above += (row.above or 0) if above else 0
                            one.below += 0 if above else row.above or 0

        def measure(sums):
            figure = rate(sums.above, Fraction(sums.below, 12), kpi)
            return Figure(figure.value, figure.numerator, figure.denominator, int(Fraction(sums.below, 12) + Fraction(1, 2)))

        totals = []
        for at, (moment, window) in enumerate(zip(self.moments, windows)):
            known = ended and ended < month_start(window[0] + 1, start) and not self.absent(kpi, moment)
            totals.append(measure(sums[0][at, ()]) if known else Figure())
        return totals, {tuple(by): Groups(dict(of), measure) for by, of in zip(breakdowns, sums[1:])}

    def trailing_mean(self, kpi):
        """The month over the mean of the three months before, both added up over the months of the period."""
        start = self.run.month_start_day
        totals = []
        above, below = (list(self.dated(rows)) for rows in (kpi, kpi["trailing"]))
        for moment in self.moments:
            counted, base = (by_month(rows, moment.as_of, start) for rows in (above, below))
            numerator = thirds = 0
            any_month = False
            for month in moment.months:
                first, last = month_start(month, start), month_start(month + 1, start) - timedelta(days=1)
                within = base and min(base) <= month - 3 and month - 1 <= max(base)
                if within and not self.outside(kpi, Moment(label_of(month), first, last, moment.as_of)):
                    any_month = True
                    numerator += counted.get(month, 0)
                    thirds += sum(base.get(before, 0) for before in range(month - 3, month))
            if any_month:
                figure = rate(numerator, Fraction(thirds, 3), kpi)
                totals.append(Figure(figure.value, figure.numerator, figure.denominator, numerator))
            else:
                totals.append(Figure())
        return totals, {}

    def dated(self, rows):
        for day, gone, above in self.read(rows, [rows["date"], self.fact(rows).get("until"), rows.get("numerator")]):
            if day:
                yield as_day(day), as_day(gone), 1 if "numerator" not in rows else number(above) or 0

    def mean_of_groups(self, kpi):
        """Of those with a name the mean of the means of their items; or all answers pooled."""
        answers = self.fact(kpi)["answers"]
        about, item, survey = (answers[key] for key in ("about", "item", "survey"))
        told = [[] for _ in self.moments]
        for row in self.rows({**kpi}, [about, item, survey]):
            if row.above is not None:
                told[row.at].append((row.keys[about], row.keys[item], row.keys[survey], Fraction(row.above, 10**6)))
        totals, groups = [], {tuple(by.split("+")): Groups({}, lambda figure: figure, always=True) for by in kpi.get("by", [])}
        for at, rows in enumerate(told):
            entering = rows if self.run.pooled else [row for row in rows if row[0] != BLANK]
            surveys = lambda rows: len({survey for _, _, survey, _ in rows})
            n = sum(surveys(part) for part in parted(entering, 0).values())
            totals.append(Figure(self.station(entering), n=n))
            one = {
                (about,): {(name,): Figure(mean_of_items(part), n=surveys(part)) for name, part in parted(rows, 0).items()},
                (item,): {(name,): Figure(self.of_item(part), n=len(part)) for name, part in parted(entering, 1).items()},
                (about, item): {(name, of): Figure(mean(answers), n=len(answers)) for name, part in parted(rows, 0).items()
                                for of, answers in parted(part, 1).items()},
            }
            for by, kept in groups.items():
                kept.figures.update({(at, key): figure for key, figure in one[by].items()})
        return totals, groups

    def station(self, rows):
        if self.run.pooled:
            return mean(rows)
        return average([mean_of_items(part) for part in parted(rows, 0).values()])

    def of_item(self, rows):
        return mean(rows) if self.run.pooled else average([mean(part) for part in parted(rows, 0).values()])


SHAPES = {"count", "stock", "ratio", "median", "trailing_mean", "rolling_year", "mean_of_groups"}
# A trailing mean asks of each of its months; answers come from two tables, and either is enough.
OWN_ABSENCE = {"trailing_mean", "rolling_year", "mean_of_groups"}


@dataclass
class Sums:
    """What some rows add up to; rows of which nobody knows whether they count are none."""
    known: int = 0
    above: int = 0
    below: int = 0
    unknown: int = 0

    def add(self, row, above, below, base, less):
        known = row.above is not None
        self.known += known and not base
        self.unknown += above and not known and not less
        self.above += (row.above or 0) * (-1 if less else 1) if above else 0
        if below:
            self.below += (row.above or 0) if base else known if row.below is None else row.below


@dataclass
class Groups:
    """Figures by moment and group, and how to make one of several."""
    figures: dict
    measure: object
    # Shown also where the whole has no data: rows without an advisor stand in the list and not in the mean.
    always: bool = False

    def of(self, at):
        return {key: self.measure(one) for (when, key), one in self.figures.items() if when == at}

    def together(self, at, keys):
        whole = Sums()
        for key in keys:
            one = self.figures[at, key]
            if not isinstance(one, Sums):
                return None
            whole = Sums(*(getattr(whole, part) + getattr(one, part) for part in ("known", "above", "below", "unknown")))
        return self.measure(whole)


def row_of(rows, at, by, keys, above, below):
    above = 1 if "numerator" not in rows else number(above)
    below = number(below) if "denominator" in rows else None
    return Row(at, dict(zip(by, (key or BLANK for key in keys))), above, below)


def counted(sums, kpi):
    looked_at = sums.known > 0 or kpi["shape"] == "stock" or "numerator" not in kpi
    n = sums.known if kpi["unit"] == "money" else sums.above
    return Figure(Fraction(sums.above) if looked_at else None, n=max(n, 0))


def rate(above, below, kpi):
    if not below:
        return Figure()
    return Figure(FACTORS.get(kpi["unit"], 1) * Fraction(above) / Fraction(below), Fraction(above), Fraction(below), int(max(below, 0)))


def middle(values):
    if not values:
        return Figure()
    ordered, half = sorted(values), len(values) // 2
    upper = ordered[half]
    value = Fraction(upper) if len(values) % 2 else Fraction(ordered[half - 1] + upper, 2)
    return Figure(value, n=len(values))


def by_month(rows, as_of, start):
    months = defaultdict(int)
    for day, gone, quantity in rows:
        if day <= as_of and not (gone and gone <= as_of):
            months[month_number(day, start)] += quantity
    return months


def parted(rows, place):
    parts = defaultdict(list)
    for row in rows:
        parts[row[place]].append(row)
    return parts


def average(values):
    return sum(values) / len(values) if values else None


def mean(rows):
    return average([points for *_, points in rows])


def mean_of_items(rows):
    return average([mean(part) for part in parted(rows, 1).values()])


def number(value):
    return None if value is None else int(value)


def label_of(month):
    return f"{month // 12:04}-{month % 12 + 1:02}"


def as_day(value):
    return value.date() if hasattr(value, "date") else value
