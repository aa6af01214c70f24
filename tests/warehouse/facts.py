"""Holds the facts that DuckDB makes of the exported tables against those of the export: python facts.py EXPORT STATEMENTS

STATEMENTS are those of `csr-report sql --dialect duckdb --from tables`; what they count is not run. Every column that leaves the
program is compared, rows as often as they stand. What differs is printed, and the script fails.
"""
import os
import re
import sys

import duckdb

FILES = "read_parquet('facts/{}/**/*.parquet', hive_partitioning = true, hive_types = {{'dealer': VARCHAR, 'month': VARCHAR}})"


def main():
    export, script = (os.path.abspath(path) for path in sys.argv[1:])
    with open(script, encoding="utf-8") as text:
        statements = text.read().split("\nDROP TABLE IF EXISTS parts;")[0]
    os.chdir(export)
    engine = duckdb.connect()
    engine.execute(re.sub(r"^--.*\n", "", statements, flags=re.M))
    names = lambda rows: [column for column, *_ in engine.execute(f"DESCRIBE {rows}").fetchall()]
    count = lambda rows: engine.execute(f"SELECT count(*) FROM ({rows})").fetchone()[0]
    known = {name for (name,) in engine.execute("SELECT table_name FROM information_schema.tables").fetchall()}
    alike, faults = [], []
    for fact in sorted(os.listdir("facts")):
        if f"fact_{fact}" not in known:
            continue
        rows = FILES.format(fact)
        # A column of a table that is itself called month is written as own_month.
        columns = [name for name in names(f"SELECT * FROM {rows}") if name not in ("dealer", "month")]
        made = ", ".join(f'"{name.removeprefix("own_") if name in ("own_month", "own_dealer") else name}"' for name in columns)
        made = f'SELECT csr_dealer, {made} FROM "fact_{fact}"'
        exported = "SELECT dealer, " + ", ".join(f'"{name}"' for name in columns) + f" FROM {rows}"
        more, less = count(f"{made} EXCEPT ALL {exported}"), count(f"{exported} EXCEPT ALL {made}")
        if more or less:
            faults.append(f"{fact}: {more} rows are made that were not exported, {less} were exported and are not made")
        else:
            alike.append(f"{fact} {count(exported)}")
    if faults:
        sys.exit("\n".join(faults))
    print("alike: " + ", ".join(alike))


main()
