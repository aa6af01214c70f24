//! Laws over the templates, kept for every table at once.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::table_id::TableId;
use crate::base::text::fold;
use crate::templates::Templates;

use super::field_kind::FieldKind;
use super::schemas::Schemas;
use super::tests::schemas;

/// The fields of contract section 2, and those that came later.
const CONTRACT: [(TableId, &str); 5] = [
    (
        TableId::CALLBACKS,
        "order_no vin plate customer phone model call_date service_date kind attempt result reason caller advisor \
         score_attitude score_promptness score_quotation score_explanation score_recommend audited passed \
         fixed_first_visit comment",
    ),
    (
        TableId::WORK_ORDERS,
        "order_no vin plate model customer phone opened_at delivered_at settled_at updated_at status service_type \
         first_service rework return_kind passed_inspection origin_order_no symptom advisor technician mileage amount booked fixed_first_visit not_fixed_reason",
    ),
    (
        TableId::COMPLAINTS,
        "complaint_no vin plate customer phone received_at limit replied_at closed_at updated_at level category cause nature department source \
         content responsible handler status open_reason reaction",
    ),
    (
        TableId::NEW_SALES,
        // The last one is the program's own: whether the car was insured here (dictionary, new-car insurance rate).
        "vin plate model customer phone delivered_at invoiced_at sold_at cancelled_at status consultant channel month quantity insured",
    ),
    (
        TableId::SURVEYS,
        "order_no vin plate customer phone survey_date channel advisor model score_attitude score_promptness score_quotation \
         score_explanation score_overall score_recommend satisfied comment",
    ),
];

#[test]
fn every_field_of_the_contract_is_declared() {
    let schemas = schemas();
    for (table, fields) in CONTRACT {
        let schema = schemas.table(table).expect("a used table");
        let declared: BTreeSet<&str> = schema
            .fields
            .iter()
            .filter(|field| !matches!(field.kind, FieldKind::Line | FieldKind::Year))
            .map(|field| field.id.as_str())
            .collect();
        let expected: BTreeSet<&str> = fields.split_whitespace().collect();
        assert_eq!(declared, expected, "{table}");
    }
}

#[test]
fn both_languages_are_there_and_every_field_has_a_heading() {
    for schema in &schemas().tables {
        for field in &schema.fields {
            let names = &field.names;
            assert!(!names.chinese.is_empty() && !names.en.is_empty(), "{}.{}", schema.table, field.id);
            let folded: BTreeSet<_> = field.headings.iter().map(|heading| fold(heading)).collect();
            assert!(
                folded.contains(&fold(&names.chinese)) || field.headings.len() > 1,
                "{}.{}",
                schema.table,
                field.id
            );
            assert!(!folded.contains(""), "{}.{} has an empty heading", schema.table, field.id);
            assert_eq!(
                folded.len(),
                field.headings.iter().collect::<BTreeSet<_>>().len(),
                "{}.{} repeats a heading",
                schema.table,
                field.id
            );
        }
    }
}

#[test]
fn a_heading_stands_once_a_table() {
    for table in schemas().dictionary.tables() {
        let mut known: BTreeMap<String, &str> = BTreeMap::new();
        for field in &table.fields {
            for heading in &field.headings {
                let other = known.insert(fold(heading), &field.id);
                assert!(
                    other.is_none_or(|other| other == field.id),
                    "{}: {heading} is {other:?} and {}",
                    table.table,
                    field.id
                );
            }
        }
        for heading in &table.ignored {
            assert!(!known.contains_key(&fold(heading)), "{}: {heading} is ignored and a field", table.table);
        }
    }
}

#[test]
fn a_canonical_word_stands_once_a_table() {
    for schema in &schemas().tables {
        let words: Vec<_> =
            schema.fields.iter().flat_map(|field| field.vocabulary.entries()).map(|entry| &entry.word).collect();
        assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len(), "{}: {words:?}", schema.table);
        for field in schema.fields.iter().filter(|field| field.kind == FieldKind::Word) {
            assert!(!field.vocabulary.entries().is_empty(), "{}.{} has no words", schema.table, field.id);
        }
    }
}

#[test]
fn every_table_of_the_contract_is_known() {
    let schemas = schemas();
    let known: BTreeSet<_> = schemas.dictionary.tables().iter().map(|table| table.table.name()).collect();
    let contract = "callbacks work_orders complaints new_sales surveys appointments renewals inspections outreach staff \
                    activities key_accounts actions external_scores contacts customers history targets leads";
    assert_eq!(known, contract.split_whitespace().collect());
    let items: Vec<_> = schemas.items().into_iter().map(|item| item.name.chinese).collect();
    assert_eq!(items, ["服务态度", "及时接待", "预先报价", "解释账单"]);
}

#[test]
fn an_unknown_key_of_a_template_is_an_error_with_its_line() {
    let workspace = tempfile::tempdir().expect("a folder");
    let folder = workspace.path().join("templates/tables");
    std::fs::create_dir_all(&folder).expect("a folder");
    let text = Templates::embedded().get("tables/surveys.toml").expect("a template").text.clone();
    std::fs::write(folder.join("surveys.toml"), text.replacen("period ", "perriod ", 1)).expect("a file");
    let templates = Templates::load(workspace.path()).expect("templates");
    let error = format!("{:#}", Schemas::load(&templates, &Default::default()).expect_err("an unknown key"));
    assert!(
        error.contains("templates/tables/surveys.toml") && error.contains("line 7") && error.contains("perriod"),
        "{error}"
    );
}
