//! Work orders as the indicators see them (contract, section 3, "Work orders").

use anyhow::Result;
use chrono::{NaiveDate, NaiveDateTime};
use polars::prelude::{Column, DataFrame};

use super::reader::{Reader, Texts, boolean_column, date_column, integer_column, origin_columns, text_column};
use crate::base::table_id::TableId;
use crate::tables::model::Tables;

/// One order that is not void.
pub(super) struct Order<'a> {
    pub(super) order_no: Option<&'a str>,
    pub(super) vin: Option<&'a str>,
    pub(super) plate: Option<&'a str>,
    pub(super) customer: Option<&'a str>,
    pub(super) phone: Option<&'a str>,
    pub(super) model: Option<&'a str>,
    pub(super) advisor: Option<&'a str>,
    technician: Option<&'a str>,
    service_type: Option<&'a str>,
    not_fixed_reason: Option<&'a str>,
    symptom: Option<&'a str>,
    /// Settlement, else delivery, else opening.
    pub(super) at: Option<NaiveDateTime>,
    /// Its day.
    pub(super) date: Option<NaiveDate>,
    /// Delivery, settlement, opening: the days that a call may name as the service.
    pub(super) days: [Option<NaiveDate>; 3],
    pub(super) finished: bool,
    internal: bool,
    first_service: bool,
    booked: Option<bool>,
    rework: Option<bool>,
    /// Its type of service is rework, or it names the order that it goes back to.
    says_rework: bool,
    returned: Option<Returned>,
    passed_inspection: Option<bool>,
    fixed: Option<bool>,
    amount: Option<i64>,
    pub(super) origin: (u32, u32),
}

impl Order<'_> {
    /// The vehicle: its VIN, else its plate.
    fn vehicle(&self) -> Option<&str> {
        self.vin.or(self.plate)
    }
}

/// Whether a repair that had to be done again was found by the house or by the customer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Returned {
    /// Before the car was handed over.
    Inside,
    /// After that.
    Outside,
}

/// Reads the orders of all files.
pub(super) fn read(tables: &Tables) -> Result<Vec<Order<'_>>> {
    let reader = Reader::new(tables, TableId::WORK_ORDERS);
    let [order_no, vin, plate, customer, phone, model, advisor, technician] =
        texts(&reader, ["order_no", "vin", "plate", "customer", "phone", "model", "advisor", "technician"])?;
    let [service_type, service_sense, status_sense, not_fixed_reason] =
        texts(&reader, ["service_type", "service_type_sense", "status_sense", "not_fixed_reason"])?;
    let origin_order_no = reader.text("origin_order_no")?;
    let (symptom, returned) = (reader.newer_text("symptom")?, reader.newer_text("return_kind_sense")?);
    let opened = reader.date_time("opened_at")?;
    let delivered = reader.date_time("delivered_at")?;
    let settled = reader.date_time("settled_at")?;
    let first_service = reader.boolean("first_service")?;
    let booked = reader.boolean("booked")?;
    let rework = reader.boolean("rework")?;
    let passed_inspection = match reader.may_have("passed_inspection") {
        true => reader.boolean("passed_inspection")?,
        false => vec![None; reader.rows()],
    };
    let fixed = reader.boolean("fixed_first_visit")?;
    let amount = match reader.may_have("amount") {
        true => reader.integer("amount")?,
        false => vec![None; reader.rows()],
    };
    let origins = reader.origins()?;
    let day = |time: Option<NaiveDateTime>| time.map(|time| time.date());
    Ok((0..reader.rows())
        .filter(|&row| status_sense.at(row) != Some("void"))
        .map(|row| Order {
            order_no: order_no.at(row),
            vin: vin.at(row),
            plate: plate.at(row),
            customer: customer.at(row),
            phone: phone.at(row),
            model: model.at(row),
            advisor: advisor.at(row),
            technician: technician.at(row),
            service_type: service_type.at(row),
            not_fixed_reason: not_fixed_reason.at(row),
            symptom: symptom.at(row),
            at: settled[row].or(delivered[row]).or(opened[row]),
            date: day(settled[row].or(delivered[row]).or(opened[row])),
            days: [day(delivered[row]), day(settled[row]), day(opened[row])],
            finished: match status_sense.at(row) {
                Some("finished") => true,
                Some(_) => false,
                None => settled[row].is_some() || delivered[row].is_some(),
            },
            internal: matches!(service_sense.at(row), Some("internal" | "pdi")),
            first_service: service_sense.at(row) == Some("first_service") || first_service[row] == Some(true),
            booked: booked[row],
            rework: rework[row],
            says_rework: service_sense.at(row) == Some("rework") || origin_order_no.at(row).is_some(),
            returned: match returned.at(row) {
                Some("inside") => Some(Returned::Inside),
                Some("outside") => Some(Returned::Outside),
                _ => None,
            },
            passed_inspection: passed_inspection[row],
            fixed: fixed[row],
            amount: amount[row],
            origin: origins[row],
        })
        .collect())
}

fn texts<'a, const N: usize>(reader: &Reader<'a>, names: [&str; N]) -> Result<[Texts<'a>; N]> {
    let mut columns = [Texts::default(); N];
    for (column, name) in columns.iter_mut().zip(names) {
        *column = reader.text(name)?;
    }
    Ok(columns)
}

/// What the calls know about an order.
#[derive(Clone, Copy, Default)]
pub(super) struct Called {
    /// The day of the first attempt.
    pub(super) first_attempt: Option<NaiveDate>,
    /// The last answer to "was it fixed the first time".
    pub(super) fixed: Option<bool>,
}

/// What the orders tell at all: where a list never says that an order is one, the others are not known to be none.
struct Told {
    rework: bool,
    returned: bool,
}

impl Told {
    fn by(orders: &[Order<'_>]) -> Self {
        Self {
            rework: orders.iter().any(|order| order.says_rework),
            returned: orders.iter().any(|order| order.returned.is_some()),
        }
    }

    /// Work that was done again.
    fn rework(&self, order: &Order<'_>) -> Option<bool> {
        let said = order.says_rework || order.rework == Some(true);
        if said { Some(true) } else { order.rework.or(self.rework.then_some(false)) }
    }

    /// Found by the house: it says so, or the car did not pass the final inspection. Of one that says neither it is known
    /// where the list tells of returns at all, unless it is rework that does not say of which kind.
    fn inside(&self, order: &Order<'_>) -> Option<bool> {
        match (order.returned, order.passed_inspection) {
            (Some(Returned::Inside), _) | (_, Some(false)) => Some(true),
            (Some(Returned::Outside), _) | (_, Some(true)) => Some(false),
            (None, None) => (self.returned && self.rework(order) != Some(true)).then_some(false),
        }
    }

    /// Found by the customer; rework of which nobody says by whom is not known.
    fn outside(&self, order: &Order<'_>) -> Option<bool> {
        match order.returned {
            Some(returned) => Some(returned == Returned::Outside),
            None => (self.returned && self.rework(order) != Some(true)).then_some(false),
        }
    }
}

/// The frame `orders`; `called` has one entry an order. Where no call names an order, nobody can say of one that it was not
/// called about.
pub(super) fn frame(orders: &[Order<'_>], called: &[Called], calls_name_orders: bool) -> Result<DataFrame> {
    let rows: Vec<_> = orders.iter().zip(called).filter(|(order, _)| order.finished && order.date.is_some()).collect();
    let order = || rows.iter().map(|(order, _)| order);
    let called = || rows.iter().map(|(_, called)| called);
    let told = Told::by(orders);
    let mut columns: Vec<Column> = vec![
        date_column("date", order().map(|order| order.date)),
        boolean_column("due", order().map(|order| Some(!order.internal))),
        boolean_column("called", called().map(|called| Some(called.first_attempt.is_some()))),
        boolean_column(
            "not_called",
            called().map(|called| calls_name_orders.then_some(called.first_attempt.is_none())),
        ),
        date_column("first_attempt", called().map(|called| called.first_attempt)),
        date_column("handed_over", order().map(|order| order.days[0].or(order.date))),
        boolean_column("first_service", order().map(|order| Some(order.first_service))),
        boolean_column("internal", order().map(|order| Some(order.internal))),
        boolean_column("fixed", rows.iter().map(|(order, called)| order.fixed.or(called.fixed))),
        text_column("reason", order().map(|order| order.not_fixed_reason)),
        text_column("symptom", order().map(|order| order.symptom)),
        boolean_column("booked", order().map(|order| order.booked)),
        boolean_column("rework", order().map(|order| told.rework(order))),
        boolean_column("inside_return", order().map(|order| told.inside(order))),
        boolean_column("outside_return", order().map(|order| told.outside(order))),
        text_column("advisor", order().map(|order| order.advisor)),
        text_column("technician", order().map(|order| order.technician)),
        text_column("service_type", order().map(|order| order.service_type)),
        integer_column("amount", order().map(|order| order.amount)),
        text_column("model", order().map(|order| order.model)),
        text_column("order_no", order().map(|order| order.order_no)),
        text_column("plate", order().map(|order| order.plate)),
        text_column("customer", order().map(|order| order.customer)),
        text_column("phone", order().map(|order| order.phone)),
        text_column("vehicle", order().map(|order| order.vehicle())),
    ];
    columns.extend(origin_columns(order().map(|order| order.origin)));
    Ok(DataFrame::new(rows.len(), columns)?)
}
