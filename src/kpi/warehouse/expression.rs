//! Expressions of declarations as an engine reads them. They were checked when they were loaded; only what that allows is known
//! here.

use sqlparser::ast::{
    BinaryOperator, CaseWhen, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, UnaryOperator, Value,
};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::Parser;

use super::dialect::Dialect;
use crate::facts::constants::Constants;
use crate::facts::functions::Function as OfTime;
use crate::facts::term::Term;

/// Why an indicator is not stated.
pub(super) type Unstated = String;

/// Writes expressions for an engine.
#[derive(Clone, Copy)]
pub(super) struct Writer<'a> {
    pub(super) dialect: Dialect,
    pub(super) constants: &'a Constants,
}

impl Writer<'_> {
    /// An expression, in parentheses.
    pub(super) fn term(&self, term: &Term) -> Result<String, Unstated> {
        let parsed =
            Parser::new(&GenericDialect {}).try_with_sql(&term.text).and_then(|mut parser| parser.parse_expr());
        self.expr(&parsed.map_err(|error| error.to_string())?)
    }

    fn all<'e>(&self, all: impl IntoIterator<Item = &'e Expr>) -> Result<Vec<String>, Unstated> {
        all.into_iter().map(|expr| self.expr(expr)).collect()
    }

    fn expr(&self, expr: &Expr) -> Result<String, Unstated> {
        let not = |negated: bool| if negated { "NOT " } else { "" };
        Ok(match expr {
            Expr::Identifier(name) => self.dialect.quoted(&name.value),
            Expr::Nested(inner) => self.expr(inner)?,
            Expr::Value(value) => match &value.value {
                Value::Placeholder(name) => {
                    let name = name.strip_prefix(':').unwrap_or(name);
                    let constant = self.constants.get(name).ok_or_else(|| format!("no constant {name}"))?;
                    constant.value.to_string()
                }
                Value::SingleQuotedString(text) => self.dialect.text(text),
                Value::Boolean(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
                other => other.to_string(),
            },
            Expr::TypedString(typed) => match &typed.value.value {
                Value::SingleQuotedString(text) => self.dialect.date(text),
                other => return Err(other.to_string()),
            },
            Expr::IsNull(inner) => format!("({} IS NULL)", self.expr(inner)?),
            Expr::IsNotNull(inner) => format!("({} IS NOT NULL)", self.expr(inner)?),
            Expr::UnaryOp { op: UnaryOperator::Not, expr } => format!("(NOT {})", self.expr(expr)?),
            Expr::UnaryOp { op: UnaryOperator::Minus, expr } => format!("(0 - {})", self.expr(expr)?),
            Expr::BinaryOp { left, op, right } => self.binary(left, op, right)?,
            Expr::InList { expr, list, negated } => {
                format!("({} {}IN ({}))", self.expr(expr)?, not(*negated), self.all(list)?.join(", "))
            }
            Expr::Between { expr, negated, low, high } => {
                let (expr, low, high) = (self.expr(expr)?, self.expr(low)?, self.expr(high)?);
                format!("({expr} {}BETWEEN {low} AND {high})", not(*negated))
            }
            Expr::Case { operand, conditions, else_result, .. } => {
                self.case(operand.as_deref(), conditions, else_result.as_deref())?
            }
            Expr::Function(function) => self.function(function)?,
            other => return Err(other.to_string()),
        })
    }

    fn binary(&self, left: &Expr, op: &BinaryOperator, right: &Expr) -> Result<String, Unstated> {
        Ok(format!("({} {op} {})", self.expr(left)?, self.expr(right)?))
    }

    fn case(
        &self,
        operand: Option<&Expr>,
        branches: &[CaseWhen],
        otherwise: Option<&Expr>,
    ) -> Result<String, Unstated> {
        let mut text = "(CASE".to_owned();
        if let Some(operand) = operand {
            text += &format!(" {}", self.expr(operand)?);
        }
        for branch in branches {
            text += &format!(" WHEN {} THEN {}", self.expr(&branch.condition)?, self.expr(&branch.result)?);
        }
        if let Some(otherwise) = otherwise {
            text += &format!(" ELSE {}", self.expr(otherwise)?);
        }
        Ok(text + " END)")
    }

    fn function(&self, function: &Function) -> Result<String, Unstated> {
        let name = function.name.to_string().to_uppercase();
        let FunctionArguments::List(list) = &function.args else { return Err(name) };
        let mut arguments = Vec::new();
        for argument in &list.args {
            let FunctionArg::Unnamed(FunctionArgExpr::Expr(argument)) = argument else { return Err(name) };
            arguments.push(self.expr(argument)?);
        }
        match OfTime::ALL.into_iter().find(|known| known.name() == name) {
            Some(of_time) => self.dialect.function(of_time, &arguments).ok_or(name),
            None => Ok(format!("{name}({})", arguments.join(", "))),
        }
    }
}
