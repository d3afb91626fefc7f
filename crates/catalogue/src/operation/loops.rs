//! Loops: operations of many steps, whose output is every state on the way. So each step can be judged by itself, from the
//! state that the backend itself has come to.

use ndarray::ArrayD;

use super::{Arguments, Operation};
use tweedie::error::Result;

/// An operation of many steps, and how one of them is taken out.
#[derive(Debug)]
pub struct Loop {
    /// The whole: its output has one state after another along its first axis.
    pub whole: &'static Operation,
    /// One step. It is judged by its readings, too, and is not asked for by name.
    pub step: &'static Operation,
    /// The arguments of a step, given those of the whole, its number from 0, and the states that were reached.
    pub at: fn(&Arguments, usize, &ArrayD<f64>) -> Result<Arguments>,
    /// A step in words: `t = 12 → 9`, 0 being clean data.
    pub between: fn(&Arguments, usize) -> Result<String>,
    /// How far the data spread: an error of that size leaves nothing of them.
    pub spread: fn(&Arguments) -> Result<f64>,
}
