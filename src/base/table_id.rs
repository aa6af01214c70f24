//! The canonical tables of the contract, section 2.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A canonical table. The names are part of the contract: they stand in findings, declarations and report.json.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableId {
    /// 回访
    Callbacks,
    /// 维修工单
    WorkOrders,
    /// 投诉
    Complaints,
    /// 新车销售
    NewSales,
    /// 满意度调查
    Surveys,
    /// 预约
    Appointments,
    /// 续保
    Renewals,
    /// 流程点检
    Inspections,
    /// 招揽/提醒
    Outreach,
    /// 人员
    Staff,
    /// 培训/会议/关怀
    Activities,
    /// 大客户
    KeyAccounts,
    /// 改善措施
    Actions,
    /// 厂家满意度
    ExternalScores,
    /// 来电
    Contacts,
    /// 客户档案
    Customers,
    /// 历史指标
    History,
    /// 目标
    Targets,
}

impl TableId {
    /// Every table, in the order of the contract.
    pub const ALL: [Self; 18] = [
        Self::Callbacks,
        Self::WorkOrders,
        Self::Complaints,
        Self::NewSales,
        Self::Surveys,
        Self::Appointments,
        Self::Renewals,
        Self::Inspections,
        Self::Outreach,
        Self::Staff,
        Self::Activities,
        Self::KeyAccounts,
        Self::Actions,
        Self::ExternalScores,
        Self::Contacts,
        Self::Customers,
        Self::History,
        Self::Targets,
    ];

    /// The tables that enter indicators today; a sheet of another one is named and reported as not used yet.
    pub const USED: [Self; 5] = [Self::Callbacks, Self::WorkOrders, Self::Complaints, Self::NewSales, Self::Surveys];

    /// The canonical name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Callbacks => "callbacks",
            Self::WorkOrders => "work_orders",
            Self::Complaints => "complaints",
            Self::NewSales => "new_sales",
            Self::Surveys => "surveys",
            Self::Appointments => "appointments",
            Self::Renewals => "renewals",
            Self::Inspections => "inspections",
            Self::Outreach => "outreach",
            Self::Staff => "staff",
            Self::Activities => "activities",
            Self::KeyAccounts => "key_accounts",
            Self::Actions => "actions",
            Self::ExternalScores => "external_scores",
            Self::Contacts => "contacts",
            Self::Customers => "customers",
            Self::History => "history",
            Self::Targets => "targets",
        }
    }

    /// The table of a canonical name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.name() == name)
    }
}

impl fmt::Display for TableId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
