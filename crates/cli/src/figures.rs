//! `tweedie plot`.

mod place;
mod shown;

use std::io::{Write, stdout};
use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValuesParser;

use place::{Format, Place};
use shown::Shown;

use super::{Exit, Failure, progress};
use tweedie::preset::{Roll, roll};
use tweedie_figures::{Given, index};
use tweedie_files::disk;
use tweedie_files::points;

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
    /// The folder they are written to; or the file of one figure, if it ends in .svg, .png or .gif
    #[arg(long, value_name = "DIR|FILE", default_value = "plots")]
    out: PathBuf,
    /// The file format, where --out does not say it: svg, unless told. A figure that moves is a gif
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
    PossibleValuesParser::new(Shown::all().map(Shown::name).chain([ALL, LIST]))
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    if arguments.asks_for(LIST) {
        return list();
    }
    let figures = arguments.chosen()?;
    let (place, asked) = Place::of(&arguments.out, arguments.format, figures.len())?;
    for figure in &figures {
        figure.can_be(asked, arguments.asks_for(figure.name()))?;
    }
    let stills = asked.unwrap_or(Format::Svg);
    if arguments.width.is_some() && stills != Format::Png {
        return Err("--width belongs to --format png: leave it out, or ask for png".into());
    }
    let given = arguments.given()?;
    let whole = figures.len() == Shown::all().count();
    let bar = progress::bar(figures.len());
    let mut entries = Vec::new();
    place.ready()?;
    for figure in figures {
        bar.set_message(figure.name());
        let (bytes, entry) = figure.draw(&given, stills, arguments.width)?;
        let path = place.path(&entry.file);
        disk::write(&path, |out| out.write_all(&bytes))?;
        bar.inc(1);
        bar.suspend(|| writeln!(stdout(), "{}", path.display()))?;
        entries.push(entry);
    }
    bar.finish_and_clear();
    if whole {
        let path = arguments.out.join("README.md");
        disk::write(&path, |out| out.write_all(index(&entries).as_bytes()))?;
        writeln!(stdout(), "{}", path.display())?;
    }
    Ok(Exit::Good)
}

impl Arguments {
    fn asks_for(&self, name: &str) -> bool {
        self.figures.iter().any(|asked| asked == name)
    }

    /// The figures asked for; with data of one's own, all of them are those about data.
    fn chosen(&self) -> Result<Vec<Shown>, Failure> {
        let all = self.asks_for(ALL);
        let fits = |figure: &Shown| figure.is_of_data() || self.data.is_none();
        if let Some(other) =
            Shown::all().find(|figure| self.asks_for(figure.name()) && !fits(figure))
        {
            let about_data = Shown::all().filter(|figure| figure.is_of_data());
            let names: Vec<&str> = about_data.map(Shown::name).collect();
            return Err(format!(
                "{} is not about data: leave out --data, or draw one of {}",
                other.name(),
                names.join(", ")
            )
            .into());
        }
        let wanted = |figure: &Shown| fits(figure) && (all || self.asks_for(figure.name()));
        Ok(Shown::all().filter(wanted).collect())
    }

    fn given(&self) -> Result<Given, Failure> {
        let roll = match &self.data {
            None => roll()?,
            Some(path) => Roll::of(&points::read(path)?)
                .map_err(|error| format!("{}: {error}", path.display()))?,
        };
        Ok(Given {
            seed: self.seed,
            roll,
        })
    }
}

fn list() -> Result<Exit, Failure> {
    let longest = Shown::all().map(|figure| figure.name().len()).max();
    let width = longest.unwrap_or(0);
    for figure in Shown::all() {
        writeln!(stdout(), "{:width$}  {}", figure.name(), figure.title())?;
    }
    Ok(Exit::Good)
}
