//! The real program, killed at every system call with which it changes the output folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::workspace::Workspace;

const CALLS: &str = "工单号,回访日期,回访结果,服务顾问\nR1,2013-09-05,成功,甘宁\nR2,2013-09-06,未成功,乐进\n";
const MORE: &str = "R3,2013-09-07,成功,甘宁\n";

/// The system calls that change folders and files or make changes last; those that a machine lacks are passed over.
const CHANGES: [&str; 15] = [
    "mkdir",
    "mkdirat",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "unlink",
    "unlinkat",
    "rmdir",
    "fsync",
    "fdatasync",
    "write",
    "chmod",
    "fchmodat",
];

type Files = BTreeMap<String, Vec<u8>>;

/// Every file below a folder, hidden ones left out.
fn files(folder: &Path) -> Files {
    let mut found = Files::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name().into_string().unwrap());
        // A log says when, and of which run: it differs where reports do not.
        if name.starts_with('.') || name == "logs" {
            continue;
        }
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            found.insert(name, fs::read(path).unwrap());
        }
    }
    found
}

/// A workspace with a report of the first calls, a file of the user in it, and new calls to report on.
fn with_a_report() -> Workspace {
    let workspace = Workspace::new().with("input/回访.csv", CALLS);
    workspace.run("monthly --month 2013-09 --format xlsx,svg,json").ends_with(0);
    workspace.with("output/2013-09/会议记录.txt", "mine").with("input/回访.csv", &format!("{CALLS}{MORE}"))
}

#[test]
fn killed_at_any_change_of_the_output_a_reader_finds_one_whole_report() {
    if !Command::new("strace").arg("--version").output().is_ok_and(|run| run.status.success()) {
        eprintln!("SKIPPED: strace is not installed, the program was not killed at its system calls");
        return;
    }
    let old = files(&with_a_report().path().join("output"));
    let whole = with_a_report();
    whole.run("monthly --month 2013-09 --format xlsx,svg,json").ends_with(0);
    let new = files(&whole.path().join("output"));
    assert!(old != new && new["2013-09/会议记录.txt"] == b"mine");
    let (mut kept, mut replaced) = (0, 0);
    for call in CHANGES {
        // The tracer counts each kind of call by itself, and of threads that write side by side those of each.
        for kill in 1.. {
            let workspace = with_a_report();
            let mut traced = Command::new("strace");
            traced.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace=?{call}")]);
            traced.args(["-e", &format!("inject=?{call}:signal=SIGKILL:when={kill}")]);
            traced.args([env!("CARGO_BIN_EXE_csr-report"), "monthly", "--month", "2013-09"]);
            let run = traced.args(["--format", "xlsx,svg,json"]).current_dir(workspace.path()).output().unwrap();
            let found = files(&workspace.path().join("output"));
            let is_whole = found == old || found == new;
            assert!(is_whole, "killed at {call} {kill}: {:?}", found.keys().collect::<Vec<_>>());
            if run.status.success() {
                assert!(found == new, "the run that was not killed");
                break;
            }
            *if found == new { &mut replaced } else { &mut kept } += 1;
            // The next command, a refused one, mends what is left without a change that a reader would see.
            workspace.run("monthly --month 2013-13").ends_with(2);
            assert_eq!(files(&workspace.path().join("output")), found, "mended after {call} {kill}");
            let work: Vec<_> = fs::read_dir(workspace.path().join("output/.csr-report")).unwrap().flatten().collect();
            assert!(work.iter().all(|entry| entry.path().is_file()), "left after {call} {kill}: {work:?}");
        }
    }
    eprintln!("{kept} kills left the old report, {replaced} the new one");
    assert!(kept > 20 && replaced > 5, "{kept} and {replaced}");
}
