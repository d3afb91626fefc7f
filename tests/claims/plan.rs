//! Claims of plans, whatever the method.

mod gaussian_law_is_a_finite_recursion;
mod marginals_are_kept_exactly_where_both_invariants_hold;
mod rows_name_what_is_there;

use ndarray::Array2;
use tweedie::consistency::Distilled;
use tweedie::error::{DomainError, Result};
use tweedie::gaussian::Gaussian;
use tweedie::level::NoiseLevel;
use tweedie::path::{Curve, Path};
use tweedie::plan::{
    Affine, Past, Place, Plan, Reach, Row, carry_out, gaussian_law, noise_defects, point_law,
    signal_defects,
};
use tweedie::posterior::ReverseVar;
use tweedie::sampler::{Method, run};
use tweedie::scalar::{Exact, Field};

use crate::support::{Coordinatewise, Law, gaussian_denoiser, law, path, triple_descent};

/// Plans of many methods, their weights rational: deterministic and not, looking back and not, with a drawn number again.
fn plans() -> Vec<(String, Plan<Exact>)> {
    let levels = triple_descent::<Exact>();
    let mut all = Vec::new();
    for method in [
        Method::Ddim { eta: Exact::zero() },
        Method::Ddim { eta: Exact::one() },
        Method::Ddim {
            eta: Exact::ratio(25, 52),
        },
        Method::Euler,
        Method::Heun,
        Method::Lms { order: 3 },
        Method::Ipndm { order: 4 },
        Method::Plms,
        Method::Consistency(Distilled::Plainly),
        Method::Corrected {
            delta: Exact::ratio(16, 25),
        },
        Method::Langevin {
            share: Exact::ratio(1, 8),
            repeats: 2,
        },
        Method::Ancestral(ReverseVar::Forward),
    ] {
        all.push((format!("{method:?}"), method.plan(&path(&levels)).unwrap()));
    }
    all.push(("a draw that enters twice".to_owned(), twice(&levels)));
    all
}

/// Two DDIM steps, the second of which takes its noise in two parts: the draw of the first again, and a fresh one.
///
/// ```text
/// x_1 = a x_0 + … + c z         (a σ_0)² + c² = σ²_1
/// x_2 = k x_1 + … + d z + f z'  (k a σ_0)² + (k c + d)² + f² = σ²_2
/// ```
fn twice(levels: &[NoiseLevel<Exact>]) -> Plan<Exact> {
    let first = Method::Ddim { eta: Exact::one() }
        .plan(&path(&levels[..2]))
        .unwrap();
    let first = first.rows()[0].clone();
    let (one, two) = (levels[1], levels[2]);
    let c = first.weight(Past::Fresh);
    // turned round: all but the old noise of the first row is as before, and d = −2 k c leaves (k c + d)² = (k c)²
    let ratio = Exact::ratio(3, 5) * two.sigma() / one.sigma();
    let fresh = Exact::ratio(4, 5) * two.sigma();
    let second = Row::looking(
        one,
        two,
        [
            (ratio, Past::State(0)),
            (two.alpha() - ratio * one.alpha(), Past::X0(0)),
            (-(Exact::int(2) * ratio * c), Past::Drawn(0)),
            (fresh, Past::Fresh),
        ],
    );
    Plan::new(levels[0], vec![first, second]).unwrap()
}

/// The plan with one weight of one row changed.
fn broken(plan: &Plan<Exact>, row: usize, term: usize) -> Plan<Exact> {
    let rows = plan.rows().iter().enumerate().map(|(i, old)| {
        let sum = old.sum().iter().enumerate().map(|(j, &(weight, past))| {
            let changed = (i, j) == (row, term);
            let factor = if changed { (9, 7) } else { (1, 1) };
            (weight * Exact::ratio(factor.0, factor.1), past)
        });
        match old.look() {
            Some(at) => Row::looking(at, old.to(), sum),
            None => Row::silent(old.to(), sum),
        }
    });
    Plan::new(plan.start(), rows.collect()).unwrap()
}

/// The plan up to a row.
fn up_to(plan: &Plan<Exact>, row: usize) -> Plan<Exact> {
    Plan::new(plan.start(), plan.rows()[..=row].to_vec()).unwrap()
}
