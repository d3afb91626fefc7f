use super::*;
use tweedie::dpm_solver::Multistep;
use tweedie::edm::{Preconditioning, churn, euler, heun};
use tweedie::exponential::weights;
use tweedie::gaussian::{Gaussian, Kernel};
use tweedie::guidance::{Weights, classifier_on_gradient, rescale};
use tweedie::level::VariancePreserving;
use tweedie::plan::{Affine, Past, Plan, Row, gaussian_law, point_law, signal_defects};
use tweedie::score::Prediction;
use tweedie::step::Step;
use tweedie::{merging, posterior, tweedie as denoiser, vlb};

/// Coq evaluated the definitions of `proofs/formula.v`, those of the theorems: `proofs/table.v` says at which points, and
/// why they are enough. At each of them the Rust formula, run on the rationals, gives the same fractions.
#[test]
fn by_exact_arithmetic() {
    let mut rows = PROVED_TABLE
        .lines()
        .filter(|row| !row.starts_with("numbers."));
    assert_eq!(rows.next(), Some("formula,inputs,outputs"));
    let mut points = 0;
    for row in rows {
        let [formula, inputs, outputs] = row.splitn(3, ',').collect::<Vec<_>>()[..] else {
            panic!("a row has three cells: {row}");
        };
        let inputs: Vec<Exact> = inputs.split(' ').map(fraction).collect();
        let got: Vec<String> = evaluate(formula, &inputs)
            .iter()
            .map(|output| format!("{output:?}"))
            .collect();
        assert_eq!(got.join(" "), outputs, "{formula} at {inputs:?}");
        points += 1;
    }
    assert_eq!(points, 51 * 16);
}

fn level(scales: &[Exact]) -> NoiseLevel<Exact> {
    NoiseLevel::new(scales[0], scales[1]).unwrap()
}

/// Two levels, in the order in which they stand.
fn levels(scales: &[Exact]) -> [NoiseLevel<Exact>; 2] {
    [level(scales), level(&scales[2..])]
}

fn pair_of(scales: &[Exact]) -> LevelPair<Exact> {
    let [s, t] = levels(scales);
    LevelPair::new(s, t).unwrap()
}

fn line(on: &[Exact]) -> Prediction<Exact> {
    let (on_x0, on_eps) = (on[0], on[1]);
    Prediction { on_x0, on_eps }
}

fn of_line(line: Prediction<Exact>) -> Vec<Exact> {
    vec![line.on_x0, line.on_eps]
}

fn of_step(step: Step<Exact>) -> Vec<Exact> {
    vec![step.on_x_t, step.on_x0, step.on_noise]
}

fn kernel(of: &[Exact]) -> Kernel<Exact> {
    Kernel::new(of[0], of[1], of[2]).unwrap()
}

fn of_kernel(kernel: Kernel<Exact>) -> Vec<Exact> {
    vec![kernel.scale(), kernel.shift(), kernel.var()]
}

fn gaussian(of: &[Exact]) -> Gaussian<Exact> {
    Gaussian::new(of[0], of[1]).unwrap()
}

fn of_gaussian(gaussian: Gaussian<Exact>) -> Vec<Exact> {
    vec![gaussian.mean(), gaussian.var()]
}

fn of_weights(weights: Weights<Exact>) -> Vec<Exact> {
    vec![weights.on_cond, weights.on_uncond]
}

fn of_design(design: Preconditioning<Exact>) -> Vec<Exact> {
    vec![design.c_skip, design.c_out, design.c_in]
}

fn evaluate(formula: &str, x: &[Exact]) -> Vec<Exact> {
    let (room, _) = formula.split_once('.').unwrap();
    match room {
        "level" => of_levels(formula, x),
        "gaussian" | "merging" => of_gaussians(formula, x),
        "posterior" | "vlb" | "tweedie" => of_laws(formula, x),
        "score" | "guidance" => of_predictions(formula, x),
        "plan" => of_plans(formula, x),
        "ddim" | "exponential" | "dpm_solver" | "step" => of_steps(formula, x),
        _ => of_edm(formula, x),
    }
}

fn of_levels(formula: &str, x: &[Exact]) -> Vec<Exact> {
    match formula {
        "level.edm_sigma" => vec![level(x).edm_sigma()],
        "level.snr" => vec![level(x).snr()],
        "level.diffused" => {
            let start = VariancePreserving::clean();
            let level = x.iter().fold(start, |level, &beta| level.diffused(beta));
            vec![level.alpha_bar(), level.one_minus_alpha_bar()]
        }
        "level.level" => {
            let level = VariancePreserving::clean().diffused(x[0]).level().unwrap();
            vec![level.alpha(), level.sigma()]
        }
        _ => panic!("{formula} is unknown here"),
    }
}

fn of_gaussians(formula: &str, x: &[Exact]) -> Vec<Exact> {
    match formula {
        "gaussian.squared_distance" => vec![gaussian(x).squared_distance(x[2])],
        "gaussian.at" => of_gaussian(kernel(x).at(x[3]).unwrap()),
        "gaussian.then" => of_kernel(kernel(x).then(kernel(&x[3..]))),
        "gaussian.push" => of_gaussian(kernel(x).push(gaussian(&x[3..])).unwrap()),
        "gaussian.invert" => of_kernel(kernel(x).invert(gaussian(&x[3..])).unwrap()),
        "merging.forward_step" => of_kernel(merging::forward_step(x[0]).unwrap()),
        "merging.marginal" => of_kernel(merging::marginal(level(x)).unwrap()),
        "merging.between" => of_kernel(merging::between(pair_of(x)).unwrap()),
        _ => panic!("{formula} is unknown here"),
    }
}

fn of_laws(formula: &str, x: &[Exact]) -> Vec<Exact> {
    match formula {
        "posterior.posterior" => {
            let law = posterior::posterior(pair_of(x)).unwrap();
            vec![law.on_x0, law.on_x_t, law.var]
        }
        "posterior.mean" => vec![posterior::posterior(pair_of(x)).unwrap().mean(x[4], x[5])],
        "posterior.step" => of_step(posterior::posterior(pair_of(x)).unwrap().step(x[4])),
        "posterior.eps_mean" => {
            let mean = posterior::eps_mean(pair_of(x)).unwrap();
            vec![mean.on_x_t, mean.on_eps]
        }
        "posterior.reverse_var" => vec![posterior::reverse_var(pair_of(x), x[4]).unwrap()],
        "vlb.x0_weight" => vec![vlb::x0_weight(pair_of(x), x[4]).unwrap()],
        "vlb.eps_weight" => vec![vlb::eps_weight(pair_of(x), x[4]).unwrap()],
        "vlb.snr_weight" => vec![vlb::snr_weight(pair_of(x))],
        "vlb.min_snr_weight" => vec![vlb::min_snr_weight(level(x), x[2])],
        "vlb.weight_of" => vec![vlb::weight_of(line(x), level(&x[2..]), x[4]).unwrap()],
        "tweedie.mean" => {
            let mean = denoiser::mean(level(x)).unwrap();
            vec![mean.on_x_t, mean.on_score]
        }
        "tweedie.covariance" => {
            let covariance = denoiser::covariance(level(x)).unwrap();
            vec![covariance.on_identity, covariance.on_hessian]
        }
        _ => panic!("{formula} is unknown here"),
    }
}

fn of_predictions(formula: &str, x: &[Exact]) -> Vec<Exact> {
    match formula {
        "score.predictions" => [
            Prediction::x0(),
            Prediction::eps(),
            Prediction::v(level(x)),
            Prediction::score(level(x)).unwrap(),
            Prediction::velocity(),
        ]
        .into_iter()
        .flat_map(of_line)
        .collect(),
        "score.value" => vec![line(x).value(x[2], x[3])],
        "score.from" => {
            let conversion = line(x).from(line(&x[2..]), level(&x[4..])).unwrap();
            vec![conversion.on_x_t, conversion.on_given]
        }
        "guidance.scale" => of_weights(Weights::scale(x[0])),
        "guidance.strength" => of_weights(Weights::strength(x[0])),
        "guidance.apply" => {
            let (on_cond, on_uncond) = (x[0], x[1]);
            vec![Weights { on_cond, on_uncond }.apply(x[2], x[3])]
        }
        "guidance.classifier_on_gradient" => vec![classifier_on_gradient(level(x), x[2])],
        "guidance.rescale" => {
            let mut sample = x[..3].to_vec();
            rescale(&mut sample, &x[3..6], x[6]).unwrap();
            sample
        }
        _ => panic!("{formula} is unknown here"),
    }
}

fn of_steps(formula: &str, x: &[Exact]) -> Vec<Exact> {
    match formula {
        "ddim.step_with_std.aligned" => {
            of_step(ddim::step_with_std(pair_of(x), x[4], ddim::Branch::Aligned).unwrap())
        }
        "ddim.step_with_std.reflected" => {
            of_step(ddim::step_with_std(pair_of(x), x[4], ddim::Branch::Reflected).unwrap())
        }
        "ddim.std" => vec![ddim::std(pair_of(x), x[4]).unwrap()],
        "ddim.step" => of_step(ddim::step(pair_of(x), x[4]).unwrap()),
        "ddim.deterministic_step" => of_step(ddim::step(pair_of(x), Exact::zero()).unwrap()),
        "ddim.inversion" => {
            let inversion = ddim::inversion(pair_of(x));
            vec![inversion.on_x_s, inversion.on_eps]
        }
        "exponential.weights" => weights(&x[..4], &x[4..]),
        "dpm_solver.leaning" => {
            let step = Multistep::leaning(pair_of(x), x[4]);
            vec![step.on_x_t, step.on_x0, step.on_x0_last]
        }
        "step.apply" => {
            let (on_x_t, on_x0, on_noise) = (x[0], x[1], x[2]);
            let step = Step {
                on_x_t,
                on_x0,
                on_noise,
            };
            vec![step.apply(x[3], x[4], x[5])]
        }
        _ => panic!("{formula} is unknown here"),
    }
}

fn of_edm(formula: &str, x: &[Exact]) -> Vec<Exact> {
    let design = || Preconditioning {
        c_skip: x[0],
        c_out: x[1],
        c_in: x[2],
    };
    match formula {
        "edm.edm" => of_design(Preconditioning::edm(x[0], x[1]).unwrap()),
        "edm.vp" => of_design(Preconditioning::vp(x[0]).unwrap()),
        "edm.ve" => of_design(Preconditioning::ve(x[0]).unwrap()),
        "edm.prediction" => of_line(design().prediction(x[3])),
        "edm.loss_weight" => vec![design().loss_weight()],
        "edm.euler" => {
            let [t, s] = levels(x);
            of_step(euler(t, s).unwrap())
        }
        "edm.heun" => {
            let [t, s] = levels(x);
            let step = heun(t, s).unwrap();
            vec![step.on_x_t, step.on_x0, step.on_x0_next]
        }
        "edm.churn" => {
            let churned = churn(level(x), x[2], x[3]).unwrap();
            vec![
                churned.level.alpha(),
                churned.level.sigma(),
                churned.on_noise,
            ]
        }
        _ => panic!("{formula} is unknown here"),
    }
}

/// A plan through three levels that names something of each kind, near and far.
fn plan_of(scales: &[Exact], weights: &[Exact]) -> Plan<Exact> {
    let [a, b] = levels(scales);
    let c = level(&scales[4..]);
    let mut weights = weights.iter();
    let mut weighed = |named: &[Past]| -> Vec<(Exact, Past)> {
        let terms = named.iter().zip(weights.by_ref());
        terms.map(|(&past, &weight)| (weight, past)).collect()
    };
    let rows = vec![
        Row::looking(a, b, weighed(&[Past::State(0), Past::X0(0), Past::Fresh])),
        Row::looking(
            b,
            c,
            weighed(&[
                Past::State(0),
                Past::State(1),
                Past::X0(0),
                Past::X0(1),
                Past::Eps(0),
                Past::Eps(1),
                Past::Fresh,
                Past::Drawn(0),
            ]),
        ),
        Row::silent(
            a,
            weighed(&[
                Past::State(1),
                Past::X0(0),
                Past::Eps(1),
                Past::Drawn(0),
                Past::Drawn(1),
            ]),
        ),
    ];
    Plan::new(a, rows).unwrap()
}

fn of_plans(formula: &str, x: &[Exact]) -> Vec<Exact> {
    let plan = plan_of(&x[..6], &x[6..22]);
    let laws = |states: Vec<Affine<Exact>>| -> Vec<Exact> {
        states
            .iter()
            .flat_map(|state| [state.shift, state.var()])
            .collect()
    };
    match formula {
        "plan.point" => {
            let to = plan.rows().iter().map(|row| row.to().alpha());
            let mut signals: Vec<_> = signal_defects(&plan)
                .into_iter()
                .zip(to)
                .map(|(defect, alpha)| defect + alpha)
                .collect();
            signals.extend(laws(point_law(&plan).unwrap()));
            signals
        }
        "plan.gaussian" => {
            let start = Affine::of(x[24], x[25], 0);
            laws(gaussian_law(&plan, gaussian(&x[22..]), start).unwrap())
        }
        _ => panic!("{formula} is unknown here"),
    }
}
