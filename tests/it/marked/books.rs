//! Workbooks built by hand, part by part, as other programs build them.

use std::io::{Cursor, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/spreadsheetml/main";

/// A workbook being built.
#[derive(Clone)]
pub struct Book {
    strict: bool,
    /// Name, part, target in the relationships of the workbook, content.
    sheets: Vec<(String, String, String, String)>,
    styles: Option<String>,
    /// Further parts.
    parts: Vec<(String, String)>,
    /// Further content types.
    types: String,
}

impl Book {
    pub fn new() -> Self {
        let (sheets, parts) = (Vec::new(), Vec::new());
        Self { strict: false, sheets, styles: Some(styles(0)), parts, types: String::new() }
    }

    pub fn strict(mut self) -> Self {
        self.strict = true;
        self.styles = self.styles.map(|styles| styles.replace(MAIN, STRICT));
        self
    }

    /// openpyxl finds no sheet in the strict form, and shows a workbook without styles in styles of its own.
    pub fn is_read_by_openpyxl(&self) -> bool {
        !self.strict && self.styles.is_some()
    }

    pub fn styles(mut self, styles: Option<String>) -> Self {
        self.styles = styles;
        self
    }

    /// A sheet whose part has the usual name; `inside` is all of its `<worksheet>`.
    pub fn sheet(self, name: &str, inside: &str) -> Self {
        let number = self.sheets.len() + 1;
        let (part, target) = (format!("xl/worksheets/sheet{number}.xml"), format!("worksheets/sheet{number}.xml"));
        let namespace = if self.strict { STRICT } else { MAIN };
        self.sheet_at(name, &part, &target, &format!("<worksheet xmlns=\"{namespace}\">{inside}</worksheet>"))
    }

    pub fn sheet_at(mut self, name: &str, part: &str, target: &str, xml: &str) -> Self {
        self.sheets.push((name.into(), part.into(), target.into(), xml.into()));
        self
    }

    pub fn part(mut self, name: &str, text: &str) -> Self {
        self.parts.push((name.into(), text.into()));
        self
    }

    pub fn content_type(mut self, element: &str) -> Self {
        self.types += element;
        self
    }

    pub fn bytes(&self) -> Vec<u8> {
        let relationships = if self.strict {
            "http://purl.oclc.org/ooxml/officeDocument/relationships"
        } else {
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        };
        let main = if self.strict { STRICT } else { MAIN };
        let package = "http://schemas.openxmlformats.org/package/2006";
        let content = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        let (mut listed, mut related, mut types) = (String::new(), String::new(), self.types.clone());
        for (at, (name, part, target, _)) in self.sheets.iter().enumerate() {
            listed += &format!("<sheet name=\"{name}\" sheetId=\"{0}\" r:id=\"rId{0}\"/>", at + 1);
            related +=
                &format!("<Relationship Id=\"rId{}\" Type=\"{relationships}/worksheet\" Target=\"{target}\"/>", at + 1);
            types += &format!("<Override PartName=\"/{part}\" ContentType=\"{content}.worksheet+xml\"/>");
        }
        if self.styles.is_some() {
            related += &format!("<Relationship Id=\"rId900\" Type=\"{relationships}/styles\" Target=\"styles.xml\"/>");
            types += &format!("<Override PartName=\"/xl/styles.xml\" ContentType=\"{content}.styles+xml\"/>");
        }
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let mut add = |name: &str, text: &str| {
            let day = zip::DateTime::from_date_and_time(2013, 9, 30, 8, 15, 0).unwrap();
            writer.start_file(name, SimpleFileOptions::default().last_modified_time(day)).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        };
        add(
            "[Content_Types].xml",
            &format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Types xmlns=\"{package}/content-types\">\
                 <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
                 <Override PartName=\"/xl/workbook.xml\" ContentType=\"{content}.sheet.main+xml\"/>{types}</Types>"
            ),
        );
        let workbook =
            format!("<Relationship Id=\"rId1\" Type=\"{relationships}/officeDocument\" Target=\"xl/workbook.xml\"/>");
        add("_rels/.rels", &format!("<Relationships xmlns=\"{package}/relationships\">{workbook}</Relationships>"));
        add(
            "xl/workbook.xml",
            &format!("<workbook xmlns=\"{main}\" xmlns:r=\"{relationships}\"><sheets>{listed}</sheets></workbook>"),
        );
        let related = format!("<Relationships xmlns=\"{package}/relationships\">{related}</Relationships>");
        add("xl/_rels/workbook.xml.rels", &related);
        if let Some(styles) = &self.styles {
            add("xl/styles.xml", styles);
        }
        for (_, part, _, xml) in &self.sheets {
            add(part, xml);
        }
        for (name, text) in &self.parts {
            add(name, text);
        }
        writer.finish().unwrap().into_inner()
    }

    /// A workspace with this workbook alone in its input.
    pub fn workspace(&self) -> tempfile::TempDir {
        workspace("回访.xlsx", &self.bytes())
    }
}

pub fn workspace(file: &str, bytes: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("input").join(file), bytes);
    folder
}

pub fn write(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// Styles: 0 plain; 1 a date, bold red with a border, centred, not locked; 2 white letters on blue; then so many more.
pub fn styles(more: usize) -> String {
    let further = "<xf numFmtId=\"2\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>".repeat(more);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- by hand --><styleSheet xmlns=\"{MAIN}\">\
         <numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\"/></numFmts>\
         <fonts count=\"3\"><font><sz val=\"11\"/><name val=\"宋体\"/></font>\
         <font><b/><sz val=\"12\"/><color rgb=\"FFC00000\"/><name val=\"黑体\"/></font>\
         <font><sz val=\"11\"/><color theme=\"0\"/><name val=\"宋体\"/></font></fonts>\
         <fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>\
         <fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF1F4E79\"/></patternFill></fill></fills>\
         <borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border>\
         <border><left style=\"thin\"/><right/><top/><bottom style=\"thin\"/><diagonal/></border></borders>\
         <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
         <cellXfs count=\"{}\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
         <xf numFmtId=\"164\" fontId=\"1\" fillId=\"0\" borderId=\"1\" xfId=\"0\" applyNumberFormat=\"1\" applyAlignment=\"1\" \
         applyProtection=\"1\"><alignment horizontal=\"center\" wrapText=\"1\"/><protection locked=\"0\"/></xf>\
         <xf numFmtId=\"0\" fontId=\"2\" fillId=\"2\" borderId=\"0\" xfId=\"0\" applyFill=\"1\"/>{further}</cellXfs>\
         <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>",
        3 + more
    )
}

/// A cell with a text, its place and style said or not.
pub fn text(attributes: &str, text: &str) -> String {
    format!("<c{attributes} t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

/// The cells of a row of callbacks, none of them with its place.
pub fn row(texts: [&str; 4]) -> String {
    texts.map(|it| if it.is_empty() { "<c/>".to_owned() } else { text("", it) }).concat()
}

pub const HEADINGS: [&str; 4] = ["工单号", "回访日期", "回访结果", "失败原因"];
