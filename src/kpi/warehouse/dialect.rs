//! What the engines call things: names, types, the functions of time, how a folder of Parquet is read.

use crate::facts::functions::Function;
use crate::kpi::counted::row::{COLUMNS, TEXTS};

/// An engine that runs the statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// DuckDB.
    DuckDb,
    /// Spark SQL.
    Spark,
    /// ClickHouse.
    ClickHouse,
}

impl Dialect {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::DuckDb, Self::Spark, Self::ClickHouse];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::DuckDb => "duckdb",
            Self::Spark => "spark",
            Self::ClickHouse => "clickhouse",
        }
    }

    /// A name, quoted: some columns are words of SQL.
    pub(super) fn quoted(self, name: &str) -> String {
        match self {
            Self::DuckDb => format!("\"{}\"", name.replace('"', "\"\"")),
            Self::Spark => format!("`{}`", name.replace('`', "``")),
            Self::ClickHouse => format!("`{}`", name.replace('\\', "\\\\").replace('`', "\\`")),
        }
    }

    /// A text.
    pub(super) fn text(self, text: &str) -> String {
        match self {
            Self::DuckDb => format!("'{}'", text.replace('\'', "''")),
            Self::Spark | Self::ClickHouse => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
        }
    }

    /// The sign between the words of a group.
    pub(super) fn separator(self) -> &'static str {
        if self == Self::DuckDb { "chr(31)" } else { "char(31)" }
    }

    /// The value as a whole number: 1 and 0 of yes and no.
    pub(super) fn whole(self, expr: &str) -> String {
        let kind = if self == Self::ClickHouse { "Nullable(Int64)" } else { "BIGINT" };
        format!("CAST({expr} AS {kind})")
    }

    /// The value as a text.
    pub(super) fn string(self, expr: &str) -> String {
        let kind = match self {
            Self::DuckDb => "VARCHAR",
            Self::Spark => "STRING",
            Self::ClickHouse => "Nullable(String)",
        };
        format!("CAST({expr} AS {kind})")
    }

    /// The day of a day or a time.
    pub(super) fn day(self, expr: &str) -> String {
        if self == Self::ClickHouse { format!("toDate32({expr})") } else { format!("CAST({expr} AS DATE)") }
    }

    /// A day that is written out.
    pub(super) fn date(self, text: &str) -> String {
        if self == Self::ClickHouse { format!("toDate32('{text}')") } else { format!("DATE '{text}'") }
    }

    /// A function of time; none that this engine has no words for.
    pub(super) fn function(self, function: Function, arguments: &[String]) -> Option<String> {
        let first = arguments.first().map_or("NULL", String::as_str);
        let second = arguments.get(1).map_or("NULL", String::as_str);
        let (day, other) = (self.day(first), self.day(second));
        let minutes = |millis: &str, first: &str, second: &str| format!("({millis}({second}) - {millis}({first}))");
        Some(match (function, self) {
            // Its calendar of days off is the program's.
            (Function::WorkMinutes, _) => return None,
            (Function::Day, _) => day,
            (Function::Days, Self::DuckDb) => format!("date_diff('day', {day}, {other})"),
            (Function::Days, Self::Spark) => format!("datediff({other}, {day})"),
            (Function::Days, Self::ClickHouse) => format!("dateDiff('day', {day}, {other})"),
            (Function::Minutes, Self::DuckDb) => {
                let time = |expr: &str| format!("CAST({expr} AS TIMESTAMP)");
                let between = minutes("epoch_ms", &time(first), &time(second));
                format!("CAST(trunc({between} / 60000) AS BIGINT)")
            }
            (Function::Minutes, Self::Spark) => {
                let time = |expr: &str| format!("CAST({expr} AS TIMESTAMP)");
                format!("({} div 60000)", minutes("unix_millis", &time(first), &time(second)))
            }
            (Function::Minutes, Self::ClickHouse) => {
                let time = |expr: &str| format!("toDateTime64({expr}, 3, 'UTC')");
                format!("intDiv({}, 60000)", minutes("toUnixTimestamp64Milli", &time(first), &time(second)))
            }
            (Function::Hour, Self::DuckDb) => format!("date_part('hour', CAST({first} AS TIMESTAMP))"),
            (Function::Hour, Self::Spark) => format!("hour({first})"),
            (Function::Hour, Self::ClickHouse) => format!("toHour(toDateTime64({first}, 3, 'UTC'))"),
            (Function::DaysAfter, Self::DuckDb) => {
                format!("CAST({day} + to_days(CAST({second} AS INTEGER)) AS DATE)")
            }
            (Function::DaysAfter, Self::Spark) => format!("date_add({day}, CAST({second} AS INT))"),
            (Function::DaysAfter, Self::ClickHouse) => format!("addDays({day}, {second})"),
            (Function::MonthsAfter, Self::DuckDb) => {
                format!("CAST({day} + to_months(CAST({second} AS INTEGER)) AS DATE)")
            }
            (Function::MonthsAfter, Self::Spark) => format!("add_months({day}, CAST({second} AS INT))"),
            (Function::MonthsAfter, Self::ClickHouse) => format!("addMonths({day}, {second})"),
        })
    }

    /// What the session has to know before anything else.
    pub(super) fn begin(self) -> &'static str {
        match self {
            Self::DuckDb => "",
            // The names of dealers and months are texts, and times have no zone.
            Self::Spark => {
                "SET spark.sql.sources.partitionColumnTypeInference.enabled = false;\nSET TIME ZONE 'UTC';\n"
            }
            // Times have no zone here either, and a name in a list of columns is the table's, not that of one beside it.
            Self::ClickHouse => {
                "SET use_hive_partitioning = 1;\nSET join_use_nulls = 1;\nSET session_timezone = 'UTC';\nSET prefer_column_name_to_alias = 1;\n"
            }
        }
    }

    /// A view over the files below a folder of the export.
    pub(super) fn view_of_files(self, view: &str, folder: &str, columns: &str, parted_by_month: bool) -> String {
        let name = self.quoted(view);
        match self {
            Self::DuckDb => {
                let types =
                    if parted_by_month { "{'dealer': VARCHAR, 'month': VARCHAR}" } else { "{'dealer': VARCHAR}" };
                self.view(
                    view,
                    &format!(
                        "SELECT {columns} FROM read_parquet('{folder}/**/*.parquet', hive_partitioning = true, hive_types = {types})"
                    ),
                )
            }
            Self::Spark => {
                let files = self.quoted(&format!("{view} files"));
                let read =
                    format!("CREATE OR REPLACE TEMPORARY VIEW {files} USING parquet OPTIONS (path '{folder}');\n");
                read + &format!("CREATE OR REPLACE TEMPORARY VIEW {name} AS SELECT {columns} FROM {files};\n")
            }
            Self::ClickHouse => {
                self.view(view, &format!("SELECT {columns} FROM file('{folder}/**/*.parquet', 'Parquet')"))
            }
        }
    }

    /// A view over one file of the export.
    pub(super) fn view_of_file(self, view: &str) -> String {
        match self {
            Self::DuckDb => self.view(view, &format!("SELECT * FROM read_parquet('{view}.parquet')")),
            Self::Spark => format!(
                "CREATE OR REPLACE TEMPORARY VIEW {} USING parquet OPTIONS (path '{view}.parquet');\n",
                self.quoted(view)
            ),
            Self::ClickHouse => self.view(view, &format!("SELECT * FROM file('{view}.parquet', 'Parquet')")),
        }
    }

    /// A view.
    pub(super) fn view(self, name: &str, select: &str) -> String {
        let kind = match self {
            Self::DuckDb => "TEMP VIEW",
            Self::Spark => "TEMPORARY VIEW",
            Self::ClickHouse => "VIEW",
        };
        format!("CREATE OR REPLACE {kind} {} AS {select};\n", self.quoted(name))
    }

    /// The table of all parts, empty; its columns are those of the file.
    pub(super) fn table(self) -> String {
        let (text, whole) = match self {
            Self::DuckDb => ("VARCHAR", "BIGINT"),
            Self::Spark => ("STRING", "BIGINT"),
            Self::ClickHouse => ("Nullable(String)", "Nullable(Int64)"),
        };
        let column =
            |(at, name): (usize, &&str)| format!("{} {}", self.quoted(name), if at < TEXTS { text } else { whole });
        let columns: Vec<String> = COLUMNS.iter().enumerate().map(column).collect();
        let stored = match self {
            Self::DuckDb => "",
            Self::Spark => " USING parquet",
            Self::ClickHouse => " ENGINE = Memory",
        };
        format!("DROP TABLE IF EXISTS parts;\nCREATE TABLE parts ({}){stored};\n", columns.join(", "))
    }

    /// How the table becomes a file.
    pub(super) fn file(self) -> &'static str {
        match self {
            Self::DuckDb => "COPY parts TO '../parts.parquet' (FORMAT parquet)",
            Self::Spark => "INSERT OVERWRITE DIRECTORY '../parts' USING parquet SELECT * FROM parts",
            Self::ClickHouse => "SELECT * FROM parts INTO OUTFILE '../parts.parquet' FORMAT Parquet",
        }
    }
}
