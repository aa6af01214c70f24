use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date of the test")
}

fn resolve(command: Command, options: &Options, file: &str) -> Result<Settings, Failure> {
    let configuration = Configuration::parse(FILE_NAME, file).expect(file);
    settings(&command, options, &configuration, PathBuf::from("shop"), day("2013-10-03"))
}

fn monthly() -> Command {
    Command::Monthly { month: None, handout: None }
}

#[test]
fn without_a_word_everything_takes_its_default() {
    let settings = resolve(monthly(), &Options::default(), "").expect("defaults");
    assert_eq!(settings.period.label(), "2013-09");
    assert_eq!(settings.as_of, day("2013-09-30"));
    assert_eq!(settings.inputs, [PathBuf::from("shop/input")]);
    assert_eq!(settings.output, PathBuf::from("shop/output"));
    assert_eq!(settings.formats.len(), Format::ALL.len());
    assert_eq!(settings.counting.complaint_hours.by_level["default"], 72.0);
    assert!(!settings.strict);
}

#[test]
fn the_command_line_wins_over_the_file() {
    let file = "[report]\nlang = \"en\"\noutput = \"a\"\nformats = [\"png\"]\nmonth = \"2012-05\"\nas_of = 2012-06-01";
    let from_file = resolve(monthly(), &Options::default(), file).expect("a file");
    assert_eq!((from_file.lang, from_file.period.label().as_str()), (Lang::English, "2012-05"));
    assert_eq!(from_file.as_of, day("2012-06-01"));
    assert_eq!(from_file.formats, BTreeSet::from([Format::Png]));
    let options = Options {
        lang: Some("zh-CN".into()),
        output: Some("b".into()),
        format: vec!["json".into()],
        as_of: Some("2013-09-10".into()),
        ..Options::default()
    };
    let typed =
        resolve(Command::Monthly { month: Some("2013-09".into()), handout: None }, &options, file).expect("options");
    assert_eq!((typed.lang, typed.period.label().as_str()), (Lang::Chinese, "2013-09"));
    assert_eq!((typed.output, typed.as_of), (PathBuf::from("shop/b"), day("2013-09-10")));
    assert_eq!(typed.formats, BTreeSet::from([Format::Json]));
}

#[test]
fn last_is_the_last_full_period_of_the_dealers_calendar() {
    let label = |command, file: &str| resolve(command, &Options::default(), file).expect(file).period.label();
    assert_eq!(label(Command::Quarterly { quarter: Some("last".into()), handout: None }, ""), "2013-Q3");
    assert_eq!(label(Command::Annual { year: None, handout: None }, ""), "2012");
    assert_eq!(label(monthly(), "[report]\nmonth_start_day = 5"), "2013-09");
    assert_eq!(label(monthly(), "[report]\nmonth_start_day = 2"), "2013-10");
}

#[test]
fn a_period_that_is_not_over_is_seen_from_today() {
    let of = |month: &str, as_of: Option<&str>| {
        let options = Options { as_of: as_of.map(str::to_owned), ..Options::default() };
        let settings =
            resolve(Command::Monthly { month: Some(month.into()), handout: None }, &options, "").expect(month);
        (settings.as_of, settings.complete)
    };
    // Today is 2013-10-03.
    assert_eq!(of("2013-10", None), (day("2013-10-03"), false));
    let next = Command::Monthly { month: Some("2013-11".into()), handout: None };
    let failure = resolve(next, &Options::default(), "").expect_err("a period that has not begun");
    assert!(failure.message.chinese.contains("2013-11 还没有开始（今天是 2013-10-03）"), "{failure:?}");
    assert_eq!(of("2013-11", Some("2013-11-01")), (day("2013-11-01"), false), "the day that is named counts");
    assert_eq!(of("2013-09", None), (day("2013-09-30"), true));
    assert_eq!(of("2013-09", Some("2013-09-20")), (day("2013-09-20"), false));
    assert_eq!(of("2013-09", Some("2013-10-02")), (day("2013-10-02"), true));
    assert_eq!(of("2013-10", Some("2013-10-31")), (day("2013-10-31"), false));
    let quarter =
        resolve(Command::Quarterly { quarter: Some("2013-Q4".into()), handout: None }, &Options::default(), "");
    assert_eq!(quarter.expect("a quarter").as_of, day("2013-10-03"));
}

#[test]
fn a_wrong_period_or_day_says_how_to_write_it() {
    let wrong = Command::Monthly { month: Some("2013-13".into()), handout: None };
    let failure = resolve(wrong, &Options::default(), "").expect_err("no month");
    assert!(failure.exit == Exit::Usage && failure.hint.en.contains("2013-09"));
    let early = Options { as_of: Some("2013-08-31".into()), ..Options::default() };
    let failure = resolve(monthly(), &early, "").expect_err("too early");
    assert!(failure.message.en.contains("2013-09-01"), "{failure}");
}
