use super::*;

fn visit(order_no: &str, date: &str, vin: &str, model: &str) -> Row {
    with(with(order(order_no, date), "vin", vin), "model", model)
}

/// How many vehicles there are of each model, whichever way round the rows are read.
fn vehicles(rows: &[Row]) -> BTreeMap<String, f64> {
    let of = |rows: &[Row]| evaluated(rows, "2013-09").values("vehicles_serviced", &["model"]).into_iter().collect();
    let backwards: Vec<Row> = rows.iter().rev().cloned().collect();
    let (told, told_backwards): (BTreeMap<_, _>, BTreeMap<_, _>) = (of(rows), of(&backwards));
    assert_eq!(told, told_backwards, "the order in which rows are read decides nothing");
    told
}

#[test]
fn a_thing_counts_by_its_latest_row() {
    let rows = [visit("A1", "2013-09-05", "V1", "途安"), visit("A2", "2013-09-06", "V1", "速腾")];
    assert_eq!(vehicles(&rows), pairs(&[("速腾", 1.0)]).into_iter().collect());
}

#[test]
fn of_two_rows_of_one_day_what_they_say_decides_and_a_blank_comes_first() {
    // 朗逸 stands before 速腾, as engines compare texts.
    let rows = [visit("A1", "2013-09-05", "V1", "速腾"), visit("A2", "2013-09-05", "V1", "朗逸")];
    assert_eq!(vehicles(&rows), pairs(&[("朗逸", 1.0)]).into_iter().collect());
    let blank = with(order("A3", "2013-09-05"), "vin", "V1");
    let rows = [rows[0].clone(), rows[1].clone(), blank];
    assert_eq!(vehicles(&rows), pairs(&[("未指定", 1.0)]).into_iter().collect());
}

#[test]
fn a_row_without_a_thing_is_one_of_its_own() {
    let unknown = |order_no| with(order(order_no, "2013-09-05"), "model", "速腾");
    let rows = [unknown("A1"), unknown("A2"), visit("A3", "2013-09-05", "V1", "速腾")];
    assert_eq!(vehicles(&rows), pairs(&[("速腾", 3.0)]).into_iter().collect());
}
