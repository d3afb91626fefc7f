//! The door through which a backend in any language is judged: lines of JSON to a command and back.
//!
//! ```text
//! → {"type": "start", "protocol": "tweedie/1"}
//! ← {"protocol": "tweedie/1", "implementation": …, "version": …, "operations": […], "formats": ["f32", …]}
//! → {"type": "run", "id": …, "operation": …, "format": …, "params": {…}, "inputs": {name: {"shape", "data"}}}
//! ← {"id": …, "output": {"shape", "data"}}     or {"id": …, "skipped": why}     or {"id": …, "error": why}
//! → {"type": "stop"}
//! ```
//!
//! Parameters and arrays are as the vector files have them. Outputs come in the format asked for, but for whole
//! numbers, which are `i64`, and for the levels that `sampler.begin` claims, which are `f64`.

mod messages;
mod process;
mod subprocess;

pub use messages::{PROTOCOL, read_reply};
pub use process::{Limits, ProtocolError};
pub use subprocess::Subprocess;
