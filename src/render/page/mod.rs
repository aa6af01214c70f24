//! The page: one file without network, to be read on a phone, printed and sent. What it shows stands in the report; how it
//! stands there in a template, which a workspace may replace.
//!
//! The only user of minijinja. Script and style are allowed by the hashes of their bytes alone, so nothing that a spreadsheet
//! holds could ever run, even if it were not escaped.

mod course;
mod inks;
mod links;
mod table;
mod topics;

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use rayon::prelude::*;

use crate::base::digest::sha256_base64;
use crate::render::Artifact;
use crate::render::charts::inline;
use crate::render::theme::Theme;
use crate::report::model::Report;
use crate::report::texts::Texts;
use crate::report::words;
use crate::templates::Templates;
use links::Places;
use topics::Making;

/// The name of the page.
pub const FILE: &str = "index.html";
/// The templates of page, style and script.
const TEMPLATES: [&str; 3] = ["page/index.html", "page/page.css", "page/page.js"];

/// The templates of the page.
#[derive(Clone, Debug)]
pub struct PageTemplate {
    html: String,
    css: String,
    js: String,
}

impl PageTemplate {
    /// Reads them.
    ///
    /// # Errors
    /// A template that is no template: with file and line.
    pub fn load(templates: &Templates) -> Result<Self> {
        let [html, css, js] = TEMPLATES;
        // Browsers read the ends of lines so, and hash what they read.
        let text = |name| templates.get(name).map(|file| file.text.replace("\r\n", "\n").trim().to_owned());
        let template = Self { html: text(html)?, css: text(css)?, js: text(js)? };
        template.environment()?;
        Ok(template)
    }

    fn environment(&self) -> Result<Environment<'_>> {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().map_err(told)?);
        environment.add_template(TEMPLATES[0], &self.html).map_err(told)?;
        Ok(environment)
    }
}

/// A fault of a template with file and line.
fn told(fault: minijinja::Error) -> anyhow::Error {
    let place = format!("templates/{}, line {}", fault.name().unwrap_or(TEMPLATES[0]), fault.line().unwrap_or(1));
    anyhow::Error::new(fault).context(place)
}

/// Writes the report as a page; `workbook` is the file beside it that has all rows of long lists.
///
/// # Errors
/// The template asks for what a report does not have, or does not hold style and script as they are.
pub fn render(
    report: &Report,
    texts: &Texts,
    theme: &Theme,
    template: &PageTemplate,
    workbook: Option<&str>,
) -> Result<Artifact> {
    let drawings = report.charts().par_iter().map(|chart| (chart.id.as_str(), inline::draw(chart, theme))).collect();
    let mut making = Making {
        texts,
        theme,
        places: Places::of(report),
        most: theme.page.rows,
        drawings,
        uses: BTreeSet::from(course::uses(theme)),
    };
    let topics = making.topics(report);
    let families: Vec<String> = theme.fonts.families.iter().map(|family| font(family)).collect();
    let fonts = format!(":root{{--font:{}}}", families.join(","));
    let style = format!("{}\n{fonts}\n{}", inks::style(theme, &making.uses), template.css);
    ensure!(!style.contains("</"), "templates/{}: “</” would end the style", TEMPLATES[1]);
    ensure!(!template.js.contains("</"), "templates/{}: “</” would end the script", TEMPLATES[2]);
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; img-src data:; base-uri 'none'; form-action 'none'",
        sha256_base64(style.as_bytes()),
        sha256_base64(template.js.as_bytes()),
    );
    let mut environment = template.environment()?;
    add_texts(&mut environment, texts);
    let period = &report.period;
    let page = context! {
        lang => report.lang.tag(),
        title => words::title(report, texts),
        dealer => report.dealer.trim(),
        period => Value::from(Serde(period)),
        policy => policy,
        style => Value::from_safe_string(style.clone()),
        script => Value::from_safe_string(template.js.clone()),
        topics => Value::from(Serde(&topics)),
        workbook => workbook,
        version => env!("CARGO_PKG_VERSION"),
    };
    let html = environment.get_template(TEMPLATES[0]).and_then(|template| template.render(page)).map_err(told)?;
    for (tag, content) in [("style", &style), ("script", &template.js)] {
        let whole = format!("<{tag}>{content}</{tag}>");
        ensure!(html.contains(&whole), "templates/{}: {{{{ {tag} }}}} must stand in <{tag}></{tag}>", TEMPLATES[0]);
    }
    Ok(Artifact { name: FILE.to_owned(), bytes: html.into_bytes() })
}

/// `say("web.skip")` and `fill("web.cut", all = 300)` for the template.
fn add_texts(environment: &mut Environment<'_>, texts: &Texts) {
    let said = texts.clone();
    environment.add_function("say", move |key: String| said.say(&key).to_owned());
    let filled = texts.clone();
    environment.add_function("fill", move |key: String, values: Kwargs| {
        let one = |name| values.get::<Value>(name).map(|value| (name, value.to_string()));
        let values = values.args().map(one).collect::<Result<Vec<_>, _>>()?;
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Ok::<_, minijinja::Error>(filled.fill(&key, &values))
    });
}

/// A family as style sheets name it; a generic one stands without quotation marks.
fn font(family: &str) -> String {
    let plain: String = family.chars().filter(|c| !matches!(c, '"' | '\\' | '<' | '\n')).collect();
    match plain.as_str() {
        "sans-serif" | "serif" | "system-ui" => plain,
        _ => format!("\"{plain}\""),
    }
}
