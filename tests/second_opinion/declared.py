"""A run as the program wrote it down, and the expressions of its declarations as DuckDB reads them."""
import json
import re
from pathlib import Path

import duckdb

from worked import Worked

TOKEN = re.compile(r"'(?:[^']|'')*'|\s+|:?[A-Za-z_]\w*|\d+|<>|<=|>=|.", re.S)
# The functions of time; DuckDB has others of some of these names.
FUNCTIONS = {"DAY": "of_day", "DAYS": "days_from", "MINUTES": "minutes_from", "WORK_MINUTES": "work_minutes", "HOUR": "hour_of", "MONTHS_AFTER": "months_after", "DAYS_AFTER": "days_after"}
MACROS = """
CREATE MACRO of_day(t) AS CAST(t AS DATE);
CREATE MACRO days_from(a, b) AS date_diff('day', CAST(a AS DATE), CAST(b AS DATE));
CREATE MACRO minutes_from(a, b) AS
    CAST(trunc((epoch_ms(CAST(b AS TIMESTAMP)) - epoch_ms(CAST(a AS TIMESTAMP))) / 60000) AS BIGINT);
CREATE MACRO hour_of(t) AS date_part('hour', CAST(t AS TIMESTAMP));
CREATE MACRO days_after(d, n) AS CAST(CAST(d AS DATE) + to_days(CAST(n AS INTEGER)) AS DATE);
CREATE MACRO months_after(d, n) AS CAST(CAST(d AS DATE) + to_months(CAST(n AS INTEGER)) AS DATE);
"""


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def tokens(text):
    return TOKEN.findall(text)


def whole(number, constants):
    """A whole number, or a constant: `30`, `":comeback_days"`, `"-:comeback_days"`."""
    if not isinstance(number, str):
        return int(number)
    value = constants[number.removeprefix("-").removeprefix(":")]
    return -value if number.startswith("-") else value


def sql(text, columns, constants):
    """An expression with its columns quoted, since some are words of SQL, its functions by the names above, its constants in
    figures."""
    parts = tokens(text)
    written = []
    for at, token in enumerate(parts):
        following = next((part for part in parts[at + 1:] if not part.isspace()), "")
        if following == "(" and token.upper() in FUNCTIONS:
            written.append(FUNCTIONS[token.upper()])
        elif token in columns and following != "(" and not following.startswith("'"):
            written.append(quoted(token))
        elif token.startswith(":") and token[1:] in constants:
            written.append(str(constants[token[1:]]))
        else:
            written.append(token)
    return "".join(written)


class Run:
    """The rows as read, the program's facts and figures, and what was declared."""

    def __init__(self, folder):
        self.folder = Path(folder)
        vars(self).update(json.loads((self.folder / "run.json").read_text(encoding="utf-8")))
        for name in self.facts:
            # What ends in a fact ends in those made from it.
            fact, base = (self.declared["facts"].get(of, {}) for of in (name, self.declared["facts"][name].get("from")))
            if "until" in base and not {"until", "states"} & fact.keys() and not fact.get("always"):
                fact["until"] = base["until"]
        self.db, self.names, self.empty = duckdb.connect(config={"threads": 1}), {}, {}
        self.db.execute(MACROS)
        start = self.month_start_day
        later = f"(CASE WHEN day(d) >= {start} THEN 1 ELSE 0 END)" if start > 1 else "0"
        self.db.execute(f"""
            CREATE MACRO month_of(d) AS year(d) * 12 + month(d) - 1 + {later};
            CREATE MACRO first_of_month(n) AS {f"CAST(make_date((n - 1) // 12, (n - 1) % 12 + 1, {start}) AS DATE)"
                                               if start > 1 else "make_date(n // 12, n % 12 + 1, 1)"};
            CREATE MACRO last_of_month(n) AS first_of_month(n + 1) - 1;
        """)
        worked = Worked(self.calendar, self.constants)
        told = {"null_handling": "special"}
        self.db.create_function("work_minutes", worked.minutes, ["TIMESTAMP", "TIMESTAMP"], "BIGINT", **told)
        self.db.create_function("work_after", worked.after, ["TIMESTAMP", "BIGINT"], "TIMESTAMP", **told)
        for name, columns in self.columns.items():
            self.load(name, columns)

    def load(self, name, columns):
        path = self.folder / f"{name}.csv"
        with path.open(encoding="utf-8") as lines:
            has_rows = len([line for line, _ in zip(lines, range(2))]) > 1
        if not has_rows:
            self.empty[quoted(name)] = True
            kinds = ", ".join(f"{quoted(column)} {kind}" for column, kind in columns)
            self.db.execute(f"CREATE TABLE {quoted(name)} ({kinds})")
            return
        kinds = ", ".join(f"'{column}': '{kind}'" for column, kind in columns)
        self.db.execute(
            f"CREATE TABLE {quoted(name)} AS SELECT * FROM read_csv(?, columns = {{{kinds}}}, header = true, delim = ',', "
            "quote = '\"', escape = '\"', nullstr = '\\N', auto_detect = false, parallel = false)",
            [str(path)])

    def sql(self, text, columns):
        return sql(text, columns, self.constants)

    def is_empty(self, relation):
        """Whether a table has no row; asked once of each, since none gets other rows."""
        if relation not in self.empty:
            self.empty[relation] = self.rows(f"SELECT count(*) FROM {relation}") == [(0,)]
        return self.empty[relation]

    def rows(self, query):
        return self.db.execute(query).fetchall()

    def names_of(self, relation):
        """The columns of a table of DuckDB, or of a query that was called one with `named`."""
        if relation not in self.names:
            described = self.db.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
            self.names[relation] = [name for name, *_ in described]
        return self.names[relation]

    def named(self, relation, names):
        """Notes the columns of a query: DuckDB need not find them out."""
        self.names[relation] = list(names)
        return relation
