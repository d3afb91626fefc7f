//! EDM: preconditioning, and the probability-flow ODE in unscaled data.

mod churn;
mod flow;
mod midpoint;
mod preconditioning;

pub use churn::{Churn, Churned, churn, stochastic_plan};
pub use flow::{HeunStep, euler, euler_plan, heun, heun_plan};
pub use midpoint::{midpoint_plan, midpoint_rows};
pub use preconditioning::{Preconditioning, noise_conditioning};

use crate::error::{DomainError, Result};
use crate::scalar::Field;

pub(crate) fn positive<T: Field>(name: &str, value: T) -> Result<T> {
    if value.is_finite() && value > T::zero() {
        Ok(value)
    } else {
        Err(DomainError::new(name, value, "give a finite number > 0"))
    }
}
