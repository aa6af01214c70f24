//! One cell of a field: which parser reads it, and what a blank is.

use std::borrow::Cow;

use crate::base::finding::Code;
use crate::base::text::{fold, narrow};
use crate::input::grid::{Grid, GridValue, NOT_CALCULATED};
use crate::tables::common::Common;
use crate::tables::field_kind::FieldKind;
use crate::tables::schema::Field;
use crate::tables::schema::RECOMMEND;

use super::calendar::Doubt;
use super::date::Day;
use super::identifier::{self, Spoilt};
use super::limit::Limit;
use super::named::Named;
use super::score::Score;
use super::told::{ditto, error_value, is_error_text, not_calculated, only_signs, several_people};
use super::{Broken, date, duration, limit, month, number, person, phone, plate, score, vin, yes_no};

/// What a cell says.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::tables) enum Said<'a> {
    Nothing,
    /// A number that identified something before its digits were lost.
    Lost,
    Text(Cow<'a, str>),
    /// A member of staff, and the number that was cut off.
    Person(Cow<'a, str>, Option<String>),
    /// A word and its entry in the vocabulary.
    Word(Cow<'a, str>, Option<usize>),
    Whole(i64),
    Number(f64),
    /// A figure that is written as a percentage: 93 of 93%.
    Percentage(f64),
    Flag(bool),
    /// Milliseconds since 1970, no zone.
    Time(i64),
    Minutes(i64),
    /// Millionths on the scale of the column.
    RawScore(i64),
    /// Millionths of a point of 100.
    Points(i64),
}

impl Said<'_> {
    /// The day of a date, counted from 1970.
    pub(in crate::tables) fn day(&self) -> Option<i64> {
        if let Self::Time(at) = self { Some(at.div_euclid(86_400_000)) } else { None }
    }
}

/// The circumstances of a column that its cells are read in.
pub(in crate::tables) struct Column<'a> {
    pub field: &'a Field,
    pub heading: &'a str,
    pub grid: &'a Grid,
    pub common: &'a Common,
    /// What the names of sheet and file say about dates.
    pub named: Named,
    /// Some of its times of day have seconds.
    pub has_seconds: bool,
}

impl<'a> Column<'a> {
    /// What the cell says, and the rule it broke: refused where it says nothing, doubted where it says something.
    pub(in crate::tables) fn read(&self, value: GridValue) -> (Said<'a>, Option<Broken>) {
        let result = match value {
            GridValue::Error(id) if self.grid.text(id) == NOT_CALCULATED => Err(not_calculated()),
            GridValue::Error(_) => Err(error_value()),
            GridValue::Text(id) => return self.read_text(self.grid.text(id)),
            GridValue::Number(number) => match self.identifies().then(|| identifier::of_number(number)).flatten() {
                Some(broken) => return (Said::Lost, Some(broken)),
                None => self.read_number(number),
            },
            GridValue::Percentage(share) => self.read_share(share),
            GridValue::Date(serial) => self.read_serial(serial),
            GridValue::Bool(flag) => self.read_flag(flag),
        };
        match result {
            Ok(said) => (said, self.doubt_of(value)),
            Err(broken) => (Said::Nothing, Some(broken)),
        }
    }

    fn read_text(&self, text: &'a str) -> (Said<'a>, Option<Broken>) {
        let trimmed = text.trim();
        if trimmed.starts_with('#') && is_error_text(trimmed) {
            return (Said::Nothing, Some(error_value()));
        }
        let known = || self.field.kind == FieldKind::Text && self.field.vocabulary.whole(trimmed).is_some();
        let may_be_blank = self.field.kind != FieldKind::YesNo && !known();
        if self.is_null(trimmed) || may_be_blank && self.is_blank(trimmed) {
            return (Said::Nothing, None);
        }
        let is_name = matches!(
            self.field.kind,
            FieldKind::Code | FieldKind::Plate | FieldKind::Vin | FieldKind::Phone | FieldKind::Person
        );
        if is_name && !trimmed.contains(char::is_alphanumeric) {
            return (Said::Nothing, Some(only_signs()));
        }
        let names = is_name || self.field.kind == FieldKind::Word || self.field.id == "customer";
        if names && self.is_ditto(trimmed) {
            return (Said::Nothing, Some(ditto()));
        }
        match self.identifies().then(|| identifier::of_text(trimmed)).flatten() {
            Some(Spoilt::Lost(broken)) => return (Said::Lost, Some(broken)),
            Some(Spoilt::Restored(digits, broken)) => return (Said::Text(Cow::Owned(digits)), Some(broken)),
            None => {}
        }
        let result = match self.field.kind {
            FieldKind::Text | FieldKind::Line => Ok(self.sentence(one_line(trimmed))),
            FieldKind::Code => Ok(Said::Text(code(trimmed))),
            FieldKind::Plate => {
                let numbered = trimmed.contains(|c: char| c.is_ascii_digit());
                if !numbered && self.common.no_plate.contains(&fold(trimmed)) {
                    return (Said::Nothing, None);
                }
                let (plate, doubt) = plate::clean(trimmed);
                return (self.named_or_nothing(plate, trimmed), doubt);
            }
            FieldKind::Vin => {
                let (vin, doubt) = vin::clean(trimmed);
                return (self.named_or_nothing(vin, trimmed), doubt);
            }
            FieldKind::Phone => {
                let (phone, doubt) = phone::clean(trimmed);
                let is_none = phone.is_empty() && self.common.no_phone.contains(&fold(trimmed));
                return (self.phone(phone, Cow::Borrowed(trimmed)), doubt.filter(|_| !is_none));
            }
            FieldKind::Person => {
                let aliased = || self.field.aliases.contains_key(&fold(trimmed));
                let are_several = !self.field.several && person::are_several(trimmed, self.common) && !aliased();
                return (self.person(trimmed), are_several.then(several_people));
            }
            FieldKind::Word => return self.word(one_line(trimmed)),
            FieldKind::Date => match date::from_text(trimmed, self.named, self.grid.dates_1904) {
                Ok(day) => return (time(day), day.doubt.map(Doubt::broken)),
                Err(broken) => Err(broken),
            },
            FieldKind::Month => match month::from_text(trimmed, self.named) {
                Ok((first, doubt)) => return (midnight(first), doubt.map(Doubt::broken)),
                Err(broken) => Err(broken),
            },
            FieldKind::YesNo => match yes_no::from_text(trimmed, &self.field.flags) {
                Ok(answer) => Ok(Said::Flag(answer)),
                Err(_) if self.is_blank(trimmed) => Ok(Said::Nothing),
                Err(broken) => Err(broken),
            },
            FieldKind::Number => number::from_text(trimmed).and_then(|value| self.countable(value)).map(Said::Number),
            FieldKind::Figure => {
                let said = if number::is_percentage(trimmed) { Said::Percentage } else { Said::Number };
                number::of_an_indicator(trimmed).and_then(number::countable).map(said)
            }
            FieldKind::Year => month::year(trimmed).map(Said::Whole),
            FieldKind::Whole => number::counted(trimmed)
                .and_then(|value| self.countable(value))
                .and_then(number::whole)
                .map(Said::Whole),
            FieldKind::Duration => duration::from_text(trimmed, self.heading).map(Said::Whole),
            FieldKind::Score => match score::from_text(trimmed, self.common) {
                Ok(Score::Raw(value)) => Ok(Said::RawScore(value)),
                Ok(Score::Points(value)) => {
                    let told = self.field.id == RECOMMEND && !trimmed.contains(|c: char| c.is_ascii_digit());
                    return (Said::Points(value), told.then(score::no_recommendation));
                }
                Ok(Score::Missing) => Ok(Said::Nothing),
                Err(broken) => Err(broken),
            },
            FieldKind::Limit => match limit::from_text(trimmed, self.heading, self.named) {
                Ok((limit, doubt)) => return (said_limit(limit), doubt.map(Doubt::broken)),
                Err(broken) => Err(broken),
            },
        };
        match result {
            Ok(said) => (said, None),
            Err(broken) => (Said::Nothing, Some(broken)),
        }
    }

    /// Its cells name an order, a complaint or a vehicle by its number.
    fn identifies(&self) -> bool {
        matches!(self.field.kind, FieldKind::Code | FieldKind::Plate | FieldKind::Vin)
    }

    fn read_number(&self, value: f64) -> Result<Said<'a>, Broken> {
        let plain = || Cow::Owned::<str>(number::plain(value));
        match self.field.kind {
            FieldKind::Text | FieldKind::Line => Ok(self.sentence(plain())),
            FieldKind::Code => Ok(Said::Text(plain())),
            FieldKind::Plate | FieldKind::Vin => {
                let text = plain();
                let is_vin = self.field.kind == FieldKind::Vin;
                let number = if is_vin { vin::clean(&text).0 } else { plate::clean(&text).0 };
                let is_none = !self.field.stands_in && number.is_empty();
                Ok(if is_none { Said::Nothing } else { Said::Text(text) })
            }
            FieldKind::Phone => Ok(self.phone(Cow::Owned(phone::clean(&plain()).0.into_owned()), plain())),
            FieldKind::Person => Ok(Said::Text(Cow::Owned(person::clean(&plain(), &self.common.titles).0))),
            FieldKind::Word => match self.word(plain()) {
                (said, None) => Ok(said),
                (_, Some(broken)) => Err(broken),
            },
            FieldKind::Date if date::is_none_serial(value) => Ok(Said::Nothing),
            FieldKind::Date => date::from_number(value, self.grid.dates_1904).map(time),
            FieldKind::Month => {
                month::from_number(value, self.grid.dates_1904, self.named).map(|(first, _)| midnight(first))
            }
            FieldKind::YesNo => yes_no::from_text(&plain(), &self.field.flags).map(Said::Flag),
            FieldKind::Number | FieldKind::Figure => self.countable(value).map(Said::Number),
            FieldKind::Whole => self.countable(value).and_then(number::whole).map(Said::Whole),
            FieldKind::Year => month::year(&plain()).map(Said::Whole),
            FieldKind::Duration => duration::from_number(value, self.heading).map(Said::Whole),
            FieldKind::Score => Ok(Said::RawScore((value * 1e6).round() as i64)),
            FieldKind::Limit => limit::from_number(value, self.heading, self.grid.dates_1904).map(said_limit),
        }
    }

    /// A number that the field can have.
    fn countable(&self, value: f64) -> Result<f64, Broken> {
        if value < 0.0 && !self.field.below_nought && self.field.kind != FieldKind::Figure {
            return Err(Broken::new(Code::InvalidNumber, "不应小于 0", "should not be below 0"));
        }
        number::countable(value)
    }

    /// A cell that shows 93% and holds 0.93.
    fn read_share(&self, share: f64) -> Result<Said<'a>, Broken> {
        match self.field.kind {
            FieldKind::Score => score::of_share(share).map(Said::Points),
            FieldKind::Figure => number::countable(number::in_hundredths(share)).map(Said::Percentage),
            FieldKind::Number => self.countable(number::in_hundredths(share)).map(Said::Number),
            FieldKind::Whole => number::of_things(share, true).map(|_| Said::Whole(0)),
            FieldKind::Text | FieldKind::Line => {
                Ok(Said::Text(Cow::Owned(self.grid.shown(GridValue::Percentage(share)))))
            }
            _ => self.read_number(share),
        }
    }

    fn read_serial(&self, serial: f64) -> Result<Said<'a>, Broken> {
        let day = || date::from_serial(serial, self.grid.dates_1904);
        match self.field.kind {
            FieldKind::Date if date::is_none_serial(serial) => Ok(Said::Nothing),
            FieldKind::Date => day().map(time),
            FieldKind::Month => {
                month::from_number(serial, self.grid.dates_1904, self.named).map(|(first, _)| midnight(first))
            }
            FieldKind::Duration => duration::from_clock(serial).map(Said::Whole),
            FieldKind::Limit => day().map(|day| Said::Time(day.at.and_utc().timestamp_millis())),
            FieldKind::Text | FieldKind::Line => {
                Ok(Said::Text(Cow::Owned(day().map_or_else(|_| number::plain(serial), |day| day.at.to_string()))))
            }
            _ => self.read_number(serial),
        }
    }

    fn read_flag(&self, flag: bool) -> Result<Said<'a>, Broken> {
        let text = if flag { "TRUE" } else { "FALSE" };
        match self.field.kind {
            FieldKind::YesNo => Ok(Said::Flag(flag)),
            FieldKind::Word => Ok(self.word(Cow::Borrowed(text)).0),
            FieldKind::Text | FieldKind::Line => Ok(Said::Text(Cow::Borrowed(text))),
            FieldKind::Date | FieldKind::Month | FieldKind::Year | FieldKind::Limit => {
                Err(Broken::new(Code::InvalidDate, "应为日期，如 2013-09-05", "should be a date such as 2013-09-05"))
            }
            FieldKind::Number | FieldKind::Whole | FieldKind::Figure | FieldKind::Duration | FieldKind::Score => {
                Err(Broken::new(Code::InvalidNumber, "应为数字", "should be a number"))
            }
            FieldKind::Code | FieldKind::Plate | FieldKind::Vin | FieldKind::Phone | FieldKind::Person => {
                Ok(Said::Nothing)
            }
        }
    }

    /// The doubt about a cell that is no text: a VIN that the sheet keeps as a number, a month without its year.
    fn doubt_of(&self, value: GridValue) -> Option<Broken> {
        match (self.field.kind, value) {
            (FieldKind::Duration, GridValue::Date(serial)) => duration::doubt(serial, self.has_seconds),
            (FieldKind::Vin, GridValue::Number(number)) => vin::clean(&number::plain(number)).1,
            (FieldKind::Plate, GridValue::Number(number)) => plate::clean(&number::plain(number)).1,
            (FieldKind::Phone, GridValue::Number(number)) => phone::clean(&number::plain(number)).1,
            (FieldKind::Month, GridValue::Number(number)) => {
                month::from_number(number, self.grid.dates_1904, self.named).ok()?.1.map(Doubt::broken)
            }
            _ => None,
        }
    }

    /// A telephone. Two customers without one are two for all that, so that what stands in its place is lost and not blank.
    fn phone(&self, phone: Cow<'a, str>, written: Cow<'a, str>) -> Said<'a> {
        match (phone.is_empty(), self.field.stands_in) {
            (false, _) => Said::Text(phone),
            (true, true) => Said::Text(written),
            (true, false) => Said::Lost,
        }
    }

    /// A text, or one of the few words that its field knows.
    fn sentence(&self, text: Cow<'a, str>) -> Said<'a> {
        match self.field.vocabulary.of_sentence(&text) {
            Some(entry) => Said::Word(text, Some(entry)),
            None => Said::Text(text),
        }
    }

    /// A plate or a VIN; nothing where something else stands in its place, unless the row would not count without it.
    fn named_or_nothing(&self, text: Cow<'a, str>, written: &'a str) -> Said<'a> {
        match (text.is_empty(), self.field.stands_in) {
            (false, _) => Said::Text(text),
            (true, true) => Said::Text(Cow::Borrowed(written)),
            (true, false) => Said::Nothing,
        }
    }

    /// A name by its alias, else cleaned.
    fn person(&self, text: &'a str) -> Said<'a> {
        let (name, number) = person::clean(text, &self.common.titles);
        let alias = |spelling: &str| self.field.aliases.get(&fold(spelling));
        let canonical = if self.field.aliases.is_empty() { None } else { alias(text).or_else(|| alias(&name)) };
        match canonical {
            Some(canonical) => Said::Person(owned_or_same(text, canonical.clone()), None),
            None => Said::Person(owned_or_same(text, name), number),
        }
    }

    fn word(&self, text: Cow<'a, str>) -> (Said<'a>, Option<Broken>) {
        let vocabulary = &self.field.vocabulary;
        let reading = vocabulary.read(&text);
        let Some(entry) = reading.entry else {
            let is_blank = reading.doubtful && self.field.blank_in_doubt;
            // The sentence is made where all cells of the word are known.
            let told = is_blank.then(|| Broken::new(Code::UnknownWord, "", ""));
            return (if is_blank { Said::Nothing } else { Said::Word(text, None) }, told);
        };
        let shown = if self.field.as_written { text } else { Cow::Owned(vocabulary.entries()[entry].word.clone()) };
        (Said::Word(shown, Some(entry)), None)
    }
}

fn time(day: Day) -> Said<'static> {
    Said::Time(day.at.and_utc().timestamp_millis())
}

fn midnight(day: chrono::NaiveDate) -> Said<'static> {
    Said::Time(day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis())
}

fn said_limit(limit: Limit) -> Said<'static> {
    match limit {
        Limit::Until(at) => Said::Time(at.and_utc().timestamp_millis()),
        Limit::Minutes(minutes) => Said::Minutes(minutes),
    }
}

/// A number of a document as it joins with others: narrow, upper case, without spaces.
fn code(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii_graphic() && !b.is_ascii_lowercase()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(narrow(text).to_uppercase().split_whitespace().collect())
}

fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\r', '\t']) {
        Cow::Owned(
            text.split(['\n', '\r', '\t']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" "),
        )
    } else {
        Cow::Borrowed(text)
    }
}

fn owned_or_same(text: &str, cleaned: String) -> Cow<'_, str> {
    if cleaned == text { Cow::Borrowed(text) } else { Cow::Owned(cleaned) }
}
