//! `tweedie plot`.

mod place;

use std::io::{Write, stdout};
use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValuesParser;

use place::{Format, Place};

use super::{Failure, Verdict, progress};
use crate::data::file;
use crate::disk;
use crate::plot::{self, Drawing, Entry, FIGURES, Figure, Given, index};
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
    /// The folder they are written to, as FIGURE.svg or FIGURE.png; or the file of one figure, if it ends in .svg or .png
    #[arg(long, value_name = "DIR|FILE", default_value = "plots")]
    out: PathBuf,
    /// The file format, where --out does not say it: svg, unless told
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// The width of a PNG in pixels: as drawn, unless told
    #[arg(long, value_name = "PIXELS", value_parser = clap::value_parser!(u32).range(16..=8192))]
    width: Option<u32>,
    /// The seed of all noise
    #[arg(long, default_value_t = 0)]
    seed: u64,
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
    let (place, format) = Place::of(&arguments.out, arguments.format, figures.len())?;
    if arguments.width.is_some() && format != Format::Png {
        return Err("--width belongs to --format png: an SVG has no pixels".into());
    }
    let given = arguments.given()?;
    let whole = figures.len() == FIGURES.len();
    let bar = progress::bar(figures.len());
    let mut entries = Vec::new();
    place.ready()?;
    for Figure {
        name, title, draw, ..
    } in figures
    {
        bar.set_message(*name);
        let Drawing { svg, caption } = draw(&given)?;
        let bytes = match format {
            Format::Svg => svg.into_bytes(),
            Format::Png => plot::png(&svg, arguments.width)?,
        };
        let path = place.file(name, format.ending());
        disk::write(&path, |out| out.write_all(&bytes))?;
        bar.inc(1);
        bar.suspend(|| writeln!(stdout(), "{}", path.display()))?;
        entries.push(Entry {
            name,
            title,
            file: format!("{name}.{}", format.ending()),
            caption,
        });
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
