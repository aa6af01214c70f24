"""What a rival leaves behind: its figures for `compare.py`, a workbook, ten PNG and ten SVG; shared by the rivals."""
import json
import os
import pathlib

from words import ITEM_NAMES

# Twelve months of trend, and the month a year before the report's.
MONTHS = 13


def stores(workspace):
    """(name, folder of its lists) of each store of a group, whose folders lie in input/; else of the one dealer, without a name."""
    lists, configuration = pathlib.Path(workspace) / "input", pathlib.Path(workspace) / "csr-report.toml"
    is_group = configuration.exists() and "[dealers]" in configuration.read_text("utf-8")
    return [(path.name, path) for path in sorted(lists.iterdir())] if is_group else [("", lists)]


def write_all(trend, folder, write_workbook):
    """`trend`: [(label, figures of that month)], oldest first, each as of its own end. The folder `--figures` means: only
    print the figures, for which no drawing library is needed."""
    if str(folder) == "--figures":
        print(json.dumps(plain(trend), ensure_ascii=False, default=float))
        return
    from charts import charts
    from pictures import draw

    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "figures.json"), "w", encoding="utf-8") as file:
        json.dump(plain(trend), file, ensure_ascii=False, default=float)
    agenda = charts(trend[1:], ITEM_NAMES.values())
    indicators = [[id, figure["value"], figure["n"]] for id, figure in trend[-1][1].items()]
    write_workbook(agenda, indicators, os.path.join(folder, "report.xlsx"))
    draw(agenda, os.path.join(folder, "charts"))


def plain(trend):
    """The same with lists for tuple keys, as JSON has it."""
    rows_of = lambda rows: [[list(key), *row] for key, row in rows.items()]
    return {label: {id: figure | {"by": [[list(by), rows_of(rows)] for by, rows in figure["by"].items()]}
                    for id, figure in whole.items()} for label, whole in trend}
