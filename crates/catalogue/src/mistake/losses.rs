//! Mistakes in losses and likelihoods.

super::mistakes! {
    flag PRIOR_LOGVAR "prior-logvar" {
        wrong: "the prior's KL lacks its log variance",
        seen_in: ["tqch/ddpm-torch#9"],
        seen_by: "the closed form of the KL",
    }
    flag DECODER_MASS "decoder-mass" {
        wrong: "the discretised decoder is used on continuous data, or its bins do not sum to 1",
        seen_in: ["facebookresearch/DiT#52"],
        seen_by: "the bins sum to 1",
    }
    flag LOSS_WEIGHT_MIN_MAX "loss-weight-min-max" {
        wrong: "a capped SNR weight takes the larger where it should take the smaller; the weights of ε, x0 and v disagree",
        seen_in: [
            "lucidrains/recurrent-interface-network-pytorch#11",
            "huggingface/diffusers#5654",
        ],
        seen_by: "the loss is the same in every prediction",
    }
    flag MIN_SNR_V "min-snr-v" {
        wrong: "on v the cap is put on snr + 1, it belongs on snr: min(snr + 1, γ)/(snr + 1)",
        seen_in: [
            "huggingface/diffusers#5238",
            "huggingface/diffusers#5654",
            "bmaltais/kohya_ss#1555",
        ],
        seen_by: "levels of little signal, where the cap is far away",
    }

    convention "DECODER-BINS" {
        right: "the decoder gives the mass of a bin; the outer bins reach to infinity",
        source: "DDPM eq. 13",
        DENSITY_FOR_MASS {
            reads: "the density at the value",
            effect: "likelihoods are those of continuous data, by ln of the bin's width too good or too bad: bits per dimension compare with nothing",
            flag: DECODER_MASS,
        }
        OUTER_BINS_CLOSED {
            reads: "the outer bins end where their neighbours' would",
            effect: "black and white pixels cost too much, and probabilities do not sum to 1: bits per dimension come out high",
            flag: DECODER_MASS,
        }
    }

    convention "DECODER-CDF" {
        right: "Φ is the normal distribution function",
        source: "DDPM eq. 13",
        PHI_BY_TANH {
            reads: "Φ by its approximation with a hyperbolic tangent",
            effect: "probabilities are off in the fourth decimal: bits per dimension compare with programs that do the same alone",
            seen_in: ["openai/improved-diffusion (code)"],
        }
    }

    convention "EDM-WEIGHT" {
        right: "the weight of the loss is (sigma² + sigma_data²)/(sigma sigma_data)²",
        source: "EDM eq. 8",
        SUM_FOR_PRODUCT {
            reads: "a sum where the product of the scales belongs",
            effect: "low noise counts for too little in training: samples lack fine detail",
        }
    }

    convention "KL-LOGVAR" {
        right: "the divergence holds the logarithm of the variances",
        source: "DDPM eq. 5",
        LOGARITHM_LEFT_OUT {
            reads: "the logarithm of the variances left out",
            effect: "the bound comes out too low, below 0 even: a learned variance shrinks to nothing",
            flag: PRIOR_LOGVAR,
        }
    }

    convention "KL-ORDER" {
        right: "the true law comes first in the divergence",
        source: "DDPM eq. 5",
        LAWS_EXCHANGED {
            reads: "the other way round",
            effect: "the bound is another number wherever widths differ: a learned variance is drawn to another width",
        }
    }

    convention "KL-SQUARE" {
        right: "a term of the bound holds the variances too",
        source: "DDPM eq. 5",
        SQUARE_ALONE {
            reads: "the weighted square alone",
            effect: "the bound leaves out what a wrong variance costs: a learned one has nothing to learn from",
        }
    }

    convention "KL-STD" {
        right: "laws are given by their variances",
        source: "DDPM eq. 5",
        VARIANCES_AS_DEVIATIONS {
            reads: "variances taken for standard deviations",
            effect: "the bound weighs by squares of variances: a learned variance settles at its own root or square",
        }
    }

    convention "LOG-BASE" {
        right: "likelihoods are in nats",
        source: "DDPM eq. 5",
        IN_BITS {
            reads: "in bits",
            effect: "likelihoods are 1.44 times what they should be; samples are as they were",
        }
    }

    convention "LOSS-CLIP" {
        right: "the weight is the smaller of snr and gamma",
        source: "Hang et al. §3.4",
        MAX_FOR_MIN {
            reads: "max where min belongs",
            effect: "clean levels rule the training, which the cap was to prevent: large shapes are learned late",
            flag: LOSS_WEIGHT_MIN_MAX,
            seen_in: ["lucidrains/recurrent-interface-network-pytorch#11"],
        }
        SNR_AND_1_CAPPED {
            reads: "on v, snr + 1 is capped, not snr",
            effect: "on v the noisiest levels weigh 1 where they should weigh next to nothing: training goes to levels that say little, and detail is learned late",
            flag: MIN_SNR_V,
        }
    }

    convention "LOSS-PREDICTION" {
        right: "the weights on x0, eps and v differ by what the prediction makes of x0",
        source: "Hang et al. §3.4",
        WEIGHT_OF_X0 {
            reads: "the weight of x0 for every prediction",
            effect: "a network that predicts ε or v is trained at clean levels by snr, or snr + 1, too much",
        }
    }
}
