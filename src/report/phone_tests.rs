//! Telephone numbers in every writing are masked, and no other figure is.

use crate::base::number::{Unit, display};
use crate::report::phone::{shown, within};
use crate::report::telephones;
use crate::settings::PhonePrivacy;
use crate::tables::numbers::{Numbers, USUAL};

fn mask(phone: &str) -> String {
    shown(phone, PhonePrivacy::Masked).unwrap()
}

fn mask_within(text: &str, privacy: PhonePrivacy) -> String {
    within(text, privacy, &Numbers::default()).into_owned()
}

#[test]
fn the_middle_of_a_mobile_number_is_hidden() {
    for phone in ["13812341234", "138 1234 1234", "+86 138-1234-1234", "008613812341234", "１３８１２３４１２３４"]
    {
        assert_eq!(mask(phone), "138****1234", "{phone}");
    }
}

#[test]
fn what_is_masked_already_stays() {
    assert_eq!(mask("138****1234"), "138****1234");
    assert_eq!(mask("138*12341234"), "138****1234");
    for (phone, masked) in [
        ("*87654321", "****4321"),
        ("8765432*", "****5432"),
        ("**87654321", "****4321"),
        ("8765*4321", "****4321"),
        ("****5678", "****5678"),
        ("8765**", "8765**"),
        ("0755-****5678", "0755-****5678"),
    ] {
        assert_eq!(mask(phone), masked, "{phone}");
    }
}

#[test]
fn landlines_keep_their_area() {
    assert_eq!(mask("010-12345678"), "010-****5678");
    assert_eq!(mask("0755-1234567"), "0755-****4567");
    assert_eq!(mask("12345678"), "****5678");
    assert_eq!(mask("8021"), "****");
}

#[test]
fn two_numbers_in_a_cell_are_both_masked() {
    assert_eq!(mask("13812341234/13998765432"), "138****1234/139****5432");
    assert_eq!(mask("无"), "无");
}

#[test]
fn a_number_in_a_comment_is_masked_and_an_order_number_is_not() {
    let comment = "请改打13812341234(工单 R20130901001,旧号12345678901234)";
    let masked = mask_within(comment, PhonePrivacy::Masked);
    assert_eq!(masked, "请改打138****1234(工单 R20130901001,旧号12345678901234)");
    assert_eq!(mask_within(comment, PhonePrivacy::Full), comment);
    let hidden = mask_within(comment, PhonePrivacy::None);
    assert_eq!(hidden, "请改打****(工单 R20130901001,旧号12345678901234)");
}

#[test]
fn a_number_in_groups_or_with_its_country_is_masked_within_a_text() {
    for (text, masked) in [
        ("打138 1234 0099不通", "打138****0099不通"),
        ("138-1234-0066是空号", "138****0066是空号"),
        ("138　1234　0066", "138****0066"),
        ("请打138-12340066,或1381234 0066", "请打138****0066,或138****0066"),
        ("+86 138 1234 0099", "+86 138****0099"),
        ("+86-138-1234-0099。", "+86-138****0099。"),
        ("+8613812340099", "+86138****0099"),
        ("008613812340099", "0086138****0099"),
        ("86 13812340099", "86 138****0099"),
        ("8613812340099", "86138****0099"),
        ("013812340099", "0138****0099"),
        ("１３８１２３４００９９", "138****0099"),
        ("138 1234 0099 2013-09-05 10:30", "138****0099 2013-09-05 10:30"),
        ("13812340099/139 8765 4321", "138****0099/139****4321"),
        ("1391-1112-222", "139****2222"),
        ("139.1111.2222", "139****2222"),
        ("139·1111·2222", "139****2222"),
        ("(139)11112222", "139****2222"),
        ("1 3 9 1 1 1 1 2 2 2 2", "139****2222"),
        ("Tel13911112222", "Tel139****2222"),
        ("tel-139-1111-2222", "tel-139****2222"),
        ("No.139 1111 2222", "No.139****2222"),
        ("微信wx13911112222", "微信wx139****2222"),
        ("13911112222wang", "139****2222wang"),
        ("138**** 13911112222", "138**** 139****2222"),
        ("139/1111/2222", "139****2222"),
        ("139,1111,2222", "139****2222"),
        ("139、1111、2222不通", "139****2222不通"),
        ("139|1111|2222", "139****2222"),
        ("139*1111*2222", "139****2222"),
        ("139:1111:2222", "139****2222"),
        ("139 / 1111 / 2222", "139****2222"),
        ("1391.1112222", "139****2222"),
        ("2013/09/12/139/1111/2222", "2013/09/12/139****2222"),
        ("12,139,1111,2222", "12,139****2222"),
        ("13812341234/13912341234", "138****1234/139****1234"),
        ("138-1234-1234,139/1234/1234", "138****1234,139****1234"),
        ("(1391)1112222", "139****2222"),
        ("1391 - 1112 - 222", "139****2222"),
        ("86-139-1111-2222", "86-139****2222"),
        ("86 139 1111 2222", "86 139****2222"),
        ("138-1234-0066-01", "138****0066-01"),
        ("139 1111 2222-801", "139****2222-801"),
        ("139.1111.2222转801", "139****2222转801"),
        ("T13911112222", "T139****2222"),
        ("手机T13911112222", "手机T139****2222"),
        ("手机WX13090100012", "手机WX130****0012"),
        ("m:13911112222", "m:139****2222"),
        ("T-139-1111-2222", "T-139****2222"),
        ("WO-138-1234-0066", "WO-138****0066"),
        ("LSV13812340099", "LSV138****0099"),
        ("13812340099A", "138****0099A"),
        ("①③⑨①①①①②②②②", "139****2222"),
        ("❶❸❾ ❶❶❶❶ ❷❷❷❷", "139****2222"),
        ("一三九一一一一二二二二一直不通", "139****2222一直不通"),
        ("张三一三九一一一一二二二二", "张三139****2222"),
        ("幺三九-幺幺幺幺-二二二二", "139****2222"),
        ("一三八〇零一三八〇〇〇", "138****8000"),
        ("周一13911112222", "周一139****2222"),
        ("①13911112222②13933334444", "①139****2222②139****4444"),
        ("١٣٩١١١١٢٢٢٢", "139****2222"),
        ("𝟏𝟑𝟗𝟏𝟏𝟏𝟏𝟐𝟐𝟐𝟐", "139****2222"),
        ("13911112222²", "139****2222²"),
        ("1391111223O", "139****2230"),
        ("l3911112222", "139****2222"),
        ("**13911112222**", "**139****2222**"),
        ("13911112222万先生", "139****2222万先生"),
    ] {
        assert_eq!(mask_within(text, PhonePrivacy::Masked), masked, "{text}");
    }
}

#[test]
fn figures_beside_a_number_in_a_usual_grouping_do_not_hide_it() {
    for (text, masked) in [
        ("约17:30,139-1111-2222", "约17:30,139****2222"),
        ("9月15，139-1111-2222联系", "9月15，139****2222联系"),
        ("转801，139.1111.2222", "转801，139****2222"),
        ("工位5,138 1234 0066", "工位5,138****0066"),
        ("金额380，139 1111 2222", "金额380，139****2222"),
        ("300,139 1111 2222", "300,139****2222"),
        ("300,139 111 12222", "300,139****2222"),
        ("13,911,112,222 139 1111 2222", "13,911,112,222 139****2222"),
        ("金额1580，139 1111 2222", "金额1580，139****2222"),
        ("收费1500 139 1111 2222", "收费1500 139****2222"),
        ("下午15.30 139 1111 2222", "下午15.30 139****2222"),
        ("房号1501，139 1111 2222", "房号1501，139****2222"),
        ("房号1501、1391-1112-222", "房号1501、139****2222"),
        ("1.139-1111-2222", "1.139****2222"),
        ("15-139-1111-2222", "15-139****2222"),
        ("010 139 1111 2222", "010 139****2222"),
        ("0755 1391111 2222", "0755 139****2222"),
        ("二〇一三〇九〇一一三九一一一一二二二二", "二〇一三〇九〇一139****2222"),
        ("一三九一一一一二二二二二〇一三〇九〇一", "139****2222二〇一三〇九〇一"),
        ("分机5,021-87654321", "分机5,021-****4321"),
        ("分机300,400-820-8820", "分机300,400-****8820"),
        ("1391 1112 010-12345678", "1391 1112 010-****5678"),
    ] {
        assert_eq!(mask_within(text, PhonePrivacy::Masked), masked, "{text}");
        assert_eq!(mask_within(masked, PhonePrivacy::Masked), masked, "masking again changes nothing");
    }
}

#[test]
fn a_landline_is_masked_where_it_is_written_as_one() {
    for (text, masked) in [
        ("打010-12345678不通", "打010-****5678不通"),
        ("(0755)8765432", "0755-****5432"),
        ("（0755）87654321转801", "0755-****4321转801"),
        ("0755 8765 4321", "0755-****4321"),
        ("021-8765432-801", "021-****5432-801"),
        ("+86 755 87654321", "+86 755****4321"),
        ("400-820-8820", "400-****8820"),
        ("800 820 8820", "800-****8820"),
        ("400-8208820", "400-****8820"),
        ("电话:87654321", "电话:****4321"),
        ("电话是 8765-4321,", "电话是 ****4321,"),
        ("Tel. 8765432", "Tel. ****5432"),
        ("座机：07558765432", "座机：075****5432"),
        ("手机４００８２０８８２０", "手机400-****8820"),
        ("4008208820", "400-****8820"),
        ("请打8008208820。", "请打800-****8820。"),
        ("电话8765432一直不通", "电话****5432一直不通"),
    ] {
        assert_eq!(mask_within(text, PhonePrivacy::Masked), masked, "{text}");
    }
}

#[test]
fn numbers_of_orders_vehicles_dates_and_money_are_no_phones() {
    for text in [
        "工单 R20130901001",
        "WX13060695",
        "WX13060100012",
        "WX130601000012",
        "RO-130601-00012",
        "工单WX-13060100012",
        "WO-0755-8765432",
        "LSVAA49J132000001",
        "LSVAAA13812340099",
        "A6L 13812340099123",
        "京A13812/京B34009",
        "2013-09-05 10:30:00",
        "2013.09.05-2013.10.05",
        "12-31-2013 090",
        "13-09-05 12345",
        "13-09-05-12345",
        "报价1500、1380、260",
        "报价1500/1380/260",
        "报价1500-1380-260",
        "报价：1500 1380 260",
        "1500、1380、260",
        "1500·1380·260",
        "1500，1380，260",
        "1、3、5、7、9、11、13、15、17",
        "1,4,5,5,5,5,5,5,5,5,5",
        "1 4 5 5 5 5 5 5 5 5 5 5",
        "费用:138+1234+5678=7050",
        "7050=138+1234+5678",
        "138+1234+5678+50=7100",
        "如“138”“1234”“5678”",
        "13/91/11/12/222",
        "15.09.2013 123",
        "010-20130905",
        "110-1234-5678",
        "138 1234 009",
        "130 1234 56789",
        "138",
        "京A13812",
        "87654321",
        "20130905 87654321",
        "电话 2013-09-05 打过",
        "电话20130905未接",
        "手机壳 12345",
        "¥13800138000",
        "13800138000元",
        "13,800,138,000.00",
        "13,911,112,222",
        "1,391,111",
        "138001380.00",
        "1,391/11,122,234",
        "本月1,391、上月11,122、累计234",
        "2013/09/12",
        "2013/9/12、2013/9/13",
        "13/09/12,12345",
        "13:40-15:30,100",
        "3/5/7",
        "139***1112/2345",
        "139.50%,111,1222",
        "138****1234",
        "010-****5678",
        "电话 ****5678",
        "电话138****5678",
        "里程 138000 公里",
    ] {
        assert_eq!(mask_within(text, PhonePrivacy::Masked), text);
    }
}

#[test]
fn privacy_decides() {
    assert_eq!(shown("13812341234", PhonePrivacy::Full).as_deref(), Some("13812341234"));
    assert_eq!(shown("13812341234", PhonePrivacy::None), None);
    for text in ["13812341234", "+86 138-1234-1234", "(010) 12345678", "13812341234/139 1111 2222"] {
        assert_eq!(mask_within(text, PhonePrivacy::None), "", "{text}");
    }
    assert_eq!(mask_within("张三13812341234", PhonePrivacy::None), "张三****");
}

use proptest::prelude::*;

const ZEROS: [&str; 6] =
    ["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "⓪①②③④⑤⑥⑦⑧⑨", "〇一二三四五六七八九"];
const BETWEEN: [&str; 26] = [
    "-", " ", "\u{3000}", "·", " - ", "\u{a0}", "－", "_", ".", "/", ",", "，", "、", "|", "*", "\\", ";", ":", "~",
    "+", "#", " / ", ", ", ")(", "’", "➝",
];

/// The signs that divide telephone numbers and list no figures.
const CLASSIC: [&str; 10] = ["-", " ", "\u{3000}", " - ", "\u{a0}", "－", "_", ".", ")(", " ("];

/// A mobile number in some grouping: its digits, in parts, and as it is written.
#[derive(Clone, Debug)]
struct Grouped {
    digits: String,
    parts: Vec<String>,
    sign: &'static str,
    written: String,
}

impl Grouped {
    /// Whether its parts have the usual lengths.
    fn is_usual(&self) -> bool {
        let lengths: Vec<usize> = self.parts.iter().map(String::len).collect();
        USUAL.contains(&lengths.as_slice())
    }

    /// Figures that the same signs write: an amount with cents, perhaps a date.
    fn is_figure(&self) -> bool {
        let cents = self.sign == "." && self.parts.len() == 2 && self.parts[1].len() <= 2;
        let short = |part: &String| part.len() <= 2;
        cents || self.parts.windows(3).any(|three| short(&three[1]) && (short(&three[0]) || short(&three[2])))
    }

    /// Whether a part of it may begin another number: `1-4008208820`, `13 0755 12345`.
    fn holds_landline(&self) -> bool {
        self.parts.iter().any(|part| ["0", "400", "800"].iter().any(|code| part.starts_with(code)))
    }

    /// Whether it begins as the number of an order does, with a day or a month.
    fn is_dated(&self) -> bool {
        let number = |text: &str| text.parse::<u32>().unwrap_or(0);
        let day = (1..=12).contains(&number(&self.digits[2..4])) && (1..=31).contains(&number(&self.digits[4..6]));
        let month = self.parts.get(1).is_some_and(|part| part.len() <= 2 && (1..=12).contains(&number(part)));
        day || (month && matches!(self.parts[0].len(), 2 | 4))
    }
}

/// A mobile number in a usual grouping with any sign, or in up to four parts with a sign that divides telephone numbers.
fn grouped() -> impl Strategy<Value = Grouped> {
    let usual = (prop::sample::select(USUAL.to_vec()), prop::sample::select(BETWEEN.to_vec()));
    let usual = usual.prop_map(|(lengths, sign)| (lengths.to_vec(), sign));
    let unusual = (prop::collection::btree_set(1..11_usize, 1..=3), prop::sample::select(CLASSIC.to_vec()));
    let unusual = unusual.prop_map(|(cuts, sign)| {
        let ends: Vec<usize> = cuts.into_iter().chain([11]).collect();
        let starts = std::iter::once(0).chain(ends.iter().copied());
        (starts.zip(&ends).map(|(start, end)| end - start).collect::<Vec<usize>>(), sign)
    });
    let number = (3..=9_u8, prop::collection::vec(0..=9_u8, 9));
    let ten = prop::sample::select(ZEROS.to_vec());
    (number, prop_oneof![usual, unusual], ten).prop_map(|((second, rest), (lengths, sign), ten)| {
        let digits: String = [1, second].into_iter().chain(rest).map(|digit| char::from(b'0' + digit)).collect();
        let mut left = digits.as_str();
        let mut cut = |length: usize| {
            let (part, rest) = left.split_at(length);
            left = rest;
            part.to_owned()
        };
        let parts: Vec<String> = lengths.into_iter().map(&mut cut).collect();
        let form = |digit: char| ten.chars().nth(digit.to_digit(10).unwrap() as usize).unwrap();
        let written: Vec<String> = parts.iter().map(|part| part.chars().map(form).collect()).collect();
        Grouped { digits, written: written.join(sign), parts, sign }
    })
}

proptest! {
    #[test]
    fn no_mobile_number_leaks_in_whatever_grouping(
        phone in grouped(),
        before in prop::sample::select(vec!["", "打", "电话:", "+86 ", "张三", "(", "2013-09-05,", "tel:", "T", "手机T", "手机号WX", "m:",
            "15，", "17:30,", "380,", "1580，", "010 ", "86-", "1.", "9月15、"]),
        after in prop::sample::select(vec!["", "不通", ")", ",明天", "。", "/空号", "一直不通", "wang", "-801", "，380"]),
    ) {
        prop_assume!((phone.is_usual() || !phone.is_figure()) && (before != "T" || !phone.is_dated()));
        // Digits joined to another grouping make something else of it.
        prop_assume!(phone.is_usual() || !(["86-", "1.", "010 "].contains(&before) || after == "-801"));
        let text = format!("{before}{}{after}", phone.written);
        for privacy in [PhonePrivacy::Masked, PhonePrivacy::None] {
            let out = mask_within(&text, privacy);
            prop_assert_eq!(mask_within(&out, privacy), out.clone(), "masking again changes nothing");
            prop_assert!(!telephones::digits(&out).contains(&phone.digits), "{} → {}", text, out);
            if privacy == PhonePrivacy::Masked && (phone.is_usual() || !phone.holds_landline()) {
                let own = format!("{}****{}", &phone.digits[..3], &phone.digits[7..]);
                prop_assert!(out.contains(&own), "{} → {}: not its own digits", text, out);
            }
        }
    }

    #[test]
    fn of_two_mobile_numbers_in_a_list_each_is_masked(
        one in grouped(), other in grouped(), between in prop::sample::select(vec!["/", ",", "、", " ", ";", "或", ", "]),
    ) {
        let text = format!("{}{between}{}", one.digits, other.digits);
        let masked = |digits: &str| format!("{}****{}", &digits[..3], &digits[7..]);
        prop_assert_eq!(
            mask_within(&text, PhonePrivacy::Masked),
            format!("{}{between}{}", masked(&one.digits), masked(&other.digits))
        );
    }

    #[test]
    fn ordinary_numbers_stay(
        year in 1990..2050_u32, month in 1..=12_u32, day in 1..=31_u32, hour in 0..24_u32, minute in 0..60_u32,
        amount in 0..100_000_000_u32, cents in 0..100_u32, serial in 0..100_000_u32,
        between in prop::sample::select(vec![",", "、", ";", "/", " 至 ", "(", "的"]),
    ) {
        for text in [
            format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}"),
            format!("{year}.{month}.{day}{between}{year}/{month}/{day}"),
            format!("{year}年{month}月{day}日{hour}点{minute}分"),
            format!("{year}/{month}/{day}"),
            format!("{year}{month:02}{day:02}{between}{amount}.{cents:02}元"),
            display(Some(f64::from(amount)), Unit::Count),
            format!("{}{} {}", display(Some(f64::from(amount)), Unit::Money), between.trim(), display(Some(f64::from(serial)), Unit::Count)),
            format!("WX{:02}{month:02}{day:02}{serial:05}", year % 100),
            format!("工单 R{year}{month:02}{day:02}{serial:05}"),
            format!("{year}{month:02}{day:02}{serial:05}"),
            format!("RO-{year}-{month:02}-{serial:05}"),
            format!("LSVAA49J1320{serial:05}{between}京A{serial:05}"),
            format!("里程{serial}公里,金额¥{amount}.{cents:02}"),
            format!("第 {serial} 行{between}B{serial}:B{amount}"),
            format!("报价{}、1380、{}", 1300 + serial % 700, 100 + cents),
            format!("{}/{month}/{day}/{hour}/{minute}/{cents}/{}", 13 + cents % 7, serial % 100),
        ] {
            prop_assert_eq!(mask_within(&text, PhonePrivacy::Masked), text);
        }
    }
}
