//! The loop as a plan, for a backend that keeps its states to itself.

use super::places;
use crate::operation::Arguments;
use crate::operation::catalogue::scheduled::tables::Chain;
use tweedie::ddim;
use tweedie::error::Result;
use tweedie::sampler::Move;

/// Its moves, a step each.
pub(crate) fn plan(arguments: &Arguments) -> Result<Vec<Move<f64>>> {
    let chain = Chain::new(arguments)?;
    let eta = arguments.get("eta")?;
    let moves = places(arguments)?.into_iter().map(|place| {
        let pair = chain.pair(place)?;
        Ok(Move {
            churn: None,
            at: pair.t(),
            to: pair.s(),
            predict: ddim::step(pair, eta)?,
            correct: None,
        })
    });
    moves.collect()
}
