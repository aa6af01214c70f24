"""What each shape makes of the rows of its indicator."""
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from declared import quoted
from facts import month_number, month_start
from figures import BLANK, FACTORS, Figure, Moment, Rows, as_day, label_of, number

# What somebody else has counted to a millionth of a point.
POINT = 10**6


class Figures(Rows):
    """Figures of every moment: the totals, and groups by breakdown."""

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
        breakdowns, columns = breakdowns_of(kpi)
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
        if less:
            # A difference of which one side has no data is no data; a group that one side does not have counts 0 there.
            told = lambda sums: Figure() if sums.is_half_unknown() else measure(sums)
            sides = lambda sums: [(sums.known - sums.taken, kpi), (sums.taken, less)]
            lacks = lambda sums: any(not known and "numerator" in rows for known, rows in sides(sums))
            totals = [Figure() if lacks(sums[0][at, ()]) else told(sums[0][at, ()]) for at in range(len(self.moments))]
        keep = lambda one: kpi["shape"] == "ratio" or one.above != 0
        groups = {tuple(by): Groups({key: one for key, one in of.items() if keep(one)}, told)
                  for by, of in zip(breakdowns, sums[1:])}
        return totals, groups

    def median(self, kpi):
        """The known value in the middle, of an even number the mean of the two."""
        breakdowns, columns = breakdowns_of(kpi)
        values = [defaultdict(list) for _ in range(1 + len(breakdowns))]
        for row in self.rows(kpi, columns):
            for groups, by in zip(values, [[]] + breakdowns):
                if row.above is not None:
                    groups[row.at, tuple(row.keys[column] for column in by)].append(row.above)
        totals = [middle(values[0][at, ()]) for at in range(len(self.moments))]
        return totals, {tuple(by): Groups(dict(of), middle) for by, of in zip(breakdowns, values[1:])}

    def latest(self, kpi):
        """What the newest row of the period says; nothing where those of its day contradict each other."""
        fact, newest = self.fact(kpi), [(None, set()) for _ in self.moments]
        for day, gone, told in self.read(kpi, [kpi["date"], fact.get("until"), kpi["numerator"]]):
            at = None if told is None else self.at(as_day(day), as_day(gone), fact)
            if at is None:
                continue
            last, said = newest[at]
            if last is None or as_day(day) > last:
                newest[at] = as_day(day), {number(told)}
            elif as_day(day) == last:
                said.add(number(told))
        unit = POINT if kpi["unit"] == "score" else 1
        return [Figure(Fraction(*said, unit)) if len(said) == 1 else Figure() for _, said in newest], {}

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
        by_month = Figures(self.run, self.facts, self.known, [kept[month] for month in months])
        happened = {key: value for key, value in kpi.items() if key != "denominator"}
        there = {key: value for key, value in kpi.items() if key not in ("denominator", "date")}
        there["numerator"] = kpi["denominator"]
        breakdowns, columns = breakdowns_of(kpi)
        end = quoted(self.fact(kpi)["states"]["end"])
        ended = self.run.rows(f"SELECT min(of_day({end})) FROM {quoted('mine/' + kpi['facts'])}")[0][0]
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
        groups = {tuple(by): Groups({}, lambda figure: figure, always=True) for by in breakdowns_of(kpi)[0]}
        apart = sorted({column for by in groups for column in by} - {about, item})
        told = [[] for _ in self.moments]
        for row in self.rows(kpi, [about, item, survey, *apart]):
            if row.above is not None:
                keys = [row.keys[column] for column in (about, item, survey)]
                told[row.at].append((*keys, row.keys, Fraction(row.above, POINT)))
        totals = []
        for at, rows in enumerate(told):
            entering = self.entering(rows)
            totals.append(self.station(rows))
            one = {
                (about,): {(name,): Figure(mean_of_items(part), n=surveys(part)) for name, part in parted(rows, 0).items()},
                (item,): {(name,): Figure(self.of_item(part), n=len(part)) for name, part in parted(entering, 1).items()},
                (about, item): {(name, of): Figure(mean(answers), n=len(answers)) for name, part in parted(rows, 0).items()
                                for of, answers in parted(part, 1).items()},
            }
            for by, kept in groups.items():
                figures = one[by] if by in one else self.stations(rows, by)
                kept.figures.update({(at, key): figure for key, figure in figures.items()})
        return totals, groups

    def entering(self, rows):
        """Answers about nobody enter no mean of those with a name."""
        return rows if self.run.pooled else [row for row in rows if row[0] != BLANK]

    def stations(self, rows, by):
        """A group of anything else is a station of the answers that fall to it; without a figure it is none."""
        parts = defaultdict(list)
        for row in rows:
            parts[tuple(row[3][column] for column in by)].append(row)
        figures = {key: self.station(part) for key, part in parts.items()}
        return {key: figure for key, figure in figures.items() if figure.value is not None}

    def station(self, rows):
        entering = self.entering(rows)
        n = sum(surveys(part) for part in parted(entering, 0).values())
        if self.run.pooled:
            return Figure(mean(entering), n=n)
        return Figure(average([mean_of_items(part) for part in parted(entering, 0).values()]), n=n)

    def of_item(self, rows):
        return mean(rows) if self.run.pooled else average([mean(part) for part in parted(rows, 0).values()])


SHAPES = {"count", "stock", "ratio", "median", "latest", "trailing_mean", "rolling_year", "mean_of_groups"}
# A trailing mean asks of each of its months; answers come from two tables, and either is enough.
OWN_ABSENCE = {"trailing_mean", "rolling_year", "mean_of_groups"}


@dataclass
class Sums:
    """What some rows add up to; rows of which nobody knows whether they count are none."""
    known: int = 0
    above: int = 0
    below: int = 0
    unknown: int = 0
    taken: int = 0
    taken_unknown: int = 0

    def is_half_unknown(self):
        own = self.known - self.taken
        return not own and self.unknown > 0 or not self.taken and self.taken_unknown > 0

    def add(self, row, above, below, base, less):
        known = row.above is not None
        self.known += known and not base
        self.unknown += above and not known and not less
        self.taken += known and less
        self.taken_unknown += not known and less
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
            whole = Sums(*(getattr(whole, part) + getattr(one, part) for part in vars(whole)))
        return self.measure(whole)


def breakdowns_of(kpi):
    """The columns of each breakdown, and all of them."""
    breakdowns = [by.replace(" ", "").split("+") for by in kpi.get("by", [])]
    return breakdowns, sorted({column for by in breakdowns for column in by})


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


def surveys(rows):
    return len({survey for _, _, survey, *_ in rows})


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
