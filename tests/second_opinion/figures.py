"""The declared indicators from the facts: which rows a period has, and where there are none."""
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from declared import quoted, tokens, whole
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
    # What it rests on; 0 where a figure other than 0 does not tell.
    n: int = 0

    @property
    def told_n(self):
        return None if self.value and not self.n else self.n


def moments_of(listed):
    day = date.fromisoformat
    return [Moment(one["label"], *(day(one[key]) for key in ("start", "end", "as_of")), one["months"]) for one in listed]


class Rows:
    """The rows of every moment, and which moments have none that anybody knows of."""

    def __init__(self, run, facts, known, moments):
        self.run, self.facts, self.known, self.moments = run, facts, known, moments
        self.columns = {}
        self.starts = [moment.start for moment in self.moments]

    def read(self, rows, wanted):
        """Of the rows that pass the filter: `wanted`, each an expression or nothing."""
        relation = self.facts.at(rows["facts"], self.moments)
        columns = self.columns_of(relation)
        if columns is None:
            return []
        texts = [text for text in [*wanted, rows.get("filter")] if text]
        if "as_of" not in columns and any("as_of" in tokens(text) for text in texts):
            columns = [*columns, "as_of"]
            relation = f"(SELECT *, {self.seen_on(self.run.sql(rows['date'], columns))} AS as_of FROM {relation})"
        values = ", ".join(f"({self.run.sql(text, columns)})" if text else "NULL" for text in wanted)
        where = f" WHERE {self.run.sql(rows['filter'], columns)}" if "filter" in rows else ""
        return self.run.rows(f"SELECT {values} FROM {relation}{where}")

    def seen_on(self, day):
        """The day on which the period of a day is looked at."""
        each = "".join(f" WHEN CAST({day} AS DATE) BETWEEN DATE '{one.start}' AND DATE '{one.end}' THEN DATE '{one.as_of}'"
                       for one in self.moments)
        return f"CASE{each} END"

    def columns_of(self, relation):
        """The columns of a fact; nothing where it has no row."""
        if relation not in self.columns:
            self.columns[relation] = None if self.run.is_empty(relation) else self.run.names_of(relation)
        return self.columns[relation]

    def fact(self, rows):
        return self.run.declared["facts"][rows["facts"]]

    def rows(self, rows, by=()):
        """The rows of any moment."""
        if "distinct" in rows:
            yield from self.once_each(rows, by)
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

    def once_each(self, rows, by):
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
        return self.outside(kpi, moment) or self.unlisted(kpi, moment) or self.too_short(kpi, moment)

    def unlisted(self, kpi, moment):
        """A list of who is there names nobody who left before the first who did, or before the last came."""
        states, own = self.fact(kpi).get("states", {}), quoted(f"mine/{kpi['facts']}")
        if not states.get("stands") or self.run.is_empty(own):
            return False
        end, begin = (f"of_day({quoted(states[key])})" for key in ("end", "begin"))
        days = [day for day in self.run.rows(f"SELECT min({end}), max({begin}) FROM {own}")[0] if day]
        return bool(days) and moment.until < as_day(min(days))

    def too_short(self, kpi, moment):
        window = self.months(kpi, "months") - 1 if "months" in kpi and "distinct" in kpi else 0
        back = max(window, self.months(kpi, "reaches_back") if "reaches_back" in kpi else 0)
        needs = self.run.needs[kpi["id"]]
        table = self.known.tables.get(needs[0]) if needs else None
        if not back or not table:
            return False
        month = moment.months[0 if "states" in self.fact(kpi) or "less" in kpi else -1] - back
        return table.first >= month_start(month + 1, self.run.month_start_day)

    def months(self, kpi, key):
        return whole(kpi[key], self.run.constants)

    def outside(self, kpi, moment):
        for name in self.run.needs[kpi["id"]]:
            table = self.known.tables.get(name)
            if table is None:
                return True
            until = moment.end if table.always else moment.until
            if until < table.first or not table.reaches(moment):
                return True
        return False


def row_of(rows, at, by, keys, above, below):
    above = 1 if "numerator" not in rows else number(above)
    below = number(below) if "denominator" in rows else None
    return Row(at, dict(zip(by, (key or BLANK for key in keys))), above, below)


def number(value):
    return None if value is None else int(value)


def label_of(month):
    return f"{month // 12:04}-{month % 12 + 1:02}"


def as_day(value):
    return value.date() if hasattr(value, "date") else value
