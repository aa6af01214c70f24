"""The declared facts from the rows as read: columns, `where`, `once`, `look`, states, each in words of its own."""
from collections import Counter
from datetime import date, timedelta

from declared import quoted, whole

PLACE = ["source_sheet", "source_row"]
DEFAULT_HOURS = 72
# Behind the name of a number with fractions: a fact holds it in so many whole parts of one.
PARTS = {"_hundredths": 100, "_millionths": 1_000_000}
# So many things are no coincidence.
MANY = 10


def month_start(number, day):
    """The first day of the dealer's month of a number: 12 × year + month − 1."""
    first = lambda number: date(number // 12, number % 12 + 1, 1)
    return first(number) if day <= 1 else first(number - 1) + timedelta(days=day - 1)


def month_number(day, start):
    return day.year * 12 + day.month - 1 + (1 if start > 1 and day.day >= start else 0)


class Facts:
    """Makes every fact of a run: `mine/NAME` are its rows; `at` gives those of things with states at some moments."""

    def __init__(self, run):
        self.run, self.panels, self.steps = run, {}, 0
        for name in run.facts:
            self.make(name, run.declared["facts"][name])

    def make(self, name, fact):
        run, own = self.run, quoted(f"mine/{name}")
        query, theirs = self.source(name, fact), dict(run.columns[f"facts/{name}"])
        if query is None:
            # Nothing comes of nothing, in no period.
            run.empty[own] = True
            run.db.execute(f"CREATE TABLE {own} AS SELECT * FROM {quoted(f'facts/{name}')} WHERE FALSE")
            return
        relation = self.keep(f"{name} read", query)
        for column in fact["columns"]:
            if not column.get("at_moment"):
                relation = self.with_column(name, relation, column, theirs)
        columns = run.names_of(relation)
        if "where" in fact:
            relation = run.named(f"(SELECT * FROM {relation} WHERE {run.sql(fact['where'], columns)})", columns)
        if "once" in fact:
            relation = self.once(name, relation, fact["once"])
        run.db.execute(f"CREATE TABLE {own} AS FROM {relation}")

    def at(self, name, moments):
        """The rows of a fact as they stand at these moments."""
        fact, own = self.run.declared["facts"][name], quoted(f"mine/{name}")
        if "states" not in fact or self.run.is_empty(own):
            return own
        key = name, tuple((moment.start, moment.end, moment.as_of) for moment in moments)
        if key not in self.panels:
            whole = self.panel(name, own, fact["states"], moments)
            for column in fact["columns"]:
                if column.get("at_moment"):
                    whole = self.with_column(name, whole, column, dict(self.run.columns[f"facts/{name}"]))
            self.panels[key] = self.keep(f"{name} at moments", f"FROM {whole}")
        return self.panels[key]

    def keep(self, name, query):
        """A step of the work as a table, under a name of its own."""
        self.steps += 1
        relation = quoted(f"step {self.steps}: {name}")
        self.run.db.execute(f"CREATE TABLE {relation} AS {query}")
        return relation

    def source(self, name, fact):
        """The rows that it is made of, or nothing. What Rust makes is taken as it is: pandas_figures.py judges that from the files."""
        run, theirs = self.run, self.run.columns[f"facts/{name}"]
        table = f"mine/{fact['from']}" if "from" in fact else f"facts/{name}" if "made" in fact else f"tables/{fact['table']}"
        there = dict(run.columns.get(table, []))
        if not table.startswith("mine/") and not there or run.is_empty(quoted(table)):
            return None
        if "table" not in fact:
            return f"SELECT * FROM {quoted(table)}"
        own = {column["id"] for column in fact["columns"]}
        columns = [
            quoted(column) if column in own else f"CAST({quoted(column)} AS {kind}) AS {quoted(column)}"
            for column, kind in theirs if column in there
        ]
        parts = [(column, column.removesuffix(part), many) for column, _ in theirs for part, many in PARTS.items() if column.endswith(part)]
        columns += [f"CAST(round({quoted(number)} * {many}) AS BIGINT) AS {quoted(column)}"
                    for column, number, many in parts if number in there]
        return f"SELECT {', '.join(columns)} FROM {quoted(table)}"

    def with_column(self, name, relation, column, theirs):
        id, columns = column["id"], self.run.names_of(relation)
        if "is" in column:
            value, source = self.run.sql(column["is"], columns), relation
        elif "look" in column:
            return self.look(name, relation, id, column["look"])
        elif "month_end" in column:
            of, months = column["month_end"]["of"], whole(column["month_end"]["months"], self.run.constants)
            value, source = f"last_of_month(month_of(of_day({quoted(of)})) + {months})", relation
        elif "made" in column:
            value, source = self.made(name, relation, column, columns)
        else:
            return relation
        kept = f"* EXCLUDE ({quoted(id)})" if id in columns else "*"
        cast = f"CAST({value} AS {theirs[id]})" if id in theirs else value
        names = [*(name for name in columns if name != id), id]
        return self.run.named(f"(SELECT {kept}, {cast} AS {quoted(id)} FROM {source})", names)

    def made(self, name, relation, column, columns):
        """A column that Rust makes: in own words where there are some, else as it is, by the place of the row."""
        if column["made"] == "complaint_due":
            hours = self.run.complaint_hours
            other = hours.get("default", DEFAULT_HOURS)
            of_level = "".join(f" WHEN '{level}' THEN {limit}" for level, limit in hours.items() if level != "default")
            of_level = f"CASE level{of_level} ELSE {other} END" if of_level else str(other)
            later = "received_at + to_milliseconds(CAST(round({} * 60000) AS BIGINT))".format
            counted = later(f"{of_level} * 60")
            if self.run.working_hours:
                counted = f"work_after(received_at, CAST(round({of_level} * 60) AS BIGINT))"
            in_minutes = f"CASE WHEN limit_minutes IS NOT NULL THEN {later('limit_minutes')} ELSE {counted} END"
            return f'COALESCE("limit", {in_minutes})', relation
        if column["made"] == "worst_level":
            worst = self.run.severity[-1:]
            return f"level = '{worst[0]}'" if worst else "NULL", relation
        theirs = f"SELECT {', '.join(PLACE)}, any_value({quoted(column['id'])}) AS told FROM {quoted('facts/' + name)} GROUP BY ALL"
        return "told", f"{relation} LEFT JOIN ({theirs}) USING ({', '.join(PLACE)})"

    def once(self, name, relation, once):
        """Of the rows that agree the first: what is declared decides, then all that they hold, then their place."""
        columns = self.run.names_of(relation)
        each = [quoted(column) for column in once["each"]]
        month = [f"month_of(of_day({quoted(once['month_of'])}))"] if "month_of" in once else []
        order = []
        for text in once["order"]:
            column, _, way = text.partition(" ")
            order.append(f"{quoted(column)} {way or 'ASC'} NULLS LAST")
        rest = sorted(column for column in columns if column not in PLACE)
        order += [f"{quoted(column)} ASC NULLS LAST" for column in rest + [one for one in PLACE if one in columns]]
        blank = " AND ".join(f"{column} IS NULL" for column in each)
        rank = f"row_number() OVER (PARTITION BY {', '.join(each + month)} ORDER BY {', '.join(order)})"
        ranked = f"SELECT *, {rank} AS rank_of_row FROM {relation}"
        kept = f"SELECT * EXCLUDE (rank_of_row) FROM ({ranked}) WHERE rank_of_row = 1 OR ({blank})"
        return self.run.named(f"({kept})", columns)

    def reach(self, name, relation, look):
        """From the first day of the month of the other's first row to the last day of that of its last."""
        run = self.run
        if look["in"] == name:
            date_column = quoted(look.get("date", "date"))
            [(first, last)] = run.rows(f"SELECT min(of_day({date_column})), max(of_day({date_column})) FROM {relation}")
        else:
            known = run.tables.get(self.tables_of(look["in"])[0], {})
            first, last = (date.fromisoformat(day) for day in known["span"]) if known.get("span") else (None, None)
        if first is None:
            return None
        start = run.month_start_day
        return month_start(month_number(first, start), start), month_start(month_number(last, start) + 1, start) - timedelta(days=1)

    def tables_of(self, name):
        fact = self.run.declared["facts"][name]
        named = fact.get("tables", [fact["table"]] if "table" in fact else None)
        return self.tables_of(fact["from"]) if named is None else [named] if isinstance(named, str) else named

    def strangers(self, relation, other, same):
        """Many things, and not one of them in the other list: the two name things differently."""
        keys = lambda of, columns: "SELECT DISTINCT {0} FROM {1} WHERE {2}".format(
            ", ".join(map(quoted, columns)), of, " AND ".join(f"{quoted(column)} IS NOT NULL" for column in columns))
        mine, theirs = keys(relation, same), keys(other, same.values())
        [(all_of_mine, shared)] = self.run.rows(
            f"SELECT (SELECT count(*) FROM ({mine})), (SELECT count(*) FROM ({mine} INTERSECT {theirs}))")
        return all_of_mine >= MANY and not shared

    def window(self, look, of):
        """The first and the last day of the window of a look."""
        key = next(key for key in ("days", "months", "whole_months") if key in look)
        low, high = (whole(end, self.run.constants) for end in look[key])
        if key == "days":
            return f"({of} + {low})", f"({of} + {high})"
        if key == "months":
            return f"months_after({of}, {low})", f"months_after({of}, {high})"
        return f"first_of_month(month_of({of}) + {low})", f"last_of_month(month_of({of}) + {high})"

    def look(self, name, relation, id, look):
        """Rows of another fact with the same keys in a window around a day."""
        run, own = self.run, look["in"] == name
        other = relation if own else quoted("mine/" + look["in"])
        theirs_named = run.names_of(other)
        where = f" AND ({run.sql(look['where'], theirs_named)})" if "where" in look else ""
        theirs, reach = look.get("date", "date"), self.reach(name, relation, look)
        known = " AND ".join(f"a.{quoted(mine)} IS NOT NULL" for mine in look["same"])
        if "of" in look:
            of, found_on = f"of_day(a.{quoted(look['of'])})", f"of_day(b.{quoted(theirs)})"
            low, high = self.window(look, of)
            starts = "FALSE" if reach is None else f"({low} >= DATE '{reach[0]}')"
            ends = "FALSE" if reach is None else f"({high} <= DATE '{reach[1]}')"
            known, near = f"({known} AND {of} IS NOT NULL AND {reach is not None})", f" AND {found_on} BETWEEN {low} AND {high}"
            where += f" AND {quoted(theirs)} IS NOT NULL"
        else:
            of = found_on = "NULL::DATE"
            starts = ends = "TRUE"
            near = ""
        if run.is_empty(other) or self.strangers(relation, other, look["same"]):
            known = "FALSE"
        same = " AND ".join(f"a.{quoted(mine)} = b.{quoted(one)}" for mine, one in look["same"].items())
        numbered = f"SELECT *, row_number() OVER () AS number_of_row FROM {relation}"
        mine = self.keep(f"{name}.{id} looks", numbered)
        there = f"SELECT * FROM {mine if own else other} WHERE TRUE{where}"
        given = look["give"] if look["give"] not in ("any", "count", "first", "last") else None
        value = f"b.{quoted(given)}" if given else "NULL"
        found = f"""SELECT a.number_of_row, {found_on} AS found_on, {value} AS given, abs(days_from({of}, {found_on})) AS away
            FROM {mine} a JOIN ({there}) b ON {same}{near}{' AND a.number_of_row <> b.number_of_row' if own else ''}"""
        found = self.keep(f"{name}.{id} found", found)
        if given:
            # The nearest row; of several of one day the first by what it gives.
            order = "away, found_on, CAST(given AS VARCHAR) NULLS LAST"
            found = self.keep(f"{name}.{id} nearest",
                              f"SELECT * FROM {found} QUALIFY row_number() OVER (PARTITION BY number_of_row ORDER BY {order}) = 1")
            rows = f"SELECT number_of_row, 1 AS rows_found, given AS told FROM {found}"
        else:
            told = {"first": "min(found_on)", "last": "max(found_on)"}.get(look["give"], "count(*)")
            rows = f"SELECT number_of_row, count(*) AS rows_found, {told} AS told FROM {found} GROUP BY number_of_row"
        told = {
            "any": f"CASE WHEN NOT {known} THEN NULL WHEN rows_found > 0 THEN TRUE WHEN {starts} AND {ends} THEN FALSE END",
            "count": f"CASE WHEN {known} AND {starts} AND {ends} THEN COALESCE(told, 0) END",
            # The first that is there is the first where nothing before it is hidden, and so with the last.
            "first": f"CASE WHEN {known} AND {starts} THEN told END",
            "last": f"CASE WHEN {known} AND {ends} THEN told END",
        }.get(look["give"], f"CASE WHEN {known} AND {starts} AND {ends} THEN told END")
        names = [column for column in run.names_of(relation) if column != id]
        kept = [f"a.{quoted(column)}" for column in names]
        joined = f"SELECT {', '.join(kept)}, {told} AS {quoted(id)} FROM {mine} a LEFT JOIN ({rows}) USING (number_of_row)"
        return run.named(f"({joined})", [*names, id])

    def panel(self, name, relation, states, moments):
        """Of every moment the things that had begun and were not over before its period."""
        day = "DATE '{}'".format
        listed = [(at, day(one.start), day(one.until), day(one.as_of)) for at, one in enumerate(moments)]
        values = ", ".join(f"({at}, {first}, {until}, {seen})" for at, first, until, seen in listed)
        none = ", ".join(["0"] + 3 * [day("2000-01-01")])
        begin, end = f"of_day({quoted(states['begin'])})", f"of_day({quoted(states['end'])})"
        return self.keep(f"{name} at moments", f"""
            WITH moments AS (SELECT * FROM (VALUES {values or f"({none})"}) m(of_moment, first_day, last_day, seen_on) WHERE {bool(listed)}),
            things AS (SELECT *, {begin} AS "the day it began", CASE WHEN {end} >= {begin} THEN {end} END AS "the day it ended" FROM {relation})
            SELECT things.* EXCLUDE ("the day it began", "the day it ended"),
                of_moment AS period, first_day AS period_start, last_day AS moment, seen_on AS as_of,
                "the day it began" < first_day AS carried_in, "the day it ended" IS NULL OR "the day it ended" > last_day AS open,
                CASE WHEN "the day it ended" <= last_day THEN "the day it ended" END AS ended_on,
                days_from("the day it began", last_day) AS age_days, of_moment = {len(moments) - 1} AS of_report
            FROM things, moments WHERE "the day it began" <= last_day AND NOT COALESCE("the day it ended" < first_day, FALSE)""")

    def differences(self, rooms):
        """What differs between these rows and the program's, at the moments of each room."""
        for name in self.run.facts:
            for room, moments in rooms.items():
                if f"{room}/{name}" in self.run.columns:
                    yield from self.compared(name, room, moments)

    def compared(self, name, room, moments):
        mine, theirs = self.at(name, moments), quoted(f"{room}/{name}")
        columns = dict(self.run.columns[f"{room}/{name}"])
        if self.run.is_empty(mine) and self.run.is_empty(theirs):
            return
        missing = set(columns) - set(self.run.names_of(mine))
        if missing:
            yield f"{name}: no opinion on {sorted(missing)}"
        columns = {column: kind for column, kind in columns.items() if column not in missing}
        listed = ", ".join(f"CAST({quoted(column)} AS {kind}) AS {quoted(column)}" for column, kind in columns.items())
        mine, theirs = (Counter(self.run.rows(f"SELECT {listed} FROM {relation}")) for relation in (mine, theirs))
        place = [column for column in [*PLACE, "period"] if column in columns]
        at = [list(columns).index(column) for column in place]
        only = [(a - b).elements() for a, b in ((mine, theirs), (theirs, mine))]
        only = [sorted(rows, key=lambda row: [str(row[one]) for one in at])[:5] for rows in only]
        mine, theirs = ([dict(zip(columns, row)) for row in rows] for rows in only)
        for row in mine:
            at = {column: row[column] for column in place}
            other = next((one for one in theirs if place and at.items() <= one.items()), None)
            if other is None:
                yield f"{name} ({room}): only in the opinion {row}"
            else:
                theirs.remove(other)
                unlike = {column: (other[column], value) for column, value in row.items() if other[column] != value}
                yield f"{name} ({room}) {at}: program and opinion {unlike}"
        for row in theirs:
            yield f"{name} ({room}): only in the program {row}"
