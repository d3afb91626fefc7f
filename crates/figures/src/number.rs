//! Numbers as they are written by hand.

/// At most two decimals, and a true minus sign.
#[must_use]
pub fn plain(x: f64) -> String {
    format!("{}", (x * 100.0).round() / 100.0).replace('-', "−")
}

/// `digits` decimals and a power of ten: `1.5·10⁻⁷`.
#[must_use]
pub fn scientific(x: f64, digits: usize) -> String {
    let text = format!("{x:.digits$e}");
    match text.split_once('e') {
        Some((lead, power)) => format!("{lead}·10{}", raised(power)).replace('-', "−"),
        None => text,
    }
}

/// A power of ten.
#[must_use]
pub fn ten_to(power: i32) -> String {
    match power {
        0 => "1".into(),
        1 => "10".into(),
        power => format!("10{}", raised(&power.to_string())),
    }
}

/// A share between 0 and 1, to two digits or so.
#[must_use]
pub fn share(x: f64) -> String {
    match x {
        x if x >= 0.095 => format!("{x:.2}"),
        x if x >= 0.000_95 => format!("{x:.3}"),
        x => scientific(x, 0),
    }
}

/// Names in a sentence: `a, b and c`.
pub fn list(names: &[&str]) -> String {
    match names {
        [] => "none".into(),
        [one] => (*one).into(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Digits and sign as superscripts.
fn raised(power: &str) -> String {
    let digits = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    power
        .chars()
        .map(|c| match c.to_digit(10) {
            Some(digit) => digits[digit as usize],
            None => '⁻',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_by_hand() {
        assert_eq!(plain(-2.0), "−2");
        assert_eq!(plain(0.2 + 0.1), "0.3");
        assert_eq!(scientific(1.46e-17, 1), "1.5·10⁻¹⁷");
        assert_eq!(scientific(-250.0, 1), "−2.5·10²");
        assert_eq!(scientific(f64::NAN, 1), "NaN");
        assert_eq!(ten_to(-3), "10⁻³");
        assert_eq!(ten_to(0), "1");
        assert_eq!(ten_to(12), "10¹²");
        assert_eq!(share(1.0), "1.00");
        assert_eq!(share(0.0264), "0.026");
        assert_eq!(share(4.04e-5), "4·10⁻⁵");
    }
}
