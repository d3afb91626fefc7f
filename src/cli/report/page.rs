//! The page of the report, from a template.

use askama::Template;

use super::check::Check;
use super::comparison::{Comparison, Row};
use super::results::{Picture, Results};
use super::typeset;
use crate::cli::Failure;
use crate::plot::number;
use crate::preset::Quality;

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    version: &'static str,
    results: &'a Results,
    failed: usize,
}

/// The page, complete in itself.
pub(super) fn html(results: &Results) -> Result<String, Failure> {
    let page = Page {
        version: env!("CARGO_PKG_VERSION"),
        results,
        failed: results
            .checks
            .iter()
            .filter(|check| !check.passes())
            .count(),
    };
    Ok(page.render()?)
}

impl Picture {
    fn caption_html(&self) -> String {
        typeset::html(&self.drawing.caption)
    }
}

impl Check {
    fn formula_html(&self) -> String {
        typeset::html(self.formula)
    }

    fn road_html(&self) -> String {
        typeset::html(self.road)
    }

    fn error_html(&self) -> String {
        typeset::html(&number::scientific(self.error, 1))
    }

    fn bound_html(&self) -> String {
        typeset::html(&number::scientific(self.bound, 1))
    }
}

impl Row {
    fn milliseconds(&self) -> u128 {
        self.time.as_millis()
    }
}

impl Comparison {
    /// The standard deviation of χ².
    fn spread(&self) -> u32 {
        u32::try_from(2 * (self.parts - 1)).unwrap_or(0).isqrt()
    }
}

impl Quality {
    fn density_text(&self) -> String {
        let text = format!("{:.3} ± {:.3}", self.log_density, self.standard_error);
        text.replace('-', "−")
    }

    fn evenness_text(&self) -> String {
        format!("{:.0}", self.evenness)
    }
}
