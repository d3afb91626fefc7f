//! Mistakes in steps on a chain, with tables indexed from 0 as programs have them: `table[0]` is ᾱ of the first noisy level.

use super::{Fault, planted};
use tweedie::error::{DomainError, Result};
use tweedie_catalogue::mistake;
use tweedie_catalogue::operation::{Arguments, System, columns, generic};

/// The mistakes.
pub(super) const FAULTS: &[Fault] = &[
    planted(
        mistake::DDIM_STRIDE,
        "scheduled.ddim_step",
        generic!(ddim_stride),
        mistake::A_STRIDE_ON,
    ),
    planted(
        mistake::FINAL_ALPHA,
        "scheduled.ddim_step",
        generic!(final_alpha),
        mistake::STOPPING_SHORT,
    ),
    planted(
        mistake::IMG2IMG_LEVEL,
        "scheduled.add_noise",
        generic!(a_level_later),
        mistake::TABLE_READ_TOO_LATE,
    ),
    planted(
        mistake::INDEX_AS_TIMESTEP,
        "scheduled.ddim_invert_step",
        generic!(index_as_timestep),
        mistake::STEP_NUMBER_FOR_TIMESTEP,
    ),
    planted(
        mistake::PADDED_WRONG_SIDE,
        "scheduled.ddpm_step",
        generic!(padded_wrong_side),
        mistake::LEVEL_AFTER_FOR_LEVEL_BEFORE,
    ),
    planted(
        mistake::SKIP_VARIANCE,
        "scheduled.ddpm_step",
        generic!(skip_variance),
        mistake::TABLE_BETA,
    ),
];

/// A program's tables, and where its sampler is.
pub(super) struct Program<T> {
    betas: Vec<T>,
    alphas_cumprod: Vec<T>,
    /// Indices from 0, late to early.
    timesteps: Vec<usize>,
    i: usize,
}

impl<T: System> Program<T> {
    fn new(arguments: &Arguments) -> Result<Self> {
        Self::at(arguments, arguments.count("i")?)
    }

    /// At step `i`.
    pub(super) fn at(arguments: &Arguments, i: usize) -> Result<Self> {
        let betas = arguments.array::<T>("betas")?;
        let mut product = T::one();
        let alphas_cumprod = betas
            .iter()
            .map(|&beta| {
                product = product * (T::one() - beta);
                product
            })
            .collect();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // whole numbers from 1
        let timesteps = arguments
            .list::<f64>("timesteps")?
            .into_iter()
            .map(|t| t as usize - 1)
            .collect();
        Ok(Self {
            betas,
            alphas_cumprod,
            timesteps,
            i,
        })
    }

    pub(super) fn t(&self) -> usize {
        self.timesteps[self.i]
    }

    /// ᾱ at an index; 1 before the first.
    pub(super) fn alpha_bar(&self, index: Option<usize>) -> T {
        index.map_or(T::one(), |index| self.alphas_cumprod[index])
    }

    pub(super) fn next(&self) -> Option<usize> {
        self.timesteps.get(self.i + 1).copied()
    }

    /// `timestep - T // n`; nothing before the table.
    pub(super) fn a_stride_on(&self) -> Option<usize> {
        let stride = self.betas.len() / self.timesteps.len();
        self.t().checked_sub(stride)
    }
}

fn ddim<T: System>(arguments: &Arguments, from: T, to: T) -> Result<Vec<T>> {
    let one = T::one();
    let var = (one - to) / (one - from) * (one - from / to);
    let std = arguments.get::<T>("eta")? * var.sqrt();
    columns(arguments, ["x_t", "eps", "noise"], |[x_t, eps, noise]| {
        let x0 = (x_t - (one - from).sqrt() * eps) / from.sqrt();
        to.sqrt() * x0 + (one - to - std * std).max(T::zero()).sqrt() * eps + std * noise
    })
}

/// `prev_timestep = timestep - T // n`.
fn ddim_stride<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let program = Program::<T>::new(arguments)?;
    ddim(
        arguments,
        program.alpha_bar(Some(program.t())),
        program.alpha_bar(program.a_stride_on()),
    )
}

/// `set_alpha_to_one = False`: the last step goes to `alphas_cumprod[0]`.
fn final_alpha<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let program = Program::<T>::new(arguments)?;
    let previous = program.next().unwrap_or(0);
    ddim(
        arguments,
        program.alpha_bar(Some(program.t())),
        program.alpha_bar(Some(previous)),
    )
}

fn a_level_later<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let t = arguments.count("t")?;
    let betas = arguments.array::<T>("betas")?;
    let alpha_bar = betas
        .iter()
        .take(t + 1)
        .fold(T::one(), |product, &beta| product * (T::one() - beta));
    columns(arguments, ["x0", "noise"], |[x0, noise]| {
        alpha_bar.sqrt() * x0 + (T::one() - alpha_bar).sqrt() * noise
    })
}

/// `for i, t in enumerate(timesteps)`, and `i` handed to the tables.
fn index_as_timestep<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let program = Program::<T>::new(arguments)?;
    let from = program.alpha_bar(program.i.checked_sub(1));
    let to = program.alpha_bar(Some(program.i));
    columns(arguments, ["x_s", "eps"], |[x_s, eps]| {
        let x0 = (x_s - (T::one() - from).sqrt() * eps) / from.sqrt();
        to.sqrt() * x0 + (T::one() - to).sqrt() * eps
    })
}

/// DDPM's posterior with tables ᾱ, ᾱ_prev, β.
fn ddpm<T: System>(arguments: &Arguments, ends: bool, [from, to, beta]: [T; 3]) -> Result<Vec<T>> {
    let one = T::one();
    let var = match arguments.choice("variance")? {
        _ if ends => T::zero(),
        "forward" => beta,
        _ => beta * (one - to) / (one - from),
    };
    let on_x0 = beta * to.sqrt() / (one - from);
    let on_x_t = (one - to) * (one - beta).sqrt() / (one - from);
    columns(arguments, ["x_t", "eps", "noise"], |[x_t, eps, noise]| {
        let x0 = (x_t - (one - from).sqrt() * eps) / from.sqrt();
        on_x0 * x0 + on_x_t * x_t + var.sqrt() * noise
    })
}

/// `alphas_cumprod_prev = pad(alphas_cumprod[1:], (0, 1), value=1)`.
fn padded_wrong_side<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let program = Program::<T>::new(arguments)?;
    let t = program.t();
    if t == 0 || program.next() != Some(t - 1) {
        return Err(DomainError::new(
            "stride",
            t,
            "this program visits every timestep",
        ));
    }
    let after = (t + 1 < program.betas.len()).then_some(t + 1);
    let tables = [
        program.alpha_bar(Some(t)),
        program.alpha_bar(after),
        program.betas[t],
    ];
    ddpm(arguments, false, tables)
}

fn skip_variance<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let program = Program::<T>::new(arguments)?;
    let (t, next) = (program.t(), program.next());
    let tables = [
        program.alpha_bar(Some(t)),
        program.alpha_bar(next),
        program.betas[t],
    ];
    ddpm(arguments, next.is_none(), tables)
}
