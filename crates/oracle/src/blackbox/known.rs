//! What is true whoever is examined, worked out once: the ways of a configuration, and the certified step from a state.
//! Ports that differ in one thing are in the same states everywhere else.

use std::sync::Arc;

use super::formula::Call;
use super::memo::Memo;
use super::truth::Truth;
use super::ways::{self, Ways};
use tweedie::error::Result;
use tweedie::sampler::Sampler;
use tweedie::scalar::Running;
use tweedie::schedule::Spacing;
use tweedie_catalogue::operation::{Configuration, Grid, Quantity};

/// What examinations share.
#[derive(Default)]
pub struct Known {
    ways: Memo<Places, Result<Arc<Ways>>>,
    leads: Memo<Places, bool>,
    steps: Memo<State, Option<Arc<Truth>>>,
}

/// That of a configuration on which its ways depend.
type Places = (Sampler, Grid, usize, usize, Spacing);

/// A state, where it is, what was handed in with it, and what its levels may hide: bit by bit.
type State = (Sampler, Quantity, Vec<u64>);

fn places(configuration: &Configuration) -> Places {
    let &Configuration {
        sampler,
        grid,
        train_steps,
        n,
        spacing,
        eta: _,
        prediction: _,
    } = configuration;
    (sampler, grid, train_steps, n, spacing)
}

impl Known {
    /// The ways of a configuration.
    ///
    /// # Errors
    /// If the configuration has no levels.
    pub(super) fn ways(&self, configuration: &Configuration) -> Result<Arc<Ways>> {
        let make = || ways::ways(configuration).map(Arc::new);
        self.ways.of(places(configuration), make)
    }

    /// Whether a configuration has levels.
    pub(super) fn leads(&self, configuration: &Configuration) -> bool {
        let make = || configuration.path::<f64>().is_ok();
        self.leads.of(places(configuration), make)
    }

    /// The truth of a call, given what its claims may hide and what they may cost.
    pub(super) fn step(
        &self,
        [hidden, costs]: [&Call<Running>; 2],
        make: impl FnOnce() -> Option<Truth>,
    ) -> Option<Arc<Truth>> {
        let numbers = hidden.numbers().chain(costs.numbers());
        let bits = numbers.flat_map(|number| [number.value.to_bits(), number.error.to_bits()]);
        let state = (hidden.sampler, hidden.prediction, bits.collect());
        self.steps.of(state, || make().map(Arc::new))
    }
}
