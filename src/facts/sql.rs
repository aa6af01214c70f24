//! SQL expressions over one row of a fact: a small, portable part of SQL, with its three-valued logic.
//!
//! Allowed: comparison, AND, OR, NOT, IN, BETWEEN, IS \[NOT\] NULL, CASE, COALESCE, + − ×, literals, column names; in the
//! columns of facts the functions of time as well. Everything else is refused when the declaration is loaded: engines
//! disagree on it, or it belongs to a shape.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use polars::prelude::{DataType, Expr as Polars, LiteralValue, TimeUnit, col, lit, when};
use sqlparser::ast::{
    BinaryOperator, CaseWhen, DataType as SqlType, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments,
    UnaryOperator, Value,
};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::Token;

use super::constants::Constants;
use super::fact::{Column, ColumnType};
use super::functions::{self, Function as OfTime};
use super::sql_bounds::{MOST_TEXT, bounds};
use super::sql_refusal::{Outcome, Refusal, not_allowed, refuse};
use super::term::Term;
use super::workdays::Workdays;
use crate::base::lang::Words;
use crate::base::nearest::told;

/// What an expression may name.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The fact, for messages.
    pub name: &'a str,
    /// The columns of a row.
    pub columns: &'a [Column],
    /// The numbers with names.
    pub constants: &'a Constants,
    /// It makes a column of a fact, and may name private columns and the functions of time, which know these days.
    pub of_fact: Option<&'a Arc<Workdays>>,
}

/// Parses and translates an expression over a row.
///
/// # Errors
/// It does not parse, is not allowed, is too large, names an unknown column or puts types together that do not go together.
pub fn term(text: &str, scope: Scope<'_>) -> Outcome<Term> {
    let refused = |chinese: String, en: String| Refusal { line: 0, message: Words { chinese, en } };
    if text.len() > MOST_TEXT {
        return Err(refused(format!("超过 {MOST_TEXT} 个字符"), format!("longer than {MOST_TEXT} characters")));
    }
    let parsed = Parser::new(&GenericDialect {}).try_with_sql(text).and_then(|mut parser| {
        let expr = parser.parse_expr()?;
        parser.expect_token(&Token::EOF)?;
        Ok(expr)
    });
    let parsed = parsed.map_err(|error| refused(format!("不是表达式：{error}"), format!("does not parse: {error}")))?;
    let most = bounds(&parsed)?.most;
    let walker = Walker { scope, named: Default::default(), constants: Default::default() };
    let Typed { expr, kind } = walker.walk(&parsed)?;
    let columns = walker.named.into_inner().into_iter().collect();
    let constants = walker.constants.into_inner().into_iter().collect();
    Ok(Term { text: text.to_owned(), kind, columns, constants, expr, most })
}

/// A translated expression and what it gives; `None` is the type of a bare NULL, which fits everywhere.
struct Typed {
    expr: Polars,
    kind: Option<ColumnType>,
}

impl Typed {
    fn new(expr: Polars, kind: ColumnType) -> Self {
        Self { expr, kind: Some(kind) }
    }

    /// The expression with a definite type, so that NULL compares as SQL wants it, and a day with a time as its midnight.
    fn into_kind(self, kind: Option<ColumnType>) -> Polars {
        match (self.kind, kind) {
            (None, Some(kind)) => self.expr.cast(kind.data_type()),
            (Some(ColumnType::Date), Some(ColumnType::Time)) => self.expr.cast(ColumnType::Time.data_type()),
            _ => self.expr,
        }
    }
}

/// The function that everything may use.
const COALESCE: &str = "COALESCE";

struct Walker<'a> {
    scope: Scope<'a>,
    named: RefCell<BTreeSet<String>>,
    constants: RefCell<BTreeSet<String>>,
}

impl Walker<'_> {
    fn walk(&self, expr: &Expr) -> Outcome<Typed> {
        match expr {
            Expr::Identifier(name) => self.column(expr, &name.value),
            Expr::Nested(inner) => self.walk(inner),
            Expr::Value(value) => match &value.value {
                Value::Placeholder(name) => self.constant(expr, name),
                value => literal(expr, value),
            },
            Expr::TypedString(typed) => match (&typed.data_type, &typed.value.value) {
                (SqlType::Date, Value::SingleQuotedString(text)) => date(expr, text),
                _ => refuse(
                    expr,
                    "只有 DATE '2013-09-01' 可以写出类型".to_owned(),
                    "only DATE '2013-09-01' may name its type".to_owned(),
                ),
            },
            Expr::IsNull(inner) => Ok(Typed::new(self.walk(inner)?.expr.is_null(), ColumnType::Boolean)),
            Expr::IsNotNull(inner) => Ok(Typed::new(self.walk(inner)?.expr.is_not_null(), ColumnType::Boolean)),
            Expr::UnaryOp { op: UnaryOperator::Not, expr: inner } => {
                Ok(Typed::new(self.of_kind(inner, ColumnType::Boolean)?.not(), ColumnType::Boolean))
            }
            Expr::UnaryOp { op: UnaryOperator::Minus, expr: inner } => {
                Ok(Typed::new(lit(0_i64) - self.of_kind(inner, ColumnType::Integer)?, ColumnType::Integer))
            }
            Expr::BinaryOp { left, op, right } => self.binary(expr, left, op, right),
            Expr::InList { expr: inner, list, negated } => self.in_list(expr, inner, list, *negated),
            Expr::Between { expr: inner, negated, low, high } => {
                let from = self.compare(expr, inner, &BinaryOperator::GtEq, low)?;
                let to = self.compare(expr, inner, &BinaryOperator::LtEq, high)?;
                Ok(Typed::new(negate(from.and(to), *negated), ColumnType::Boolean))
            }
            Expr::Case { operand, conditions, else_result, .. } => {
                self.case(expr, operand.as_deref(), conditions, else_result.as_deref())
            }
            Expr::Function(function) => self.function(expr, function),
            refused => not_allowed(refused, refused),
        }
    }

    fn column(&self, expr: &Expr, name: &str) -> Outcome<Typed> {
        let Scope { name: fact, columns, of_fact, .. } = self.scope;
        let allowed = |column: &&Column| of_fact.is_some() || !column.private;
        if let Some(column) = columns.iter().filter(allowed).find(|column| column.id == name) {
            self.named.borrow_mut().insert(name.to_owned());
            return Ok(Typed::new(col(name), column.kind));
        }
        let near = told(name, columns.iter().filter(allowed).map(|column| column.id.as_str()), "");
        refuse(expr, format!("{fact} 没有列 {name}{}", near.chinese), format!("{fact} has no column {name}{}", near.en))
    }

    /// A number of templates/constants.toml, written `:name`.
    fn constant(&self, expr: &Expr, written: &str) -> Outcome<Typed> {
        let constants = self.scope.constants;
        let name = written.strip_prefix(':').unwrap_or(written);
        if let Some(constant) = constants.get(name) {
            self.constants.borrow_mut().insert(name.to_owned());
            return Ok(Typed::new(lit(constant.value), ColumnType::Integer));
        }
        let near = told(name, constants.names(), "");
        refuse(
            expr,
            format!("没有常数 {written}{}", near.chinese),
            format!("there is no constant {written}{}", near.en),
        )
    }

    /// Walks an expression that must be of one kind; NULL is.
    fn of_kind(&self, expr: &Expr, kind: ColumnType) -> Outcome<Polars> {
        let typed = self.walk(expr)?;
        match typed.kind {
            Some(found) if found != kind => refuse(
                expr,
                format!("{expr} 的类型是 {}，应为 {}", found.name(), kind.name()),
                format!("{expr} is {}, expected {}", found.name(), kind.name()),
            ),
            _ => Ok(typed.into_kind(Some(kind))),
        }
    }

    fn binary(&self, whole: &Expr, left: &Expr, op: &BinaryOperator, right: &Expr) -> Outcome<Typed> {
        use BinaryOperator::{And, Eq, Gt, GtEq, Lt, LtEq, Minus, Multiply, NotEq, Or, Plus};
        let both = |kind| -> Outcome<(Polars, Polars)> { Ok((self.of_kind(left, kind)?, self.of_kind(right, kind)?)) };
        match op {
            And | Or => {
                let (left, right) = both(ColumnType::Boolean)?;
                let joined = if *op == And { left.and(right) } else { left.or(right) };
                Ok(Typed::new(joined, ColumnType::Boolean))
            }
            Plus | Minus | Multiply => {
                let (left, right) = both(ColumnType::Integer)?;
                let result = match op {
                    Plus => left + right,
                    Minus => left - right,
                    _ => left * right,
                };
                Ok(Typed::new(result, ColumnType::Integer))
            }
            Eq | NotEq | Lt | LtEq | Gt | GtEq => {
                Ok(Typed::new(self.compare(whole, left, op, right)?, ColumnType::Boolean))
            }
            other => refuse(whole, format!("不能用运算符 {other}"), format!("the operator {other} is not allowed")),
        }
    }

    fn compare(&self, whole: &Expr, left: &Expr, op: &BinaryOperator, right: &Expr) -> Outcome<Polars> {
        let (left, right) = (self.walk(left)?, self.walk(right)?);
        let kind = common(whole, left.kind, right.kind)?;
        let ordered = !matches!(op, BinaryOperator::Eq | BinaryOperator::NotEq);
        if ordered && kind == Some(ColumnType::Boolean) {
            return refuse(whole, "条件之间没有大小".to_owned(), "conditions have no order".to_owned());
        }
        let (left, right) = (left.into_kind(kind), right.into_kind(kind));
        Ok(match op {
            BinaryOperator::Eq => left.eq(right),
            BinaryOperator::NotEq => left.neq(right),
            BinaryOperator::Lt => left.lt(right),
            BinaryOperator::LtEq => left.lt_eq(right),
            BinaryOperator::Gt => left.gt(right),
            _ => left.gt_eq(right),
        })
    }

    fn in_list(&self, whole: &Expr, inner: &Expr, list: &[Expr], negated: bool) -> Outcome<Typed> {
        let mut any: Option<Polars> = None;
        for candidate in list {
            let equal = self.compare(whole, inner, &BinaryOperator::Eq, candidate)?;
            any = Some(match any {
                Some(before) => before.or(equal),
                None => equal,
            });
        }
        match any {
            Some(any) => Ok(Typed::new(negate(any, negated), ColumnType::Boolean)),
            None => refuse(whole, "IN 至少要有一个值".to_owned(), "IN needs at least one value".to_owned()),
        }
    }

    fn case(
        &self,
        whole: &Expr,
        operand: Option<&Expr>,
        branches: &[CaseWhen],
        otherwise: Option<&Expr>,
    ) -> Outcome<Typed> {
        let results = branches.iter().map(|branch| &branch.result).chain(otherwise);
        let typed: Vec<Typed> = results.map(|result| self.walk(result)).collect::<Outcome<_>>()?;
        let mut kind = None;
        for result in &typed {
            kind = common(whole, kind, result.kind)?;
        }
        let mut results: Vec<Polars> = typed.into_iter().map(|result| result.into_kind(kind)).collect();
        let mut chain = match otherwise.and_then(|_| results.pop()) {
            Some(last) => last,
            None => Typed { expr: null(), kind: None }.into_kind(kind),
        };
        for (branch, result) in branches.iter().zip(results).rev() {
            let condition = match operand {
                Some(operand) => self.compare(whole, operand, &BinaryOperator::Eq, &branch.condition)?,
                None => self.of_kind(&branch.condition, ColumnType::Boolean)?,
            };
            chain = when(condition).then(result).otherwise(chain);
        }
        Ok(Typed { expr: chain, kind })
    }

    /// COALESCE, and in a fact the functions of time.
    fn function(&self, whole: &Expr, function: &Function) -> Outcome<Typed> {
        let plain = function.over.is_none() && function.filter.is_none() && function.within_group.is_empty();
        let name = function.name.to_string().to_uppercase();
        let of_time = OfTime::ALL.into_iter().find(|known| known.name() == name).zip(self.scope.of_fact);
        let arguments = match &function.args {
            FunctionArguments::List(list) if list.duplicate_treatment.is_none() && list.clauses.is_empty() => {
                &list.args
            }
            _ => return self.unknown_function(whole, &name),
        };
        if !plain || (name != COALESCE && of_time.is_none()) {
            return self.unknown_function(whole, &name);
        }
        let mut values = Vec::new();
        for argument in arguments {
            let FunctionArg::Unnamed(FunctionArgExpr::Expr(value)) = argument else {
                return not_allowed(whole, argument);
            };
            values.push(self.walk(value)?);
        }
        match of_time {
            Some((function, workdays)) => of_time_of(whole, function, values, workdays),
            None => coalesce(whole, values),
        }
    }

    fn unknown_function(&self, whole: &Expr, name: &str) -> Outcome<Typed> {
        let of_time: &[OfTime] = if self.scope.of_fact.is_some() { &OfTime::ALL } else { &[] };
        let known: Vec<&str> = std::iter::once(COALESCE).chain(of_time.iter().map(|known| known.name())).collect();
        let Words { chinese: list, en } = Words::list(&known);
        refuse(
            whole,
            format!("不能用函数 {name}；可以用 {list}"),
            format!("the function {name} is not allowed; allowed: {en}"),
        )
    }
}

fn coalesce(whole: &Expr, arguments: Vec<Typed>) -> Outcome<Typed> {
    let mut kind = None;
    for value in &arguments {
        kind = common(whole, kind, value.kind)?;
    }
    let mut values = arguments.into_iter().map(|value| value.into_kind(kind)).rev();
    let Some(mut chain) = values.next() else {
        return refuse(whole, "COALESCE 要有值".to_owned(), "COALESCE needs a value".to_owned());
    };
    for value in values {
        chain = when(value.clone().is_not_null()).then(value).otherwise(chain);
    }
    Ok(Typed { expr: chain, kind })
}

fn of_time_of(whole: &Expr, function: OfTime, arguments: Vec<Typed>, workdays: &Arc<Workdays>) -> Outcome<Typed> {
    let wanted = function.arguments();
    let fits = |(argument, kind): (&Typed, &ColumnType)| {
        argument.kind.is_none_or(|found| found == *kind || (found, *kind) == (ColumnType::Date, ColumnType::Time))
    };
    if arguments.len() != wanted.len() || !arguments.iter().zip(wanted).all(fits) {
        let (name, kinds) = (function.name(), wanted.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", "));
        return refuse(whole, format!("应写 {name}({kinds})"), format!("write {name}({kinds})"));
    }
    let arguments = arguments.into_iter().zip(wanted).map(|(argument, kind)| argument.into_kind(Some(*kind))).collect();
    Ok(Typed::new(functions::apply(function, arguments, workdays), function.kind()))
}

fn literal(expr: &Expr, value: &Value) -> Outcome<Typed> {
    match value {
        Value::Number(digits, suffixed) => match digits.parse::<i64>() {
            Ok(number) if !suffixed => Ok(Typed::new(lit(number), ColumnType::Integer)),
            _ => refuse(expr, format!("{expr} 不是整数"), format!("{expr} is no whole number")),
        },
        Value::SingleQuotedString(text) => Ok(Typed::new(lit(text.clone()), ColumnType::Text)),
        Value::Boolean(truth) => Ok(Typed::new(lit(*truth), ColumnType::Boolean)),
        Value::Null => Ok(Typed { expr: null(), kind: None }),
        other => not_allowed(expr, other),
    }
}

fn date(expr: &Expr, text: &str) -> Outcome<Typed> {
    match text.parse::<NaiveDate>() {
        Ok(day) if (1..=9999).contains(&day.year()) => {
            let midnight = lit(day.and_time(chrono::NaiveTime::MIN));
            let milliseconds = midnight.cast(DataType::Datetime(TimeUnit::Milliseconds, None));
            Ok(Typed::new(milliseconds.cast(DataType::Date), ColumnType::Date))
        }
        _ => refuse(
            expr,
            format!("{text} 不是 0001-01-01 到 9999-12-31 之间的日期"),
            format!("{text} is no date such as 2013-09-01, from 0001-01-01 to 9999-12-31"),
        ),
    }
}

fn null() -> Polars {
    Polars::Literal(LiteralValue::untyped_null())
}

fn negate(expr: Polars, negated: bool) -> Polars {
    if negated { expr.not() } else { expr }
}

/// The common type of two sides; NULL takes that of the other.
fn common(whole: &Expr, left: Option<ColumnType>, right: Option<ColumnType>) -> Outcome<Option<ColumnType>> {
    use ColumnType::{Date, Time};
    match (left, right) {
        (Some(Date), Some(Time)) | (Some(Time), Some(Date)) => Ok(Some(Time)),
        (Some(left), Some(right)) if left != right => refuse(
            whole,
            format!("{whole} 中 {} 和 {} 不能放在一起", left.name(), right.name()),
            format!("{} and {} do not go together in {whole}", left.name(), right.name()),
        ),
        (left, right) => Ok(left.or(right)),
    }
}
