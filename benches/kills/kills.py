#!/usr/bin/env python3
"""Ends the program at many moments and lets its disk fail, and looks after each whether one whole report lies there.

    cargo build --release && python3 benches/kills/kills.py [--moments 500] [--program target/release/csr-report]

Kinds of moments, each on a workspace with a report of old data, new data in the input, and a file of the user in the report:
  call    SIGKILL at the n-th call of each system call that changes a disk (strace), so between every two of them
  error   the n-th of these calls, and of write and openat for writing, fails: disk full, read-only disk, no permission, broken disk
  delay   SIGKILL after a random time
  two     two runs of one month at once, one of them killed
  held    the workbook is open elsewhere
  rights  the output folder is read-only (not as root, whom nothing stops)
  clock   the system's clock jumps years ahead or back while the program runs (libfaketime)
After each: every file is that of the old or every file is that of the new report; a run that ended with 0 left the new one, with 1-5 the old
one; the next command mends without a change that a reader would see; the user's file is there.
"""
import argparse, hashlib, os, random, shutil, signal, subprocess, sys, tempfile, time
from pathlib import Path

OLD = "工单号,回访日期,回访结果,服务顾问\nR1,2013-09-05,成功,甘宁\nR2,2013-09-06,未成功,乐进\n"
NEW = OLD + "R3,2013-09-07,成功,甘宁\n"
CHANGES = ["mkdir", "mkdirat", "rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat", "rmdir", "fsync",
           "fdatasync", "chmod", "fchmodat", "flock", "ftruncate"]
ERRORS = {"ENOSPC": CHANGES + ["write", "openat"], "EROFS": CHANGES + ["openat"], "EACCES": CHANGES, "EIO": ["fsync", "write", "renameat2", "read"]}
RUN = ["monthly", "--month", "2013-09", "--format", "xlsx,svg,json"]


def files(folder):
    """Every visible file below a folder with its hash; logs differ where reports do not."""
    found = {}
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".") and name != "logs"]
        for name in names:
            path = Path(root) / name
            found[str(path.relative_to(folder))] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


class Bench:
    def __init__(self, program, seed):
        self.program, self.random = str(Path(program).resolve()), random.Random(seed)
        self.scratch = Path(tempfile.mkdtemp(prefix="csr-kills-"))
        self.model = self.scratch / "model"
        (self.model / "input").mkdir(parents=True)
        (self.model / "csr-report.toml").write_text("[report]\nheld_seconds = 0\n")
        (self.model / "input/回访.csv").write_text(OLD)
        self.must(self.model, RUN, 0)
        (self.model / "output/2013-09/会议记录.txt").write_text("mine")
        self.old = files(self.model / "output")
        (self.model / "input/回访.csv").write_text(NEW)
        whole = self.fresh()
        begun = time.monotonic()
        self.must(whole, RUN, 0)
        self.length = time.monotonic() - begun
        self.new = files(whole / "output")
        assert self.old != self.new and "2013-09/会议记录.txt" in self.new
        shutil.rmtree(whole)
        self.count, self.kept, self.replaced, self.faults = {}, 0, 0, []

    def fresh(self):
        place = self.scratch / f"w{self.random.getrandbits(48):012x}"
        shutil.copytree(self.model, place)
        return place

    def must(self, place, words, code):
        run = subprocess.run([self.program, *words], cwd=place, capture_output=True)
        assert run.returncode == code, (words, run.returncode, run.stderr.decode())

    def judge(self, kind, what, place, code):
        """Says whether the run ended by itself."""
        self.count[kind] = self.count.get(kind, 0) + 1
        found = files(place / "output")
        fault = None
        if found not in (self.old, self.new):
            fault = f"neither whole: {sorted(set(found) ^ set(self.old))}"
        elif code == 0 and found != self.new:
            fault = "ended with 0 and left the old report"
        elif code in (1, 2, 3, 4, 5) and found != self.old:
            fault = f"ended with {code} and left the new report"
        else:
            mended = subprocess.run([self.program, "monthly", "--month", "2013-13"], cwd=place, capture_output=True)
            if mended.returncode != 2 or files(place / "output") != found:
                fault = f"mending changed what a reader sees ({mended.returncode})"
            work = place / "output/.csr-report"
            left = [entry.name for entry in work.iterdir() if entry.is_dir()] if work.is_dir() else []
            if left:
                fault = f"left over: {left}"
        self.kept += found == self.old
        self.replaced += found == self.new
        if fault:
            self.faults.append(f"{kind} {what}: {fault}")
            print("FAULT", self.faults[-1], flush=True)
        shutil.rmtree(place, ignore_errors=True)

    def traced(self, injection, call):
        place = self.fresh()
        words = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace=?{call}", "-e", f"inject=?{call}:{injection}"]
        run = subprocess.run([*words, self.program, *RUN], cwd=place, capture_output=True, timeout=120)
        return place, run.returncode

    def calls(self):
        for call in CHANGES:
            for at in range(1, 1000):
                place, code = self.traced(f"signal=SIGKILL:when={at}", call)
                self.judge("call", f"{call} {at}", place, code)
                if code == 0:
                    break

    def errors(self, most):
        for error, calls in ERRORS.items():
            for call in calls:
                # The first calls are those of the system's loader; what is written comes later.
                for at in [*range(1, most + 1), *(self.random.randint(most, 80) for _ in range(most))]:
                    place, code = self.traced(f"error={error}:when={at}", call)
                    self.judge("error", f"{error} {call} {at}", place, code)

    def delay(self):
        place = self.fresh()
        run = subprocess.Popen([self.program, *RUN], cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(self.random.uniform(0, self.length * 1.1))
        run.send_signal(signal.SIGKILL)
        self.judge("delay", "", place, run.wait())

    def two(self):
        place = self.fresh()
        runs = [subprocess.Popen([self.program, *RUN], cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(2)]
        time.sleep(self.random.uniform(0, self.length * 1.1))
        runs[0].send_signal(signal.SIGKILL)
        runs[0].wait()
        self.judge("two", "", place, runs[1].wait())

    def held(self):
        place = self.fresh()
        (place / "output/2013-09/~$csr-report-2013-09.xlsx").write_text("")
        run = subprocess.run([self.program, *RUN], cwd=place, capture_output=True)
        (place / "output/2013-09/~$csr-report-2013-09.xlsx").unlink()
        if run.returncode != 5:
            self.faults.append(f"held: exit {run.returncode}")
        self.judge("held", "", place, run.returncode)

    def rights(self):
        place = self.fresh()
        for folder in ["output/2013-09", "output/.csr-report", "output"]:
            (place / folder).chmod(0o555)
        run = subprocess.run([self.program, *RUN], cwd=place, capture_output=True)
        for folder in ["output", "output/.csr-report", "output/2013-09"]:
            (place / folder).chmod(0o755)
        self.judge("rights", "", place, run.returncode)

    def clock(self, library):
        """The report is the new one, and so it is when the next run finds the log of a day that is still to come."""
        place = self.fresh()
        now = place / ".clock"
        now.write_text("+0")
        # Pauses are measured by a clock that nobody sets; the one on the wall jumps.
        words = {"LD_PRELOAD": library, "FAKETIME_TIMESTAMP_FILE": str(now), "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        for jump in self.random.sample(["-3650d", "-1d", "-3600", "+3600", "+3650d"], 2):
            run = subprocess.Popen([self.program, *RUN], cwd=place, env=os.environ | words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(self.random.uniform(0, self.length))
            now.write_text(jump)
            code = run.wait()
            if code != 0:
                self.faults.append(f"clock {jump}: exit {code}")
                print("FAULT", self.faults[-1], flush=True)
        self.judge("clock", jump, place, code)


def faked_time():
    """Where Debian's package libfaketime puts what it is loaded from."""
    return next((str(path) for path in Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")), None)


def every_kind(bench, moments):
    """Short kinds first, so that a run that is interrupted has tried each."""
    for _ in range(3):
        bench.held()
        if os.geteuid() != 0:
            bench.rights()
        bench.delay()
        bench.two()
    library = faked_time()
    for _ in range(10 if library else 0):
        bench.clock(library)
    if not library:
        print("SKIPPED: libfaketime is not installed, no clock that jumps")
    if shutil.which("strace"):
        bench.calls()
        bench.errors(3)
    else:
        print("SKIPPED: strace is not installed, no kills at system calls")
    while sum(bench.count.values()) < moments:
        bench.delay()
        bench.two()


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--moments", type=int, default=500)
    words.add_argument("--program", default="target/release/csr-report")
    words.add_argument("--seed", type=int, default=2013)
    asked = words.parse_args()
    bench = Bench(asked.program, asked.seed)
    try:
        every_kind(bench, asked.moments)
    except KeyboardInterrupt:
        print("ENDED before all moments were tried")
    counts = ", ".join(f"{kind} {count}" for kind, count in bench.count.items())
    print(f"{sum(bench.count.values())} moments ({counts}): {bench.kept} left the old report, {bench.replaced} the new one")
    shutil.rmtree(bench.scratch, ignore_errors=True)
    sys.exit(1 if bench.faults else 0)


if __name__ == "__main__":
    main()
