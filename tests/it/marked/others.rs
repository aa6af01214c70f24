//! Other programs' eyes: openpyxl for styles and notes, LibreOffice for the whole.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use super::Checked;

/// Grounds of the theme for dark letters, then for light ones.
const COLOURS: [(&str, [&str; 2]); 3] =
    [("error", ["FFF7B8A3", "FFB03A00"]), ("warning", ["FFFFE59A", "FF8A5A00"]), ("info", ["FFBFE0F5", "FF17507D"])];

/// Prints every cell whose ground or note differs, and whatever else differs.
const COMPARE: &str = r#"
import sys
try:
    import openpyxl
except ImportError:
    sys.exit(77)
original, copy = (openpyxl.load_workbook(path, rich_text=True) for path in sys.argv[1:3])
assert original.sheetnames == copy.sheetnames, (original.sheetnames, copy.sheetnames)
def ground(cell):
    return cell.fill.fgColor.rgb if cell.fill.patternType == "solid" else None
for name in original.sheetnames:
    before, after = original[name], copy[name]
    rows = max(before.max_row, after.max_row)
    columns = max(before.max_column, after.max_column)
    assert before.merged_cells.ranges == after.merged_cells.ranges
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            a, b = before.cell(row, column), after.cell(row, column)
            assert a.value == b.value, (name, b.coordinate, a.value, b.value)
            for part in ("number_format", "font", "border", "alignment", "protection"):
                assert repr(getattr(a, part)) == repr(getattr(b, part)), (name, b.coordinate, part, getattr(a, part), getattr(b, part))
            notes = [cell.comment.text if cell.comment else "" for cell in (a, b)]
            if ground(a) != ground(b) or repr(a.fill) != repr(b.fill) or notes[0] != notes[1]:
                print(name, b.coordinate, ground(b), b.comment is not None and len(notes[1]) > len(notes[0]), sep="\t")
"#;

/// The cells with findings, and no others, have the colour of their strongest finding and a note; every cell keeps its
/// value and all else of its style.
#[track_caller]
pub fn openpyxl_finds_colours_and_notes(checked: &Checked, file: &str) {
    let mut command = Command::new("python3");
    command.args(["-c", COMPARE]).arg(checked.original(file)).arg(checked.copy(file));
    let Ok(output) = command.output() else {
        eprintln!("skipped: python3 is not installed");
        return;
    };
    if output.status.code() == Some(77) {
        eprintln!("skipped: openpyxl is not installed");
        return;
    }
    let (found, errors) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{errors}");
    let mut differing: BTreeMap<(String, String), (String, String)> = BTreeMap::new();
    for line in found.lines() {
        let parts: Vec<_> = line.split('\t').map(str::to_owned).collect();
        let [sheet, cell, ground, noted] = <[String; 4]>::try_from(parts).unwrap();
        differing.insert((sheet, cell), (ground, noted));
    }
    let expected = checked.marked_cells(file);
    assert_eq!(differing.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for (place, severities) in expected {
        let strongest = COLOURS.iter().find(|(severity, _)| severities.iter().any(|it| it == severity)).unwrap();
        let (ground, noted) = &differing[&place];
        assert!(strongest.1.contains(&ground.as_str()), "{place:?} is {ground}");
        assert_eq!(noted, "True", "{place:?} has no note");
    }
}

/// LibreOffice reads the same cells from the copy as from the original, and as many notes more as cells are marked.
#[track_caller]
pub fn libreoffice_shows_the_same_cells(checked: &Checked, file: &str) {
    let folder = tempfile::tempdir().unwrap();
    let name = Path::new(file).with_extension("fods");
    let [before, after] = [("before", checked.original(file)), ("after", checked.copy(file))].map(|(step, path)| {
        let output = Command::new("soffice")
            .args(["--headless", "--convert-to", "fods", "--outdir"])
            .arg(folder.path().join(step))
            .arg(format!("-env:UserInstallation=file://{}/profile", folder.path().display()))
            .arg(path)
            .output();
        output.ok().map(|_| std::fs::read_to_string(folder.path().join(step).join(name.file_name().unwrap())).unwrap())
    });
    let (Some(before), Some(after)) = (before, after) else {
        eprintln!("skipped: soffice (LibreOffice) is not installed");
        return;
    };
    assert_eq!(values(&before), values(&after));
    let notes = |text: &str| text.matches("</office:annotation>").count();
    assert_eq!(notes(&after) - notes(&before), checked.marked_cells(file).len());
}

/// The values of all cells in their order, notes left out.
fn values(fods: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut plain = String::new();
    for (at, piece) in fods.split("<office:annotation ").enumerate() {
        plain += if at == 0 { piece } else { piece.split_once("</office:annotation>").unwrap().1 };
    }
    for piece in plain.split("<table:table-cell").skip(1) {
        let tag = piece.split('>').next().unwrap();
        if let Some(value) = tag.split("office:value").nth(1) {
            texts.push(value.to_owned());
        }
        texts.extend(piece.split("<text:p>").nth(1).map(|text| text.split("</text:p>").next().unwrap().to_owned()));
    }
    assert!(texts.len() > 50, "{}", texts.len());
    texts
}
