//! SQL expressions over one row of a fact frame: a small, portable part of SQL, with its three-valued logic.
//!
//! Allowed: comparison, AND, OR, NOT, IN, BETWEEN, IS \[NOT\] NULL, CASE, COALESCE, + − ×, literals, column names.
//! Everything else is refused when the declaration is loaded: engines disagree on it, or it belongs to a shape.

use chrono::{Datelike, NaiveDate};
use polars::prelude::{DataType, Expr as Polars, LiteralValue, TimeUnit, col, lit, when};
use sqlparser::ast::{
    BinaryOperator, CaseWhen, DataType as SqlType, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments,
    Spanned, UnaryOperator, Value,
};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::Token;

use super::definition::Term;
use super::sql_bounds::{MOST_TEXT, bounds};
use crate::facts::frames::{ColumnType, FrameId};

/// Why an expression is refused, and how many lines below its start.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) line: usize,
    pub(super) message: String,
}

pub(super) type Outcome<T> = Result<T, Refusal>;

/// Parses and translates an expression over a row of `facts`.
pub(super) fn term(text: &str, facts: FrameId) -> Outcome<Term> {
    if text.len() > MOST_TEXT {
        return Err(Refusal { line: 0, message: format!("longer than {MOST_TEXT} characters") });
    }
    let parsed = Parser::new(&GenericDialect {}).try_with_sql(text).and_then(|mut parser| {
        let expr = parser.parse_expr()?;
        parser.expect_token(&Token::EOF)?;
        Ok(expr)
    });
    let parsed = parsed.map_err(|error| Refusal { line: 0, message: format!("does not parse: {error}") })?;
    let bounds = bounds(&parsed)?;
    let Typed { expr, kind } = Walker { facts }.walk(&parsed)?;
    Ok(Term { text: text.to_owned(), kind, expr, of_row: bounds.of_row, most: bounds.most })
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

    /// The expression with a definite type, so that NULL compares as SQL wants it.
    fn into_kind(self, kind: Option<ColumnType>) -> Polars {
        match (self.kind, kind) {
            (None, Some(kind)) => self.expr.cast(polars_type(kind)),
            _ => self.expr,
        }
    }
}

fn polars_type(kind: ColumnType) -> DataType {
    match kind {
        ColumnType::Boolean => DataType::Boolean,
        ColumnType::Integer => DataType::Int64,
        ColumnType::Text => DataType::String,
        ColumnType::Date => DataType::Date,
        ColumnType::Moment => DataType::Datetime(TimeUnit::Milliseconds, None),
    }
}

struct Walker {
    facts: FrameId,
}

impl Walker {
    fn walk(&self, expr: &Expr) -> Outcome<Typed> {
        match expr {
            Expr::Identifier(name) => self.column(expr, &name.value),
            Expr::Nested(inner) => self.walk(inner),
            Expr::Value(value) => literal(expr, &value.value),
            Expr::TypedString(typed) => match (&typed.data_type, &typed.value.value) {
                (SqlType::Date, Value::SingleQuotedString(text)) => date(expr, text),
                _ => refuse(expr, "only DATE '2013-09-01' may name its type".to_owned()),
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
            Expr::Function(function) => self.coalesce(expr, function),
            refused => refuse(refused, format!("not allowed here: {refused}")),
        }
    }

    fn column(&self, expr: &Expr, name: &str) -> Outcome<Typed> {
        match self.facts.column(name) {
            Some(column) if column.kind == ColumnType::Moment => {
                refuse(expr, format!("{name} has a time of day; expressions know days only"))
            }
            Some(column) => Ok(Typed::new(col(column.name), column.kind)),
            None => refuse(expr, format!("{} has no column {name}", self.facts.name())),
        }
    }

    /// Walks an expression that must be of one kind; NULL is.
    fn of_kind(&self, expr: &Expr, kind: ColumnType) -> Outcome<Polars> {
        let typed = self.walk(expr)?;
        match typed.kind {
            Some(found) if found != kind => {
                refuse(expr, format!("{expr} is {}, expected {}", found.name(), kind.name()))
            }
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
            other => refuse(whole, format!("the operator {other} is not allowed")),
        }
    }

    fn compare(&self, whole: &Expr, left: &Expr, op: &BinaryOperator, right: &Expr) -> Outcome<Polars> {
        let (left, right) = (self.walk(left)?, self.walk(right)?);
        let kind = common(whole, left.kind, right.kind)?;
        let ordered = !matches!(op, BinaryOperator::Eq | BinaryOperator::NotEq);
        if ordered && kind == Some(ColumnType::Boolean) {
            return refuse(whole, "conditions have no order".to_owned());
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
            None => refuse(whole, "IN needs at least one value".to_owned()),
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

    fn coalesce(&self, whole: &Expr, function: &Function) -> Outcome<Typed> {
        let plain = function.over.is_none() && function.filter.is_none() && function.within_group.is_empty();
        let FunctionArguments::List(arguments) = &function.args else {
            return refuse(whole, format!("the function {} is not allowed", function.name));
        };
        let simple = arguments.duplicate_treatment.is_none() && arguments.clauses.is_empty();
        if !function.name.to_string().eq_ignore_ascii_case("coalesce") || !plain || !simple {
            return refuse(whole, format!("the function {} is not allowed (only COALESCE)", function.name));
        }
        let mut kind = None;
        let mut values = Vec::new();
        for argument in &arguments.args {
            let FunctionArg::Unnamed(FunctionArgExpr::Expr(value)) = argument else {
                return refuse(whole, format!("not allowed here: {argument}"));
            };
            let value = self.walk(value)?;
            kind = common(whole, kind, value.kind)?;
            values.push(value);
        }
        let mut values = values.into_iter().map(|value| value.into_kind(kind)).rev();
        let Some(mut chain) = values.next() else {
            return refuse(whole, "COALESCE needs a value".to_owned());
        };
        for value in values {
            chain = when(value.clone().is_not_null()).then(value).otherwise(chain);
        }
        Ok(Typed { expr: chain, kind })
    }
}

fn literal(expr: &Expr, value: &Value) -> Outcome<Typed> {
    match value {
        Value::Number(digits, suffixed) => match digits.parse::<i64>() {
            Ok(number) if !suffixed => Ok(Typed::new(lit(number), ColumnType::Integer)),
            _ => refuse(expr, format!("{expr} is no whole number")),
        },
        Value::SingleQuotedString(text) => Ok(Typed::new(lit(text.clone()), ColumnType::Text)),
        Value::Boolean(truth) => Ok(Typed::new(lit(*truth), ColumnType::Boolean)),
        Value::Null => Ok(Typed { expr: null(), kind: None }),
        other => refuse(expr, format!("not allowed here: {other}")),
    }
}

fn date(expr: &Expr, text: &str) -> Outcome<Typed> {
    match text.parse::<NaiveDate>() {
        Ok(day) if (1..=9999).contains(&day.year()) => {
            let midnight = lit(day.and_time(chrono::NaiveTime::MIN));
            let milliseconds = midnight.cast(DataType::Datetime(TimeUnit::Milliseconds, None));
            Ok(Typed::new(milliseconds.cast(DataType::Date), ColumnType::Date))
        }
        _ => refuse(expr, format!("{text} is no date such as 2013-09-01, from 0001-01-01 to 9999-12-31")),
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
    match (left, right) {
        (Some(left), Some(right)) if left != right => {
            refuse(whole, format!("{} and {} do not go together in {whole}", left.name(), right.name()))
        }
        (left, right) => Ok(left.or(right)),
    }
}

pub(super) fn refuse<T>(expr: &Expr, message: String) -> Outcome<T> {
    let line = usize::try_from(expr.span().start.line).unwrap_or(1).saturating_sub(1);
    Err(Refusal { line, message })
}
