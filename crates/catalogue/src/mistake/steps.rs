//! Mistakes in the steps of DDPM and DDIM, in their noise, and in loops of them.

super::mistakes! {
    flag FINAL_ALPHA "final-alpha" {
        wrong: "the last step lands on the level of timestep 0 instead of on clean data: every sample keeps some noise",
        seen_in: ["huggingface/diffusers#6068", "Stability-AI/stablediffusion#345"],
        seen_by: "the last sample of a point mass is the point",
    }
    flag PARALLEL_FINAL_ALPHA "parallel-final-alpha" {
        wrong: "the batched path ends on clean data whatever the setting, the sequential path obeys it",
        seen_in: ["huggingface/diffusers#14216"],
        seen_by: "a batch gives what its rows give one by one",
    }
    flag LOG_VARIANCE "log-variance" {
        wrong: "a standard deviation is the root of a log variance: not a number",
        seen_in: ["huggingface/diffusers#14569", "huggingface/candle"],
        seen_by: "the table of variances; outputs are finite",
    }
    flag LEARNED_RANGE "learned-range" {
        wrong: "the learned variance interpolates β instead of log β",
        seen_in: ["huggingface/diffusers#2090"],
        seen_by: "the closed form inside the interval of v",
    }
    flag SKIP_VARIANCE "skip-variance" {
        wrong: "a step over many timesteps uses the β of one",
        seen_in: ["huggingface/diffusers#3006", "huggingface/diffusers#2076"],
        seen_by: "the posterior between any two levels",
    }
    flag SQRT_MISSING "sqrt-missing" {
        wrong: "noise is scaled by 1 − ᾱ, not by its root",
        seen_in: ["mathpluscode/ImgX-DiffSeg#4"],
        seen_by: "the variance of the marginal",
    }
    flag ETA_SQUARED "eta-squared" {
        wrong: "η multiplies the variance instead of the standard deviation: the same at 0 and 1 only",
        seen_in: ["azula (docstring)", "lilianweng/lil-log"],
        seen_by: "η between 0 and 1",
    }
    flag NOISE_IS_PREDICTION "noise-is-prediction" {
        wrong: "the fresh noise of a step is the predicted ε",
        seen_in: ["IDEALLab/EngiOpt#66"],
        seen_by: "the exact law of a stochastic step",
    }
    flag SEEDS "seeds" {
        wrong: "stochastic steps are compared by seed, which no two languages share",
        seen_in: ["apple/ml-stable-diffusion#124", "huggingface/diffusers#11056"],
        seen_by: "noise is an input",
    }

    convention "DDIM-DIRECTION" {
        right: "fresh noise takes its share from the old: √(sigma_s² − std²) on eps",
        source: "DDIM eq. 12",
        NOISE_ON_TOP {
            reads: "all of sigma_s on eps, fresh noise on top",
            effect: "every step leaves more noise than its level has: grain that grows with η",
        }
    }

    convention "DDIM-ETA" {
        right: "eta multiplies the standard deviation of the posterior",
        source: "DDIM eq. 16",
        ETA_ON_THE_VARIANCE {
            reads: "eta multiplies the variance",
            effect: "right at η = 0 and 1; at η = 0.25 the fresh noise is twice as strong as asked for",
            flag: ETA_SQUARED,
        }
    }

    convention "FINAL-ALPHA" {
        right: "the last step goes to clean data, alpha_bar = 1",
        source: "DDIM §4.2",
        STOPPING_SHORT {
            reads: "the last step goes to the first noisy level",
            effect: "every sample keeps the noise of the first level, of deviation 0.029 in Stable Diffusion: a faint grain",
            flag: FINAL_ALPHA,
        }
    }

    convention "INVERT-EPS" {
        right: "eps leaves with sigma_s and comes back with sigma_t",
        source: "DDIM §4.3",
        EPS_OF_THE_LEVEL_LEFT {
            reads: "eps with the scale of the level it leaves",
            effect: "inversion adds too little noise at every step: sampling does not lead back to the picture",
        }
    }

    convention "INVERT-LEVELS" {
        right: "inversion leads from the cleaner level to the noisier",
        source: "DDIM §4.3",
        LEVELS_EXCHANGED {
            reads: "the step the other way",
            effect: "inversion takes noise away from a clean picture: it comes out sharpened, not inverted",
        }
    }

    convention "LAST-NOISE" {
        right: "the last step adds no noise",
        source: "DDPM Algorithm 2",
        NOISE_AT_THE_LAST_STEP {
            reads: "noise at the last step too",
            effect: "every sample keeps the fresh noise of one step: visible grain",
        }
    }

    convention "LEARNED-LOG" {
        right: "what is learned becomes a variance by the exponential",
        source: "Improved DDPM eq. 15",
        LOGARITHM_FOR_VARIANCE {
            reads: "the logarithm taken for the variance",
            effect: "the root of a negative number: black pictures",
            flag: LOG_VARIANCE,
        }
    }

    convention "LEARNED-RANGE" {
        right: "a learned variance lies between the two in the logarithm, v from 0 to 1",
        source: "Improved DDPM eq. 15",
        EVEN_IN_VARIANCE {
            reads: "even in the variance, not in its logarithm",
            effect: "too much fresh noise wherever the two bounds lie apart: grain from the cleanest steps",
            flag: LEARNED_RANGE,
        }
        V_FROM_MINUS_1 {
            reads: "v runs from −1 to 1",
            effect: "half way between the bounds where the lower one is meant: too much fresh noise at every step",
        }
    }

    convention "LOOP-END" {
        right: "every timestep has its step, the last one too",
        source: "DDIM §4.2",
        LAST_STEP_LEFT_OUT {
            reads: "the last step is left out",
            effect: "every sample keeps the noise of the last level visited",
        }
    }

    convention "LOOP-MODEL" {
        right: "the model is asked at every step, of the state that was reached",
        source: "DDPM Algorithm 2, line 4",
        MODEL_ASKED_ONCE {
            reads: "the model is asked once, at the start",
            effect: "samples are what one look at pure noise can tell: a blur of all the data",
        }
    }

    convention "LOOP-NOISE" {
        right: "every step has noise of its own",
        source: "DDPM Algorithm 2, line 3",
        SAME_NOISE_AT_EVERY_STEP {
            reads: "the noise of the first step at every step",
            effect: "one draw adds up over the steps: its pattern shows through every sample",
        }
    }

    convention "LOOP-ORDER" {
        right: "timesteps run late to early",
        source: "DDPM Algorithm 2, line 2",
        STEPS_ASCENDING {
            reads: "early to late",
            effect: "steps are taken at levels the state is not in: samples are noise",
        }
    }

    convention "LOOP-STATE" {
        right: "each step leads on from the state before it",
        source: "DDPM Algorithm 2",
        EVERY_STEP_FROM_THE_START {
            reads: "every step leads on from the start",
            effect: "the last step alone counts, and it begins at pure noise: noise and a blur",
        }
    }

    convention "NOISE-IS-FRESH" {
        right: "the noise that is added is fresh",
        source: "DDIM eq. 12",
        NO_FRESH_NOISE {
            reads: "no fresh noise",
            effect: "each step loses the variance it should put back: flat, smooth samples",
        }
        EPS_FOR_FRESH_NOISE {
            reads: "the predicted eps in place of fresh noise",
            effect: "nothing random enters: one start gives one sample, and the states have another law than their levels",
            flag: NOISE_IS_PREDICTION,
        }
    }

    convention "NOISE-IS-INPUT" {
        right: "fresh noise is the noise that is handed in",
        source: "DDPM Algorithm 2, line 3",
        NOISE_OF_ITS_OWN {
            reads: "noise of its own, whatever is handed in",
            effect: "samples may be right in law, but no two programs can be compared draw by draw",
            flag: SEEDS,
        }
    }

    convention "NOISE-SCALE" {
        right: "the noise is multiplied by its standard deviation",
        source: "DDPM eq. 4",
        DEVIATION_AS_VARIANCE {
            reads: "its root, the standard deviation",
            effect: "what should be the variance is its root: 0.1 for 0.01, and every step weighs by a noisier level",
        }
        VARIANCE_FOR_DEVIATION {
            reads: "the variance, its root not taken",
            effect: "too little noise at every level, 0.01 for 0.1 at ᾱ = 0.99: the network takes away more than there is",
            flag: SQRT_MISSING,
        }
    }

    convention "POSTERIOR-VARIANCE" {
        right: "the variance of the posterior is var_ts sigma_s²/sigma_t²",
        source: "DDPM eq. 7",
        VARIANCE_OF_THE_FORWARD_STEP {
            reads: "the forward step's variance",
            effect: "fresh noise as strong as a forward step's: nothing to see in 1000 steps, grain in 10",
        }
    }

    convention "POSTERIOR-WEIGHTS" {
        right: "x0 weighs alpha_s var_ts/sigma_t², x_t weighs alpha_ts sigma_s²/sigma_t²",
        source: "DDPM eq. 7",
        WEIGHTS_EXCHANGED {
            reads: "the weights of x0 and x_t exchanged",
            effect: "the estimate is weighed as the state and the state as the estimate: the noise does not fall as its level does",
        }
    }

    convention "REVERSE-VARIANCE" {
        right: "the variance is the one asked for",
        source: "DDPM §3.2",
        THE_OTHER_VARIANCE {
            reads: "the other of the two",
            effect: "β for β̃, or the other way round: nothing to see in 1000 steps, too much or too little fresh noise in 10",
        }
    }

    convention "SKIP-VARIANCE" {
        right: "the variance of a skipping step is 1 − alpha_bar_t/alpha_bar_s",
        source: "Improved DDPM §4",
        TABLE_BETA_IN_THE_VARIANCE {
            reads: "beta_t of the table in the variance alone",
            effect: "a stride over many timesteps puts back the noise of one: samples too smooth, the more the fewer the steps",
        }
        TABLE_BETA {
            reads: "beta_t of the table, whatever is skipped",
            effect: "a stride over many timesteps is taken as if it were one: noise stays, the more the fewer the steps",
            flag: SKIP_VARIANCE,
        }
    }
}
