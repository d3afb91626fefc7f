//! Options that take one of the names of the library.

use clap::builder::{PossibleValuesParser, TypedValueParser};

/// A parser of the names that `all` go by.
pub(crate) fn one_of<T: Copy + Send + Sync + 'static>(
    all: impl IntoIterator<Item = T>,
    name: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    let all: Vec<T> = all.into_iter().collect();
    let names = PossibleValuesParser::new(all.iter().map(|one| name(*one)));
    names.try_map(move |given| {
        let known = all.iter().find(|one| name(**one) == given);
        known.copied().ok_or(given)
    })
}
