//! What is a digit, in whatever writing: `9`, `９`, `٩`, `𝟗`, `⑨`, `九`; and the letters that are typed in the place of one.

/// The zero of each writing with ten digits of its own, in their order (general category Nd of Unicode, all but `0`).
const ZEROS: [char; 65] = [
    '\u{660}',
    '\u{6f0}',
    '\u{7c0}',
    '\u{966}',
    '\u{9e6}',
    '\u{a66}',
    '\u{ae6}',
    '\u{b66}',
    '\u{be6}',
    '\u{c66}',
    '\u{ce6}',
    '\u{d66}',
    '\u{de6}',
    '\u{e50}',
    '\u{ed0}',
    '\u{f20}',
    '\u{1040}',
    '\u{1090}',
    '\u{17e0}',
    '\u{1810}',
    '\u{1946}',
    '\u{19d0}',
    '\u{1a80}',
    '\u{1a90}',
    '\u{1b50}',
    '\u{1bb0}',
    '\u{1c40}',
    '\u{1c50}',
    '\u{a620}',
    '\u{a8d0}',
    '\u{a900}',
    '\u{a9d0}',
    '\u{a9f0}',
    '\u{aa50}',
    '\u{abf0}',
    '\u{ff10}',
    '\u{104a0}',
    '\u{10d30}',
    '\u{11066}',
    '\u{110f0}',
    '\u{11136}',
    '\u{111d0}',
    '\u{112f0}',
    '\u{11450}',
    '\u{114d0}',
    '\u{11650}',
    '\u{116c0}',
    '\u{11730}',
    '\u{118e0}',
    '\u{11950}',
    '\u{11c50}',
    '\u{11d50}',
    '\u{11da0}',
    '\u{16a60}',
    '\u{16ac0}',
    '\u{16b50}',
    '\u{1d7ce}',
    '\u{1d7d8}',
    '\u{1d7e2}',
    '\u{1d7ec}',
    '\u{1d7f6}',
    '\u{1e140}',
    '\u{1e2f0}',
    '\u{1e950}',
    '\u{1fbf0}',
];

/// Signs that hold a digit: raised, lowered, circled, in brackets, before a point or a comma; first, last, digit of the
/// first.
const SIGNS: [(char, char, u8); 20] = [
    ('²', '³', 2),
    ('¹', '¹', 1),
    ('⁰', '⁰', 0),
    ('⁴', '⁹', 4),
    ('₀', '₉', 0),
    ('①', '⑨', 1),
    ('⑴', '⑼', 1),
    ('⒈', '⒐', 1),
    ('⓪', '⓪', 0),
    ('⓵', '⓽', 1),
    ('⓿', '⓿', 0),
    ('❶', '❾', 1),
    ('➀', '➈', 1),
    ('➊', '➒', 1),
    ('㈠', '㈨', 1),
    ('㊀', '㊈', 1),
    ('\u{1369}', '\u{1371}', 1),
    ('\u{19da}', '\u{19da}', 1),
    ('🄀', '🄀', 0),
    ('🄁', '🄊', 0),
];

/// A digit of a place system, as `0` to `9`: what stands beside another one makes one number with it.
pub fn decimal(c: char) -> Option<char> {
    if c.is_ascii() {
        return c.is_ascii_digit().then_some(c);
    }
    let zero = ZEROS[..ZEROS.partition_point(|zero| *zero <= c)].last()?;
    char::from_digit(u32::from(c) - u32::from(*zero), 10)
}

/// Any digit, as `0` to `9`; signs and Chinese digits are read one by one, beside others they may mean something else (张三, ①).
pub fn any(c: char) -> Option<char> {
    match c {
        // Nearly all characters of a text; no table is needed for them.
        '\u{3400}'..='\u{9fff}' | '〇' | '○' => chinese(c),
        _ if c.is_ascii() => decimal(c),
        _ => decimal(c).or_else(|| of_sign(c)),
    }
}

/// The digit for which a letter is typed by mistake.
pub fn mistyped(c: char) -> Option<char> {
    match c {
        'O' | 'o' => Some('0'),
        'I' | 'l' => Some('1'),
        _ => None,
    }
}

fn of_sign(c: char) -> Option<char> {
    let (first, _, value) = SIGNS.iter().find(|(first, last, _)| (*first..=*last).contains(&c))?;
    char::from_digit(u32::from(c) - u32::from(*first) + u32::from(*value), 10)
}

/// As they are written, written out against forgery, and spoken.
fn chinese(c: char) -> Option<char> {
    Some(match c {
        '〇' | '零' | '○' => '0',
        '一' | '壹' | '幺' => '1',
        '二' | '贰' | '貳' => '2',
        '三' | '叁' | '參' => '3',
        '四' | '肆' => '4',
        '五' | '伍' => '5',
        '六' | '陆' | '陸' => '6',
        '七' | '柒' => '7',
        '八' | '捌' => '8',
        '九' | '玖' => '9',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digit_of_any_writing_is_read() {
        for text in [
            "139",
            "１３９",
            "١٣٩",
            "१३९",
            "𝟏𝟑𝟗",
            "𝟙𝟛𝟡",
            "①③⑨",
            "❶❸❾",
            "⑴⑶⑼",
            "⒈⒊⒐",
            "¹³⁹",
            "一三九",
            "壹叁玖",
            "幺三九",
            "㊀㊂㊈",
        ] {
            assert_eq!(text.chars().filter_map(any).collect::<String>(), "139", "{text}");
        }
        for text in ["０⓪〇零○₀🄀🄁", "0"] {
            assert!(text.chars().all(|c| any(c) == Some('0')), "{text}");
        }
    }

    #[test]
    fn nothing_else_is_one() {
        assert!("十百千两Ⅲ½⑩⑽㊉aO-/张 ".chars().all(|c| any(c).is_none()));
        assert!("①一²".chars().all(|c| decimal(c).is_none()));
        assert!(ZEROS.is_sorted());
        for zero in ZEROS {
            let ten: String =
                (0..10).filter_map(|digit| char::from_u32(u32::from(zero) + digit)).filter_map(decimal).collect();
            assert_eq!(ten, "0123456789", "{zero:?}");
            assert!(zero.is_numeric(), "{zero:?}");
        }
    }
}
