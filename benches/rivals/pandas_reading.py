"""A dealer's folder into five pandas frames with canonical columns: openpyxl for .xlsx, xlrd for .xls, csv for text."""
import csv
import io
import pathlib
import re
import tomllib

import openpyxl
import pandas as pd
import xlrd

from cells import NUMBERS, TIMES, converter, minutes, scale
from words import FOLDED_HEADINGS, FOLDED_SENSES, HEADINGS, NEEDED, SCORES, fold, more_headings

TOTAL = re.compile(r"合\s*计|小\s*计|总\s*计|平均")
# Of rows with one key that with the latest of these dates is the later state; the place in the files decides between equals.
LATER_BY = {"work_orders": ("order_no", ["settled_at", "updated_at"]),
            "complaints": ("complaint_no", ["closed_at", "updated_at"]), "new_sales": ("vin", [])}


def sheets(path):
    """Rows of plain values, a sheet at a time."""
    if path.suffix == ".xlsx":
        for sheet in openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets:
            sheet.reset_dimensions()
            yield sheet.iter_rows(values_only=True)
    elif path.suffix == ".xls":
        book = xlrd.open_workbook(path)
        for sheet in book.sheets():
            yield ([xlrd.xldate_as_datetime(cell.value, book.datemode) if cell.ctype == xlrd.XL_CELL_DATE else cell.value
                    for cell in sheet.row(at)] for at in range(sheet.nrows))
    elif path.suffix == ".csv":
        data = path.read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030")
        yield csv.reader(io.StringIO(text))


def heading_of(row, known):
    """(table, {column: (field, folded heading)}) where the row is a heading row, else None."""
    names = {at: fold(cell) for at, cell in enumerate(row) if isinstance(cell, str)}
    for table, needed in NEEDED.items():
        columns = {}
        for at, name in names.items():
            field = known[table].get(name)
            if field and field not in {taken for taken, _ in columns.values()}:
                columns[at] = field, name
        if needed <= {field for field, _ in columns.values()}:
            return table, columns
    return None


def blocks(rows, known):
    """(table, columns, rows) of each heading row of a sheet; a heading row met again begins a new block."""
    found, taken = None, []
    for row in rows:
        row = [None if isinstance(cell, str) and not cell.strip() else cell for cell in row]
        filled = [cell for cell in row if cell is not None]
        if len(filled) < 3:
            continue
        first = str(filled[0])
        again = None if first[0].isdigit() else heading_of(row, known)
        if again:
            if found:
                yield *found, taken
            found, taken = again, []
        elif found and not TOTAL.match(first):
            taken.append([row[at] if at < len(row) else None for at in found[1]])
    if found:
        yield *found, taken


def read(folder, config):
    """{table: frame of raw values in the order of files, sheets and rows, with the headings of the scores}."""
    known = {table: FOLDED_HEADINGS[table] | more_headings(table, config) for table in HEADINGS}
    frames = {table: [pd.DataFrame(columns=sorted(set(HEADINGS[table].values())), dtype=object)] for table in HEADINGS}
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(("~$", "."))):
        for rows in sheets(path):
            for table, columns, taken in blocks(rows, known):
                frame = pd.DataFrame(taken, columns=[field for field, _ in columns.values()], dtype=object)
                for field, heading in columns.values():
                    if field.startswith("score_"):
                        frame[f"scale_of_{field}"] = heading
                frames[table].append(frame)
    return {table: pd.concat(parts, ignore_index=True) for table, parts in frames.items()}


def each(column, convert):
    """Converts the distinct values once."""
    return column.map({value: convert(value) for value in column.dropna().unique()})


def typed(table, frame, config):
    """Columns of their own type, with a sense beside every word that has one."""
    out = {}
    for field in frame.columns:
        column = frame[field]
        if field.startswith("scale_of_"):
            out[field] = column
            continue
        values = each(column, converter(table, field, config))
        if field == "limit":
            out["limit_minutes"] = pd.to_numeric(each(column, minutes))
        if field in TIMES:
            values = pd.to_datetime(values).astype("datetime64[us]").dt.round("s")
        elif field in NUMBERS or field.startswith("score_"):
            values = pd.to_numeric(values)
        out[field] = values
        if senses := FOLDED_SENSES[table].get(field):
            out[f"{field}_sense"] = each(values, lambda word, senses=senses: senses.get(fold(word)))
    return pd.DataFrame(out)


def without_duplicates(table, frame):
    """Equal rows once; of rows with one key the later state, else the later file and row. A closing before the receiving is
    none, so it does not make a state later."""
    if table == "complaints":
        frame = frame.assign(closed_at=frame.closed_at.mask(frame.closed_at < frame.received_at))
    frame = frame.drop_duplicates()
    if table not in LATER_BY:
        return frame
    key, by = LATER_BY[table]
    if by:
        frame = frame.loc[frame[by].max(axis=1).sort_values(kind="stable", na_position="first").index]
    keyed = frame[key].notna()
    return pd.concat([frame[keyed].drop_duplicates(key, keep="last"), frame[~keyed]]).sort_index()


def counted(table, frame):
    """Without the rows that no indicator may see."""
    if table == "callbacks":
        return frame[frame.call_date.notna()]
    if table == "complaints":
        frame = frame[frame.received_at.notna() & (frame.status_sense != "void")]
        return frame.assign(closed_at=frame.closed_at.mask(frame.status_sense == "reopened"))
    if table == "new_sales":
        return frame[(frame.status_sense != "void") | frame.cancelled_at.notna()]
    if table == "renewals":
        return frame[frame.due_at.notna() & (frame.vin.notna() | frame.plate.notna())]
    return frame


def rescale(tables, config):
    """Every score column to 0–100 by the scale of its heading, over all files."""
    scales = {fold(heading): value for heading, value in config.get("scales", {}).items()}
    places = [(table, field) for table in ("callbacks", "surveys") for field in SCORES.values()
              if f"scale_of_{field}" in tables[table]]
    if not places:
        return
    given = pd.concat([tables[table][[f"scale_of_{field}", field]].set_axis(["heading", "score"], axis=1)
                       for table, field in places])
    tops = {heading: scale(top, heading, scales) for heading, top in given.groupby("heading").score.max().items()}
    for table, field in places:
        frame = tables[table]
        score = frame[field] * 100 / frame[f"scale_of_{field}"].map(tops)
        frame[field] = score.where(score <= 100)


def load(workspace, lists):
    """The tables of the lists in a folder, and the configuration of the workspace."""
    path = pathlib.Path(workspace) / "csr-report.toml"
    config = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    tables = {}
    for table, frame in read(lists, config).items():
        tables[table] = counted(table, without_duplicates(table, typed(table, frame, config))).reset_index(drop=True)
    rescale(tables, config)
    return tables, config
