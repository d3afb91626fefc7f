//! The configurations that are driven.

use tweedie::sampler::Sampler;
use tweedie::schedule::Spacing;
use tweedie_catalogue::operation::{Configuration, Grid, Quantity};

/// How much is driven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// A few seconds in process.
    Quick,
    /// Every n of the sweep run to its end, and long loops.
    Full,
}

/// Steps of the chain.
pub(super) const T: usize = 1000;

const LEADING: Spacing = Spacing::Leading { offset: 0 };
const LEADING_1: Spacing = Spacing::Leading { offset: 1 };

/// A configuration in one line.
const fn on(
    sampler: Sampler,
    grid: Grid,
    spacing: Spacing,
    n: usize,
    eta: f64,
    prediction: Quantity,
) -> Configuration {
    Configuration {
        sampler,
        grid,
        train_steps: T,
        n,
        spacing,
        eta,
        prediction,
    }
}

/// The configurations whose every step is judged.
pub(super) fn configurations(effort: Effort) -> Vec<Configuration> {
    use Grid::{Cosine, Flow, Karras, Linear, ScaledLinear, ZeroSnr};
    use Quantity::{Eps, V, X0};
    use Sampler::{
        Ddim, DdimInverse, Ddpm, Deis, Dpmpp2m, EdmEuler, Euler, EulerAncestral, FlowEuler, Heun,
        Pndm, Unipc,
    };
    use Spacing::{Linspace, Trailing};
    let mut all = vec![
        on(Ddpm, Linear, Trailing, 7, 0.0, Eps),
        on(Ddpm, Linear, LEADING, 50, 0.0, X0),
        on(Ddpm, Cosine, Linspace, 30, 0.0, V),
        on(Ddim, Linear, Trailing, 7, 0.0, Eps),
        on(Ddim, Linear, Trailing, 30, 0.5, Eps),
        on(Ddim, Linear, Linspace, 10, 0.0, Eps),
        on(Ddim, Linear, LEADING_1, 50, 0.25, X0),
        on(Ddim, ScaledLinear, LEADING_1, 10, 0.0, V),
        on(Ddim, ScaledLinear, Trailing, 150, 0.0, Eps),
        on(Ddim, Cosine, Trailing, 10, 0.75, V),
        on(Ddim, ZeroSnr, Trailing, 10, 0.0, V),
        on(Ddim, ZeroSnr, Trailing, 10, 0.0, X0),
        on(Ddim, ZeroSnr, Trailing, 10, 0.0, Eps),
        on(DdimInverse, Linear, LEADING, 10, 0.0, Eps),
        on(DdimInverse, Linear, Trailing, 30, 0.0, Eps),
        on(Euler, Linear, Trailing, 7, 0.0, Eps),
        on(Euler, ScaledLinear, Linspace, 30, 0.0, V),
        on(Euler, Karras, Linspace, 30, 0.0, Eps),
        on(EulerAncestral, Linear, Trailing, 10, 0.0, Eps),
        on(EulerAncestral, Karras, Linspace, 2, 0.0, X0),
        on(EulerAncestral, Karras, Linspace, 10, 0.0, V),
        on(Heun, Linear, Trailing, 10, 0.0, Eps),
        on(Heun, ScaledLinear, Trailing, 7, 0.0, V),
        on(Heun, Karras, Linspace, 10, 0.0, X0),
        on(Dpmpp2m, Linear, Trailing, 10, 0.0, Eps),
        on(Dpmpp2m, Linear, Linspace, 7, 0.0, V),
        on(Dpmpp2m, ScaledLinear, Trailing, 30, 0.0, X0),
        on(Unipc, Linear, Trailing, 10, 0.0, Eps),
        on(Deis, Linear, Trailing, 10, 0.0, Eps),
        on(Pndm, Linear, LEADING, 10, 0.0, Eps),
        on(EdmEuler, Karras, Linspace, 10, 0.0, X0),
        on(FlowEuler, Flow, Trailing, 10, 0.0, V),
        on(FlowEuler, Flow, Linspace, 7, 0.0, V),
    ];
    if effort == Effort::Full {
        all.extend([
            on(Ddpm, Linear, Trailing, T, 0.0, Eps),
            on(Ddim, Linear, LEADING, 150, 0.5, Eps),
            on(Ddim, Linear, Linspace, 300, 0.25, V),
            on(Ddim, Linear, Trailing, 300, 0.0, X0),
            on(Ddim, Linear, LEADING, T, 0.0, Eps),
            on(Ddim, Cosine, Linspace, 50, 0.0, X0),
            on(DdimInverse, ScaledLinear, Linspace, 50, 0.0, V),
            on(Euler, Linear, LEADING, 150, 0.0, X0),
            on(EulerAncestral, ScaledLinear, Trailing, 50, 0.0, V),
            on(Heun, Linear, LEADING_1, 30, 0.0, X0),
            on(Heun, Karras, Linspace, 50, 0.0, Eps),
            on(EdmEuler, Karras, Linspace, 50, 0.0, X0),
            on(FlowEuler, Flow, Trailing, 50, 0.0, V),
        ]);
    }
    all
}

/// The configurations whose number of calls is asked for every n of the sweep.
pub(super) fn swept() -> Vec<Configuration> {
    let samplers = [
        Sampler::Ddpm,
        Sampler::Ddim,
        Sampler::DdimInverse,
        Sampler::Euler,
        Sampler::EulerAncestral,
        Sampler::Heun,
        Sampler::Dpmpp2m,
        Sampler::Unipc,
        Sampler::Deis,
        Sampler::Pndm,
    ];
    let spacings = [LEADING, LEADING_1, Spacing::Trailing, Spacing::Linspace];
    let mut all: Vec<Configuration> = samplers
        .into_iter()
        .flat_map(|sampler| {
            spacings.map(|spacing| on(sampler, Grid::Linear, spacing, 1, 0.0, Quantity::Eps))
        })
        .collect();
    all.extend(on_own_grids(1));
    all
}

/// The n of the sweep.
pub(super) const SWEEP: [usize; 12] = [1, 2, 3, 5, 8, 11, 14, 30, 333, 600, 999, 1000];

/// Of those, the ones that are run to their end at little cost.
pub(super) const SHORT: usize = 14;

/// Every deterministic method of a chain, n steps of it.
fn on_the_chain(n: usize) -> Vec<Configuration> {
    [
        Sampler::Ddim,
        Sampler::Euler,
        Sampler::Heun,
        Sampler::Dpmpp2m,
        Sampler::Unipc,
        Sampler::Deis,
        Sampler::Pndm,
    ]
    .map(|sampler| {
        on(
            sampler,
            Grid::Linear,
            Spacing::Trailing,
            n,
            0.0,
            Quantity::Eps,
        )
    })
    .to_vec()
}

/// The methods that bring their grid along, n steps of it.
fn on_own_grids(n: usize) -> [Configuration; 2] {
    use Quantity::{V, X0};
    let edm = on(
        Sampler::EdmEuler,
        Grid::Karras,
        Spacing::Linspace,
        n,
        0.0,
        X0,
    );
    let flow = on(Sampler::FlowEuler, Grid::Flow, Spacing::Trailing, n, 0.0, V);
    [edm, flow]
}

/// The configurations whose order is taken.
pub(super) fn ordered() -> Vec<Configuration> {
    let mut all = on_the_chain(8);
    all.extend(on_own_grids(8));
    all
}

/// The configurations that are run with ε, x₀ and v.
pub(super) fn spoken() -> Vec<Configuration> {
    on_the_chain(10)
}
