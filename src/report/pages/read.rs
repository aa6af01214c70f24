//! One file of `templates/pages` to one page.

use super::agenda;
use super::columns::{self, NamedAxis, check_axes, check_broken_down, unknown};
use super::plan::{
    Axis, BlockPlan, ChartPlan, ColumnPlan, CorrelationPlan, CrossedPlan, Follows, ListColumn, ListPlan, Made, PERIOD,
    PagePlan, Part, Says, TablePlan,
};
use super::says;
use super::whys::why;
use crate::base::declaration::{Entry, Section, Source, choose};
use crate::base::failure::Failure;
use crate::base::lang::Words;
use crate::base::period::PeriodKind;
use crate::kpi::behind::Side;
use crate::kpi::catalogue::Catalogue;
use crate::kpi::definition::Definition;

/// A page without a place of its own stands behind all others.
const LAST: f64 = 1_000.0;
/// A name of a sheet is at most this long in Excel.
const TITLE_CHARS: usize = 31;
/// What a block may be.
const KINDS: [&str; 6] = ["say", "table", "chart", "list", "why", "made"];
/// The block that is made and has keys of its own.
const CORRELATION: &str = "correlation";
const PERIODS: [(&str, PeriodKind); 3] =
    [("month", PeriodKind::Month), ("quarter", PeriodKind::Quarter), ("year", PeriodKind::Year)];
const MADE: [(&str, Made); 8] = [
    ("overview", Made::Overview),
    ("inputs", Made::Inputs),
    ("findings", Made::Findings),
    ("definitions", Made::Definitions),
    ("gaps", Made::Gaps),
    ("aims", Made::Aims),
    ("review", Made::Review),
    ("ranking", Made::Ranking),
];

/// Reads a page: its id is the name of its file. One about `stores` is none where there is but one store.
///
/// # Errors
/// Whatever its file says that is not known: with file, line and the nearest name.
pub(super) fn page(id: &str, source: Source<'_>, catalogue: &Catalogue) -> Result<Option<PagePlan>, Failure> {
    if !is_id(id) {
        let [chinese, english] = ID;
        return Err(source.failure(
            1,
            &format!("页的文件名{chinese}"),
            &format!("the name of a page's file {english}"),
        ));
    }
    let table = source.parse()?;
    let mut root = Section::root(source, &table);
    let order = root.take("order").map(|entry| entry.number(0.0..=LAST)).transpose()?.unwrap_or(LAST);
    let title = root.need("title")?;
    let words = title.words()?;
    for name in [&words.chinese, &words.en] {
        let allowed = !name.is_empty()
            && name.chars().count() <= TITLE_CHARS
            && !name.contains(['[', ']', ':', '*', '?', '/', '\\']);
        if !allowed {
            return Err(title.failure(
                &format!("不能作工作表名：“{name}”（1–31 个字符，不含 []:*?/\\）"),
                &format!("cannot name a sheet: {name:?} (1–31 characters, none of []:*?/\\)"),
            ));
        }
    }
    let overview = root.take("overview").map(|entry| overview(id, &entry, catalogue)).transpose()?.unwrap_or_default();
    let of_stores = root.take("stores").map(|entry| entry.flag()).transpose()?.unwrap_or(false);
    if of_stores && !catalogue.is_of_stores() {
        return Ok(None);
    }
    let with = root.take("with").map(|entry| entry.text()).transpose()?;
    let mut periods = Vec::new();
    for (word, entry) in root.take("periods").map(|entry| entry.each()).transpose()?.unwrap_or_default() {
        periods.push(choose(&word, &PERIODS).map_err(|wrong| entry.refuse(wrong))?);
    }
    let part = root.take("deck").map(|entry| agenda::part(&entry)).transpose()?;
    let mut blocks = Vec::new();
    for entry in root.take("blocks").map(|entry| entry.items()).transpose()?.unwrap_or_default() {
        blocks.push(block(&entry, catalogue)?);
    }
    root.finish()?;
    Ok(Some(PagePlan { id: id.to_owned(), order, title: words, with, periods, overview, part, blocks }))
}

/// The indicators of a page that stand on the overview.
fn overview(id: &str, entry: &Entry<'_>, catalogue: &Catalogue) -> Result<Vec<String>, Failure> {
    let own = catalogue.definitions().iter().filter(|one| one.page == id && !one.support);
    let known: Vec<_> = own.map(|one| (one.id.as_str(), ())).collect();
    let named = entry.texts()?;
    named.iter().try_for_each(|name| choose(name, &known).map_err(|wrong| entry.refuse(wrong)))?;
    Ok(named)
}

/// What ids may be made of: they become names of files.
const ID: [&str; 2] = ["只能用 a-z、0-9 和 _", "has only a-z, 0-9 and _"];

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn block(entry: &Entry<'_>, catalogue: &Catalogue) -> Result<BlockPlan, Failure> {
    let mut block = entry.section()?;
    let entries = block.entries();
    let Some(kind) = entries.iter().find_map(|entry| KINDS.into_iter().find(|kind| *kind == entry.key)) else {
        let first = entries.into_iter().next();
        return Err(first.map_or_else(|| entry.failure("是空的", "is empty"), |first| first.unknown(&KINDS)));
    };
    let named = block.need(kind)?;
    let plan = match kind {
        "say" => BlockPlan::Say(says::say(&named, &mut block, catalogue)?),
        "table" => table(id(&named)?, &mut block, catalogue)?,
        "chart" => BlockPlan::Chart(chart(id(&named)?, &named, &mut block, catalogue)?),
        "why" => BlockPlan::Why(why(id(&named)?, &mut block, catalogue)?),
        "list" => BlockPlan::List(list(id(&named)?, &mut block, catalogue)?),
        _ if named.text()? == CORRELATION => BlockPlan::Correlation(correlation(&mut block, catalogue)?),
        _ => BlockPlan::Made(choose(&named.text()?, &MADE).map_err(|wrong| named.refuse(wrong))?),
    };
    block.finish()?;
    Ok(plan)
}

/// Indicators that have the breakdown over which they are held together.
fn correlation(block: &mut Section<'_>, catalogue: &Catalogue) -> Result<CorrelationPlan, Failure> {
    let id = id(&block.need("id")?)?;
    let by = block.need("by")?.text()?;
    let of = block.need("of")?;
    let has_groups = |one: &&Definition| one.by.iter().any(|groups| *groups == [by.as_str()]);
    let known: Vec<_> = catalogue.definitions().iter().filter(has_groups).map(|one| (one.id.as_str(), ())).collect();
    let named = of.texts()?;
    named.iter().try_for_each(|name| choose(name, &known).map_err(|wrong| of.refuse(wrong)))?;
    if named.len() < 2 {
        return Err(of.failure("至少要有两个指标", "needs two indicators"));
    }
    Ok(CorrelationPlan { id, of: named, by, printed: printed(block)? })
}

fn id(entry: &Entry<'_>) -> Result<String, Failure> {
    let id = entry.text()?;
    if is_id(&id) { Ok(id) } else { Err(entry.failure(ID[0], ID[1])) }
}

fn axis(entry: Entry<'_>) -> Result<NamedAxis<'_>, Failure> {
    let name = entry.text()?;
    Ok(NamedAxis { axis: if name == PERIOD { Axis::Period } else { Axis::Groups(name) }, entry })
}

fn table(id: String, block: &mut Section<'_>, catalogue: &Catalogue) -> Result<BlockPlan, Failure> {
    let rows = block.need("rows")?;
    if !rows.is_text() {
        return Ok(BlockPlan::Crossed(crossed(id, &rows, block, catalogue)?));
    }
    let rows = axis(rows)?;
    let across = block.take("across").map(axis).transpose()?;
    let entry = block.need("columns")?;
    let axes: Vec<NamedAxis<'_>> = std::iter::once(rows).chain(across).collect();
    let columns = columns::columns(&entry, &axes, catalogue)?;
    let mut axes = axes.into_iter().map(|named| named.axis);
    let (rows, across) = (axes.next().unwrap_or(Axis::Period), axes.next());
    if across.is_some() && columns.iter().any(|column| column.each.is_some()) {
        return Err(entry.failure("中 each 和 across 不能同用", "has each beside across"));
    }
    if across.as_ref() == Some(&rows) {
        return Err(entry.failure("的表行列相同", "stand in a table whose rows are its columns"));
    }
    let sort = sort(block, &mut columns.iter())?;
    Ok(BlockPlan::Table(TablePlan {
        id,
        title: block.take("title").map(|entry| entry.words()).transpose()?,
        whole: block.take("whole").map(|entry| entry.flag()).transpose()?.unwrap_or(rows != Axis::Period),
        note: block.take("note").map(|entry| entry.words()).transpose()?,
        printed: printed(block)?,
        sort,
        rows,
        across,
        columns,
    }))
}

/// A table whose rows are combinations of the groups of several properties.
fn crossed(
    id: String,
    rows: &Entry<'_>,
    block: &mut Section<'_>,
    catalogue: &Catalogue,
) -> Result<CrossedPlan, Failure> {
    let axes = rows.items()?.into_iter().map(axis).collect::<Result<Vec<_>, _>>()?;
    let properties: Vec<String> = axes.iter().filter_map(NamedAxis::property).map(str::to_owned).collect();
    let twice = |(at, property): (usize, &String)| properties[..at].contains(property);
    if axes.len() < 2 || properties.len() < axes.len() || properties.iter().enumerate().any(twice) {
        return Err(rows.failure(
            "应为一个名字，或至少两个不同的分组（不含 period）",
            "is one name, or a list of at least two different groups (without period)",
        ));
    }
    let entry = block.need("columns")?;
    let columns = columns::columns(&entry, &axes, catalogue)?;
    if columns.iter().any(|column| column.each.is_some() || !column.sum.is_empty()) {
        return Err(entry.failure("中不能有 each 或 sum", "has each or sum, which such a table has not"));
    }
    Ok(CrossedPlan { id, title: block.need("title")?.words()?, rows: properties, columns })
}

/// Whether paper has the block too.
fn printed(block: &mut Section<'_>) -> Result<bool, Failure> {
    block.take("printed").map_or(Ok(true), |entry| entry.flag())
}

/// One of the columns' indicators: its groups give the order.
fn sort(block: &mut Section<'_>, columns: &mut dyn Iterator<Item = &ColumnPlan>) -> Result<Option<String>, Failure> {
    let Some(entry) = block.take("sort") else { return Ok(None) };
    let (id, known): (String, Vec<&str>) = (entry.text()?, columns.map(|column| column.of.as_str()).collect());
    if known.contains(&id.as_str()) {
        return Ok(Some(id));
    }
    Err(unknown(&entry, ["不是本块的指标：", "is none of this block's indicators:"], &id, known.into_iter()))
}

fn chart(id: String, named: &Entry<'_>, block: &mut Section<'_>, catalogue: &Catalogue) -> Result<ChartPlan, Failure> {
    let mut axes = vec![axis(block.need("x")?)?];
    if let Some(entry) = block.take("series") {
        axes.push(NamedAxis { axis: Axis::Groups(entry.text()?), entry });
    }
    let properties: Vec<&str> = axes.iter().filter_map(NamedAxis::property).collect();
    let mut marks = |key| -> Result<Vec<ColumnPlan>, Failure> {
        let Some(entry) = block.take(key) else { return Ok(Vec::new()) };
        let marks = columns::columns(&entry, &axes, catalogue)?;
        if marks.iter().any(|mark| mark.each.is_some() || !mark.sum.is_empty()) {
            return Err(entry.failure("中不能有 each 或 sum", "has each or sum, which a chart has not"));
        }
        // What is below a line is drawn as what is above it.
        let mut units = marks.iter().filter(|mark| mark.part != Part::Below).map(|mark| mark.unit);
        let first = units.next();
        if units.any(|unit| Some(unit) != first) {
            return Err(entry.failure("的单位不同，不能同用一轴", "differ in their units and cannot share an axis"));
        }
        Ok(marks)
    };
    let (columns, lines) = (marks("columns")?, marks("lines")?);
    let pie = block.take("pie").map(|entry| {
        let slices = columns::named(&entry, &entry.text()?, catalogue)?;
        let one = columns::indicator(&entry, &slices.of, catalogue)?;
        check_axes(&axes, std::iter::once(one))?;
        check_broken_down(&entry, one, &properties)?;
        if slices.unit.adds_up() && columns.is_empty() && lines.is_empty() && axes[0].axis != Axis::Period {
            return Ok(slices);
        }
        Err(entry.failure("应为一个按组的数量，独占一图", "must be one count by group, alone in its chart"))
    });
    let pie = pie.transpose()?;
    let Some(main) = lines.iter().chain(&columns).chain(&pie).next() else {
        return Err(named.failure("没有 columns、lines 或 pie", "has no columns, lines or pie"));
    };
    let sort = sort(block, &mut lines.iter().chain(&columns).chain(&pie))?;
    let by = properties.first().copied();
    let says = match block.take("says") {
        Some(entry) => chart_says(&entry, main, by, catalogue)?,
        None => default_says(main, axes[0].property()),
    };
    let series = axes.get(1).and_then(NamedAxis::property).map(str::to_owned);
    Ok(ChartPlan {
        title: block.take("title").map(|entry| entry.words()).transpose()?,
        whole: block.take("whole").map(|entry| entry.flag()).transpose()?.unwrap_or(false),
        id,
        x: axes.swap_remove(0).axis,
        columns,
        lines,
        pie,
        series,
        sort,
        says,
    })
}

/// Over periods the headline; of a count by group the largest; else the ends.
pub(super) fn default_says(main: &ColumnPlan, by: Option<&str>) -> Says {
    let of = main.of.clone();
    match by {
        None => Says::Headline(vec![of]),
        Some(by) if main.unit.adds_up() => Says::Largest(of, by.to_owned()),
        Some(by) => Says::Ends(of, by.to_owned()),
    }
}

/// A rule about the chart's own indicator, or a text.
fn chart_says(entry: &Entry<'_>, main: &ColumnPlan, by: Option<&str>, catalogue: &Catalogue) -> Result<Says, Failure> {
    if !entry.is_text() {
        return Ok(Says::Text(says::spoken(entry, catalogue)?));
    }
    let (of, by) = (main.of.clone(), by.unwrap_or_default().to_owned());
    let rule = entry.text()?;
    let allowed = ["headline", "largest", "ends"].map(|name| (name, name));
    match choose(&rule, if by.is_empty() { &allowed[..1] } else { &allowed }).map_err(|wrong| entry.refuse(wrong))? {
        "headline" => Ok(Says::Headline(vec![of])),
        "largest" => Ok(Says::Largest(of, by)),
        _ => Ok(Says::Ends(of, by)),
    }
}

/// The count whose rows are listed, or the rate of which those that fall short are: `complaint_timely_closure_rate.rest`.
fn listed<'c>(of: &Entry<'_>, catalogue: &'c Catalogue) -> Result<(&'c Definition, Side), Failure> {
    let column = columns::named(of, &of.text()?, catalogue)?;
    let one = columns::indicator(of, &column.of, catalogue)?;
    match column.part {
        Part::Value if one.unit.adds_up() => Ok((one, Side::Counted)),
        Part::Rest if one.has_rest() => Ok((one, Side::Rest)),
        _ => {
            let counts = catalogue.definitions().iter().filter(|one| one.unit.adds_up()).map(|one| one.id.as_str());
            let Words { chinese, en } = Words::list(&counts.collect::<Vec<_>>());
            Err(of.failure("应为数量，或比率的 .rest", "must be a count, or the .rest of a rate").hint(
                format!("数量有：{chinese}；.rest 只用于每行算一次、只分是否的比率"),
                format!("the counts are: {en}; .rest is for rates in which a row counts once, for yes or no"),
            ))
        }
    }
}

fn list(id: String, block: &mut Section<'_>, catalogue: &Catalogue) -> Result<ListPlan, Failure> {
    let (count, side) = listed(&block.need("of")?, catalogue)?;
    let facts = count.rows.facts.clone();
    let field = |entry: &Entry<'_>| -> Result<String, Failure> {
        let name = entry.text()?;
        if facts.column(&name).is_some() {
            return Ok(name);
        }
        let what = [format!("{} 没有列", facts.id.name()), format!("{} has no column", facts.id.name())];
        let what = [what[0].as_str(), what[1].as_str()];
        Err(unknown(entry, what, &name, facts.columns.iter().map(|column| column.id.as_str())))
    };
    let mut columns = Vec::new();
    for item in block.need("columns")?.items()? {
        if item.is_text() {
            columns.push(ListColumn { field: field(&item)?, names: None, wide: false });
            continue;
        }
        let mut section = item.section()?;
        let of = section.need("of")?;
        columns.push(ListColumn {
            field: field(&of)?,
            names: section.take("names").map(|entry| entry.words()).transpose()?,
            wide: section.take("wide").map(|entry| entry.flag()).transpose()?.unwrap_or(false),
        });
        section.finish()?;
    }
    let follows = block.take("follows").map(|entry| {
        let mut section = entry.section()?;
        let mut column = |key| field(&section.need(key)?);
        let follows = Follows {
            indicator: column("indicator")?,
            group: column("group")?,
            since: column("since")?,
            owner: column("owner")?,
        };
        section.finish()?;
        Ok(follows)
    });
    let shown = |entry: &Entry<'_>, name: String| {
        let shown = columns.iter().map(|column| column.field.as_str());
        if shown.clone().any(|shown| shown == name) {
            return Ok(name);
        }
        Err(unknown(entry, ["不是本清单的列：", "is no column of this list:"], &name, shown))
    };
    let bad = block.take("bad").map(|entry| shown(&entry, field(&entry)?));
    let most_first = block.take("most_first").map(|entry| shown(&entry, field(&entry)?));
    let people = block.take("people").map(|entry| -> Result<Vec<String>, Failure> {
        entry.each()?.iter().map(|(_, entry)| shown(entry, field(entry)?)).collect()
    });
    let behind = block.take("behind").map(|entry| -> Result<Vec<String>, Failure> {
        let rates = catalogue.definitions().iter().filter(|one| !one.unit.adds_up()).map(|one| (one.id.as_str(), ()));
        let rates: Vec<_> = rates.collect();
        let named = entry.texts()?;
        named.iter().try_for_each(|name| choose(name, &rates).map_err(|wrong| entry.refuse(wrong)))?;
        Ok(named)
    });
    Ok(ListPlan {
        id,
        of: count.id.clone(),
        side,
        behind: behind.transpose()?.unwrap_or_default(),
        facts,
        title: block.take("title").map(|entry| entry.words()).transpose()?.unwrap_or_else(|| count.name.clone()),
        bad: bad.transpose()?,
        most_first: most_first.transpose()?,
        people: people.transpose()?.unwrap_or_default(),
        printed: printed(block)?,
        deck: block.take("deck").map(|entry| entry.flag()).transpose()?.unwrap_or(false),
        follows: follows.transpose()?,
        columns,
    })
}
