//! Colours: one thing has one colour in every figure. All can be told apart without red and green.

use plotters::style::RGBColor;

use crate::preset::{Chain, Sampler, Schedule};

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

/// A sampler's colour.
#[must_use]
pub fn sampler(sampler: Sampler) -> RGBColor {
    match sampler {
        Sampler::Ddpm => VERMILLION,
        Sampler::Ddim => BLUE,
        Sampler::Euler => SKY,
        Sampler::Heun => GREEN,
        Sampler::Edm => ORANGE,
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
