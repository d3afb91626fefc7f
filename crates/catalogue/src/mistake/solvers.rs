//! Mistakes in solvers of the probability-flow ODE and of its stochastic relatives.

super::mistakes! {
    flag HEUN_SIGMA "heun-sigma" {
        wrong: "Heun's second stage converts the prediction at the σ of the first: nothing to see with ε, noise with v",
        seen_in: ["huggingface/diffusers#1512"],
        seen_by: "one denoiser in four parametrisations gives one sample",
    }
    flag COMBINE_RAW_V "combine-raw-v" {
        wrong: "a multistep method combines past v as they came, before conversion",
        seen_in: ["huggingface/diffusers#14816"],
        seen_by: "one denoiser in four parametrisations gives one sample; the order",
    }
    flag DPM_H "dpm-h" {
        wrong: "the second-order multistep method divides by the present step where the last one belongs",
        seen_in: ["crowsonkb/k-diffusion#56"],
        seen_by: "the order; a constant prediction does not move",
    }
    flag DPM_MIDPOINT "dpm-midpoint" {
        wrong: "a multistep formula takes the level before last for the last",
        seen_in: ["huggingface/diffusers#8269"],
        seen_by: "the order",
    }

    convention "ANCESTRAL-DOWN" {
        right: "the deterministic part goes down to where the fresh noise leads up to sigma_s from",
        source: "k-diffusion, code",
        DOWN_TO_SIGMA_S {
            reads: "down to sigma_s, and noise on top",
            effect: "every step leaves more noise than its level has: grain that never goes",
        }
    }

    convention "CHURN-NOISE" {
        right: "fresh noise has the deviation s_noise √(sigma'² − sigma²)",
        source: "EDM Algorithm 2, line 6",
        S_NOISE_LEFT_OUT {
            reads: "s_noise left out",
            effect: "the few parts in a thousand that EDM adds to the noise are missing: samples a trace smoother",
        }
        DIFFERENCE_FOR_DEVIATION {
            reads: "sigma' − sigma for the deviation",
            effect: "less noise is added than the model is told of: it takes detail for noise, and samples are smooth",
        }
    }

    convention "COMBINE-RAW" {
        right: "predictions are converted, each at its own level, before they are combined",
        source: "Lu et al., DPM-Solver++, Algorithm 2",
        V_COMBINED_RAW {
            reads: "v combined before it is converted",
            effect: "nothing to see with ε or x0; with v two levels are mixed up at every step, and colours drift",
            flag: COMBINE_RAW_V,
        }
    }

    convention "DPM-H" {
        right: "the correction weighs by h/(2 h_last)",
        source: "Lu et al., DPM-Solver++, Algorithm 2",
        STRIDES_EXCHANGED {
            reads: "h and h_last exchanged",
            effect: "right on steps even in log-SNR; on all others the second order is lost, and few steps give coarse pictures",
            flag: DPM_H,
        }
    }

    convention "DPM-ORDER" {
        right: "the step uses the last two estimates",
        source: "Lu et al., DPM-Solver++, Algorithm 2",
        FIRST_ORDER {
            reads: "the first order",
            effect: "it is DDIM by another name: twice the steps halve the error, they should quarter it",
            flag: LOWER_ORDER_FINAL,
        }
    }

    convention "DPM-SIGMA" {
        right: "the state weighs sigma_s over the sigma of its own level",
        source: "Lu et al., DPM-Solver++, Algorithm 2",
        SIGMA_OF_THE_LEVEL_BEFORE {
            reads: "sigma_r where sigma_t belongs",
            effect: "the state is scaled down too far at every step: faded, flat pictures that more steps do not mend",
            flag: DPM_MIDPOINT,
        }
    }

    convention "DPM-TYPE" {
        right: "the correction is the one printed: the midpoint's",
        source: "Lu et al., DPM-Solver++, Algorithm 2",
        HEUNS_CORRECTION {
            reads: "Heun's correction, of the same order",
            effect: "another method of the same order: slightly other pictures, none the worse",
        }
    }

    convention "EULER-SIGN" {
        right: "the slope is (x − D)/sigma",
        source: "EDM Algorithm 1",
        SLOPE_REVERSED {
            reads: "the slope the other way",
            effect: "noise grows at every step: samples are noise",
        }
    }

    convention "EULER-TIME" {
        right: "time is sigma",
        source: "EDM Algorithm 1",
        TIME_IS_LOG_SIGMA {
            reads: "even in the logarithm of sigma",
            effect: "every step overshoots, and the last one, to sigma = 0, is infinite",
        }
    }

    convention "HEUN-SIGMA" {
        right: "the second slope divides by the sigma that was reached",
        source: "EDM Algorithm 1, line 7",
        SECOND_SLOPE_OVER_SIGMA_T {
            reads: "the second slope over sigma_t",
            effect: "the second slope is too small by sigma_s/sigma_t: noise stays at every step, and the second order is lost",
            flag: HEUN_SIGMA,
        }
        SECOND_STAGE_AT_FIRST_SIGMA {
            reads: "the second stage converts with sigma of the first",
            effect: "nothing to see with ε; with v the second estimate is taken at the wrong level, and samples are noisy",
            flag: HEUN_SIGMA,
        }
    }

    convention "HEUN-STATE" {
        right: "the second slope is that of the state that was reached",
        source: "EDM Algorithm 1, line 7",
        SECOND_SLOPE_FROM_X {
            reads: "the second slope from x, not from x'",
            effect: "the second slope counts noise that is gone already: every step goes too far",
        }
    }

    convention "HEUN-WEIGHT" {
        right: "both slopes weigh the same",
        source: "EDM Algorithm 1, line 8",
        SECOND_SLOPE_ALONE {
            reads: "the second slope alone",
            effect: "two calls of the model buy the order of one: no better than Euler with half the calls",
        }
    }
}
