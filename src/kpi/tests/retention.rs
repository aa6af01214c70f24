use super::*;

fn first_service(date: &str, vin: &str) -> Row {
    with(with(order(&format!("{date}{vin}"), date), "vin", vin), "service_type_sense", "first_service")
}

fn sold(month: &str, cars: i64) -> Row {
    row![NEW_SALES, month: format!("{month}-01").as_str(), quantity: cars]
}

const SALES: [(&str, i64); 4] = [("2013-05", 42), ("2013-06", 21), ("2013-07", 29), ("2013-08", 35)];

fn sales() -> Vec<Row> {
    SALES.iter().map(|(month, cars)| sold(month, *cars)).collect()
}

#[test]
fn distinct_vehicles_of_the_month_over_the_mean_of_the_three_months_before() {
    let mut rows = sales();
    rows.extend([
        first_service("2013-09-02", "V1"),
        first_service("2013-09-20", "V1"),
        first_service("2013-09-03", "V2"),
    ]);
    let result = evaluated(&rows, "2013-09");
    let measure = result.kpi("first_service_retention").measure;
    assert_eq!((measure.numerator, measure.denominator, measure.n), (Some(2.0), Some(85.0 / 3.0), 2));
    assert_eq!(measure.value, Some(600.0 / 85.0));
}

#[test]
fn no_data_unless_all_three_months_lie_within_the_sales_data() {
    let rows = [&sales()[..], &[first_service("2013-07-02", "V1"), first_service("2013-10-02", "V2")]].concat();
    assert_eq!(evaluated(&rows, "2013-07").value("first_service_retention"), None, "April is not there");
    assert_eq!(evaluated(&rows, "2013-10").value("first_service_retention"), None, "September is not there");
}

#[test]
fn a_month_between_without_sales_counts_nought() {
    let rows = [sold("2013-06", 21), sold("2013-08", 35), first_service("2013-09-02", "V1")];
    assert_eq!(evaluated(&rows, "2013-09").value("first_service_retention"), Some(300.0 / 56.0));
}

#[test]
fn a_longer_period_adds_the_months_that_have_data() {
    let rows = [
        &sales()[..],
        &[first_service("2013-07-02", "V1"), first_service("2013-08-02", "V2"), first_service("2013-09-02", "V2")],
    ]
    .concat();
    let result = evaluated(&rows, "2013-Q3");
    let kpi = result.kpi("first_service_retention");
    // July lacks April; August has 42+21+29, September 21+29+35; V2 counts in each of its months.
    assert_eq!((kpi.measure.numerator, kpi.measure.denominator), (Some(2.0), Some(177.0 / 3.0)));
    assert!(kpi.notes[0].chinese.contains("2013-07"), "{}", kpi.notes[0].chinese);
}

#[test]
fn a_sale_counts_until_it_is_cancelled() {
    let sale = |cancelled: &str| row![NEW_SALES, vin: "N1", delivered_at: "2013-06-10", cancelled_at: cancelled];
    let rows = |cancelled: &str| [&sales()[..], &[sale(cancelled), first_service("2013-09-02", "V1")]].concat();
    let base =
        |cancelled: &str| evaluated(&rows(cancelled), "2013-09").parts("first_service_retention").map(|parts| parts.1);
    assert_eq!(base("2013-10-01"), Some(86.0 / 3.0), "cancelled after as_of");
    assert_eq!(base("2013-09-30"), Some(85.0 / 3.0), "cancelled by as_of");
}

#[test]
fn more_than_a_hundred_percent_is_shown_and_marked() {
    let rows = [
        sold("2013-06", 1),
        sold("2013-07", 1),
        sold("2013-08", 1),
        first_service("2013-09-01", "V1"),
        first_service("2013-09-01", "V2"),
    ];
    let result = evaluated(&rows, "2013-09");
    assert_eq!(result.value("first_service_retention"), Some(200.0));
    assert!(result.kpi("first_service_retention").notes[0].en.contains("above 100"));
}
