//! Mistakes of number formats: what is stored too short, and what is no number any more.

super::mistakes! {
    flag HALF_TABLES "half-tables" {
        wrong: "tables are stored in f16 or bf16: σ becomes 0, noising adds nothing, timestep 750 becomes 752",
        seen_in: [
            "huggingface/diffusers#4254",
            "huggingface/diffusers#9004",
            "huggingface/diffusers#9405",
            "AUTOMATIC1111/stable-diffusion-webui#14071",
        ],
        seen_by: "a budget for each format; integers are exact",
    }
    flag ANCESTRAL_RADICAND "ancestral-radicand" {
        wrong: "σ_up² comes out slightly negative in f32, its root is not a number",
        seen_in: ["huggingface/diffusers#14213"],
        seen_by: "random pairs of levels in every format",
    }
    flag LOWER_ORDER_FINAL "lower-order-final" {
        wrong: "the last steps drop an order, or take log 0, for a few step counts",
        seen_in: ["huggingface/diffusers#9007", "huggingface/diffusers#9104"],
        seen_by: "every n; the order of the interior and of the last step apart",
    }

    convention "FINITE" {
        right: "every number is finite",
        source: "IEEE 754 §7",
        EPS_OVER_ZERO {
            reads: "eps is divided by alpha = 0",
            effect: "the first step is no number, and so is every sample: black pictures",
            flag: ZERO_SNR_EPS,
        }
        LOGARITHM_OF_ZERO {
            reads: "the last step takes the logarithm of sigma = 0",
            effect: "for some numbers of steps the last one is no number: black pictures",
            flag: LOWER_ORDER_FINAL,
        }
        VARIANCE_BELOW_ZERO {
            reads: "the variance of an ancestral step slips below zero",
            effect: "the root of a small negative number at some pairs of levels: black pictures, now and then",
            flag: ANCESTRAL_RADICAND,
        }
    }

    convention "TABLE-FORMAT" {
        right: "tables are kept in the format that is computed in, or a wider one",
        source: "DDPM eq. 4",
        TABLE_IN_BF16 {
            reads: "alpha_bar stored in bf16",
            effect: "below 1 the next number is 0.996: the cleanest levels become clean data, where noising adds nothing",
            flag: HALF_TABLES,
            seen_in: ["huggingface/diffusers#9004", "huggingface/diffusers#9405"],
        }
        TABLE_IN_F16 {
            reads: "alpha_bar stored in f16",
            effect: "below 1 the next number is 0.9995, near 0 all digits go: the ends of the chain are off, in the middle there is nothing to see",
            flag: HALF_TABLES,
            seen_in: ["huggingface/diffusers#4254", "AUTOMATIC1111/stable-diffusion-webui#14071"],
        }
    }

    convention "TIMESTEP-FORMAT" {
        right: "timesteps are whole numbers that no format touches",
        source: "Lin et al. Table 2",
        TIMESTEPS_IN_BF16 {
            reads: "stored in bf16",
            effect: "timestep 750 becomes 752: the network is told of other levels than the state is in",
            flag: HALF_TABLES,
            seen_in: ["huggingface/diffusers#4254"],
        }
        TIMESTEPS_IN_F16 {
            reads: "stored in f16",
            effect: "whole numbers beyond 2048 are rounded: nothing to see on a chain of 1000",
        }
    }
}
