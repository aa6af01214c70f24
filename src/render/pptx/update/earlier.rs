//! A deck of an earlier run, read.

use crate::base::digest::sha256;
use crate::base::failure::{Exit, Failure};
use crate::render::pptx::package::Package;
use crate::render::pptx::seen;
use crate::render::pptx::written::{self, Record};
use crate::settings::InputLimits;

/// A presentation with macros is another kind of file.
const WITH_MACROS: &str = "macroEnabled";
const PRESENTATION: &str = "presentation.main+xml";

/// A deck that a run wrote and that may have been edited since.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// What the file is called.
    pub name: String,
    /// Its hash.
    pub sha256: String,
    /// Its parts.
    pub(super) package: Package,
    /// What was written in it.
    pub(super) record: Record,
}

impl Earlier {
    /// Reads the deck; messages call it `name`.
    ///
    /// # Errors
    /// It is no presentation, or none that a run wrote (exit 2).
    pub fn read(name: &str, bytes: &[u8], limits: &InputLimits) -> Result<Self, Failure> {
        let package = Package::read(name, bytes, limits)?;
        let main = seen::main(&package).map_err(|_| damaged(name))?;
        let kind = package.kind(main).unwrap_or_default();
        if kind.contains(WITH_MACROS) || !kind.ends_with(PRESENTATION) {
            return Err(refused(format!("“{name}”不是普通的 .pptx 演示文稿"), format!("{name:?} is no plain .pptx"))
                .hint("在 PowerPoint 或 WPS 中另存为 .pptx", "save it as .pptx in PowerPoint or WPS"));
        }
        seen::slides(&package).map_err(|_| damaged(name))?;
        let record = written::kept(&package).ok_or_else(|| foreign(name))?;
        Ok(Self { name: name.to_owned(), sha256: sha256(bytes), package, record })
    }

    /// Refuses a deck of another dealer: what was edited in it would stand beside figures of this one.
    ///
    /// # Errors
    /// It is of another dealer (exit 2).
    pub fn is_of(&self, dealer: &str) -> Result<(), Failure> {
        let (name, theirs) = (&self.name, &self.record.dealer);
        if theirs == dealer {
            return Ok(());
        }
        Err(refused(
            format!("“{name}”是“{theirs}”的演示文稿，这份报告是“{dealer}”的"),
            format!("{name:?} is the deck of {theirs:?}, and this is the report of {dealer:?}"),
        )
        .hint("--update 后写这家店自己的演示文稿", "name the deck of this dealer after --update"))
    }
}

fn refused(chinese: String, english: String) -> Failure {
    Failure::new(Exit::Usage, chinese, english)
}

fn damaged(name: &str) -> Failure {
    refused(format!("“{name}”已损坏，读不出幻灯片"), format!("{name:?} is damaged: its slides cannot be read"))
        .hint("在 PowerPoint 中打开并另存一份，再运行", "open it in PowerPoint, save it anew and run again")
}

/// Without a record nothing can be told apart, so nothing may be replaced.
fn foreign(name: &str) -> Failure {
    refused(
        format!("“{name}”里没有 csr-report 的记录，分不清哪些内容是手改的"),
        format!("{name:?} holds no record of csr-report: what was changed by hand cannot be told apart"),
    )
    .hint(
        "--update 后写 csr-report 生成的 .pptx，或由它改成的（用 PowerPoint 保存）；没有时去掉 --update",
        "name a .pptx that csr-report made, or what became of it in PowerPoint; without one leave --update out",
    )
}
