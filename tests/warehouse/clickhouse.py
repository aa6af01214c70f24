"""Runs the statements of `csr-report sql --dialect clickhouse` over an export: python clickhouse.py EXPORT STATEMENTS PARTS"""
import os
import sys
from pathlib import Path

from chdb import session

from spark import statements

export, script, parts = (Path(path).resolve() for path in sys.argv[1:])
os.chdir(export)
counted = session.Session()
for one in statements(script.read_text(encoding="utf-8")):
    counted.query(one)
counted.query(f"SELECT * FROM parts INTO OUTFILE '{parts}' TRUNCATE FORMAT Parquet")
