"""Runs the statements of `csr-report sql --dialect spark` over an export in a local Spark (`pip install pyspark`, Java 17).

    python spark.py EXPORT STATEMENTS PARTS

PARTS is the folder that `--facts` reads. Prints how long the statements took and the five slowest.
"""
import os
import re
import sys
import tempfile
import time
from pathlib import Path

from pyspark.sql import SparkSession


def statements(text):
    """The statements of a script without its comments; none of them has a semicolon at the end of a line within."""
    text = re.sub(r"^--.*\n", "", text, flags=re.M)
    return [one.strip() for one in text.split(";\n") if one.strip()]


def main():
    export, script, parts = (Path(path).resolve() for path in sys.argv[1:])
    os.chdir(export)
    # What Spark keeps of its tables is no part of the export.
    with tempfile.TemporaryDirectory() as warehouse:
        spark = (
            SparkSession.builder.master(os.environ.get("SPARK_MASTER", "local[2]"))
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.default.parallelism", "2")
            .config("spark.sql.warehouse.dir", warehouse)
            .config("spark.driver.memory", os.environ.get("SPARK_MEMORY", "2g"))
            .config("spark.driver.extraJavaOptions", "-Dderby.system.home=" + warehouse)
            .getOrCreate()
        )
        spark.sparkContext.setLogLevel("ERROR")
        began, took = time.monotonic(), []
        for one in statements(script.read_text(encoding="utf-8")):
            start = time.monotonic()
            spark.sql(one)
            took.append((time.monotonic() - start, one[:100]))
        whole = time.monotonic() - began
        java = Path(f"/proc/{spark.sparkContext._gateway.proc.pid}")
        spark.sql(f"INSERT OVERWRITE DIRECTORY '{parts}' USING parquet SELECT /*+ COALESCE(1) */ * FROM parts")
        print(f"{len(took)} statements in {whole:.0f} s, {spark.table('parts').count()} rows")
        if java.exists():
            user, system = map(int, (java / "stat").read_text().rsplit(")", 1)[1].split()[11:13])
            peak = re.search(r"VmHWM:\s+(\d+)", (java / "status").read_text()).group(1)
            print(f"{(user + system) / os.sysconf('SC_CLK_TCK'):.0f} s of processor time, {int(peak) // 1024} MB at most, in Java")
        for seconds, one in sorted(took, reverse=True)[:5]:
            print(f"  {seconds:.1f} s {one}")
        spark.stop()


if __name__ == "__main__":
    main()
