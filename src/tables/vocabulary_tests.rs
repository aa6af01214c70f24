//! What a word says, alone and with something beside it.

use super::entry::Entry;
use super::vocabulary::Vocabulary;
use crate::base::table_id::TableId;
use crate::tables::schemas::Schemas;

fn vocabulary(words: &[(&str, &[&str])]) -> Vocabulary {
    let mut vocabulary = Vocabulary::default();
    for (word, spellings) in words {
        let spellings: Vec<String> = spellings.iter().map(|spelling| (*spelling).to_owned()).collect();
        vocabulary.add(Entry { word: (*word).into(), ..Entry::default() }, &spellings, &[], &[]).expect("a word");
    }
    vocabulary
}

#[test]
fn an_evident_word_contains_a_spelling_or_is_one_slip_away() {
    let words = vocabulary(&[("成功", &["回访成功"]), ("失败", &["未成功"]), ("号码错误", &[])]);
    let cases = [
        ("基本成功", Some(0)),
        ("未成功呢", Some(1)),
        ("没有成功", None),
        ("号码错吴", Some(2)),
        ("错误号码", None),
        ("说了很久才终于算是成功了一半", None),
        ("还行", None),
        ("失败(成功)", None),
    ];
    for (text, entry) in cases {
        assert_eq!(words.evident(text), entry, "{text}");
    }
}

#[test]
fn one_spelling_cannot_mean_two_words() {
    let mut words = vocabulary(&[("成功", &["OK"])]);
    let failure = Entry { word: "失败".into(), ..Entry::default() };
    assert!(words.add(failure.clone(), &["ok!".into()], &[], &[]).is_err());
    assert!(words.add(failure, &[], &["已回访".into()], &[]).is_err());
    assert!(words.extend("成功", &["OK了".into()]) && !words.extend("胜利", &[]));
    assert_eq!((words.find(" ＯＫ了 "), words.find("成功(已接通)"), words.find("也许")), (Some(0), Some(0), None));
}

/// What a text says in a field of the templates: the word, the reason beside it, `?` where it contradicts itself.
fn said(schemas: &Schemas, table: TableId, field: &str, text: &str) -> String {
    let schema = schemas.table(table).expect("a table");
    let words = &schema.fields[schema.field(field).expect("a field")].vocabulary;
    let reading = words.read(text);
    let reason = reading.implied.map(|entry| {
        let reasons = &schema.fields[schema.field("reason").expect("a field")].vocabulary;
        format!(" {}", reasons.entries()[entry].word)
    });
    let word = reading.entry.map_or("-", |entry| words.entries()[entry].word.as_str());
    format!("{word}{}{}", reason.unwrap_or_default(), if reading.doubtful { "?" } else { "" })
}

#[test]
fn what_stands_beside_a_word_is_passed_over_only_where_it_says_nothing() {
    let schemas = crate::tables::tests::schemas();
    let cases = [
        (TableId::CALLBACKS, "result", "成功(李娜)", "成功"),
        (TableId::CALLBACKS, "result", "成功(2013-09-05 三日 13800138000)", "成功"),
        (TableId::CALLBACKS, "result", "成功(不满意)", "成功"),
        (TableId::CALLBACKS, "result", "成功(客户无异议)", "成功"),
        (TableId::CALLBACKS, "result", "已回访(无人接听)", "失败 无法接通"),
        (TableId::CALLBACKS, "result", "已回访【无人接听】", "失败 无法接通"),
        (TableId::CALLBACKS, "result", "已回访[空号", "失败 号码错误"),
        (TableId::CALLBACKS, "result", "接通（拒访）", "失败 拒绝回访"),
        (TableId::CALLBACKS, "result", "接通《客户不方便》", "失败 拒绝回访"),
        (TableId::CALLBACKS, "result", "已完成(待回访)", "待回访"),
        (TableId::CALLBACKS, "result", "已回访-无人接听", "失败 无法接通"),
        (TableId::CALLBACKS, "result", "已回访 空号", "失败 号码错误"),
        (TableId::CALLBACKS, "result", "已回访/未成功", "失败"),
        (TableId::CALLBACKS, "result", "无人接听", "失败 无法接通"),
        (TableId::CALLBACKS, "result", "占线/无人接听/停机", "失败 无法接通"),
        (TableId::CALLBACKS, "result", "失败(空号)", "失败 号码错误"),
        (TableId::CALLBACKS, "result", "失败(客户没空)", "失败"),
        (TableId::CALLBACKS, "result", "失败(没有成功)", "失败"),
        (TableId::CALLBACKS, "result", "成功✅", "成功"),
        (TableId::CALLBACKS, "result", "待回访(成功)", "-?"),
        (TableId::CALLBACKS, "result", "成功(无人接听)", "-?"),
        (TableId::CALLBACKS, "result", "【未成功】已回访", "失败"),
        (TableId::CALLBACKS, "result", "【未成功】成功", "-?"),
        (TableId::CALLBACKS, "result", "成功(没打通)", "-?"),
        (TableId::CALLBACKS, "result", "已回访(客户没空)", "-?"),
        (TableId::CALLBACKS, "result", "成功(待确认)", "-?"),
        (TableId::CALLBACKS, "result", "成功（取消）", "-?"),
        (TableId::CALLBACKS, "result", "成功-已作废", "-?"),
        (TableId::CALLBACKS, "result", "成功（客户要求取消短信）", "成功"),
        (TableId::COMPLAINTS, "reaction", "满意(后撤销)", "-?"),
        (TableId::WORK_ORDERS, "service_type", "首保（取消）", "-?"),
        (TableId::WORK_ORDERS, "service_type", "首保（客户放弃）", "-?"),
        (TableId::WORK_ORDERS, "service_type", "首保（预约）", "首保"),
        (TableId::CALLBACKS, "result", "成功(?)", "-?"),
        (TableId::CALLBACKS, "result", "成功？", "-?"),
        (TableId::CALLBACKS, "result", "失败(实际成功)", "-?"),
        (TableId::CALLBACKS, "result", "成功/失败", "-?"),
        (TableId::CALLBACKS, "result", "成功❌", "-?"),
        (TableId::CALLBACKS, "result", "☐成功", "-?"),
        (TableId::CALLBACKS, "result", "成功,但客户未接", "-?"),
        (TableId::CALLBACKS, "result", "成功-李娜", "-?"),
        (TableId::CALLBACKS, "kind", "销售回访(三日)", "销售回访"),
        (TableId::CALLBACKS, "kind", "三日(售后)", "售后回访"),
        (TableId::CALLBACKS, "kind", "三日+新车回访", "销售回访"),
        (TableId::CALLBACKS, "kind", "三日回访+定保提醒", "-?"),
        (TableId::CALLBACKS, "kind", "投诉回访(三日)", "-?"),
        (TableId::CALLBACKS, "kind", "流失回访/三日", "-?"),
        (TableId::CALLBACKS, "kind", "售后回访(首保提醒)", "-?"),
        (TableId::CALLBACKS, "reason", "空号/错号", "号码错误"),
        (TableId::CALLBACKS, "reason", "号码错误(停机)", "号码错误"),
        (TableId::CALLBACKS, "reason", "无法接通(没有人)", "无法接通"),
        (TableId::CALLBACKS, "reason", "无法接通(空号)", "-?"),
        (TableId::COMPLAINTS, "status", "已撤诉（处理中）", "-?"),
        (TableId::COMPLAINTS, "status", "已结案(不满意)", "已结案"),
        (TableId::COMPLAINTS, "status", "已处理(待结案)", "处理中"),
        (TableId::COMPLAINTS, "status", "已结案(未闭环)", "-?"),
        (TableId::COMPLAINTS, "reaction", "满意(实际不满意)", "-?"),
        (TableId::COMPLAINTS, "reaction", "满意/不满意", "-?"),
        (TableId::COMPLAINTS, "reaction", "不满意(价格不合理)", "不满意"),
        (TableId::COMPLAINTS, "reaction", "满意😊", "满意"),
        (TableId::COMPLAINTS, "reaction", "满意👎", "-?"),
        (TableId::COMPLAINTS, "level", "I/II", "-?"),
        (TableId::COMPLAINTS, "level", "I II", "-?"),
        (TableId::CALLBACKS, "result", "Done - wrong number", "失败 号码错误"),
        (TableId::CALLBACKS, "result", "Reached (refused)", "失败 拒绝回访"),
        (TableId::CALLBACKS, "result", "Not  reached", "失败"),
        (TableId::COMPLAINTS, "level", "I(24小时)", "I"),
        (TableId::COMPLAINTS, "level", "重大投诉(一级)", "-?"),
        (TableId::WORK_ORDERS, "service_type", "首保(强保)", "首保"),
        (TableId::WORK_ORDERS, "service_type", "首保(保养)", "首保"),
        (TableId::WORK_ORDERS, "service_type", "维修(内部)", "内部"),
        (TableId::WORK_ORDERS, "service_type", "一般维修(返修)", "一般维修"),
        (TableId::WORK_ORDERS, "service_type", "首保(PDI)", "-?"),
        (TableId::WORK_ORDERS, "status", "已结算(作废)", "-?"),
        (TableId::WORK_ORDERS, "status", "已结算(李娜)", "已结算"),
        (TableId::NEW_SALES, "status", "已交车(已退车)", "-?"),
    ];
    let wrong: Vec<String> = cases
        .into_iter()
        .filter(|(table, field, text, expected)| said(&schemas, *table, field, text) != *expected)
        .map(|(table, field, text, expected)| {
            format!("{text}: {} and not {expected}", said(&schemas, table, field, text))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
