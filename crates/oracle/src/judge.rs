//! The judge: one output against the truth.

use ndarray::{ArrayD, Dimension};
use serde::{Deserialize, Serialize};

use super::budget::Budget;
use super::golden::Golden;
use super::record::bits;
use tweedie_catalogue::operation::Kind;

/// What became of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Every output is within its budget.
    Pass,
    /// An output is not.
    Fail,
    /// The truth is not known well enough.
    Undecided,
    /// The backend does not have it, and said why.
    Skipped,
    /// Something it stands on failed.
    Blocked,
    /// The backend failed to answer.
    Error,
    /// This format cannot see the difference, or does not hold the arguments.
    NoPower,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Pass,
        Self::Fail,
        Self::Error,
        Self::Blocked,
        Self::Undecided,
        Self::NoPower,
        Self::Skipped,
    ];

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Undecided => "undecided",
            Self::Skipped => "skipped",
            Self::Blocked => "blocked",
            Self::Error => "error",
            Self::NoPower => "no-power",
        }
    }
}

/// The output that is furthest outside its budget.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Worst {
    /// Its place.
    pub at: Vec<usize>,
    /// What came.
    #[serde(with = "bits")]
    pub got: f64,
    /// The truth.
    #[serde(with = "bits")]
    pub want: f64,
    /// E there.
    #[serde(with = "bits")]
    pub scale: f64,
    /// The error.
    #[serde(with = "bits")]
    pub error: f64,
    /// What it may be.
    #[serde(with = "bits")]
    pub tolerance: f64,
}

/// What the judge says of one case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// The state.
    pub state: State,
    /// The budget used, at the worst output: 0 where none was judged, infinite where one is no number.
    #[serde(with = "bits")]
    pub rho: f64,
    /// Outputs outside their budget.
    pub outside: usize,
    /// Outputs in all.
    pub count: usize,
    /// The worst output.
    pub worst: Option<Worst>,
    /// Why, where there is something to say.
    pub reason: Option<String>,
}

impl Judgement {
    /// A pass of which nothing is to be said.
    #[must_use]
    pub fn pass(count: usize) -> Self {
        Self {
            state: State::Pass,
            rho: 0.0,
            outside: 0,
            count,
            worst: None,
            reason: None,
        }
    }

    /// A state without numbers, and its reason.
    #[must_use]
    pub fn without_numbers(state: State, reason: impl Into<String>) -> Self {
        Self {
            state,
            reason: Some(reason.into()),
            ..Self::pass(0)
        }
    }
}

/// Judges an output.
pub(super) fn compare(
    kind: Kind,
    golden: &Golden,
    output: &ArrayD<f64>,
    budget: Budget,
) -> Judgement {
    if output.shape() != golden.shape {
        let reason = format!(
            "the output has shape {:?}, it should have {:?}",
            output.shape(),
            golden.shape
        );
        return Judgement {
            rho: f64::INFINITY,
            ..Judgement::without_numbers(State::Fail, reason)
        };
    }
    let tolerance = |scale| match kind {
        Kind::Numbers => budget.tolerance(scale),
        Kind::Integers => 0.0,
    };
    let mut judgement = Judgement::pass(golden.y.len());
    for (i, (place, &got)) in output.indexed_iter().enumerate() {
        let error = ((got - golden.y[i]) - golden.lo[i]).abs();
        let tolerance = tolerance(golden.scale[i]);
        let rho = budget_used(error, tolerance);
        if rho > 1.0 {
            judgement.outside += 1;
            judgement.state = State::Fail;
        }
        if rho > judgement.rho || judgement.worst.is_none() {
            judgement.rho = judgement.rho.max(rho);
            judgement.worst = Some(Worst {
                at: place.slice().to_vec(),
                got,
                want: golden.y[i],
                scale: golden.scale[i],
                error,
                tolerance,
            });
        }
    }
    judgement
}

/// `ρ = e/tol`; infinite for what is no number.
fn budget_used(error: f64, tolerance: f64) -> f64 {
    if error.is_nan() {
        f64::INFINITY
    } else if error == 0.0 {
        0.0
    } else {
        error / tolerance
    }
}
