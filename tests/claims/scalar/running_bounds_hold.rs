use super::*;
use tweedie::score::Prediction;

/// An expression with every operation, in any number system.
fn expression<T: Real>(a: T, b: T) -> [T; 9] {
    let quotient = (a + b) / (a * b + T::one());
    [
        quotient - a,
        (quotient.squared() + b).sqrt(),
        (-quotient).exp() * b,
        (a * a + b).ln(),
        (a - b).exp_m1(),
        (a * b).sin(),
        (a + b).cos() * a,
        (a * T::ratio(1, 3)).erfc() / b,
        T::pi() * a.abs() - b,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    /// f64 and f32 stay within u·E of the certified truth.
    #[test]
    fn by_property(a in 0.05..3.0f64, b in 0.05..3.0f64) {
        let truth = expression(Certified::from_f64(a), Certified::from_f64(b));
        let bound = expression(Running::exact(a), Running::exact(b));
        let doubles = expression(a, b);
        for i in 0..9 {
            prop_assert!(truth[i].distance(doubles[i]) <= bound[i].tolerance(Format::F64), "operation {}", i);
        }
        let (a, b) = (f64::from(f32::from_f64(a)), f64::from(f32::from_f64(b)));
        let truth = expression(Certified::from_f64(a), Certified::from_f64(b));
        let bound = expression(Running::exact(a), Running::exact(b));
        let singles = expression(f32::from_f64(a), f32::from_f64(b));
        for i in 0..9 {
            prop_assert!(truth[i].distance(f64::from(singles[i])) <= bound[i].tolerance(Format::F32), "operation {}", i);
        }
    }
}

/// The rules of running error analysis, term by term, rounded up by 8 units and no more.
#[test]
fn by_reference_values() {
    let a = Running {
        value: 3.0,
        error: 0.5,
    };
    let b = Running {
        value: -4.0,
        error: 0.25,
    };
    let (root, power, log) = (3f64.sqrt(), Real::exp(3.0_f64), Real::ln(3.0_f64));
    let density = 2.0 / f64::pi().sqrt() * Real::exp(-9.0_f64);
    let rules = [
        ((a + b).error, 0.5 + 0.25 + 1.0),
        ((a - b).error, 0.5 + 0.25 + 7.0),
        ((a * b).error, 3.0 * 0.25 + 4.0 * 0.5 + 12.0),
        ((a / b).error, (0.5 + 0.75 * 0.25) / 4.0 + 0.75),
        (a.sqrt().error, 0.5 / (2.0 * root) + root),
        (a.exp().error, power * 0.5 + 2.0 * power),
        (a.exp_m1().error, power * 0.5 + 2.0 * (power - 1.0)),
        (a.ln().error, 0.5 / 3.0 + 2.0 * log),
        (a.sin().error, 0.5 + 2.0 * Real::sin(3.0_f64)),
        (a.cos().error, 0.5 - 2.0 * Real::cos(3.0_f64)),
        (a.erfc().error, density * 0.5 + 2.0 * Real::erfc(3.0_f64)),
        (Running::rounded(-7.0).error, 7.0),
        (Running::ratio(1, 3).error, 1.0 / 3.0),
        (Running::pi().error, f64::pi()),
        (a.tolerance(Format::F64), U * 0.5),
    ];
    for (i, (error, rule)) in rules.into_iter().enumerate() {
        assert!(
            error >= rule * (1.0 - 2.0 * f64::EPSILON),
            "rule {i}: {error} under {rule}"
        );
        assert!(
            error <= rule * (1.0 + 50.0 * f64::EPSILON),
            "rule {i}: {error} over {rule}"
        );
    }
    let exact = [
        -a,
        Running::zero().sqrt(),
        Running::exact(7.0),
        Running::int(3),
    ];
    assert_eq!(exact.map(|number| number.error), [0.5, 0.0, 0.0, 0.0]);
    assert_eq!(
        Running::exact(1.0).tolerance(Format::F64),
        f64::MIN_POSITIVE
    );
    assert!(
        !Running {
            value: 1.0,
            error: f64::INFINITY
        }
        .is_finite()
    );
    assert!(
        !Running {
            value: f64::NAN,
            error: 1.0
        }
        .is_finite()
    );
}

/// The noise predicted, made x₀, as [`Prediction`] orders it.
fn predicted_x0<T: Field>(t: NoiseLevel<T>, x_t: T, eps: T) -> T {
    Prediction::x0()
        .from(Prediction::eps(), t)
        .unwrap()
        .apply(x_t, eps)
}

/// The deterministic step of DDIM.
fn stepped<T: Field>(s: NoiseLevel<T>, t: NoiseLevel<T>, x_t: T, x0: T) -> T {
    let pair = LevelPair::new(s, t).unwrap();
    ddim::step(pair, T::zero())
        .unwrap()
        .apply(x_t, x0, T::zero())
}

/// A formula whose rounding error Gappa has bounded, on the inputs of its cell.
#[derive(Clone, Copy)]
enum Bounded {
    Rules,
    DdimStep,
    X0Prediction,
    WholeStep,
}

impl Bounded {
    fn at<T: Field>(self, x: &[T]) -> T {
        let level = |at: usize| NoiseLevel::new(x[at], x[at + 1]).unwrap();
        match self {
            Self::Rules => ((x[0] * x[1] + x[2]) / x[3]).sqrt() * x[4],
            Self::DdimStep => stepped(level(0), level(2), x[4], x[5]),
            Self::X0Prediction => predicted_x0(level(0), x[2], x[3]),
            Self::WholeStep => {
                let x0 = predicted_x0(level(2), x[4], x[5]);
                stepped(level(0), level(2), x[4], x0)
            }
        }
    }
}

/// Gappa grants each operation half a unit in the last place and carries it through; an analysis that grants less at any
/// point is wrong, and one that grants four times as much is no help. The code itself keeps the bound.
#[test]
fn by_proved_bounds() {
    for (formula, file, inputs) in [
        (
            Bounded::Rules,
            include_str!("../../../proofs/running_rules.g"),
            "a b c d e",
        ),
        (
            Bounded::DdimStep,
            include_str!("../../../proofs/ddim_step.g"),
            "alpha_s sigma_s alpha_t sigma_t x_t x0",
        ),
        (
            Bounded::X0Prediction,
            include_str!("../../../proofs/x0_prediction.g"),
            "alpha_t sigma_t x_t eps",
        ),
        (
            Bounded::WholeStep,
            include_str!("../../../proofs/whole_step.g"),
            "alpha_s sigma_s alpha_t sigma_t x_t eps",
        ),
    ] {
        let proved = RoundingBound::read(file);
        let names: Vec<&str> = proved.cell.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names.join(" "), inputs);
        for point in proved.points() {
            let inputs_exact: Vec<Running> = point.iter().map(|&x| Running::exact(x)).collect();
            let granted = U * formula.at(&inputs_exact).error;
            assert!(
                granted >= proved.bound,
                "{inputs}: {granted:e} at {point:?}"
            );
            assert!(
                granted <= 4.0 * proved.bound,
                "{inputs}: {granted:e} at {point:?}"
            );
            let truth: Vec<Certified> = point.iter().map(|&x| Certified::from_f64(x)).collect();
            let error = formula.at(&truth).distance(formula.at(&point));
            assert!(error <= proved.bound, "{inputs}: {error:e} at {point:?}");
        }
    }
}
