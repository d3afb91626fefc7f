//! Numbers and names as people read them.

use half::{bf16, f16};

use tweedie::scalar::Format;

/// A budget used, to two digits; near 1 to four, so that it shows on which side it lies.
pub(super) fn rho(rho: f64) -> String {
    match rho {
        _ if rho.is_infinite() => "∞".to_owned(),
        _ if rho == 0.0 => "0".to_owned(),
        _ if !(1e-2..1e3).contains(&rho) => small(rho),
        _ if (0.95..1.05).contains(&rho) => format!("{rho:.4}"),
        _ if rho < 1.0 => format!("{rho:.2}"),
        _ if rho < 10.0 => format!("{rho:.1}"),
        _ => format!("{rho:.0}"),
    }
}

/// A magnitude, to two digits.
pub(super) fn small(x: f64) -> String {
    match x {
        _ if x.is_infinite() => "∞".to_owned(),
        _ if x == 0.0 => "0".to_owned(),
        _ => format!("{x:.1e}"),
    }
}

/// Three digits, plain where that is short.
pub(super) fn three(x: f64) -> String {
    if x == 0.0 || (0.01..1e4).contains(&x.abs()) {
        let digits = if x.abs() < 1.0 { 3 } else { 1 };
        format!("{x:.digits$}")
    } else {
        format!("{x:.2e}")
    }
}

/// A number of a format, in decimal and in the bits of that format.
pub(super) fn number(x: f64, format: Format) -> String {
    format!("{} {}", decimal(x, format), hexadecimal(x, format))
}

/// As many digits as the format tells apart.
fn decimal(x: f64, format: Format) -> String {
    let digits = match format {
        Format::F64 => 16,
        Format::F32 => 8,
        Format::F16 => 4,
        Format::Bf16 => 3,
    };
    let magnitude = x.abs();
    if !x.is_finite() {
        x.to_string()
    } else if x == 0.0 || (1e-3..1e6).contains(&magnitude) {
        let whole = [10.0, 1e2, 1e3, 1e4, 1e5]
            .iter()
            .filter(|&&power| magnitude >= power)
            .count();
        let digits = digits - whole.min(digits);
        format!("{x:.digits$}")
    } else {
        format!("{x:.digits$e}")
    }
}

#[allow(clippy::cast_possible_truncation)] // the format's own rounding is the point
fn hexadecimal(x: f64, format: Format) -> String {
    match format {
        Format::F64 => format!("{:#018x}", x.to_bits()),
        Format::F32 => format!("{:#010x}", (x as f32).to_bits()),
        Format::F16 => format!("{:#06x}", f16::from_f64(x).to_bits()),
        Format::Bf16 => format!("{:#06x}", bf16::from_f64(x).to_bits()),
    }
}

/// On one line, without anything that a terminal takes for an order.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
