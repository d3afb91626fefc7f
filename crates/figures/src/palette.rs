//! Colours: one thing has one colour in every figure. All can be told apart without red and green.

use plotters::style::RGBColor;

use tweedie::preset::{Chain, Schedule};
use tweedie::sampler::Sampler;
use tweedie::scalar::Format;

/// Text and frames.
pub const INK: RGBColor = RGBColor(0x33, 0x33, 0x33);
/// Grid lines.
pub const GRID: RGBColor = RGBColor(0xe4, 0xe4, 0xe4);

// Okabe & Ito, *Color Universal Design*
const BLACK: RGBColor = RGBColor(0x00, 0x00, 0x00);
const ORANGE: RGBColor = RGBColor(0xe6, 0x9f, 0x00);
const SKY: RGBColor = RGBColor(0x56, 0xb4, 0xe9);
const GREEN: RGBColor = RGBColor(0x00, 0x9e, 0x73);
const BLUE: RGBColor = RGBColor(0x00, 0x72, 0xb2);
const VERMILLION: RGBColor = RGBColor(0xd5, 0x5e, 0x00);
const PURPLE: RGBColor = RGBColor(0xcc, 0x79, 0xa7);

/// What is exact: the law, the closed form, the true trajectory.
pub const TRUTH: RGBColor = BLACK;
/// What is shown but not looked at: data behind something else.
pub const GROUND: RGBColor = RGBColor(0xc8, 0xc8, 0xc8);
/// The law of a state before anything later is known, and a variance that knows nothing of x₀: β.
pub const PRIOR: RGBColor = SKY;
/// What a later state says of an earlier one.
pub const LIKELIHOOD: RGBColor = ORANGE;
/// The law of a state given what came before and after, and its variance β̃.
pub const POSTERIOR: RGBColor = GREEN;
/// What is computed step by step, beside what is known at once.
pub const STEPPED: RGBColor = VERMILLION;

/// The loss that weighs all noise alike.
pub const SIMPLE: RGBColor = ORANGE;
/// Min-SNR-γ.
pub const MIN_SNR: RGBColor = PURPLE;
/// A noisy sample, and the noise in it.
pub const NOISY: RGBColor = ORANGE;
/// An estimate of the clean data.
pub const ESTIMATE: RGBColor = BLUE;
/// The score.
pub const SCORE: RGBColor = VERMILLION;

/// A sample that was carried to noise and back.
pub const RETURNED: RGBColor = PURPLE;
/// How much fresh noise a DDIM step adds, from none to the posterior's.
pub const ETAS: [RGBColor; 3] = [BLUE, GREEN, VERMILLION];
/// A guidance scale that multiplies the law, beside samples that are pushed.
pub const GUIDED: RGBColor = VERMILLION;
/// No thresholding, static, and dynamic.
pub const THRESHOLDS: [RGBColor; 3] = [VERMILLION, BLUE, GREEN];
/// Karras' grid with a smaller ρ than EDM's.
pub const RHO_LOW: RGBColor = ORANGE;
/// EDM's preconditioning.
pub const EDM: RGBColor = ORANGE;
/// The variance-preserving design, and iDDPM's.
pub const VP: RGBColor = BLUE;
/// The variance-exploding design.
pub const VE: RGBColor = GREEN;

/// `colour`, of which a share is left on white.
#[must_use]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 0 and 255
pub fn tint(colour: RGBColor, share: f64) -> RGBColor {
    let channel = |c: u8| (255.0 - share * (255.0 - f64::from(c))).round() as u8;
    RGBColor(channel(colour.0), channel(colour.1), channel(colour.2))
}

/// A density, in six tints from thin to thick.
#[must_use]
pub fn density(step: usize, steps: usize) -> RGBColor {
    #[allow(clippy::cast_precision_loss)] // a handful of tints
    tint(
        SKY,
        0.12 + 0.68 * (step as f64 / steps.saturating_sub(1).max(1) as f64),
    )
}

/// A schedule's colour.
#[must_use]
pub fn schedule(schedule: Schedule) -> RGBColor {
    match schedule {
        Schedule::Chain(Chain::Linear) => BLUE,
        Schedule::Chain(Chain::ScaledLinear) => SKY,
        Schedule::Chain(Chain::Cosine) => VERMILLION,
        Schedule::Chain(Chain::Sigmoid) => GREEN,
        Schedule::Karras => PURPLE,
        Schedule::RectifiedFlow => BLACK,
    }
}

/// A number format's colour.
#[must_use]
pub fn format(format: Format) -> RGBColor {
    match format {
        Format::F64 => BLACK,
        Format::F32 => BLUE,
        Format::F16 => ORANGE,
        Format::Bf16 => PURPLE,
    }
}

/// The colour of a mistake that was not seen, caught, or caught and called by its name.
#[must_use]
pub fn seen(how_well: usize) -> RGBColor {
    [VERMILLION, SKY, GREEN][how_well.min(2)]
}

/// What the linter finds.
pub const FINDING: RGBColor = VERMILLION;

/// A sampler's colour.
#[must_use]
pub fn sampler(sampler: Sampler) -> RGBColor {
    match sampler {
        Sampler::Ddpm => VERMILLION,
        Sampler::Ddim => BLUE,
        Sampler::Euler => SKY,
        Sampler::Heun => GREEN,
        Sampler::Edm => ORANGE,
        _ => GROUND,
    }
}

/// Viridis, up to where it becomes too light for a white ground.
const ALONG: [[u8; 3]; 7] = [
    [0x44, 0x01, 0x54],
    [0x46, 0x32, 0x7e],
    [0x36, 0x5c, 0x8d],
    [0x27, 0x7f, 0x8e],
    [0x1f, 0xa1, 0x87],
    [0x4a, 0xc1, 0x6d],
    [0xa0, 0xda, 0x39],
];

/// The colour of part `part` of `parts`, along a line.
#[must_use]
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)] // small counts, and channels between 0 and 255
pub fn along(part: usize, parts: usize) -> RGBColor {
    let last = ALONG.len() - 1;
    let place = part as f64 / parts.saturating_sub(1).max(1) as f64 * last as f64;
    let left = (place as usize).min(last - 1);
    let share = place - left as f64;
    let channel = |c: usize| {
        let (from, to) = (f64::from(ALONG[left][c]), f64::from(ALONG[left + 1][c]));
        (from + share * (to - from)).round() as u8
    };
    RGBColor(channel(0), channel(1), channel(2))
}
