//! Step by step: the next state against the certified step between the claimed levels, the state being the port's own.

use ndarray::{ArrayD, IxDyn};

use super::drive::{Call as Asked, Record};
use super::formula::{Call, Form, Start, Twist, eta, is_closed};
use super::levels::worst_scale;
use super::model::Level;
use super::table::Row;
use super::ways::Ways;
use crate::level::NoiseLevel;
use crate::operation::{Grid, Kind, Quantity, Solver};
use crate::oracle::budget::Budget;
use crate::oracle::diagnosis::{Diagnosis, registered};
use crate::oracle::finding::FirstWrong;
use crate::oracle::golden::{Golden, GoldenReading};
use crate::oracle::judge::{Judgement, State, compare};
use crate::scalar::{Certified, Field, Real, Running};

/// What was found.
pub(super) struct Found {
    pub(super) judgement: Judgement,
    pub(super) first_wrong: Option<FirstWrong>,
    pub(super) diagnoses: Vec<Diagnosis>,
}

/// The steps of a record, judged. None for a method without a closed form here.
pub(super) fn steps(record: &Record, ways: &Ways, budget: Budget) -> Option<Found> {
    if !is_closed(record.configuration.solver) {
        return None;
    }
    // a thread of its own holds the enclosures, and frees them
    Some(std::thread::scope(|scope| {
        scope
            .spawn(|| on_this_thread(record, ways, budget))
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }))
}

fn on_this_thread(record: &Record, ways: &Ways, budget: Budget) -> Found {
    let levels = Levels { record, ways };
    let count = record.calls.len();
    let mut golden = Golden {
        shape: vec![count],
        y: Vec::new(),
        lo: Vec::new(),
        scale: Vec::new(),
        readings: Vec::new(),
    };
    for i in 0..count {
        let Some((truth, scale)) = certified(&levels, i) else {
            let reason = format!("step {i}: the claimed levels give no step to judge by");
            return Found {
                judgement: Judgement::without_numbers(State::Blocked, reason),
                first_wrong: None,
                diagnoses: Vec::new(),
            };
        };
        for number in truth {
            let (high, low, _) = number.split();
            golden.y.push(high);
            golden.lo.push(low);
        }
        golden.scale.extend(scale);
    }
    let shape = record.calls.first().map_or(&[][..], |call| call.x.shape());
    golden.shape.extend(shape);
    let output: Vec<f64> = record
        .calls
        .iter()
        .flat_map(|call| call.next.iter().copied())
        .collect();
    let Ok(output) = ArrayD::from_shape_vec(IxDyn(&golden.shape), output) else {
        return Found {
            judgement: Judgement::without_numbers(State::Error, "states of different shapes"),
            first_wrong: None,
            diagnoses: Vec::new(),
        };
    };
    let judgement = compare(Kind::Numbers, &golden, &output, budget);
    if judgement.state == State::Pass {
        return Found {
            judgement,
            first_wrong: None,
            diagnoses: Vec::new(),
        };
    }
    golden.readings = readings(&levels);
    Found {
        first_wrong: first_wrong(&levels, &golden, &output, budget),
        diagnoses: registered(Kind::Numbers, &golden, &output, budget),
        judgement,
    }
}

/// The levels of a record: claimed, and where each step leads.
struct Levels<'a> {
    record: &'a Record,
    ways: &'a Ways,
}

impl Levels<'_> {
    /// Where call `i` leads, and E of that level where it is not the port's own claim.
    fn target(&self, i: usize) -> (Level, Option<[f64; 2]>) {
        let calls = &self.record.calls;
        let solver = self.record.configuration.solver;
        if solver == Solver::Heun && i % 2 == 1 {
            return (calls[i].at, None);
        }
        if let Some(next) = calls.get(i + 1) {
            return (next.at, None);
        }
        match self.ways.timesteps.first() {
            Some(&last) if solver == Solver::DdimInverse => {
                let row = self.ways.table[last];
                let scale = worst_scale(&row, self.record.format);
                (level_of(&row), Some(scale))
            }
            _ => (NoiseLevel::clean(), Some([0.0; 2])),
        }
    }

    /// The level of a timestep; clean at 0.
    fn at(&self, t: Option<usize>) -> Option<Level> {
        self.ways.table.get(t?).map(level_of)
    }

    /// The timestep at which call `i` asks, by the configuration.
    fn timestep(&self, i: usize) -> Option<usize> {
        let timesteps = &self.ways.timesteps;
        match self.record.configuration.solver {
            Solver::Heun => timesteps.get(i.div_ceil(2)).copied(),
            Solver::DdimInverse if i == 0 => (!timesteps.is_empty()).then_some(0),
            Solver::DdimInverse => timesteps.get(timesteps.len().checked_sub(i)?).copied(),
            _ => timesteps.get(i).copied(),
        }
    }

    /// The timestep to which call `i` leads.
    fn next_timestep(&self, i: usize) -> Option<usize> {
        let timesteps = &self.ways.timesteps;
        match self.record.configuration.solver {
            Solver::Heun => self.timestep(i + 1 - i % 2).or(Some(0)),
            Solver::DdimInverse => timesteps.get(timesteps.len().checked_sub(i + 1)?).copied(),
            _ if timesteps.is_empty() => None,
            _ => Some(timesteps.get(i + 1).copied().unwrap_or(0)),
        }
    }

    /// Call `i` in a number system, its levels by `level`.
    fn call<T: Real>(&self, i: usize, level: impl Fn(f64, Option<f64>) -> T) -> Option<Call<T>> {
        let (s, scale) = self.target(i);
        let lifted = |at: Level, scale: Option<[f64; 2]>| {
            let alpha = level(at.alpha(), scale.map(|scale| scale[0]));
            let sigma = level(at.sigma(), scale.map(|scale| scale[1]));
            NoiseLevel::new(alpha, sigma).ok()
        };
        let Asked {
            at,
            x,
            model_output,
            noise,
            ..
        } = &self.record.calls[i];
        let configuration = self.record.configuration;
        let array = |array: &ArrayD<f64>| array.iter().map(|&x| T::from_f64(x)).collect();
        let looks_back = match configuration.solver {
            Solver::Heun => i % 2 == 1,
            Solver::Dpmpp2m => i > 0,
            _ => false,
        };
        let start = if looks_back {
            let before = &self.record.calls[i - 1];
            Some(Start {
                t: lifted(before.at, None)?,
                x: array(&before.x),
                given: array(&before.model_output),
            })
        } else {
            None
        };
        Some(Call {
            // a multistep method moves as DDIM does, with a better estimate
            solver: if is_closed(configuration.solver) {
                configuration.solver
            } else {
                Solver::Ddim
            },
            prediction: configuration.prediction,
            eta: eta(configuration.solver, T::from_f64(configuration.eta)),
            t: lifted(*at, exact_if_clean(*at))?,
            s: lifted(s, scale.or(exact_if_clean(s)))?,
            x: array(x),
            given: array(model_output),
            noise: array(noise),
            start,
        })
    }
}

fn level_of(row: &Row) -> Level {
    NoiseLevel::new(row.alpha.hi, row.sigma.hi).unwrap_or(NoiseLevel::clean())
}

/// Nobody rounds the clean level.
fn exact_if_clean(level: Level) -> Option<[f64; 2]> {
    (level == NoiseLevel::clean()).then_some([0.0; 2])
}

/// A claimed number: the port's own table may differ from it by `roundings`.
fn claimed(roundings: f64) -> impl Fn(f64, Option<f64>) -> Running {
    move |value, scale| Running {
        value,
        error: scale.unwrap_or(roundings * value.abs()),
    }
}

/// The truth of call `i`, and E: what its claims may hide, and what its arithmetic may cost.
fn certified(levels: &Levels<'_>, i: usize) -> Option<(Vec<Certified>, Vec<f64>)> {
    let exactly = |x: f64, _: Option<f64>| Certified::from_f64(x);
    let call = levels.call(i, exactly)?;
    let form = if call.start.is_some() {
        // the port's own first stage, rounded as it is, is where the second one looks
        Form::Estimates
    } else {
        Form::Coefficients
    };
    let truth = call.next(form).ok()?;
    if truth.iter().any(|number| !number.is_finite()) {
        return None;
    }
    let hidden = levels.call(i, claimed(2.0))?.next(form).ok()?;
    let costs = levels.call(i, claimed(1.0))?;
    let mut scale = vec![0.0_f64; truth.len()];
    for form in Form::ALL {
        for (scale, number) in scale.iter_mut().zip(costs.next(form).unwrap_or_default()) {
            if number.error.is_finite() {
                *scale = scale.max(number.error);
            }
        }
    }
    for (scale, number) in scale.iter_mut().zip(hidden) {
        *scale += number.error;
    }
    Some((truth, scale))
}

fn first_wrong(
    levels: &Levels<'_>,
    golden: &Golden,
    output: &ArrayD<f64>,
    budget: Budget,
) -> Option<FirstWrong> {
    let each = golden.y.len() / golden.shape[0].max(1);
    let mut rho_before = 0.0_f64;
    for (i, got) in output.outer_iter().enumerate() {
        let here = i * each..(i + 1) * each;
        let part = Golden {
            shape: got.shape().to_vec(),
            y: golden.y[here.clone()].to_vec(),
            lo: golden.lo[here.clone()].to_vec(),
            scale: golden.scale[here].to_vec(),
            readings: Vec::new(),
        };
        let judgement = compare(Kind::Numbers, &part, &got.to_owned(), budget);
        if judgement.state == State::Fail {
            return Some(FirstWrong {
                step: i,
                of: golden.shape[0],
                between: between(levels, i),
                rho_before,
            });
        }
        rho_before = rho_before.max(judgement.rho);
    }
    None
}

/// The step in words: timesteps as programs index them, or σ.
fn between(levels: &Levels<'_>, i: usize) -> String {
    if let (Some(from), Some(to)) = (levels.timestep(i), levels.next_timestep(i)) {
        let name = |t: usize| match t.checked_sub(1) {
            Some(index) => index.to_string(),
            None => "clean".to_owned(),
        };
        return format!("t = {} → {}", name(from), name(to));
    }
    let (to, _) = levels.target(i);
    let from = levels.record.calls[i].at;
    format!("sigma = {:.4} → {:.4}", from.sigma(), to.sigma())
}

/// How a wrong port takes one call, given the call as it is.
type Take = fn(&Levels<'_>, usize, Call<Running>) -> Option<Vec<Running>>;

/// The readings that steps are known by, over the whole run. What does not concern a call leaves it right.
const READINGS: &[(&str, &str, Take)] = &[
    ("TIMESTEP-NEXT", "t − ⌊T/n⌋", |levels, i, call| {
        let configuration = levels.record.configuration;
        let stride = configuration.train_steps / configuration.n;
        if configuration.solver == Solver::DdimInverse {
            let from = levels.at(levels.next_timestep(i)?.checked_sub(stride).or(Some(0)))?;
            let to = levels.at(levels.next_timestep(i))?;
            return moved(call, Some(from), Some(to));
        }
        let to = levels.timestep(i)?.saturating_sub(stride);
        moved(call, None, Some(levels.at(Some(to))?))
    }),
    (
        "FINAL-ALPHA",
        "the last step goes to the first noisy level",
        |levels, i, call| {
            if levels.record.configuration.solver == Solver::DdimInverse {
                return None;
            }
            let to = levels.next_timestep(i)?.max(1);
            moved(call, None, Some(levels.at(Some(to))?))
        },
    ),
    (
        "TIMESTEP-NEXT",
        "t − ⌊T/n⌋, and at last the first noisy level",
        |levels, i, call| {
            let configuration = levels.record.configuration;
            if configuration.solver == Solver::DdimInverse {
                return None;
            }
            let stride = configuration.train_steps / configuration.n;
            let to = levels.timestep(i)?.saturating_sub(stride).max(1);
            moved(call, None, Some(levels.at(Some(to))?))
        },
    ),
    (
        "KARRAS-END",
        "the last sigma again where 0 belongs",
        |levels, i, call| {
            if i + 1 < levels.record.calls.len() {
                return call.next(Form::Estimates).ok();
            }
            Some(call.x)
        },
    ),
    (
        "TIMESTEP-INDEX",
        "the number of the step for the timestep",
        |levels, i, call| {
            let place = |i: usize| levels.at(Some(i + 1));
            match levels.record.configuration.solver {
                Solver::DdimInverse if i == 0 => moved(call, None, place(i)),
                Solver::DdimInverse => moved(call, place(i - 1), place(i)),
                _ => None,
            }
        },
    ),
    ("TIMESTEP-BASE", "one index earlier", |levels, i, call| {
        let from = levels.at(levels.timestep(i)?.checked_sub(1))?;
        let to = levels.at(Some(levels.next_timestep(i)?.saturating_sub(1)))?;
        moved(call, Some(from), Some(to))
    }),
    ("TIMESTEP-BASE", "one index later", |levels, i, call| {
        let from = levels.at(Some(levels.timestep(i)? + 1))?;
        let to = levels.next_timestep(i)?;
        let to = levels.at(Some(if to == 0 { 0 } else { to + 1 }))?;
        moved(call, Some(from), Some(to))
    }),
    (
        "SIGMA-LOOKUP",
        "the first level of the same rounded timestep",
        |levels, i, call| {
            let found = looked_up(levels, i)?;
            let from = levels.record.calls.get(found)?.at;
            let (to, _) = levels.target(found);
            if found == i {
                return call.next(Form::Estimates).ok();
            }
            moved(call, Some(from), Some(to))
        },
    ),
    (
        "TABLE-PADDING",
        "alpha_bar of the level before, padded at the wrong end",
        |_, _, call| {
            let beta = call.beta().ok()?;
            let here = call.t;
            (call.solver == Solver::Ddpm).then(|| call.weighted(beta, beta, here).ok())?
        },
    ),
    (
        "SKIP-VARIANCE",
        "beta_t of the table, whatever is skipped",
        |levels, i, call| {
            let beta = one_step_beta(levels, i)?;
            let before = call.s;
            match call.solver {
                Solver::Ddpm => call.weighted(beta, beta, before).ok(),
                _ => call.by_estimates(Twist::None, Some(beta)).ok(),
            }
        },
    ),
    (
        "SKIP-VARIANCE",
        "beta_t of the table in the variance alone",
        |levels, i, call| {
            let (beta, before) = (call.beta().ok()?, call.s);
            call.weighted(beta, one_step_beta(levels, i)?, before).ok()
        },
    ),
    (
        "DDIM-ETA",
        "eta multiplies the variance",
        |_, _, mut call| {
            call.eta = call.eta.sqrt();
            call.next(Form::Estimates).ok()
        },
    ),
    (
        "NOISE-IS-FRESH",
        "the predicted eps in place of fresh noise",
        |_, _, call| twisted(&call, Twist::NoiseIsEps),
    ),
    ("NOISE-IS-FRESH", "no fresh noise", |_, _, mut call| {
        call.noise.fill(Running::exact(0.0));
        call.next(Form::Estimates).ok()
    }),
    ("V-SIGN", "x0 = alpha x + sigma v", |_, _, call| {
        twisted(&call, Twist::SignOfV)
    }),
    ("PREDICTION", "eps", |_, _, call| {
        given_as(call, Quantity::Eps)
    }),
    ("PREDICTION", "x0", |_, _, call| {
        given_as(call, Quantity::X0)
    }),
    ("PREDICTION", "v", |_, _, call| given_as(call, Quantity::V)),
    ("THRESHOLD", "x0 cut to [−1, 1] unasked", |_, _, call| {
        twisted(&call, Twist::Clip)
    }),
    (
        "EPS-AFTER-CLIP",
        "eps of the estimate as it was",
        |_, _, call| twisted(&call, Twist::ClipAndKeep),
    ),
    (
        "HEUN-SIGMA",
        "the second stage converts with sigma of the first",
        |_, _, call| call.second_stage_at_first().ok(),
    ),
    ("DPM-H", "h and h_last exchanged", |_, _, call| {
        multistep(&call, Twist::StridesExchanged)
    }),
    (
        "DPM-SIGMA",
        "sigma_r where sigma_t belongs",
        |_, _, call| multistep(&call, Twist::SigmaBefore),
    ),
    (
        "COMBINE-RAW",
        "v combined before it is converted",
        |_, _, call| multistep(&call, Twist::CombinedRaw),
    ),
];

fn multistep(call: &Call<Running>, twist: Twist) -> Option<Vec<Running>> {
    if call.solver != Solver::Dpmpp2m {
        return None;
    }
    call.multistep_by_estimates(twist).ok()
}

/// What each reading gives over the whole run.
fn readings(levels: &Levels<'_>) -> Vec<GoldenReading> {
    let count = levels.record.calls.len();
    READINGS
        .iter()
        .filter_map(|&(convention, reading, take)| {
            let mut y = Vec::new();
            let mut scale = Vec::new();
            for i in 0..count {
                let call = levels.call(i, claimed(2.0))?;
                for number in take(levels, i, call)? {
                    y.push(number.value);
                    scale.push(number.error);
                }
            }
            Some(GoldenReading {
                convention: convention.to_owned(),
                reading: reading.to_owned(),
                y,
                scale,
            })
        })
        .collect()
}

/// The call with other levels.
fn moved(mut call: Call<Running>, t: Option<Level>, s: Option<Level>) -> Option<Vec<Running>> {
    let lift = |level: Level| {
        let [alpha, sigma] = [level.alpha(), level.sigma()].map(Running::rounded);
        NoiseLevel::new(alpha, sigma).ok()
    };
    if let Some(t) = t {
        call.t = lift(t)?;
    }
    if let Some(s) = s {
        call.s = lift(s)?;
    }
    if call.s == call.t {
        return Some(call.x);
    }
    call.next(Form::Estimates)
        .or_else(|_| call.by_estimates(Twist::None, None))
        .ok()
}

fn twisted(call: &Call<Running>, twist: Twist) -> Option<Vec<Running>> {
    if call.start.is_some() || call.solver == Solver::DdimInverse {
        return None;
    }
    call.by_estimates(twist, None).ok()
}

fn given_as(mut call: Call<Running>, prediction: Quantity) -> Option<Vec<Running>> {
    call.prediction = prediction;
    call.next(Form::Estimates).ok()
}

/// β of the chain's own step that ends where call `i` asks.
fn one_step_beta(levels: &Levels<'_>, i: usize) -> Option<Running> {
    let t = levels.timestep(i)?;
    let (here, before) = (levels.at(Some(t))?, levels.at(t.checked_sub(1))?);
    let [here, before] = [here, before].map(|level| Running::rounded(level.alpha()).squared());
    Some(Running::exact(1.0) - here / before)
}

/// The first call whose level lies nearest to the same entry of the linear chain's table.
fn looked_up(levels: &Levels<'_>, i: usize) -> Option<usize> {
    let table = Grid::Linear
        .table::<f64>(levels.record.configuration.train_steps)
        .ok()?;
    let nearest = |at: Level| {
        let off = |t: usize| (table[t].edm_sigma() - at.edm_sigma()).abs();
        (1..table.len()).min_by(|&a, &b| off(a).total_cmp(&off(b)))
    };
    let calls = &levels.record.calls;
    let wanted = nearest(calls[i].at);
    calls.iter().position(|call| nearest(call.at) == wanted)
}

/// How a state that is no number came about, from where it happened.
pub(super) fn not_finite(record: &Record) -> Option<Diagnosis> {
    let last = record.calls.last()?;
    if last.next.iter().all(|value| value.is_finite()) {
        return None;
    }
    let configuration = record.configuration;
    let at_end = record.calls.len() == super::ways::calls(&configuration);
    let (convention, reading) =
        if last.at.alpha() == 0.0 && configuration.prediction == Quantity::Eps {
            ("FINITE", "eps is divided by alpha = 0")
        } else if matches!(
            configuration.solver,
            Solver::EulerAncestral | Solver::Ddpm | Solver::Ddim
        ) {
            (
                "FINITE",
                "the variance of an ancestral step slips below zero",
            )
        } else if at_end {
            ("FINITE", "the last step takes the logarithm of sigma = 0")
        } else {
            return None;
        };
    Some(Diagnosis {
        convention: convention.to_owned(),
        reading: reading.to_owned(),
        matches: true,
        misfit: 0.0,
        misfit_of_truth: f64::INFINITY,
    })
}

/// Where call `i` of a record leads.
pub(super) fn target(record: &Record, ways: &Ways, i: usize) -> Level {
    Levels { record, ways }.target(i).0
}

/// E of call `i` as a deterministic step in closed form; zeros where it does not move.
pub(super) fn local_scale(record: &Record, ways: &Ways, i: usize) -> Vec<f64> {
    let levels = Levels { record, ways };
    let count = record.calls[i].x.len();
    let scale = levels.call(i, claimed(2.0)).map(|call| {
        let mut scale = vec![0.0_f64; count];
        for form in Form::ALL {
            for (scale, number) in scale.iter_mut().zip(call.next(form).unwrap_or_default()) {
                if number.error.is_finite() {
                    *scale = scale.max(number.error);
                }
            }
        }
        scale
    });
    scale.unwrap_or_else(|| vec![0.0; count])
}
