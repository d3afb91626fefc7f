//! Mistakes in guidance.

super::mistakes! {
    flag CFG_CONVENTION "cfg-convention" {
        wrong: "a guidance scale w is used where 1 + w is meant, or the other way round",
        seen_in: [
            "huggingface/diffusers#5882",
            "threestudio-project/threestudio#127",
            "threestudio-project/threestudio#289",
            "lucidrains/denoising-diffusion-pytorch#155",
            "lucidrains/denoising-diffusion-pytorch#207",
        ],
        seen_by: "two Gaussians in closed form, at a scale inside the range",
    }
    flag CFG_CHANNELS "cfg-channels" {
        wrong: "three channels of four are guided",
        seen_in: ["facebookresearch/DiT#41"],
        seen_by: "every coordinate is guided alike",
    }
    flag RESCALE_ON_EPS "rescale-on-eps" {
        wrong: "the guidance rescale is applied to ε, it belongs to x0",
        seen_in: ["Tencent/HunyuanVideo#277"],
        seen_by: "the closed form of the rescale",
    }
    flag RESCALE_ZERO "rescale-zero" {
        wrong: "the rescale of a constant prediction is 0/0",
        seen_in: ["huggingface/diffusers#13425"],
        seen_by: "outputs are finite",
    }
    flag CLASSIFIER_POINT "classifier-point" {
        wrong: "the classifier's gradient is taken at x_t, not at the mean of the step",
        seen_in: ["openai/guided-diffusion#51"],
        seen_by: "a Gaussian classifier, and the order in β",
    }

    convention "CFG-CHANNELS" {
        right: "guidance is the same in every channel",
        source: "Ho & Salimans eq. 6",
        THREE_CHANNELS {
            reads: "the first three channels alone",
            effect: "the fourth channel of a latent stays unguided: a cast over the whole picture",
            flag: CFG_CHANNELS,
        }
    }

    convention "CFG-ORDER" {
        right: "w multiplies the conditional prediction",
        source: "Imagen §2.2",
        CONDITIONS_EXCHANGED {
            reads: "cond and uncond exchanged",
            effect: "guidance pushes away from the prompt, the harder the larger w",
        }
    }

    convention "CFG-SCALE" {
        right: "w = 1 is the conditional model",
        source: "Imagen §2.2",
        W_FROM_0 {
            reads: "w = 0 is the conditional model",
            effect: "one unit more guidance than asked for: 7.5 acts as 8.5, 1 as 2",
            flag: CFG_CONVENTION,
        }
    }

    convention "CLASSIFIER-POINT" {
        right: "the gradient of the classifier is taken at the mean",
        source: "Dhariwal & Nichol eq. 6–10",
        GRADIENT_AT_X_T {
            reads: "the gradient at x_t",
            effect: "the pull points to where the step set out: nothing to see in short steps, a drift in long ones",
            flag: CLASSIFIER_POINT,
        }
    }

    convention "CLASSIFIER-SCALE" {
        right: "the gradient weighs by sigma_t on eps, by the variance on the mean",
        source: "Dhariwal & Nichol, Algorithms 1 and 2",
        SIGMA_LEFT_OUT {
            reads: "sigma_t left out, as on a score",
            effect: "guidance is too strong by 1/sigma_t: a hundredfold at σ = 0.01, as artefacts in fine detail",
        }
        DEVIATION_FOR_VARIANCE {
            reads: "the standard deviation for the variance",
            effect: "guidance is too strong by one over the deviation: ten times at a deviation of 0.1",
        }
        GUIDED_BY_VARIANCE {
            reads: "the variance, its root not taken",
            effect: "guidance is too weak by sigma_t: it fades at clean levels, where detail is decided",
        }
    }

    convention "CLASSIFIER-SIGN" {
        right: "guidance leads towards the likelier",
        source: "Dhariwal & Nichol, Algorithms 1 and 2",
        TOWARDS_THE_LESS_LIKELY {
            reads: "towards the less likely",
            effect: "samples of anything but the class asked for",
        }
    }

    convention "RESCALE-AXIS" {
        right: "each sample has its own deviation",
        source: "Lin et al. eq. 15",
        ONE_DEVIATION_FOR_ALL {
            reads: "one deviation for all samples",
            effect: "the contrast of a sample depends on what else is in its batch",
        }
    }

    convention "RESCALE-ON" {
        right: "the rescale is applied to the estimate of the clean data",
        source: "Lin et al. eq. 15",
        RESCALED_EPS {
            reads: "applied to eps",
            effect: "the deviation of noise is restored where that of the picture should be: strong guidance stays burnt",
            flag: RESCALE_ON_EPS,
        }
    }

    convention "RESCALE-SHARE" {
        right: "phi is the share of the rescaled",
        source: "Lin et al. eq. 16",
        SHARES_EXCHANGED {
            reads: "phi is the share of what is not rescaled",
            effect: "φ = 0.7 acts as 0.3: strong guidance stays burnt",
        }
    }
}
