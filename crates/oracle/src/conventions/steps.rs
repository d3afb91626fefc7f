//! Conventions of steps and of their noise.

use super::{Convention, convention, other};

pub(super) const ALL: [Convention; 32] = [
    convention(
        "ANCESTRAL-DOWN",
        "the deterministic part goes down to where the fresh noise leads up to sigma_s from",
        "k-diffusion, code",
        &[other("down to sigma_s, and noise on top", &[])],
    ),
    convention(
        "CHURN-NOISE",
        "fresh noise has the deviation s_noise √(sigma'² − sigma²)",
        "EDM Algorithm 2, line 6",
        &[
            other("s_noise left out", &[]),
            other("sigma' − sigma for the deviation", &[]),
        ],
    ),
    convention(
        "COMBINE-RAW",
        "predictions are converted, each at its own level, before they are combined",
        "Lu et al., DPM-Solver++, Algorithm 2",
        &[other(
            "v combined before it is converted",
            &["diffusers#14816"],
        )],
    ),
    convention(
        "DDIM-DIRECTION",
        "fresh noise takes its share from the old: √(sigma_s² − std²) on eps",
        "DDIM eq. 12",
        &[other("all of sigma_s on eps, fresh noise on top", &[])],
    ),
    convention(
        "DDIM-ETA",
        "eta multiplies the standard deviation of the posterior",
        "DDIM eq. 16",
        &[other(
            "eta multiplies the variance",
            &["azula (docstring)", "lilianweng/lil-log"],
        )],
    ),
    convention(
        "DPM-H",
        "the correction weighs by h/(2 h_last)",
        "Lu et al., DPM-Solver++, Algorithm 2",
        &[other(
            "h and h_last exchanged",
            &["crowsonkb/k-diffusion#56"],
        )],
    ),
    convention(
        "DPM-ORDER",
        "the step uses the last two estimates",
        "Lu et al., DPM-Solver++, Algorithm 2",
        &[other(
            "the first order",
            &["diffusers#9007", "diffusers#9104"],
        )],
    ),
    convention(
        "DPM-SIGMA",
        "the state weighs sigma_s over the sigma of its own level",
        "Lu et al., DPM-Solver++, Algorithm 2",
        &[other("sigma_r where sigma_t belongs", &["diffusers#8269"])],
    ),
    convention(
        "DPM-TYPE",
        "the correction is the one printed: the midpoint's",
        "Lu et al., DPM-Solver++, Algorithm 2",
        &[other("Heun's correction, of the same order", &[])],
    ),
    convention(
        "EPS-AFTER-CLIP",
        "after a clip eps is computed again",
        "Imagen §2.3",
        &[other(
            "eps of the estimate as it was",
            &["lucidrains/denoising-diffusion-pytorch#84"],
        )],
    ),
    convention(
        "EULER-SIGN",
        "the slope is (x − D)/sigma",
        "EDM Algorithm 1",
        &[other("the slope the other way", &[])],
    ),
    convention(
        "EULER-TIME",
        "time is sigma",
        "EDM Algorithm 1",
        &[other("even in the logarithm of sigma", &[])],
    ),
    convention(
        "FINAL-ALPHA",
        "the last step goes to clean data, alpha_bar = 1",
        "DDIM §4.2",
        &[other(
            "the last step goes to the first noisy level",
            &["diffusers#6068", "Stability-AI/stablediffusion#345"],
        )],
    ),
    convention(
        "HEUN-SIGMA",
        "the second slope divides by the sigma that was reached",
        "EDM Algorithm 1, line 7",
        &[other("the second slope over sigma_t", &["diffusers#1512"])],
    ),
    convention(
        "HEUN-STATE",
        "the second slope is that of the state that was reached",
        "EDM Algorithm 1, line 7",
        &[other("the second slope from x, not from x'", &[])],
    ),
    convention(
        "HEUN-WEIGHT",
        "both slopes weigh the same",
        "EDM Algorithm 1, line 8",
        &[other("the second slope alone", &[])],
    ),
    convention(
        "INVERT-EPS",
        "eps leaves with sigma_s and comes back with sigma_t",
        "DDIM §4.3",
        &[other("eps with the scale of the level it leaves", &[])],
    ),
    convention(
        "INVERT-LEVELS",
        "inversion leads from the cleaner level to the noisier",
        "DDIM §4.3",
        &[other("the step the other way", &[])],
    ),
    convention(
        "LAST-NOISE",
        "the last step adds no noise",
        "DDPM Algorithm 2",
        &[other("noise at the last step too", &[])],
    ),
    convention(
        "LEARNED-LOG",
        "what is learned becomes a variance by the exponential",
        "Improved DDPM eq. 15",
        &[other(
            "the logarithm taken for the variance",
            &["diffusers#14569", "candle"],
        )],
    ),
    convention(
        "LEARNED-RANGE",
        "a learned variance lies between the two in the logarithm, v from 0 to 1",
        "Improved DDPM eq. 15",
        &[
            other(
                "even in the variance, not in its logarithm",
                &["diffusers#2090"],
            ),
            other("v runs from −1 to 1", &[]),
        ],
    ),
    convention(
        "LOOP-END",
        "every timestep has its step, the last one too",
        "DDIM §4.2",
        &[other("the last step is left out", &[])],
    ),
    convention(
        "LOOP-MODEL",
        "the model is asked at every step, of the state that was reached",
        "DDPM Algorithm 2, line 4",
        &[other("the model is asked once, at the start", &[])],
    ),
    convention(
        "LOOP-NOISE",
        "every step has noise of its own",
        "DDPM Algorithm 2, line 3",
        &[other("the noise of the first step at every step", &[])],
    ),
    convention(
        "LOOP-ORDER",
        "timesteps run late to early",
        "DDPM Algorithm 2, line 2",
        &[other("early to late", &[])],
    ),
    convention(
        "LOOP-STATE",
        "each step leads on from the state before it",
        "DDPM Algorithm 2",
        &[other("every step leads on from the start", &[])],
    ),
    convention(
        "NOISE-IS-FRESH",
        "the noise that is added is fresh",
        "DDIM eq. 12",
        &[other(
            "the predicted eps in place of fresh noise",
            &["IDEALLab/EngiOpt#66"],
        )],
    ),
    convention(
        "NOISE-SCALE",
        "the noise is multiplied by its standard deviation",
        "DDPM eq. 4",
        &[
            other("its root, the standard deviation", &[]),
            other("the variance, its root not taken", &["ImgX-DiffSeg#4"]),
        ],
    ),
    convention(
        "POSTERIOR-VARIANCE",
        "the variance of the posterior is var_ts sigma_s²/sigma_t²",
        "DDPM eq. 7",
        &[other("the forward step's variance", &[])],
    ),
    convention(
        "POSTERIOR-WEIGHTS",
        "x0 weighs alpha_s var_ts/sigma_t², x_t weighs alpha_ts sigma_s²/sigma_t²",
        "DDPM eq. 7",
        &[other("the weights of x0 and x_t exchanged", &[])],
    ),
    convention(
        "REVERSE-VARIANCE",
        "the variance is the one asked for",
        "DDPM §3.2",
        &[other("the other of the two", &[])],
    ),
    convention(
        "SKIP-VARIANCE",
        "the variance of a skipping step is 1 − alpha_bar_t/alpha_bar_s",
        "Improved DDPM §4",
        &[other(
            "beta_t of the table, whatever is skipped",
            &["diffusers#3006", "diffusers#2076"],
        )],
    ),
];
