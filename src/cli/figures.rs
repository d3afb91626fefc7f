//! `tweedie plot`.

use std::io::{Write, stdout};
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};

use super::{Failure, Verdict, progress};
use crate::disk;
use crate::plot::{FIGURES, Figure};

const ALL: &str = "all";

#[derive(Args)]
pub(super) struct Arguments {
    /// The figures to draw
    #[arg(value_name = "FIGURE", default_value = ALL, value_parser = names())]
    figures: Vec<String>,
    /// The folder they are written to, as FIGURE.svg
    #[arg(long, value_name = "DIR", default_value = "plots")]
    out: PathBuf,
    /// The file format
    #[arg(long, value_enum, default_value_t = Format::Svg)]
    format: Format,
    /// The seed of all noise
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Svg,
}

fn names() -> PossibleValuesParser {
    PossibleValuesParser::new(FIGURES.map(|figure| figure.name).into_iter().chain([ALL]))
}

pub(super) fn run(arguments: &Arguments) -> Result<Verdict, Failure> {
    let wanted = |figure: &&Figure| {
        let by = |name: &String| name == ALL || name == figure.name;
        arguments.figures.iter().any(by)
    };
    let figures: Vec<&Figure> = FIGURES.iter().filter(wanted).collect();
    let bar = progress::bar(figures.len());
    disk::folder(&arguments.out)?;
    for figure in figures {
        bar.set_message(figure.name);
        let svg = (figure.draw)(arguments.seed)?.svg;
        let path = file(&arguments.out, figure, arguments.format);
        disk::write(&path, |out| out.write_all(svg.as_bytes()))?;
        bar.inc(1);
        bar.suspend(|| writeln!(stdout(), "{}", path.display()))?;
    }
    bar.finish_and_clear();
    Ok(Verdict::Good)
}

fn file(folder: &Path, figure: &Figure, format: Format) -> PathBuf {
    match format {
        Format::Svg => folder.join(figure.name).with_extension("svg"),
    }
}
