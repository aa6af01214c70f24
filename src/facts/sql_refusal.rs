//! Why an expression is refused.

use std::fmt;

use sqlparser::ast::{Expr, Spanned};

use crate::base::lang::Words;

/// Why an expression is refused, and how many lines below its start.
#[derive(Debug)]
pub struct Refusal {
    /// Lines below the start of the expression.
    pub line: usize,
    /// What is wrong with it.
    pub message: Words,
}

/// What an expression gives, or why it is refused.
pub type Outcome<T> = Result<T, Refusal>;

pub(super) fn refuse<T>(expr: &Expr, chinese: String, en: String) -> Outcome<T> {
    let line = usize::try_from(expr.span().start.line).unwrap_or(1).saturating_sub(1);
    Err(Refusal { line, message: Words { chinese, en } })
}

pub(super) fn not_allowed<T>(expr: &Expr, what: &impl fmt::Display) -> Outcome<T> {
    refuse(expr, format!("这里不能写 {what}"), format!("not allowed here: {what}"))
}
