//! Makes the pictures of the READMEs anew from the demo dealer: `cargo build --release`, then
//! `cargo run --release --example readme_pictures` in the root of the project. It needs LibreOffice (`soffice`) and poppler
//! (`pdftoppm`).

use std::collections::HashMap;
use std::fs;
use std::io::BufReader;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// Where the pictures stand.
const IMAGES: &str = "docs/images";
const PERIOD: &str = "2013-09";
/// Pixels an inch of the overview, and the inches of header and footer that are left out.
const DPI: usize = 110;
const EDGES: (f64, f64) = (0.4, 0.5);
/// The slides that are shown, with their files, and pixels an inch of them.
const SLIDES: [(&str, &str); 2] =
    [("csr:overview.overview", "deck_scorecard.png"), ("csr:callbacks", "deck_callbacks.png")];
const SLIDE_DPI: usize = 68;
/// White pixels that are left around what is drawn.
const BORDER: usize = 10;
/// Colours of a file: a palette is a fifth of the bytes.
const COLOURS: usize = 256;
/// The workbook asks for a font of Windows; a free one takes its place.
const FONTS: &str = r#"<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include><alias binding="same"><family>微软雅黑</family>
<prefer><family>Noto Sans CJK SC</family></prefer></alias></fontconfig>"#;

/// Red, green and blue, row by row.
struct Picture {
    width: usize,
    pixels: Vec<[u8; 3]>,
}

fn main() -> Result<()> {
    let work = tempfile::tempdir()?;
    let program = std::env::current_exe()?;
    let program = program.ancestors().nth(2).context("the folder of the build")?.join("csr-report");
    let output = work.path().join("output");
    run(Command::new(program)
        .args(["-C", "examples/demo-dealer", "monthly", "--month", PERIOD, "--output"])
        .arg(&output))?;
    let fonts = work.path().join("fonts.conf");
    fs::write(&fonts, FONTS)?;
    let report = output.join(PERIOD);
    let profile = format!("-env:UserInstallation=file://{}", work.path().join("office").display());
    // The pages of the workbook or the deck.
    let printed = |ending: &str| {
        run(Command::new("soffice")
            .env("FONTCONFIG_FILE", &fonts)
            .args([&profile, "--headless", "--convert-to", "pdf", "--outdir"])
            .arg(work.path())
            .arg(report.join(format!("csr-report-{PERIOD}.{ending}"))))
    };
    let page = |number: usize, dpi: usize| {
        let (page, number) = (work.path().join("page"), number.to_string());
        run(Command::new("pdftoppm")
            .args(["-f", &number, "-l", &number, "-singlefile", "-png", "-r", &dpi.to_string()])
            .arg(work.path().join(format!("csr-report-{PERIOD}.pdf")))
            .arg(&page))?;
        read(&page.with_extension("png"))
    };
    printed("xlsx")?;
    write("overview.png", &cut_out(&page(1, DPI)?))?;
    printed("pptx")?;
    let json: serde_json::Value = serde_json::from_slice(&fs::read(report.join("report.json"))?)?;
    let slides = json["deck"].as_array().context("no deck in report.json")?;
    for (name, file) in SLIDES {
        let at = slides.iter().position(|slide| slide["slide"] == name).with_context(|| format!("no slide {name}"))?;
        write(file, &page(at + 1, SLIDE_DPI)?)?;
    }
    write("callback_success_rate.png", &halved(&read(&report.join("charts/callback_success_rate.png"))?))
}

fn run(command: &mut Command) -> Result<()> {
    let output = command.output().with_context(|| format!("{command:?}"))?;
    ensure!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

fn read(file: &Path) -> Result<Picture> {
    let reader = BufReader::new(fs::File::open(file).with_context(|| file.display().to_string())?);
    let mut reader = png::Decoder::new(reader).read_info()?;
    let mut bytes = vec![0; reader.output_buffer_size().context("too large")?];
    let info = reader.next_frame(&mut bytes)?;
    ensure!(info.color_type == png::ColorType::Rgb, "{}: {:?}", file.display(), info.color_type);
    Ok(Picture {
        width: info.width as usize,
        pixels: bytes.chunks_exact(3).map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect(),
    })
}

/// What is drawn between the header and the footer of the paper.
fn cut_out(page: &Picture) -> Picture {
    let height = page.pixels.len() / page.width;
    let inches = |inches: f64| (inches * DPI as f64) as usize;
    let (top, bottom) = (inches(EDGES.0), height - inches(EDGES.1));
    let inked =
        (0..page.pixels.len()).filter(|at| page.pixels[*at] != [255; 3]).map(|at| (at % page.width, at / page.width));
    let inked: Vec<_> = inked.filter(|(_, row)| (top..bottom).contains(row)).collect();
    let ends = |values: Vec<usize>, end: usize| {
        let (first, last) = (values.iter().min().copied().unwrap_or(0), values.iter().max().copied().unwrap_or(0));
        first.saturating_sub(BORDER)..(last + BORDER + 1).min(end)
    };
    let columns = ends(inked.iter().map(|place| place.0).collect(), page.width);
    let rows = ends(inked.iter().map(|place| place.1).collect(), height);
    let pixels = rows.flat_map(|row| page.pixels[row * page.width..][columns.clone()].to_vec()).collect();
    Picture { width: columns.len(), pixels }
}

/// At half the size: each pixel the mean of four.
fn halved(picture: &Picture) -> Picture {
    let width = picture.width / 2;
    let rows = picture.pixels.chunks_exact(2 * picture.width);
    let pixels = rows.flat_map(|rows| {
        let (upper, lower) = rows.split_at(picture.width);
        let mean = |at: usize, channel: usize| {
            let four = [upper[at], upper[at + 1], lower[at], lower[at + 1]].map(|pixel| u16::from(pixel[channel]));
            ((four.iter().sum::<u16>() + 2) / 4) as u8
        };
        (0..width).map(|at| [0, 1, 2].map(|channel| mean(2 * at, channel))).collect::<Vec<_>>()
    });
    Picture { width, pixels: pixels.collect() }
}

/// With the most frequent colours, any other as the nearest of them.
fn write(name: &str, picture: &Picture) -> Result<()> {
    let mut counts: HashMap<[u8; 3], usize> = HashMap::new();
    for pixel in &picture.pixels {
        *counts.entry(*pixel).or_default() += 1;
    }
    let mut colours: Vec<_> = counts.iter().map(|(colour, count)| (std::cmp::Reverse(*count), *colour)).collect();
    colours.sort_unstable();
    let palette: Vec<[u8; 3]> = colours.iter().take(COLOURS).map(|(_, colour)| *colour).collect();
    let far = |a: [u8; 3], b: [u8; 3]| (0..3).map(|at| u32::from(a[at].abs_diff(b[at])).pow(2)).sum::<u32>();
    let nearest = |colour: [u8; 3]| (0..palette.len()).min_by_key(|at| far(palette[*at], colour)).unwrap_or(0) as u8;
    let known: HashMap<[u8; 3], u8> = counts.keys().map(|colour| (*colour, nearest(*colour))).collect();
    let pixels: Vec<u8> = picture.pixels.iter().map(|pixel| known[pixel]).collect();
    let file = fs::File::create(Path::new(IMAGES).join(name)).with_context(|| name.to_owned())?;
    let mut encoder = png::Encoder::new(file, picture.width as u32, (pixels.len() / picture.width) as u32);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_palette(palette.concat());
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    Ok(encoder.write_header()?.write_image_data(&pixels)?)
}
