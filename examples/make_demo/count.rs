//! Counts the figures from the rows as written, under the contract's rules, or with one rule left out: so the naive
//! values of the README are computed, not guessed.

use std::collections::BTreeMap;

use crate::calendar::{Month, month_of};
use crate::count_orders::Orders;
use crate::layout;
use crate::rows::{Books, CallRow, Score};
use crate::traps::Trap;
use crate::{count_complaints, sales};

/// The rows, and the one rule left out.
pub struct Count<'a> {
    pub books: &'a Books,
    pub off: Option<Trap>,
}

/// All attempts for one order or stranger.
struct CaseCount<'a> {
    order: Option<usize>,
    last: &'a CallRow,
    month: Month,
    success: bool,
}

impl<'a> Count<'a> {
    /// Whether a rule is kept.
    fn keeps(&self, trap: Trap) -> bool {
        self.off != Some(trap)
    }

    /// The value of an indicator for a month, for a group of its breakdown where `key` is not empty.
    pub fn value(&self, indicator: &str, month: Month, key: &str) -> Option<f64> {
        let orders = Orders::read(self.books, self.off);
        match indicator {
            "callbacks_due" => Some(orders.due(month).len() as f64),
            "callback_rate" => {
                let due = orders.due(month);
                let cases = self.cases(&orders);
                let called = due.iter().filter(|i| cases.iter().any(|case| case.order == Some(**i))).count();
                rate(called, due.len())
            }
            "callback_success_rate" => {
                let cases = self.cases_of(&orders, month);
                let group: Vec<&CaseCount> =
                    cases.iter().filter(|case| key.is_empty() || self.advisor_of(case, &orders) == key).collect();
                rate(group.iter().filter(|case| case.success).count(), group.len())
            }
            "callback_failures" => {
                let cases = self.cases_of(&orders, month);
                let failed = cases.iter().filter(|case| !case.success);
                let counted = failed.filter(|case| key.is_empty() || self.reason(case.last) == key).count();
                let junk = self.off.map_or(0, |trap| layout::junk_rows(trap, month));
                Some((counted + junk) as f64)
            }
            "satisfaction_score" => self.satisfaction(month, key),
            "first_time_fix_rate" => self.first_time_fix(month, key),
            "first_service_retention" => self.retention(&orders, month),
            complaints => count_complaints::value(self.books, self.off, complaints, month, key),
        }
    }

    /// Attempted and successful cases of a month.
    pub fn attempted(&self, month: Month) -> (usize, usize) {
        let orders = Orders::read(self.books, self.off);
        let cases = self.cases_of(&orders, month);
        (cases.len(), cases.iter().filter(|case| case.success).count())
    }

    /// Due orders of a month with an attempt.
    pub fn called(&self, month: Month) -> usize {
        let orders = Orders::read(self.books, self.off);
        let cases = self.cases(&orders);
        orders.due(month).iter().filter(|i| cases.iter().any(|case| case.order == Some(**i))).count()
    }

    /// Repairs with an answer and those not fixed, with their causes.
    pub fn repairs(&self, month: Month, technician: &str) -> (usize, Vec<&'a str>) {
        let internal = self.off == Some(Trap::InternalRepair);
        let orders = Orders::read(self.books, if internal { Some(Trap::InternalOrder) } else { self.off });
        let answers = self.answers_on_calls();
        let mut answered = 0;
        let mut causes = Vec::new();
        for index in orders.repairs(month) {
            let order = orders.rows[index];
            if !technician.is_empty() && order.technician != technician {
                continue;
            }
            let on_call = answers.get(order.no.as_str()).copied().unwrap_or("");
            let answer = if order.fixed.is_empty() && self.keeps(Trap::AnswerOnCall) { on_call } else { order.fixed };
            answered += usize::from(!answer.is_empty());
            if answer == "否" {
                causes.push(order.not_fixed_reason);
            }
        }
        (answered, causes)
    }

    fn first_time_fix(&self, month: Month, key: &str) -> Option<f64> {
        let (answered, causes) = self.repairs(month, key);
        rate(answered - causes.len(), answered)
    }

    fn answers_on_calls(&self) -> BTreeMap<&'a str, &'a str> {
        let mut answers = BTreeMap::new();
        for call in self.books.calls.iter().filter(|call| !call.fixed.is_empty() && !call.order_no.is_empty()) {
            answers.insert(call.order_no.as_str(), call.fixed);
        }
        answers
    }

    fn retention(&self, orders: &Orders, month: Month) -> Option<f64> {
        let mut sold: BTreeMap<Month, usize> = BTreeMap::new();
        let mut seen = std::collections::BTreeSet::new();
        for sale in &self.books.sales {
            let again = !seen.insert(sale.vehicle.vin.as_str());
            if (again && self.keeps(Trap::SaleTwice)) || (sale.cancelled.is_some() && self.keeps(Trap::CancelledSale)) {
                continue;
            }
            if !self.keeps(Trap::SecondTier) && sale.channel == "二网" {
                continue;
            }
            if !self.keeps(Trap::OnlyInvoiced) && sale.delivered.is_none() {
                continue;
            }
            let by_invoice = month_of(sale.invoiced.and_time(chrono::NaiveTime::MIN));
            let of_sale = if self.keeps(Trap::DeliveredLater) { sales::month_of_sale(sale) } else { by_invoice };
            *sold.entry(of_sale).or_default() += 1;
        }
        if !self.keeps(Trap::SubtotalRow) {
            for count in sold.values_mut() {
                *count += 1;
            }
        }
        let (first, last) = (*sold.keys().next()?, *sold.keys().next_back()?);
        if month < first + 3 || month - 1 > last {
            return None;
        }
        let before: usize = (month - 3..month).map(|m| sold.get(&m).copied().unwrap_or(0)).sum();
        rate(orders.first_services(month) * 3, before)
    }

    fn cases_of(&self, orders: &Orders, month: Month) -> Vec<CaseCount<'a>> {
        self.cases(orders).into_iter().filter(|case| case.month == month).collect()
    }

    fn cases(&self, orders: &Orders) -> Vec<CaseCount<'a>> {
        let mut groups: BTreeMap<String, (Option<usize>, Vec<&CallRow>)> = BTreeMap::new();
        for (index, call) in self.books.calls.iter().enumerate() {
            if !self.is_attempt(call) {
                continue;
            }
            let order = orders.of_call(call, self.off);
            if order.is_none() && !self.keeps(Trap::NoSuchOrder) {
                continue;
            }
            let mut key = match order {
                Some(order) => format!("order {order}"),
                None if call.order_no.is_empty() => format!("row {index}"),
                None => format!("number {}", call.order_no),
            };
            if !self.keeps(Trap::FurtherAttempt) {
                key = format!("{key} row {index}");
            }
            groups.entry(key).or_insert((order, Vec::new())).1.push(call);
        }
        groups.into_values().filter_map(|(order, calls)| self.case(order, calls)).collect()
    }

    fn case(&self, order: Option<usize>, mut calls: Vec<&'a CallRow>) -> Option<CaseCount<'a>> {
        calls.sort_by_key(|call| (self.date(call), call.attempt));
        let last = *calls.last()?;
        let dated = if self.keeps(Trap::AttemptNextMonth) { last } else { *calls.first()? };
        let mut month = month_of(self.date(dated));
        if let (false, Some(_)) = (self.keeps(Trap::AttemptNextMonth), order) {
            month = dated_by_order(dated, month);
        }
        // Naive: a reason that no list knows marks a failure, whatever came after.
        let spoiled = !self.keeps(Trap::UnknownReason) && calls.iter().any(|call| call.reason == "客户正在开会");
        let success = calls.iter().any(|call| self.is_success(call)) && !spoiled;
        Some(CaseCount { order, last, month, success })
    }

    fn date(&self, call: &CallRow) -> chrono::NaiveDateTime {
        let rolled_over = call.traps.contains(&Trap::ImpossibleDate);
        if rolled_over { call.date + chrono::TimeDelta::days(1) } else { call.date }
    }

    fn is_attempt(&self, call: &CallRow) -> bool {
        let sales_call = call.kind == "销售回访" && self.keeps(Trap::SalesCall);
        let open = matches!(call.result, "待回访" | "继续跟踪") && self.keeps(Trap::OpenResult);
        let no_day = call.traps.contains(&Trap::ImpossibleDate) && self.keeps(Trap::ImpossibleDate);
        let as_text = call.traps.contains(&Trap::TextDate) && !self.keeps(Trap::TextDate);
        !(sales_call || open || no_day || as_text)
    }

    fn is_success(&self, call: &CallRow) -> bool {
        matches!(call.result, "成功" | "已接通" | "回访成功")
            || call.result == "OK了" && self.keeps(Trap::DealerSuccess)
    }

    fn reason(&self, call: &CallRow) -> &'static str {
        match call.reason {
            "空号" | "错号" => "号码错误",
            "非本人" | "代修" => "非本人送修",
            "无人接听" | "关机" | "占线" => "无法接通",
            "电话打不通" if self.keeps(Trap::DealerWord) => "无法接通",
            "拒访" | "不接受回访" => "拒绝回访",
            "中途挂断" | "通话中断" => "中途中断",
            "" => "未填原因",
            own => own,
        }
    }

    fn person(&self, name: &str) -> String {
        match name {
            "乔丹(001)" | "小乔" if self.keeps(Trap::AdvisorSpelling) => "乔丹".to_owned(),
            _ => name.to_owned(),
        }
    }

    fn advisor_of(&self, case: &CaseCount, orders: &Orders) -> String {
        match case.order {
            Some(order) if case.last.advisor.is_empty() && self.keeps(Trap::BlankAdvisor) => {
                orders.rows[order].advisor.clone()
            }
            _ => self.person(&case.last.advisor),
        }
    }

    /// Answers of an item by advisor, on the scale 0–100.
    pub fn answers(&self, month: Month) -> BTreeMap<String, [Vec<f64>; 4]> {
        let mut all: BTreeMap<String, [Vec<f64>; 4]> = BTreeMap::new();
        let mut add = |advisor: String, scores: &[Score; 4], scale: u32| {
            let group = all.entry(advisor).or_default();
            for (answers, score) in group.iter_mut().zip(scores) {
                match score {
                    Score::Points(points) => answers.push(f64::from(*points) * 100.0 / f64::from(scale)),
                    _ if !self.keeps(Trap::MissingAnswer) && scores.iter().any(|s| *s != Score::Blank) => {
                        answers.push(0.0);
                    }
                    _ => {}
                }
            }
        };
        let mut before: Option<&CallRow> = None;
        for call in self.books.calls.iter().filter(|call| month_of(call.date) == month) {
            let again = before.is_some_and(|other| same_call(other, call));
            before = Some(call);
            if again && self.keeps(Trap::CallTwice) {
                continue;
            }
            let scale = if self.keeps(Trap::FivePoints) { crate::cases::scale(month) } else { 10 };
            add(self.person(&call.advisor), &call.scores, scale);
        }
        for survey in &self.books.surveys {
            if month_of(survey.date.and_time(chrono::NaiveTime::MIN)) == month {
                let scale = if self.keeps(Trap::HundredPoints) { 100 } else { 10 };
                add(survey.advisor.clone(), &survey.scores, scale);
            }
        }
        all
    }

    fn satisfaction(&self, month: Month, key: &str) -> Option<f64> {
        let answers = self.answers(month);
        let of_advisor = |items: &[Vec<f64>; 4]| mean(&items.iter().filter_map(|item| mean(item)).collect::<Vec<_>>());
        if !key.is_empty() {
            return answers.get(key).and_then(of_advisor);
        }
        if !self.keeps(Trap::StationMean) {
            return mean(
                &answers
                    .iter()
                    .filter(|(name, _)| !name.is_empty())
                    .flat_map(|(_, items)| items.concat())
                    .collect::<Vec<_>>(),
            );
        }
        let nobody = self.keeps(Trap::SurveyWithoutAdvisor);
        let groups = answers.iter().filter(|(name, _)| !(nobody && name.is_empty()));
        mean(&groups.filter_map(|(_, items)| of_advisor(items)).collect::<Vec<_>>())
    }
}

/// Without the rule of the last attempt, a naive count takes the month of the service.
fn dated_by_order(call: &CallRow, otherwise: Month) -> Month {
    call.service_date.map_or(otherwise, |date| month_of(date.and_time(chrono::NaiveTime::MIN)))
}

fn same_call(one: &CallRow, other: &CallRow) -> bool {
    let bare = |row: &CallRow| CallRow { traps: Vec::new(), ..row.clone() };
    bare(one) == bare(other)
}

/// A percentage; nothing for a denominator of 0.
pub fn rate(numerator: usize, denominator: usize) -> Option<f64> {
    if denominator == 0 { None } else { Some(100.0 * numerator as f64 / denominator as f64) }
}

/// The mean; nothing for no values.
pub fn mean(values: &[f64]) -> Option<f64> {
    if values.is_empty() { None } else { Some(values.iter().sum::<f64>() / values.len() as f64) }
}

/// Whether a status is that of finished work; a blank one is judged by the dates.
pub fn finished(status: &str, dated: bool) -> bool {
    match status {
        "已结算" | "已提交结算" | "结清" | "交车" | "竣工" => true,
        "" => dated,
        _ => false,
    }
}
