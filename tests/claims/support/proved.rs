//! What was proved outside of Rust: the table that Coq prints, and the rounding bounds of Gappa.

use tweedie::scalar::Field;

/// The formulas of the theorems at rational points, and certified numbers: `proofs/table.csv`.
pub const PROVED_TABLE: &str = include_str!("../../../proofs/table.csv");

/// A fraction such as `-3/5`, of any length.
pub fn fraction<T: Field>(text: &str) -> T {
    let (numerator, denominator) = text.split_once('/').unwrap_or((text, "1"));
    let whole = |digits: &str| {
        digits.bytes().fold(T::zero(), |sum, digit| {
            assert!(digit.is_ascii_digit(), "{text} is no fraction");
            T::int(10) * sum + T::int(i64::from(digit - b'0'))
        })
    };
    match numerator.strip_prefix('-') {
        Some(digits) => -whole(digits) / whole(denominator),
        None => whole(numerator) / whole(denominator),
    }
}

/// The two bounds between which a number was proved to lie.
pub fn proved_bounds<T: Field>(number: &str) -> [T; 2] {
    let row = PROVED_TABLE
        .lines()
        .find_map(|row| row.strip_prefix(&format!("{number},,")))
        .expect("the table has this number");
    let (low, high) = row.split_once(' ').unwrap();
    [fraction(low), fraction(high)]
}

/// A rounding bound proved by Gappa: for inputs in a cell, `|computed − true| ≤ bound`.
pub struct RoundingBound {
    /// The inputs, each with its range.
    pub cell: Vec<(String, [f64; 2])>,
    /// The bound.
    pub bound: f64,
}

impl RoundingBound {
    /// Reads the statement at the end of a Gappa file: `{ x in [a, b] /\ … -> |got - truth| <= 546b-60 }`.
    pub fn read(file: &str) -> Self {
        let (_, statement) = file.rsplit_once('{').unwrap();
        let (cell, goal) = statement.split_once("->").unwrap();
        let range = |input: &str| {
            let (name, range) = input.split_once(" in ").unwrap();
            let (low, high) = range
                .trim()
                .trim_matches(['[', ']'])
                .split_once(',')
                .unwrap();
            let ends = [low, high].map(|end| end.trim().parse().unwrap());
            (name.trim().to_owned(), ends)
        };
        let (_, dyadic) = goal.trim_end().split_once("|got - truth| <= ").unwrap();
        let (mantissa, exponent) = dyadic.trim_matches([' ', '}']).split_once('b').unwrap();
        Self {
            cell: cell.split("/\\").map(range).collect(),
            bound: mantissa.parse::<f64>().unwrap() * 2f64.powi(exponent.parse().unwrap()),
        }
    }

    /// The corners of the cell, and points inside it.
    pub fn points(&self) -> impl Iterator<Item = Vec<f64>> {
        let corners = (0..1_u32 << self.cell.len()).map(|corner| {
            let at =
                |(i, (_, ends)): (usize, &(String, [f64; 2]))| ends[(corner >> i & 1) as usize];
            self.cell.iter().enumerate().map(at).collect()
        });
        let inside = (1..200).map(|k| {
            let at = |(i, (_, [low, high])): (usize, &(String, [f64; 2]))| {
                // a different irrational stride in every direction
                low + (high - low) * (f64::from(k) * (i as f64 + 2.0).sqrt()).fract()
            };
            self.cell.iter().enumerate().map(at).collect()
        });
        corners.chain(inside)
    }
}
