"""A second opinion on the facts and the figures of runs that the program wrote down.

    python opinion.py FOLDER...

Each folder holds a run as tests/it/second_opinion/export.rs writes it. Every declared fact is made anew from the rows as
read, every declared indicator from these facts; DuckDB runs the SQL of the declarations, all else is written here from
docs/facts.md. What differs from the program is printed, and the script fails.
"""
import sys
from concurrent.futures import ProcessPoolExecutor

from compare import Comparison
from declared import Run
from facts import Facts
from figures import moments_of
from known import Known


def judged(folder):
    """What differs in a run, and how many figures were compared."""
    run = Run(folder)
    facts = Facts(run)
    known = Known(run)
    rooms = {"facts": moments_of(run.moments), "inside": moments_of(run.inside)}
    comparison = Comparison(run, facts, known, *rooms.values())
    comparison.whole()
    return [*facts.differences(rooms), *known.differences(), *comparison.faults], comparison.compared


def told(folder):
    try:
        return judged(folder)
    except Exception as error:  # Whatever it is, it is told with its run.
        return [f"no opinion: {type(error).__name__} {error}"], 0


def main():
    folders = sys.argv[1:]
    with ProcessPoolExecutor() as processes:
        opinions = list(zip(folders, processes.map(told, folders)))
    differ = [(folder, faults) for folder, (faults, _) in opinions if faults]
    for folder, faults in differ:
        print(f"{folder}: {len(faults)} differences", *faults[:40], sep="\n  ")
    if not differ:
        print(f"agree: {sum(compared for _, (_, compared) in opinions)} figures of {len(opinions)} runs")
    sys.exit(bool(differ))


if __name__ == "__main__":
    main()
