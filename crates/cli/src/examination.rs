//! An examination, recorded as it is made.

mod sink;

use std::io;

pub(super) use sink::Sink;

use tweedie_catalogue::backend::Backend;
use tweedie_oracle::{Expected, Finding, Header, Recorder, Scope, Suite, examine_in};

/// Puts a suite to a backend, and gives the text of the record. `seen` is told of each finding; the reader of `sink`
/// sees the record grow.
pub(super) fn examine(
    backend: &mut dyn Backend,
    suite: &Suite,
    scope: &Scope,
    mut expected: Expected,
    header: &Header,
    sink: Sink,
    mut seen: impl FnMut(&Finding),
) -> io::Result<Vec<u8>> {
    let mut recorder = Recorder::new(sink, header)?;
    examine_in(
        backend,
        &header.implementation,
        suite,
        scope,
        |mut finding| {
            expected.meet(&mut finding);
            seen(&finding);
            recorder.finding(&finding)
        },
    )?;
    let formats = scope.formats_of(&header.implementation);
    let sink = recorder.finish(expected.broken(suite, scope, &formats))?;
    Ok(sink.into_text())
}
