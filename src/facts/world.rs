//! What a fact file can name: tables, facts before it, and what Rust makes.

use std::collections::BTreeMap;
use std::sync::Arc;

use polars::prelude::DataFrame;

use super::constants::Constants;
use super::fact::{Column, ColumnType, Fact, FactId};
use super::made;
use super::workdays::Workdays;
use crate::base::declaration::{Entry, Wrong, choose};
use crate::base::failure::Failure;
use crate::base::table_id::TableId;
use crate::tables::schemas::Schemas;

/// The facts that are known so far.
pub(super) type Known = BTreeMap<FactId, Arc<Fact>>;

/// What a fact file can name.
#[derive(Clone, Copy)]
pub(super) struct World<'a> {
    /// The tables.
    pub(super) schemas: &'a Schemas,
    /// The numbers with names.
    pub(super) constants: &'a Constants,
    /// The days that are worked.
    pub(super) workdays: &'a Arc<Workdays>,
    /// The facts that are known so far: all that it needs.
    pub(super) known: &'a Known,
    /// The names of all facts.
    pub(super) names: &'a [&'a str],
    /// What Rust makes, without a row: the columns.
    pub(super) made: &'a BTreeMap<&'static str, DataFrame>,
    /// The file is one that the program does not have.
    pub(super) own: bool,
}

impl World<'_> {
    /// The tables that a key names.
    pub(super) fn tables_of(&self, entry: &Entry<'_>) -> Result<Vec<TableId>, Failure> {
        let known: Vec<_> = self.schemas.tables.iter().map(|schema| (schema.table.name(), schema.table)).collect();
        let named = entry.texts()?;
        if named.is_empty() {
            return Err(entry.failure("至少要有一张表", "needs a table"));
        }
        named.iter().map(|name| choose(name, &known).map_err(|wrong| self.no_table(entry, name, wrong))).collect()
    }

    /// A name that no table has, and perhaps a fact.
    fn no_table(&self, entry: &Entry<'_>, name: &str, wrong: Wrong) -> Failure {
        if !self.names.contains(&name) {
            return entry.refuse(wrong);
        }
        entry
            .failure(&format!("中的 {name} 是事实表，不是表"), &format!("names {name}, which is a fact and no table"))
            .hint(format!("请写 from = \"{name}\""), format!("write from = \"{name}\""))
    }

    /// The fact that a key names.
    pub(super) fn fact(&self, entry: &Entry<'_>) -> Result<Arc<Fact>, Failure> {
        let known: Vec<_> = self.known.keys().map(|id| (id.name(), *id)).collect();
        let name = entry.text()?;
        let id = choose(&name, &known).map_err(|wrong| match self.schemas.table(TableId::named(&name)) {
            Some(_) => entry
                .failure(
                    &format!("中的 {name} 是表，不是事实表"),
                    &format!("names {name}, which is a table and no fact"),
                )
                .hint(
                    format!("{name} 的行用 table = \"{name}\"；要查别的表，先为它写一个事实表"),
                    format!("its rows are those of table = \"{name}\"; to look into it, write a fact of it first"),
                ),
            None => entry.refuse(wrong),
        })?;
        self.known.get(&id).cloned().ok_or_else(|| entry.failure("不存在", "does not exist"))
    }
}

/// Holds a column of a made fact against the rows that Rust makes.
pub(super) fn given(frame: &DataFrame, id: &Entry<'_>, entry: &Entry<'_>, kind: ColumnType) -> Result<(), Failure> {
    let known: Vec<_> = frame.columns().iter().map(|column| (column.name().as_str(), column.dtype())).collect();
    let held = choose(&id.text()?, &known).map_err(|wrong| id.refuse(wrong))?;
    if *held != kind.data_type() {
        let fits: Vec<_> = ColumnType::ALL.into_iter().filter(|kind| kind.data_type() == *held).collect();
        let named: Vec<_> = fits.iter().map(|kind| (kind.name(), ())).collect();
        choose(kind.name(), &named).map_err(|wrong| entry.refuse(wrong))?;
    }
    Ok(())
}

/// The name of a column that Rust makes of these.
pub(super) fn of_rust(entry: &Entry<'_>, columns: &[Column]) -> Result<String, Failure> {
    let name = entry.text()?;
    let needed = choose(&name, &made::COLUMNS).map_err(|wrong| entry.refuse(wrong))?;
    for (id, kind) in needed {
        if !columns.iter().any(|column| column.id == *id && column.kind == *kind) {
            let kind = kind.name();
            return Err(entry.failure(
                &format!("要用列 {id}（{kind}），本事实表没有"),
                &format!("is made of the column {id} ({kind}), which this fact lacks"),
            ));
        }
    }
    Ok(name)
}
