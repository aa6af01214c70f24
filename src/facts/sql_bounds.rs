//! How large an expression may become when it is translated, and how large its numbers: both are known before it runs.

use sqlparser::ast::{BinaryOperator, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, UnaryOperator, Value};

use super::sql_refusal::{Outcome, refuse};
use crate::base::number::{MOST, MOST_CONSTANT};

/// Characters of an expression.
pub(super) const MOST_TEXT: usize = 10_000;
/// Parts of the translated expression: COALESCE, BETWEEN and IN say what they look at several times.
const MOST_PARTS: u64 = 2_000;
/// Below this a sum of two does not leave 64 bits.
const MOST_IN_A_ROW: f64 = 4e18;

/// The size of an expression.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    /// Its parts once translated.
    parts: u64,
    /// The largest number that it gives for a row, its sign aside; 0 for what is no number.
    pub(super) most: f64,
}

impl Bounds {
    fn plus(self, other: Self) -> Self {
        Self { parts: self.parts.saturating_add(other.parts), most: self.most.max(other.most) }
    }

    fn times(self, count: usize) -> Self {
        Self { parts: self.parts.saturating_mul(count as u64), ..self }
    }
}

/// The bounds of an expression.
///
/// # Errors
/// It, or a part of it, is too large.
pub(super) fn bounds(expr: &Expr) -> Outcome<Bounds> {
    let own = Bounds { parts: 1, most: 0.0 };
    let found = match expr {
        // Cells are refused beyond it, points are at most 10⁸ millionths.
        Expr::Identifier(_) => Bounds { most: MOST, ..own },
        Expr::Nested(inner) => bounds(inner)?,
        Expr::Value(value) => match &value.value {
            Value::Placeholder(_) => Bounds { most: MOST_CONSTANT as f64, ..own },
            Value::Number(digits, _) => Bounds { most: digits.parse().unwrap_or(f64::INFINITY), ..own },
            _ => own,
        },
        Expr::IsNull(inner) | Expr::IsNotNull(inner) | Expr::UnaryOp { op: UnaryOperator::Not, expr: inner } => {
            Bounds { most: 0.0, ..bounds(inner)?.plus(own) }
        }
        Expr::UnaryOp { expr: inner, .. } => bounds(inner)?.plus(own),
        Expr::BinaryOp { left, op, right } => {
            let (left, right) = (bounds(left)?, bounds(right)?);
            let most = match op {
                BinaryOperator::Plus | BinaryOperator::Minus => left.most + right.most,
                BinaryOperator::Multiply => left.most * right.most,
                _ => 0.0,
            };
            Bounds { most, ..left.plus(right).plus(own) }
        }
        Expr::InList { expr: inner, list, .. } => {
            let start = bounds(inner)?.times(list.len()).plus(own);
            let all = list.iter().try_fold(start, |sum, item| Ok(sum.plus(bounds(item)?)))?;
            Bounds { most: 0.0, ..all }
        }
        Expr::Between { expr: inner, low, high, .. } => {
            let all = bounds(inner)?.times(2).plus(bounds(low)?).plus(bounds(high)?).plus(own);
            Bounds { most: 0.0, ..all }
        }
        Expr::Case { operand, conditions, else_result, .. } => {
            let operand = operand.as_deref().map(bounds).transpose()?;
            let start =
                operand.map_or(own, |operand| Bounds { most: 0.0, ..operand.times(conditions.len()) }.plus(own));
            let branches = conditions.iter().try_fold(start, |sum, branch| {
                let condition = Bounds { most: 0.0, ..bounds(&branch.condition)? };
                Ok(sum.plus(condition).plus(bounds(&branch.result)?))
            })?;
            match else_result {
                Some(otherwise) => branches.plus(bounds(otherwise)?),
                None => branches,
            }
        }
        Expr::Function(function) => match &function.args {
            FunctionArguments::List(arguments) => arguments.args.iter().try_fold(own, |sum, argument| {
                let FunctionArg::Unnamed(FunctionArgExpr::Expr(value)) = argument else { return Ok(sum) };
                Ok(sum.plus(bounds(value)?.times(2)))
            })?,
            _ => own,
        },
        _ => own,
    };
    if found.parts > MOST_PARTS {
        return refuse(
            expr,
            format!("表达式太长：展开后超过 {MOST_PARTS} 个部分"),
            format!("the expression is too long: more than {MOST_PARTS} parts once it is written out"),
        );
    }
    if found.most > MOST_IN_A_ROW {
        return refuse(
            expr,
            format!("{expr} 可能大到整数放不下：应在 -{MOST_IN_A_ROW:?} 到 {MOST_IN_A_ROW:?} 之间"),
            format!(
                "{expr} can become too large for a whole number: it must lie between -{MOST_IN_A_ROW:?} and {MOST_IN_A_ROW:?}"
            ),
        );
    }
    Ok(found)
}
