//! The calls of a configuration, as its plan makes them: where each looks at the model, and where it leads.

use tweedie::error::{DomainError, Result};
use tweedie::plan::Stop;
use tweedie_catalogue::operation::Configuration;

/// The stops of a configuration, in the order of its calls, as places on its path: 0 is the noisiest level, n the clean one.
///
/// # Errors
/// If the configuration has no plan, or one that stops at levels of its own.
pub(super) fn stops(configuration: &Configuration) -> Result<Vec<Stop>> {
    let path = configuration.path::<f64>()?;
    let plan = configuration.method().plan(&path)?;
    plan.stops(path.levels()).ok_or_else(|| {
        let sampler = configuration.sampler.name();
        DomainError::new("method", sampler, "it stops at levels of its own")
    })
}

/// Of the levels of a path, those at which the model is asked. None where there are too few.
pub(super) fn asked<L: Copy>(stops: &[Stop], path: &[L]) -> Option<Vec<L>> {
    stops
        .iter()
        .map(|stop| path.get(stop.at).copied())
        .collect()
}

/// The call that sets out from the middle of a path of `n` steps.
pub(super) fn half_way(stops: &[Stop], n: usize) -> usize {
    let sets_out = |stop: &Stop| stop.at == n / 2 && stop.to != stop.at;
    stops
        .iter()
        .position(sets_out)
        .unwrap_or(stops.len().saturating_sub(1))
}

/// Whether fresh noise enters.
pub(super) fn is_stochastic(configuration: &Configuration) -> bool {
    configuration
        .plan::<f64>()
        .is_ok_and(|plan| plan.is_stochastic())
}
