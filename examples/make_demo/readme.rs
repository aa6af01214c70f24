//! README.md and traps.toml of the demo: every trap with its rows, the right value and the naive one, as counted.

use std::fmt::Write;

use crate::calendar::label;
use crate::count::Count;
use crate::layout;
use crate::rows::Books;
use crate::traps::{self, Described, Trap};

/// A trap as counted.
pub struct Measured {
    pub described: &'static Described,
    pub rows: usize,
    pub right: f64,
    pub naive: f64,
}

/// Counts every trap: the rows that carry its mark, the figure under all rules, and without its rule.
pub fn measure(books: &Books) -> Vec<Measured> {
    let value = |described: &Described, off| {
        Count { books, off }.value(described.indicator, described.month, described.group.1).unwrap_or(f64::NAN)
    };
    traps::all()
        .map(|described| Measured {
            described,
            rows: rows(books, described.trap),
            right: value(described, None),
            naive: value(described, Some(described.trap)),
        })
        .collect()
}

fn rows(books: &Books, trap: Trap) -> usize {
    let orders = books.orders_old.iter().chain(&books.orders_new).filter(|row| row.traps.contains(&trap)).count();
    let calls = books.calls.iter().filter(|row| row.traps.contains(&trap)).count();
    let surveys = books.surveys.iter().filter(|row| row.traps.contains(&trap)).count();
    let complaints = books.complaints.iter().filter(|row| row.traps.contains(&trap)).count();
    let sales = books.sales.iter().filter(|row| row.traps.contains(&trap)).count();
    let scored = |month| {
        let of_month = move |row: &&crate::rows::CallRow| crate::calendar::month_of(row.date) == month;
        let answered = |row: &&crate::rows::CallRow| row.scores.iter().any(|s| *s != crate::rows::Score::Blank);
        books.calls.iter().filter(of_month).filter(answered)
    };
    match trap {
        Trap::FivePoints => scored(crate::golden::MAY).count(),
        Trap::HundredPoints => books.surveys.len(),
        Trap::StationMean => scored(crate::golden::SEPTEMBER).count(),
        Trap::MissingAnswer => scored(crate::golden::SEPTEMBER)
            .filter(|row| row.scores.iter().any(|s| !matches!(s, crate::rows::Score::Points(_))))
            .count(),
        Trap::LevelSpelling => books.complaints.iter().filter(|row| !matches!(row.level, "I" | "II" | "III")).count(),
        Trap::SubtotalRow => crate::golden::SALES.len(),
        Trap::RepeatedHeading | Trap::TotalRow | Trap::FooterRow | Trap::BlankRow => layout::junk_total(trap),
        _ => orders + calls + surveys + complaints + sales,
    }
}

/// traps.toml.
pub fn toml(measured: &[Measured]) -> String {
    let mut text =
        String::from("# The traps of the demo dealer, as counted by examples/make_demo; a test reads this file.\n");
    for trap in measured {
        let described = trap.described;
        let (by, key) = described.group;
        let _ = write!(
            text,
            "\n[[trap]]\nname = \"{}\"\nrows = {}\nindicator = \"{}\"\nperiod = \"{}\"\n",
            described.name,
            trap.rows,
            described.indicator,
            label(described.month)
        );
        if !by.is_empty() {
            let _ = write!(text, "by = \"{by}\"\nkey = \"{key}\"\n");
        }
        let _ = write!(text, "right = {:?}\nnaive = {:?}\nrule = \"{}\"\n", trap.right, trap.naive, described.english);
    }
    text
}

/// README.md, Chinese first.
pub fn markdown(measured: &[Measured]) -> String {
    let mut text = String::from(CHINESE);
    text.push_str("\n| 陷阱 | 行数 | 规则 | 指标 | 期间 | 正确 | 天真算法 |\n|---|---:|---|---|---|---:|---:|\n");
    for trap in measured {
        line(&mut text, trap, trap.described.chinese);
    }
    text.push_str(ENGLISH);
    text.push_str("\n| trap | rows | rule | indicator | period | right | naive |\n|---|---:|---|---|---|---:|---:|\n");
    for trap in measured {
        line(&mut text, trap, trap.described.english);
    }
    text
}

fn line(text: &mut String, trap: &Measured, rule: &str) {
    let described = trap.described;
    let key = if described.group.1.is_empty() { String::new() } else { format!(" · {}", described.group.1) };
    let _ = writeln!(
        text,
        "| `{}` | {} | {rule} | `{}`{key} | {} | {} | {} |",
        described.name,
        trap.rows,
        described.indicator,
        label(described.month),
        shown(trap.right),
        shown(trap.naive)
    );
}

fn shown(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.2}") }
}

const CHINESE: &str = "# 演示店

一家虚构的 4S 店，2013 年 9 月的月报。`input/` 里是原始行（一行一个电话、一张工单、一件投诉、一台车），没有汇总数：

- `回访/回访记录.xlsx` 每月一张表（5月–9月，另有10月头几天），各月的表头写法不同；`小结` 表是手工数字，不读
- `维修工单/维修工单_导出1.xls` 旧格式，1月–7月2日；`维修工单_导出2.xlsx` 7月1日起，与前者重叠两天
- `投诉台账.xlsx` 手工登记 · `新车销售.csv` GB18030 编码，2012-01 至 2013-08 · `满意度面访.xlsx` 百分制 · `续保跟踪.xlsx` 2013-05 至 2013-12 到期的保单

```
csr-report -C examples/demo-dealer monthly --month 2013-09
```

所有文件由 `cargo run --release --example make_demo` 生成，每次完全相同。人名、车辆都是编造的。
加 `--seed 7 --size 2 --out DIR`（或 `--orders 1000 --calls 2000`）则生成另一家随机的店，供独立核对和测速。

## 陷阱

每个陷阱是一些按天真算法会数错的行。“天真算法”是去掉这一条规则后数出来的值，由生成程序计算。
“行数”是各月文件里的总行数；“正确”和“天真算法”是所列期间的值。
机器可读的同一张表：`traps.toml`。
";

const ENGLISH: &str = "
# The demo dealer

An invented dealer and its report for September 2013. `input/` holds raw rows (one a call, an order, a complaint, a car) and no summary figures:

- `回访/回访记录.xlsx` calls, a sheet a month (May to September, and the first days of October), headed differently from month to month; the sheet `小结` holds figures typed by hand and is not read
- `维修工单/维修工单_导出1.xls` work orders, the old format, January to 2 July; `维修工单_导出2.xlsx` from 1 July, overlapping by two days
- `投诉台账.xlsx` complaints, kept by hand · `新车销售.csv` new-car sales in GB18030, 2012-01 to 2013-08 · `满意度面访.xlsx` face-to-face surveys, scored to 100 · `续保跟踪.xlsx` policies due from 2013-05 to 2013-12

`cargo run --release --example make_demo` writes all files, the same bytes each time. People and vehicles are invented.
With `--seed 7 --size 2 --out DIR` (or `--orders 1000 --calls 2000`) it writes another, random dealer for independent checks and benchmarks.

## Traps

A trap is a set of rows that a naive count gets wrong. The naive value is what the generator counts with this one rule left out.
Rows are those of all files; right and naive are the values of the period named. `traps.toml` holds the same table for machines.
";
