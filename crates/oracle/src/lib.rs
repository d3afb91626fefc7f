//! The oracle: it knows the truth of every case and what rounding may cost, and says whether a backend is right.
//!
//! ```text
//! e   = |(ŷ − y.hi) − y.lo|            the error of an output, y a certified truth in two numbers
//! tol = m u E (1 + 64u) + τ            what a correct backend of roundoff u may be off by
//! ρ   = e/tol                          the budget used: pass at ρ ≤ 1
//! ```

mod accuracy;
mod answer;
mod blackbox;
mod budget;
mod case;
mod cases;
mod diagnosis;
mod examine;
mod expected;
mod finding;
mod golden;
mod judge;
mod loops;
mod power;
mod protocol;
mod record;
pub mod report;
mod results;
mod scope;
mod size;
mod suite;
mod tensors;
pub mod vectors;
mod wire;
pub mod zoo;

pub use accuracy::{Accuracy, accuracy};
pub use answer::judge;
pub use blackbox::{Effort, examine_samplers};
pub use budget::{Budget, Profile};
pub use case::{Case, Level};
pub use cases::cases;
pub use diagnosis::{Diagnosis, diagnose};
pub use examine::{examine, examine_in};
pub use expected::{Expected, ExpectedError};
pub use finding::{Finding, Findings, FirstWrong};
pub use golden::{Golden, GoldenReading, OracleError, golden};
pub use judge::{Judgement, State, Worst};
pub use power::formats;
pub use protocol::{Limits, PROTOCOL, ProtocolError, Subprocess, read_reply};
pub use record::{Header, RECORD_FORMAT, Record, RecordError, Recorder, Summary, Verdict};
pub use results::Recorded;
pub use scope::{Pattern, SAMPLERS, Scope};
pub use size::Size;
pub use suite::{Entry, Suite};
pub use wire::{Bits, Element, Tensor, Value, Values, WireError};
