//! `tweedie plot`.

use std::io::{Write, stdout};
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};

use super::{Failure, Verdict, progress};
use crate::data::file;
use crate::disk;
use crate::plot::{Drawing, FIGURES, Figure, Given, index};
use crate::preset::{Roll, roll};

const ALL: &str = "all";
const LIST: &str = "list";

#[derive(Args)]
pub(super) struct Arguments {
    /// The figures to draw; `list` tells what there is
    #[arg(value_name = "FIGURE", default_value = ALL, value_parser = names())]
    figures: Vec<String>,
    /// Draw the figures that are about data of the points of a file, .npy, .csv or .safetensors.
    ///
    /// They are moved to mean 0 and mean coordinate variance 1, and each is a Gaussian of standard deviation 0.05, like
    /// those of the swiss roll that is drawn otherwise.
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
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
    PossibleValuesParser::new(
        FIGURES
            .map(|figure| figure.name)
            .into_iter()
            .chain([ALL, LIST]),
    )
}

pub(super) fn run(arguments: &Arguments) -> Result<Verdict, Failure> {
    if arguments.asks_for(LIST) {
        return list();
    }
    let figures = arguments.chosen()?;
    let given = arguments.given()?;
    let whole = figures.len() == FIGURES.len();
    let bar = progress::bar(figures.len());
    let mut entries = Vec::new();
    disk::folder(&arguments.out)?;
    for figure in figures {
        bar.set_message(figure.name);
        let Drawing { svg, caption } = (figure.draw)(&given)?;
        let path = place(&arguments.out, figure, arguments.format);
        disk::write(&path, |out| out.write_all(svg.as_bytes()))?;
        bar.inc(1);
        bar.suspend(|| writeln!(stdout(), "{}", path.display()))?;
        entries.push((figure, caption));
    }
    bar.finish_and_clear();
    if whole {
        let path = arguments.out.join("README.md");
        disk::write(&path, |out| out.write_all(index(&entries).as_bytes()))?;
        writeln!(stdout(), "{}", path.display())?;
    }
    Ok(Verdict::Good)
}

impl Arguments {
    fn asks_for(&self, name: &str) -> bool {
        self.figures.iter().any(|asked| asked == name)
    }

    /// The figures asked for; with data of one's own, all of them are those about data.
    fn chosen(&self) -> Result<Vec<&'static Figure>, Failure> {
        let all = self.asks_for(ALL);
        let fits = |figure: &Figure| figure.of_data || self.data.is_none();
        if let Some(other) = FIGURES
            .iter()
            .find(|figure| self.asks_for(figure.name) && !fits(figure))
        {
            let about_data = FIGURES.iter().filter(|figure| figure.of_data);
            let names: Vec<&str> = about_data.map(|figure| figure.name).collect();
            return Err(format!(
                "{} is not about data: leave out --data, or draw one of {}",
                other.name,
                names.join(", ")
            )
            .into());
        }
        let wanted = |figure: &&Figure| fits(figure) && (all || self.asks_for(figure.name));
        Ok(FIGURES.iter().filter(wanted).collect())
    }

    fn given(&self) -> Result<Given, Failure> {
        let roll = match &self.data {
            None => roll()?,
            Some(path) => Roll::of(&file::read(path)?)
                .map_err(|error| format!("{}: {error}", path.display()))?,
        };
        Ok(Given {
            seed: self.seed,
            roll,
        })
    }
}

fn list() -> Result<Verdict, Failure> {
    let longest = FIGURES.iter().map(|figure| figure.name.len()).max();
    let width = longest.unwrap_or(0);
    for figure in &FIGURES {
        writeln!(stdout(), "{:width$}  {}", figure.name, figure.title)?;
    }
    Ok(Verdict::Good)
}

fn place(folder: &Path, figure: &Figure, format: Format) -> PathBuf {
    match format {
        Format::Svg => folder.join(figure.name).with_extension("svg"),
    }
}
