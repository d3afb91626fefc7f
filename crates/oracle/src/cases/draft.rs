//! A case in the making: numbers drawn from its id, rounded to its family.

use ndarray::{ArrayD, IxDyn};
use tweedie_catalogue::mistake::Flag;

use crate::case::{Case, Level};
use crate::power::formats;
use crate::size::Size;
use tweedie::scalar::Format;
use tweedie_catalogue::operation::{Arguments, Operation};

/// The numbers that a case is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// 8 significant bits.
    Grid,
    /// 11 bits: the significand of f16.
    F16,
    /// 24 bits.
    F32,
    /// 53 bits.
    F64,
}

impl Family {
    pub const ALL: [Self; 4] = [Self::Grid, Self::F16, Self::F32, Self::F64];

    fn name(self) -> &'static str {
        match self {
            Self::Grid => "grid",
            Self::F16 => "f16",
            Self::F32 => "f32",
            Self::F64 => "f64",
        }
    }

    fn round(self, x: f64) -> f64 {
        match self {
            Self::Grid => Format::Bf16.round(x),
            Self::F16 => Format::F16.round(x),
            Self::F32 => Format::F32.round(x),
            Self::F64 => x,
        }
    }
}

/// What a case is about: an operation, and how its arguments are chosen.
#[derive(Debug)]
pub struct Setting {
    pub operation: &'static str,
    pub what: &'static str,
    /// The bugs it hunts.
    pub flags: &'static [&'static Flag],
    /// Whether its arguments are the same in every family.
    pub whole: bool,
    pub fill: fn(Draft) -> Draft,
}

/// A setting.
pub const fn setting(
    operation: &'static str,
    what: &'static str,
    flags: &'static [&'static Flag],
    fill: fn(Draft) -> Draft,
) -> Setting {
    Setting {
        operation,
        what,
        flags,
        whole: false,
        fill,
    }
}

/// A setting whose arguments are no numbers of a format: counts and words.
pub const fn whole(
    operation: &'static str,
    what: &'static str,
    flags: &'static [&'static Flag],
    fill: fn(Draft) -> Draft,
) -> Setting {
    Setting {
        whole: true,
        ..setting(operation, what, flags, fill)
    }
}

/// A case in the making.
#[derive(Debug)]
pub struct Draft {
    id: String,
    /// The shape of its arrays, where the size of the suite says it.
    shape: Option<[usize; 2]>,
    operation: &'static Operation,
    family: Family,
    size: Size,
    flags: &'static [&'static Flag],
    state: u64,
    arguments: Arguments,
}

impl Draft {
    /// The draft of a setting, filled.
    pub fn of(setting: &Setting, family: Family, size: Size, repeat: usize) -> Self {
        let repeat = if repeat == 0 {
            String::new()
        } else {
            format!("-{}", repeat + 1)
        };
        let id = format!(
            "{}/{}/{}{repeat}",
            setting.operation,
            setting.what,
            family.name()
        );
        let operation = Operation::named(setting.operation)
            .unwrap_or_else(|| unreachable!("the catalogue has {}", setting.operation));
        let draft = Self {
            state: seed(&id),
            id,
            shape: None,
            operation,
            family,
            size,
            flags: setting.flags,
            arguments: Arguments::new(),
        };
        (setting.fill)(draft)
    }

    pub fn number(self, name: &str, value: f64) -> Self {
        let value = self.family.round(value);
        self.with(|arguments| arguments.number(name, value))
    }

    pub fn integer(self, name: &str, value: usize) -> Self {
        self.with(|arguments| arguments.integer(name, value))
    }

    pub fn word(self, name: &str, value: &str) -> Self {
        self.with(|arguments| arguments.word(name, value))
    }

    pub fn numbers(self, name: &str, values: &[f64]) -> Self {
        self.with(|arguments| arguments.numbers(name, values))
    }

    /// The scales of the variance-preserving level of ᾱ, each rounded to the family.
    pub fn level(self, at: &str, alpha_bar: f64) -> Self {
        let (alpha, sigma) = (alpha_bar.sqrt(), (1.0 - alpha_bar).sqrt());
        self.number(&format!("alpha_{at}"), alpha)
            .number(&format!("sigma_{at}"), sigma)
    }

    /// The levels `s` and `t`.
    pub fn pair(self, alpha_bar_s: f64, alpha_bar_t: f64) -> Self {
        self.level("s", alpha_bar_s).level("t", alpha_bar_t)
    }

    /// An array of given values, one axis.
    pub fn list(self, name: &str, values: &[f64]) -> Self {
        let values: Vec<f64> = values.iter().map(|&x| self.family.round(x)).collect();
        let array = shaped(&[values.len()], values);
        self.with(|arguments| arguments.input(name, array))
    }

    /// β₁ … β_T in equal steps, as an array.
    #[allow(clippy::cast_precision_loss)] // counts of steps
    pub fn betas(self, steps: usize, first: f64, last: f64) -> Self {
        let gaps = (steps - 1).max(1) as f64;
        let betas: Vec<f64> = (0..steps)
            .map(|i| first + i as f64 / gaps * (last - first))
            .collect();
        self.list("betas", &betas)
    }

    /// An array of the size's shape, uniform between two numbers.
    pub fn array(mut self, name: &str, low: f64, high: f64) -> Self {
        let shape = self.shape();
        self.array_of(name, &shape, low, high)
    }

    /// The same of another shape.
    pub fn array_of(mut self, name: &str, shape: &[usize], low: f64, high: f64) -> Self {
        let count = shape.iter().product();
        let values = (0..count)
            .map(|_| {
                let x = self.uniform(low, high);
                self.family.round(x)
            })
            .collect();
        let array = shaped(shape, values);
        self.with(|arguments| arguments.input(name, array))
    }

    /// Data, states, predictions: uniform in [−2, 2].
    pub fn data(self, name: &str) -> Self {
        self.array(name, -2.0, 2.0)
    }

    /// Noise: the sum of four uniform numbers, of mean 0 and variance 1.
    pub fn noise(mut self, name: &str) -> Self {
        let shape = self.shape();
        self.noise_of(name, &shape)
    }

    /// The same of another shape.
    pub fn noise_of(mut self, name: &str, shape: &[usize]) -> Self {
        let count = shape.iter().product();
        let scale = 3f64.sqrt();
        let values = (0..count)
            .map(|_| {
                let sum = (0..4).fold(0.0, |sum, _| sum + self.uniform(-0.5, 0.5));
                self.family.round(sum * scale)
            })
            .collect();
        let array = shaped(shape, values);
        self.with(|arguments| arguments.input(name, array))
    }

    /// Rows of samples: how many, and of how many coordinates. Four at least, the channels of an image.
    fn shape(&mut self) -> [usize; 2] {
        let shape = match self.size {
            Size::Smoke => [2, 4],
            Size::Core => [4, 4],
            Size::Full => [8, 8],
        };
        self.shape = Some(shape);
        shape
    }

    fn with(mut self, change: impl FnOnce(Arguments) -> Arguments) -> Self {
        self.arguments = change(self.arguments);
        self
    }

    /// `SplitMix64`: the next number in [low, high).
    #[allow(clippy::cast_precision_loss)] // 53 bits
    fn uniform(&mut self, low: f64, high: f64) -> f64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        let unit = (z >> 11) as f64 / 9_007_199_254_740_992.0;
        low + unit * (high - low)
    }

    /// The case: in the formats that hold its arguments, and have power there. Core's arrays need no word; where another suite
    /// has arrays of another shape the id says so, as it is another case.
    pub fn case(self) -> Case {
        let id = match self.shape {
            Some([rows, columns]) if self.size != Size::Core => {
                format!("{}-{rows}x{columns}", self.id)
            }
            _ => self.id,
        };
        Case {
            id,
            operation: self.operation,
            level: Level::Required,
            formats: formats(self.operation, &self.arguments),
            arguments: self.arguments,
            flags: self.flags.to_vec(),
            readings: self.size != Size::Smoke,
        }
    }
}

/// FNV-1a.
fn seed(id: &str) -> u64 {
    id.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn shaped(shape: &[usize], values: Vec<f64>) -> ArrayD<f64> {
    ArrayD::from_shape_vec(IxDyn(shape), values)
        .unwrap_or_else(|_| unreachable!("as many values as the shape holds"))
}
