//! What an index stands for, and how many there are of what is counted.

use tweedie_catalogue::operation::System;

use super::{Indices, Reader, Scope};
use crate::functions::Number;
use crate::grammar::Expression;

impl<T: Number + System> Reader<'_, T> {
    /// An index that is the same everywhere: a numeral, or a whole parameter.
    pub(super) fn constant(&self, index: &str) -> Option<usize> {
        index
            .parse()
            .ok()
            .or_else(|| self.arguments.count(index).ok())
    }

    /// The number that an index stands for, if it stands for one.
    pub(super) fn number(&self, scope: &Scope<'_>, index: &str) -> Result<Option<usize>, String> {
        if let Some(number) = self.constant(index) {
            return Ok(Some(number));
        }
        for scope in scope.outward() {
            if let Some(definition) = scope.definition(index) {
                return whole(&self.defined(scope, definition, Indices::new())?).map(Some);
            }
        }
        Ok(if index == "T" {
            Some(self.how_many("T")?)
        } else {
            None
        })
    }

    pub(super) fn index_of(
        &self,
        scope: &Scope<'_>,
        indices: &Indices,
        of: &Expression,
    ) -> Result<usize, String> {
        whole(&self.value(scope, indices, of)?)
    }

    /// T betas, K components, n timesteps, d columns.
    pub(super) fn how_many(&self, letter: &str) -> Result<usize, String> {
        match letter {
            "T" => self.count("betas"),
            "K" => self.count("weights"),
            "n" => Ok(self
                .arguments
                .list::<f64>("timesteps")
                .map_err(|error| error.to_string())?
                .len()),
            _ => Ok(self
                .arguments
                .shape("means")
                .map_err(|error| error.to_string())?[1]),
        }
    }

    pub(super) fn count(&self, array: &str) -> Result<usize, String> {
        Ok(self
            .arguments
            .shape(array)
            .map_err(|error| error.to_string())?[0])
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // it has been looked at
fn whole<T: Number>(value: &[T]) -> Result<usize, String> {
    match *value {
        [x] if x.near().fract() == 0.0 && x.near() >= 0.0 => Ok(x.near() as usize),
        _ => Err(format!("{value:?} is no index")),
    }
}
