"""A dealer's folder into five polars frames with canonical columns: fastexcel (calamine) for spreadsheets, csv for text."""
import csv
import io
import pathlib
import tomllib

import fastexcel
import polars as pl

from cells import ANSWERS, NUMBERS, TIMES, converter, minutes, scale
from words import FOLDED_HEADINGS, FOLDED_SENSES, HEADINGS, NEEDED, SCORES, fold, more_headings

# Of rows with one key that with the latest of these dates is the later state; the place in the files decides between equals.
LATER_BY = {"work_orders": ("order_no", ["settled_at", "updated_at"]),
            "complaints": ("complaint_no", ["closed_at", "updated_at"]), "new_sales": ("vin", [])}
TOTAL = r"^\s*(合\s*计|小\s*计|总\s*计|平均)"


def sheets(path):
    """A frame of text without a header, a sheet at a time."""
    if path.suffix in {".xlsx", ".xls"}:
        book = fastexcel.read_excel(path)
        for name in book.sheet_names:
            yield book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
    elif path.suffix == ".csv":
        data = path.read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030")
        rows = list(csv.reader(io.StringIO(text)))
        wide = max(map(len, rows), default=0)
        yield pl.DataFrame([row + [None] * (wide - len(row)) for row in rows], orient="row",
                           schema={f"c{at}": pl.String for at in range(wide)})


def heading_of(row, known):
    """(table, {column: (field, folded heading)}) where the row is a heading row, else None."""
    names = {at: fold(cell) for at, cell in enumerate(row) if cell}
    for table, needed in NEEDED.items():
        columns = {}
        for at, name in names.items():
            field = known[table].get(name)
            if field and field not in {taken for taken, _ in columns.values()}:
                columns[at] = field, name
        if needed <= {field for field, _ in columns.values()}:
            return table, columns
    return None


def blocks(sheet, known):
    """(table, frame of raw text) of each heading row of a sheet."""
    cells = sheet.columns
    rows = sheet.with_columns(pl.all().str.strip_chars().replace("", None)).with_row_index("row")
    rows = rows.filter(pl.sum_horizontal(pl.col(cells).is_not_null()) > 2)
    likely = rows.filter(pl.any_horizontal(pl.col(cells).str.contains("日期|时间|单号")))
    marks = [(row[0], found) for row in likely.iter_rows() if (found := heading_of(row[1:], known))]
    rows = rows.filter(~pl.coalesce(cells).str.contains(TOTAL))
    for at, (start, (table, columns)) in enumerate(marks):
        end = marks[at + 1][0] if at + 1 < len(marks) else sheet.height
        taken = [pl.col(cells[index]).alias(field) for index, (field, _) in columns.items()]
        scales = [pl.lit(heading).alias(f"scale_of_{field}") for field, heading in columns.values() if field.startswith("score_")]
        yield table, rows.filter((pl.col("row") > start) & (pl.col("row") < end)).select(*taken, *scales)


def read(folder, config):
    """{table: frame of raw text in the order of files, sheets and rows, with the headings of the scores}."""
    known = {table: FOLDED_HEADINGS[table] | more_headings(table, config) for table in HEADINGS}
    parts = {table: [pl.DataFrame(schema=dict.fromkeys(sorted(set(HEADINGS[table].values())), pl.String))] for table in HEADINGS}
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(("~$", "."))):
        for sheet in sheets(path):
            for table, block in blocks(sheet, known):
                parts[table].append(block)
    return {table: pl.concat(frames, how="diagonal") for table, frames in parts.items()}


def mapped(column, convert, dtype):
    """Converts the distinct values once."""
    values = column.drop_nulls().unique()
    results = pl.Series([convert(value) for value in values], dtype=dtype, strict=False)
    return column.replace_strict(values, results, default=None, return_dtype=dtype)


def type_of(field):
    if field in TIMES:
        return pl.Datetime("us")
    if field in ANSWERS:
        return pl.Boolean
    return pl.Float64 if field in NUMBERS or field.startswith("score_") else pl.String


def typed(table, frame, config):
    """Columns of their own type, with a sense beside every word that has one."""
    out = []
    for field in frame.columns:
        column = frame[field]
        if field.startswith("scale_of_"):
            out.append(column)
            continue
        values = mapped(column, converter(table, field, config), type_of(field))
        out.append(values.dt.round("1s") if field in TIMES else values)
        if field == "limit":
            out.append(mapped(column, minutes, pl.Float64).alias("limit_minutes"))
        if senses := FOLDED_SENSES[table].get(field):
            out.append(mapped(values, lambda word, senses=senses: senses.get(fold(word)), pl.String).alias(f"{field}_sense"))
    return pl.DataFrame(out)


def without_duplicates(table, frame):
    """Equal rows once; of rows with one key the later state, else the later file and row. A closing before the receiving is
    none, so it does not make a state later."""
    if table == "complaints":
        possible = (pl.col("closed_at") < pl.col("received_at")).not_().fill_null(True)
        frame = frame.with_columns(pl.when(possible).then(pl.col("closed_at")).alias("closed_at"))
    frame = frame.unique(keep="first", maintain_order=True)
    if table not in LATER_BY:
        return frame
    key, by = LATER_BY[table]
    if by:
        frame = frame.sort(pl.max_horizontal(by), nulls_last=False, maintain_order=True)
    keyed = frame.filter(pl.col(key).is_not_null()).unique(key, keep="last", maintain_order=True)
    return pl.concat([keyed, frame.filter(pl.col(key).is_null())])


def counted(table, frame):
    """Without the rows that no indicator may see."""
    void = (pl.col("status_sense") == "void").fill_null(False)
    if table == "callbacks":
        return frame.filter(pl.col("call_date").is_not_null())
    if table == "complaints":
        settled = pl.col("status_sense").ne_missing("reopened")
        return frame.filter(pl.col("received_at").is_not_null() & ~void).with_columns(
            pl.when(settled).then(pl.col("closed_at")).alias("closed_at"))
    if table == "new_sales":
        return frame.filter(~void | pl.col("cancelled_at").is_not_null())
    if table == "renewals":
        return frame.filter(pl.col("due_at").is_not_null() & pl.any_horizontal(pl.col("vin", "plate").is_not_null()))
    return frame


def rescale(tables, config):
    """Every score column to 0–100 by the scale of its heading, over all files."""
    scales = {fold(heading): value for heading, value in config.get("scales", {}).items()}
    places = [(table, field) for table in ("callbacks", "surveys") for field in SCORES.values()
              if f"scale_of_{field}" in tables[table].columns]
    if not places:
        return
    given = pl.concat([tables[table].select(heading=f"scale_of_{field}", score=field) for table, field in places])
    tops = given.drop_nulls().group_by("heading").agg(pl.col("score").max())
    tops = {heading: scale(top, heading, scales) for heading, top in tops.iter_rows()}
    for table, field in places:
        value = pl.col(field) * 100 / pl.col(f"scale_of_{field}").replace_strict(tops, default=None, return_dtype=pl.Float64)
        tables[table] = tables[table].with_columns(pl.when(value <= 100).then(value).alias(field))


def load(workspace, lists):
    """The tables of the lists in a folder, and the configuration of the workspace."""
    path = pathlib.Path(workspace) / "csr-report.toml"
    config = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    tables = {table: counted(table, without_duplicates(table, typed(table, frame, config)))
              for table, frame in read(lists, config).items()}
    rescale(tables, config)
    return tables, config
