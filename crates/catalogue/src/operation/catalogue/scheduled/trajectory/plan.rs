//! The loop as a plan, for a backend that keeps its states to itself.

use super::places;
use crate::operation::Arguments;
use crate::operation::catalogue::scheduled::tables::Chain;
use tweedie::ddim;
use tweedie::error::Result;
use tweedie::plan::{Plan, Row};

/// Its rows, a step each.
pub(crate) fn plan(arguments: &Arguments) -> Result<Plan<f64>> {
    let chain = Chain::new(arguments)?;
    let eta = arguments.get("eta")?;
    let places = places(arguments)?;
    let row = |&place| {
        let pair = chain.pair(place)?;
        Ok(Row::of_step(pair, ddim::step(pair, eta)?))
    };
    let start = chain.level(places[0].t)?;
    Plan::new(start, places.iter().map(row).collect::<Result<_>>()?)
}
