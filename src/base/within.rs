//! Numbers that a template declares, each with its range: outside of it the template is refused at its line.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

/// A number from `LEAST` to `MOST`, its ends included; `nan` is in no range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Within<const LEAST: u32, const MOST: u32>(pub f64);

impl<'de, const LEAST: u32, const MOST: u32> Deserialize<'de> for Within<LEAST, MOST> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_f64(Range { least: LEAST.into(), most: MOST.into() }).map(Self)
    }
}

struct Range {
    least: f64,
    most: f64,
}

impl Visitor<'_> for Range {
    type Value = f64;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a number between {} and {}", self.least, self.most)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<f64, E> {
        let inside = (self.least..=self.most).contains(&number);
        inside.then_some(number).ok_or_else(|| E::custom(outside(number, self.least, self.most)))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<f64, E> {
        self.visit_f64(number as f64)
    }
}

/// What a number outside of its range is told.
pub fn outside(number: f64, least: f64, most: f64) -> String {
    format!("应在 {least} 到 {most} 之间,写的是 {number:?} / must lie between {least} and {most}; it is {number:?}")
}
