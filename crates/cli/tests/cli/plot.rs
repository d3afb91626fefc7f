//! `tweedie plot`: figures as files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use gif::{DecodeOptions, Repeat};
use resvg::tiny_skia::Pixmap;
use tempfile::tempdir;
use tweedie_figures::FILMS;

use super::{printed, refused, text, tweedie};

/// The figures that are kept with the source.
fn gallery() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plots")
}

#[test]
fn an_unknown_figure_is_told_the_nearest() {
    let similar = "a similar value exists: 'schedules'";
    refused(&["plot", "shedules"], &[similar, "reverse-roll"]);
}

#[test]
fn figures_are_drawn_of_ones_own_points() {
    let folder = tempdir().unwrap();
    let place = |name: &str| text(&folder.path().join(name)).to_owned();
    fs::write(place("cross.csv"), "0,5\n0,-5\n5,0\n-5,0\n1,1\n").unwrap();
    fs::write(place("line.csv"), "1\n2\n3\n").unwrap();
    fs::write(place("one.csv"), "1,2\n").unwrap();
    fs::write(place("hole.csv"), "1,2\n3,NaN\n").unwrap();
    let own = printed(&[
        "plot",
        "tweedie",
        "--data",
        &place("cross.csv"),
        "--out",
        &place("own"),
    ]);
    let roll = printed(&["plot", "tweedie", "--out", &place("roll")]);
    let [own, roll] = [own, roll].map(|path| fs::read(path.trim_end()).unwrap());
    assert_ne!(own, roll);
    let bad = |name: &str, parts: &[&str]| {
        refused(
            &["plot", "--data", &place(name), "--out", &place("none")],
            parts,
        );
    };
    bad("line.csv", &["line.csv", "(3, 1)", "two coordinates each"]);
    bad("one.csv", &["one.csv", "(1, 2)", "two points or more"]);
    bad("hole.csv", &["hole.csv", "line 2, column 2"]);
    refused(
        &["plot", "vlb", "--data", &place("cross.csv")],
        &["vlb is not about data", "forward-roll"],
    );
    assert!(!folder.path().join("none").exists());
}

#[test]
fn a_png_needs_no_fonts_and_is_as_wide_as_asked() {
    let folder = tempdir().unwrap();
    let place = |name: &str| text(&folder.path().join(name)).to_owned();
    let draw = |options: &[&str]| {
        let output = tweedie(&[&["plot", "merging"], options].concat())
            .env_clear()
            .env("FONTCONFIG_FILE", "/dev/null")
            .output()
            .unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        let path = String::from_utf8(output.stdout).unwrap();
        fs::read(path.trim_end()).unwrap()
    };
    let size = |png: &[u8]| {
        let pixels = Pixmap::decode_png(png).unwrap();
        let dark = pixels.pixels().iter().filter(|pixel| pixel.green() < 64);
        assert!(dark.count() > 1000);
        (pixels.width(), pixels.height())
    };
    let svg = draw(&["--out", &place("a.svg")]);
    let png = draw(&["--out", &place("folder"), "--format", "png"]);
    assert_eq!(png, draw(&["--out", &place("again.png")]));
    let (width, height) = size(&png);
    let head = format!("<svg width=\"{width}\" height=\"{height}\"");
    assert!(svg.starts_with(head.as_bytes()));
    let small = draw(&["--width", "700", "--out", &place("small.PNG")]);
    assert_eq!(size(&small), (700, (700 * height).div_ceil(width)));
}

#[test]
fn what_no_figure_can_be_written_as_is_refused() {
    let folder = tempdir().unwrap();
    let place = |name: &str| text(&folder.path().join(name)).to_owned();
    let plot = |options: &str, parts: &[&str]| {
        let words: Vec<&str> = ["plot"].into_iter().chain(options.split(' ')).collect();
        refused(&words, parts);
    };
    plot("merging --format bmp", &["bmp", "svg, png, gif"]);
    plot("merging --format gif", &["merging does not move"]);
    plot("dissolving --format png", &["moves: ask for gif"]);
    plot("merging --width 0", &["--width", "16..=8192"]);
    plot("merging --width 1000000", &["--width", "16..=8192"]);
    plot("merging --width 500", &["--width belongs to --format png"]);
    let one = place("one.png");
    let several = "one.png names one file for 2 figures";
    plot(
        &format!("merging vlb --out {one}"),
        &[several, "name a folder"],
    );
    let both = "one.png is png, --format says svg";
    plot(&format!("merging --format svg --out {one}"), &[both]);
    fs::create_dir(&one).unwrap();
    plot(
        &format!("merging --out {one}"),
        &["one.png", "cannot write it"],
    );
    let nowhere = place("none/one.png");
    plot(
        &format!("merging --out {nowhere}"),
        &["none/one.png", "cannot write it"],
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(fs::read_dir(&one).unwrap().count(), 0);
}

#[test]
fn films_are_short_and_small_and_begin_again() {
    for film in FILMS {
        let path = gallery().join(film.name).with_extension("gif");
        let bytes = fs::read(path).unwrap();
        assert!(bytes.len() <= 600_000, "{}: {}", film.name, bytes.len());
        let mut reader = DecodeOptions::new().read_info(&bytes[..]).unwrap();
        assert!(reader.width() <= 640);
        let mut hundredths = 0;
        while let Some(frame) = reader.next_frame_info().unwrap() {
            hundredths += frame.delay;
        }
        assert!(
            (400..=800).contains(&hundredths),
            "{}: {hundredths}",
            film.name
        );
        assert_eq!(reader.repeat(), Repeat::Infinite);
    }
}

#[test]
fn a_film_does_not_depend_on_the_number_of_threads() {
    let folder = tempdir().unwrap();
    let out = folder.path().join("film.gif");
    let status = tweedie(&["plot", FILMS[0].name, "--out", text(&out)])
        .env("RAYON_NUM_THREADS", "1")
        .stdout(Stdio::null())
        .status();
    assert!(status.unwrap().success());
    let kept = gallery().join(FILMS[0].name).with_extension("gif");
    assert!(fs::read(out).unwrap() == fs::read(kept).unwrap());
}

#[test]
fn the_gallery_is_up_to_date() {
    let folder = tempdir().unwrap();
    let paths = printed(&["plot", "all", "--out", text(folder.path())]);
    assert_eq!(
        paths.lines().count(),
        fs::read_dir(gallery()).unwrap().count()
    );
    for path in paths.lines().map(Path::new) {
        let kept = gallery().join(path.file_name().unwrap());
        assert!(
            fs::read(path).unwrap() == fs::read(&kept).unwrap(),
            "{} is out of date: run `tweedie plot all`",
            kept.display()
        );
    }
}
