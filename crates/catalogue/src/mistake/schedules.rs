//! Mistakes in tables of levels and in grids.

super::mistakes! {
    flag DUPLICATE_SIGMA "duplicate-sigma" {
        wrong: "the last level stands twice: the last step does nothing",
        seen_in: ["huggingface/diffusers#6477", "apple/ml-stable-diffusion"],
        seen_by: "every step changes the log-SNR",
    }
    flag KARRAS_COUNT "karras-count" {
        wrong: "the Karras grid is laid out for n + 1 points and cut: it ends far above σ_min",
        seen_in: ["burn-models"],
        seen_by: "the closed form of the grid",
    }
    flag KARRAS_FLIPPED "karras-flipped" {
        wrong: "σ_min and σ_max are exchanged",
        seen_in: ["huggingface/diffusers#5077"],
        seen_by: "levels fall; the closed form of the grid",
    }
    flag ROUNDED_T "rounded-t" {
        wrong: "a level is looked up by a rounded timestep: neighbouring levels of a Karras grid collide",
        seen_in: [
            "huggingface/diffusers#5687",
            "huggingface/diffusers#5746",
            "huggingface/diffusers#9375",
            "huggingface/diffusers#12771",
        ],
        seen_by: "the level a step uses is the level that was asked for",
    }
    flag COSINE_SQUARE "cosine-square" {
        wrong: "the cosine schedule lacks its square: ᾱ in the middle is 0.70, it should be 0.49",
        seen_in: ["lilianweng/lil-log#9"],
        seen_by: "the closed form of ᾱ",
    }
    flag COSINE_LINSPACE "cosine-linspace" {
        wrong: "the cosine grid does not run over t/T: of linspace(0, T + 1, T + 1) over T + 1, which is right, one line is changed alone",
        seen_in: ["lucidrains/denoising-diffusion-pytorch#19", "jannerm/diffuser#68"],
        seen_by: "ᾱ at the end",
    }
    flag ZERO_SNR_EPS "zero-snr-eps" {
        wrong: "at zero terminal SNR x0 is formed from ε: a division by zero, hidden by a clip",
        seen_in: ["huggingface/diffusers#3851"],
        seen_by: "x0 from ε is undefined there, x0 from v is not",
    }
    flag PADDED_WRONG_SIDE "padded-wrong-side" {
        wrong: "ᾱ of the step before is padded at the wrong end of the table",
        seen_in: [
            "lucidrains/denoising-diffusion-pytorch#18",
            "lucidrains/denoising-diffusion-pytorch#81",
            "lucidrains/denoising-diffusion-pytorch#83",
        ],
        seen_by: "the trajectory of a straight line",
    }

    convention "ALPHA-BAR" {
        right: "alpha_bar is the product of all 1 − beta so far",
        source: "DDPM eq. 4",
        ONE_MINUS_BETA_ALONE {
            reads: "1 − beta, not multiplied up",
            effect: "every level counts as nearly clean: the sampler takes hardly any noise away, samples stay noise",
        }
    }

    convention "COSINE-GRID" {
        right: "the cosine runs over t/T, t = 0 … T",
        source: "Improved DDPM eq. 17",
        TIMES_AS_WHOLE_NUMBERS {
            reads: "t/T divided as whole numbers",
            effect: "every β is 0 but the last: there is no schedule left, and samples are noise",
        }
        COSINE_ENDS_EARLY {
            reads: "the grid ends at T/(T + 1)",
            effect: "the noisiest level keeps a share of the picture that pure noise does not have: half a per cent of its variance with T = 20, nothing to see with 1000",
            flag: COSINE_LINSPACE,
            seen_in: ["jannerm/diffuser#68 (as proposed)"],
        }
        COSINE_ENDS_LATE {
            reads: "the grid runs to T + 1",
            effect: "every level is noisier than the network was trained for, by one part in T: nothing to see with 1000 timesteps, with 20 a loss of detail",
        }
    }

    convention "COSINE-SQUARE" {
        right: "alpha_bar is a squared cosine",
        source: "Improved DDPM eq. 17",
        COSINE_UNSQUARED {
            reads: "the cosine without its square",
            effect: "ᾱ in the middle of 1000 timesteps is 0.70, not 0.49: a network trained with the square takes the wrong share of noise away at every step",
            flag: COSINE_SQUARE,
        }
    }

    convention "FLOW-DIRECTION" {
        right: "time 0 is data, time 1 noise",
        source: "Liu et al., Flow Straight and Fast",
        FLOW_TIME_REVERSED {
            reads: "time runs from noise to data",
            effect: "sampling begins at the level of clean data: the noise comes back nearly as it was",
        }
    }

    convention "KARRAS-COUNT" {
        right: "n levels from sigma_max to sigma_min, both among them, and then 0",
        source: "EDM eq. 5",
        RAMP_OF_ONE_MORE {
            reads: "a ramp of n + 1, its end cut off",
            effect: "the last noisy level lies far above sigma_min, at 0.170 for 0.029 with n = 5: one leap from there to clean data, and fine detail is lost",
            flag: KARRAS_COUNT,
        }
    }

    convention "KARRAS-END" {
        right: "the grid ends at 0",
        source: "EDM eq. 5",
        LAST_SIGMA_TWICE {
            reads: "the last sigma again where 0 belongs",
            effect: "the last step does nothing: every sample keeps noise of deviation sigma_min",
            flag: DUPLICATE_SIGMA,
        }
    }

    convention "KARRAS-ENDS" {
        right: "the grid falls from sigma_max to sigma_min",
        source: "EDM eq. 5",
        SIGMAS_ASCENDING {
            reads: "from sigma_min up to sigma_max",
            effect: "sampling begins where it should end, and ends in the noisiest level: samples are noise",
            flag: KARRAS_FLIPPED,
        }
    }

    convention "KARRAS-ROOT" {
        right: "the grid is even in sigma^(1/rho)",
        source: "EDM eq. 5",
        EVEN_IN_SIGMA {
            reads: "even in sigma itself",
            effect: "nearly all steps are spent at high noise: few steps give smooth pictures without detail",
        }
    }

    convention "SCALED-LINEAR" {
        right: "scaled_linear is even in the root of beta, linear in beta",
        source: "Latent Diffusion, code",
        BETA_FOR_ITS_ROOT {
            reads: "beta itself in equal steps where its root belongs, or the other way round",
            effect: "with Stable Diffusion's ends ᾱ in the middle is 0.16 for 0.28, or the other way round: colours and contrast drift",
        }
    }

    convention "SIGMA-LOOKUP" {
        right: "a level is what the grid says, between timesteps too",
        source: "EDM eq. 5",
        FIRST_OF_THE_SAME_TIMESTEP {
            reads: "the first level of the same rounded timestep",
            effect: "of steps that share a rounded timestep each is taken at the first one's level: the state is cleaner than the sampler believes, and detail goes",
            flag: ROUNDED_T,
        }
        LEVEL_OF_THE_NEAREST_TIMESTEP {
            reads: "the level of the nearest timestep",
            effect: "neighbouring levels of a Karras grid become one: steps that do nothing, and then one that is too long",
            flag: ROUNDED_T,
        }
    }

    convention "SUB-VP" {
        right: "the deviation of sub-vp is 1 − alpha²",
        source: "Song et al. (SDE) appendix C",
        DEVIATION_OF_VP {
            reads: "the deviation of vp",
            effect: "the network is told of √(1 − α²) where there is 1 − α²: more noise is taken away than there is, and detail with it",
        }
    }

    convention "TABLE-PADDING" {
        right: "before the first level comes alpha_bar = 1: the table of alpha_bar_{t−1} is padded at its front",
        source: "DDPM eq. 7",
        LEVEL_AFTER_FOR_LEVEL_BEFORE {
            reads: "alpha_bar of the level after, for the level before",
            effect: "every step aims at a noisier level than the one it left: the noise hardly falls",
            flag: PADDED_WRONG_SIDE,
        }
        LEVEL_BEFORE {
            reads: "alpha_bar of the level before",
            effect: "every level counts as one timestep cleaner than it is: the noise of one β stays",
        }
        LEVEL_LEFT_FOR_LEVEL_REACHED {
            reads: "alpha_bar of the level before, padded at the wrong end",
            effect: "the step weighs by the level it leaves as if it had been reached: too much of the state is kept, and its noise",
            flag: PADDED_WRONG_SIDE,
        }
    }

    convention "ZERO-SNR" {
        right: "alpha is shifted to 0 at the end and scaled to stay at the start",
        source: "Lin et al. Algorithm 1",
        DIVISION_BY_ZERO_HIDDEN {
            reads: "eps divided by alpha = 0, and the trace removed",
            effect: "the first step is infinite or no number and a clip makes it one: the sample starts from an extreme, not from a guess",
            flag: ZERO_SNR_EPS,
        }
        NOT_RESCALED {
            reads: "not rescaled at all",
            effect: "the noisiest level keeps some of the picture, 0.068 of its scale in Stable Diffusion: no sample gets very dark or very bright",
            flag: ZERO_SNR_EPS,
        }
        SHIFTED_NOT_SCALED {
            reads: "shifted, not scaled",
            effect: "signal is missing at the clean end as well, 0.068 of its scale in Stable Diffusion: the network meets levels it was not trained for",
        }
    }
}
