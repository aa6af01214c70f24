//! The canonical tables, by name (contract, section 2). Which there are is said by `templates/tables/` alone.

use std::fmt;

use serde::{Serialize, Serializer};

use super::names::intern;

/// A canonical table. The names are part of the contract: they stand in findings, declarations and report.json.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableId(&'static str);

impl TableId {
    /// 回访: its rows become cases.
    pub const CALLBACKS: Self = Self("callbacks");
    /// 维修工单: calls are about them.
    pub const WORK_ORDERS: Self = Self("work_orders");
    /// 投诉: states with a due time.
    pub const COMPLAINTS: Self = Self("complaints");
    /// 新车销售: lines of cars, by month.
    pub const NEW_SALES: Self = Self("new_sales");
    /// 满意度调查: surveys that are no calls.
    pub const SURVEYS: Self = Self("surveys");

    /// 改善措施: the open ones go on to the next month's form.
    pub const ACTIONS: Self = Self("actions");

    /// 来电: calls that came in. Nothing but tests names it.
    #[cfg(test)]
    pub const CONTACTS: Self = Self("contacts");

    /// 续保: policies that fall due. Nothing but tests names it.
    #[cfg(test)]
    pub const RENEWALS: Self = Self("renewals");

    /// The table of a canonical name, whether any template declares it or not.
    pub fn named(name: &str) -> Self {
        Self(intern(name))
    }

    /// The canonical name.
    pub fn name(self) -> &'static str {
        self.0
    }
}

impl Serialize for TableId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl fmt::Display for TableId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for TableId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
