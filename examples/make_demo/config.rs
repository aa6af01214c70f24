//! The configuration of the demo's workspace.

/// csr-report.toml.
pub fn text(dealer: &str, aliases: &str) -> String {
    format!(
        r#"# 演示工作区的配置。The configuration of the demo workspace; see README.md.
[dealer]
name = "{dealer}"

[require]
tables = ["callbacks", "work_orders"]
max_rejected_percent = 5.0

[targets]
callback_success_rate = 95.0

# 结案时限（小时）。Hours from receiving to closing.
[limits.complaints]
I = 24
default = 72

# 各列的满分。The highest score of each column.
[scales]
"服务态度" = 10
"及时接待" = 10
"预先报价" = 10
"解释账单" = 10
"服务态度星级" = 5
"及时接待星级" = 5
"预先报价星级" = 5
"解释账单星级" = 5
"服务态度得分" = 100
"及时接待得分" = 100
"预先报价得分" = 100
"解释账单得分" = 100

[tables.callbacks.headings]
score_attitude = ["服务态度星级"]
score_promptness = ["及时接待星级"]
score_quotation = ["预先报价星级"]
score_explanation = ["解释账单星级"]

[tables.callbacks.words]
"成功" = ["OK了"]
"无法接通" = ["电话打不通"]
{aliases}"#
    )
}

/// Spellings of one advisor of the demo dealer.
pub const ALIASES: &str = r#"
[aliases.advisor]
"乔丹" = ["乔丹(001)", "小乔"]
"#;
