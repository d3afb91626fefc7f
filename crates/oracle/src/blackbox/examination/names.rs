//! What checks are called.

use tweedie::sampler::Sampler;
use tweedie::schedule::Spacing;
use tweedie_catalogue::operation::{Configuration, Quantity, spacing_name};

/// The configuration as an id: `sampler/ddim/linear/trailing-7/eta-0`, and the prediction if it is not ε.
pub(super) fn name(configuration: &Configuration) -> String {
    let Configuration {
        sampler,
        grid,
        n,
        spacing,
        eta,
        prediction,
        ..
    } = configuration;
    let spacing = spacing_part(*spacing);
    let mut parts = vec![
        "sampler".to_owned(),
        sampler.name().to_owned(),
        grid.name().to_owned(),
        format!("{spacing}-{n}"),
    ];
    if *sampler == Sampler::Ddim {
        parts.push(format!("eta-{eta}"));
    }
    if *prediction != Quantity::Eps {
        parts.push(prediction.name().to_owned());
    }
    parts.join("/")
}

pub(super) fn spacing_part(spacing: Spacing) -> String {
    match spacing {
        Spacing::Leading { offset } if offset > 0 => format!("leading+{offset}"),
        _ => spacing_name(spacing).to_owned(),
    }
}
