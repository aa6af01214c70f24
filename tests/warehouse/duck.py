"""Runs the statements of `csr-report sql --dialect duckdb` over an export: python duck.py EXPORT STATEMENTS PARTS"""
import os
import sys
from pathlib import Path

import duckdb

export, script, parts = (Path(path).resolve() for path in sys.argv[1:])
os.chdir(export)
counted = duckdb.connect()
counted.execute(script.read_text(encoding="utf-8"))
counted.execute(f"COPY parts TO '{parts}' (FORMAT parquet)")
