//! What is asked of every plan: that it keeps the marginals, how well each of its rows integrates, and whether it is another.

use tweedie::error::Result;
use tweedie::gaussian::Gaussian;
use tweedie::level::NoiseLevel;
use tweedie::path::{Curve, Path};
use tweedie::plan::{
    Affine, Plan, Row, gaussian_law, noise_defects, quadrature_defects, signal_defects,
};
use tweedie::scalar::{Certified, Field, Real};

use super::flow::CURVES;
use super::order::{assert_order, falls_by};

/// Lengths of steps: longer and shorter by turns, none the mean of its neighbours.
const UNEVEN: [(i64, i64); 5] = [(3, 2), (2, 3), (5, 4), (1, 2), (4, 3)];

/// Five uneven steps in λ = ln(α/σ), about as long as `h`, from `lambda` on.
pub fn uneven_path<T: Real>(curve: Curve, lambda: T, h: T) -> Path<T> {
    let gaps = UNEVEN.iter().map(|&(p, q)| h * T::ratio(p, q));
    let mut levels = vec![lambda];
    levels.extend(gaps.scan(lambda, |lambda, gap| {
        *lambda = *lambda + gap;
        Some(*lambda)
    }));
    let level = |lambda: T| curve.level((-lambda).exp()).unwrap();
    Path::new(curve, levels.into_iter().map(level).collect()).unwrap()
}

/// The same path from pure noise and on to clean data.
pub fn with_ends<T: Real>(path: &Path<T>) -> Path<T> {
    let noise = NoiseLevel::new(T::zero(), T::one()).unwrap();
    let levels = [&[noise], path.levels(), &[NoiseLevel::clean()]].concat();
    Path::new(path.curve(), levels).unwrap()
}

#[track_caller]
fn assert_none(defects: &[Certified]) {
    for (row, defect) in defects.iter().enumerate() {
        assert!(
            defect.contains(0.0) && defect.width() < 1e-60,
            "row {row}: {defect:?}"
        );
    }
}

/// Asserts that every row has the signal and the noise of its level, on all curves; `at_the_ends`, from pure noise to clean
/// data too.
#[track_caller]
pub fn assert_keeps_marginals(
    plan: impl Fn(&Path<Certified>) -> Result<Plan<Certified>>,
    at_the_ends: bool,
) {
    for curve in CURVES {
        let inner = uneven_path(curve, Certified::int(-2), Certified::ratio(2, 3));
        // unscaled data are never without signal
        let ends = (at_the_ends && curve != Curve::Unscaled).then(|| with_ends(&inner));
        for path in [inner].into_iter().chain(ends) {
            let plan = plan(&path).unwrap();
            assert_none(&signal_defects(&plan));
            assert_none(&noise_defects(&plan).unwrap());
        }
    }
}

/// The order of each row, measured: it integrates polynomials of lower degrees up to `O(h^{order+1})`, and one of them no
/// better. Steps are uneven, the past is exact. Of a row that integrates all polynomials up to degree 4, it says 5.
#[track_caller]
pub fn row_orders(
    plan: impl Fn(&Path<Certified>) -> Result<Plan<Certified>>,
    eta: Certified,
) -> Vec<i64> {
    let plans: Vec<Plan<Certified>> = (0..5)
        .map(|halvings| Certified::ratio(1, 64 << halvings))
        .map(|h| uneven_path(Curve::Unscaled, Certified::ratio(1, 4), h))
        .map(|path| plan(&path).unwrap())
        .collect();
    let mut powers = vec![6; plans[0].rows().len()];
    for degree in 0..5 {
        // weights on answers are O(h), so a degree has at least one power more: those that are left change nothing
        if powers
            .iter()
            .all(|&power| power <= 1 + i64::try_from(degree).unwrap())
        {
            break;
        }
        let defects: Vec<Vec<Option<Certified>>> = plans
            .iter()
            .map(|plan| quadrature_defects(plan, eta, degree))
            .collect();
        for (row, least) in powers.iter_mut().enumerate() {
            let errors = defects.iter().map(|rows| rows[row].unwrap().abs());
            *least = power(&errors.collect::<Vec<_>>()).min(*least);
        }
    }
    powers.into_iter().map(|power| power - 1).collect()
}

/// The power of h that errors fall by; 6, beyond all that is tried, if they vanish.
fn power(errors: &[Certified]) -> i64 {
    if errors.iter().all(|error| error.distance(0.0) < 1e-60) {
        return 6;
    }
    let fits = (1..10).find(|&power| falls_by(power, errors).is_ok());
    fits.unwrap_or_else(|| panic!("no power of h: {errors:?}"))
}

/// Asserts the order of the variance at the end of a run on N(¾, ¼), with the exact denoiser and from the right law. Steps
/// are long and short by turns, from λ = −2 to 2.
#[track_caller]
pub fn assert_law_order(order: i64, plan: impl Fn(&Path<f64>) -> Result<Plan<f64>>) {
    let data = Gaussian::new(0.75, 0.25).unwrap();
    let var = |level: NoiseLevel<f64>| level.alpha().powi(2) * 0.25 + level.sigma().powi(2);
    let error = |halvings: u32| {
        let steps = 32_u32 << halvings;
        let unit = 4.0 / f64::from(steps / 2 * 3);
        let lambda = |i: u32| unit * f64::from(i + i / 2) - 2.0;
        let curve = Curve::VariancePreserving;
        let levels = (0..=steps).map(|i| curve.level((-lambda(i)).exp()).unwrap());
        let path = Path::new(curve, levels.collect()).unwrap();
        let start = path.start();
        let law = Affine::of(start.alpha() * data.mean(), var(start).sqrt(), 0);
        let states = gaussian_law(&plan(&path).unwrap(), data, law).unwrap();
        let (end, level) = (&states[states.len() - 1], path.levels()[steps as usize]);
        (end.var() - var(level)).abs()
    };
    assert_order(order, &(0..5).map(error).collect::<Vec<_>>());
}

/// Asserts that two rows do the same.
#[track_caller]
pub fn assert_same_row(one: &Row<Certified>, other: &Row<Certified>) {
    for &(_, past) in one.sum().iter().chain(other.sum()) {
        let defect = one.weight(past) - other.weight(past);
        assert!(
            defect.contains(0.0) && defect.width() < 1e-60,
            "{past:?}: {one:?} {other:?}"
        );
    }
}

/// Asserts that two plans do the same, row by row.
#[track_caller]
pub fn assert_same_plan(one: &Plan<Certified>, other: &Plan<Certified>) {
    assert_eq!(one.rows().len(), other.rows().len());
    for (one, other) in one.rows().iter().zip(other.rows()) {
        assert_eq!(one.look().is_some(), other.look().is_some());
        assert_same_row(one, other);
    }
}
