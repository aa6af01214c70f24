"""Until when the rows of each table tell something: its days, and for lists of things that last the days on which they were kept."""
from bisect import bisect_left
from datetime import date, timedelta

from declared import quoted

# A day more than a year behind all before it is a slip of the pen, where at most one in ten is.
FAR, FEW = timedelta(days=366), 10
# Tables of which the program makes rows: orders whatever became of them, calls after a service, surveys.
MADE = {
    "work_orders": 'SELECT CAST(COALESCE(settled_at, delivered_at, opened_at) AS DATE) FROM "tables/work_orders"',
    "callbacks": 'SELECT CAST(call_date AS DATE) FROM "tables/callbacks" WHERE kind IS NULL OR kind_sense = \'after_sales\'',
    "surveys": 'SELECT CAST(survey_date AS DATE) FROM "tables/surveys"',
}
# Every call tells that the list is kept, whatever it is about.
KEPT = {"callbacks": 'SELECT CAST(call_date AS DATE) FROM "tables/callbacks"'}


class Table:
    """What is known of a table."""

    def __init__(self, days, kept, always, told):
        self.days, self.always, self.told = days, always, told
        self.first, self.last = min(days), max(days)
        self.kept = kept

    def last_seen(self, as_of):
        """The last day with a row; one behind the day of the report does not exist."""
        if self.always:
            return self.last
        at = bisect_left(self.kept, as_of + timedelta(days=1))
        return self.kept[at - 1] if at else None

    def reaches(self, moment):
        """The list was still kept when the period began."""
        if self.told is None:
            last = self.last_seen(moment.as_of)
            return last is not None and moment.start <= last
        is_over = moment.as_of >= moment.end
        return not self.told or any(moment.start <= day and (is_over or day <= moment.as_of) for day in self.told)


class Known:
    """The tables with a dated row, by name."""

    def __init__(self, run):
        self.run, self.tables = run, {}
        days, told, always = {}, {}, set()
        for name in run.facts:
            fact = run.declared["facts"][name]
            tables = tables_of(run, name)
            always |= set(tables) if fact.get("always") else set()
            if "table" in fact and not run.is_empty(quoted(f"mine/{name}")):
                days.setdefault(fact["table"], set()).update(self.dates(fact, f"mine/{name}"))
            states = fact.get("states")
            if states and not states.get("events") and f"tables/{tables[0]}" in run.columns:
                told[tables[0]] = [] if states.get("stands") else self.told(tables[0])
        for table, query in MADE.items():
            if f"tables/{table}" in run.columns:
                days.setdefault(table, set()).update(self.days(query))
        for table, some in days.items():
            if some:
                kept = self.days(KEPT[table]) if table in KEPT else some
                self.tables[table] = Table(some, sorted(kept), table in always, told.get(table))

    def days(self, query):
        return {day for day, in self.run.rows(f"SELECT DISTINCT * FROM ({query})") if day}

    def dates(self, fact, relation):
        """The days that the rows of a fact give to its table."""
        columns = self.run.names_of(quoted(relation))
        usual = ["date"] if "date" in columns else self.run.declared["tables"][fact["table"]].get("period", [])
        for column in fact.get("dates", usual):
            if column in columns:
                yield from self.days(f"SELECT CAST({quoted(column)} AS DATE) FROM {quoted(relation)}")

    def told(self, table):
        """Every day of which a row tells that has been, slips of the pen at the end apart."""
        fields = self.run.declared["tables"][table]["fields"]
        columns = dict(self.run.columns[f"tables/{table}"])
        dated = [field["id"] for field in fields if field["kind"] in ("date", "month") and not field.get("ahead")]
        days = []
        for column in (column for column in dated if column in columns):
            days += [day for day, in self.run.rows(f"SELECT CAST({quoted(column)} AS DATE) FROM {quoted('tables/' + table)}") if day]
        days.sort()
        for at in range(1, len(days)):
            if days[at] - days[at - 1] > FAR and (len(days) - at) * FEW <= len(days):
                return days[:at]
        return days

    def differences(self):
        """What differs from what the program knows of the days of its tables."""
        theirs = {name: told for name, told in self.run.tables.items() if told["span"]}
        for name in sorted(set(theirs) ^ set(self.tables)):
            yield f"days of {name}: only in the {'program' if name in theirs else 'opinion'}"
        for name in sorted(set(theirs) & set(self.tables)):
            table, told = self.tables[name], theirs[name]
            mine = {"span": [str(table.first), str(table.last)], "days": list(map(str, table.kept)), "always": table.always}
            for key, value in mine.items():
                if told[key] != value:
                    yield f"{key} of {name}: program {told[key]}, opinion {value}"
            if (told["reached"] is None) != (table.told is None):
                yield f"{name}: program and opinion differ on whether its things last"


def tables_of(run, name):
    """The tables that a fact is made of."""
    fact = run.declared["facts"][name]
    if "from" in fact:
        return tables_of(run, fact["from"])
    named = fact.get("tables", fact.get("table"))
    return [named] if isinstance(named, str) else named
