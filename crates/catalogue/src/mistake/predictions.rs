//! Mistakes in what a network's answer is taken for, and in how it is held in range.

super::mistakes! {
    flag X0_AS_EPS "x0-as-eps" {
        wrong: "a prediction of x0 is used as if it were ε",
        seen_in: ["huggingface/diffusers#1486", "huggingface/diffusers#2094"],
        seen_by: "one denoiser in four parametrisations gives one sample",
    }
    flag EPS_NOT_RECOMPUTED "eps-not-recomputed" {
        wrong: "x0 is clipped, and the step still uses the ε from before",
        seen_in: ["lucidrains/denoising-diffusion-pytorch#84"],
        seen_by: "the trajectory of a clipped x0",
    }
    flag V_SIGN "v-sign" {
        wrong: "x0 = α x + σ v, where it is α x − σ v",
        seen_in: ["huggingface/diffusers#1421"],
        seen_by: "the round trip between predictions",
    }
    flag SIGMA_DATA "sigma-data" {
        wrong: "the loss and the preconditioner use two different σ_data",
        seen_in: ["NVIDIA/physicsnemo#1534", "lucidrains/alphafold3-pytorch#124"],
        seen_by: "input and target of the network have unit variance",
    }

    convention "C-NOISE" {
        right: "the noise conditioning is a quarter of ln sigma",
        source: "EDM Table 1",
        FOUR_TIMES_C_NOISE {
            reads: "ln sigma, not a quarter of it",
            effect: "the network is told four times the number it was trained with: it answers for levels that do not exist",
        }
    }

    convention "EDM-DESIGN" {
        right: "f is wrapped by the weights of the design asked for",
        source: "EDM Table 1",
        DESIGN_OF_VP {
            reads: "f predicts eps: VP's",
            effect: "the network's answer is weighed as if it were ε: noise stays at low levels, everything is wrong at high ones",
        }
        DESIGN_OF_VE {
            reads: "f predicts −eps: VE's",
            effect: "the network's answer is weighed as if it were −ε: noise is added where it should go",
        }
    }

    convention "EPS-AFTER-CLIP" {
        right: "after a clip eps is computed again",
        source: "Imagen §2.3",
        EPS_AS_IT_WAS {
            reads: "eps of the estimate as it was",
            effect: "a step takes the clipped picture and the noise of the unclipped one: what was cut comes back as burnt colours under strong guidance",
            flag: EPS_NOT_RECOMPUTED,
        }
    }

    convention "LEVEL-ORDER" {
        right: "alpha multiplies the data, sigma the noise",
        source: "DDPM eq. 4",
        SCALES_EXCHANGED {
            reads: "signal and noise scale exchanged",
            effect: "noise where the picture should be, and the picture where noise should be",
        }
    }

    convention "MIXTURE-NEAREST" {
        right: "the estimate weighs every component by its probability",
        source: "Bishop §2.3.9",
        LIKELIEST_ALONE {
            reads: "that of the likeliest component alone",
            effect: "samples are drawn to the nearest example from the first step on: nothing lies between two",
        }
    }

    convention "MIXTURE-VARIANCE" {
        right: "a noisy component has the variance alpha² v + sigma²",
        source: "Bishop §2.3.3",
        NO_WIDTH {
            reads: "components without width",
            effect: "every sample lands on the middle of a component: no variety within one",
        }
    }

    convention "MIXTURE-WEIGHTS" {
        right: "components weigh what they weigh",
        source: "Bishop §2.3.9",
        EQUAL_WEIGHTS {
            reads: "all components weigh the same",
            effect: "what is rare in the data is as frequent in samples as everything else",
        }
    }

    convention "PREDICTION" {
        right: "what the network predicts is what it says it predicts",
        source: "Salimans & Ho §4",
        TAKEN_FOR_EPS {
            reads: "eps",
            effect: "a picture is subtracted as if it were noise: samples are noise, or a grey ghost",
            flag: X0_AS_EPS,
        }
        TAKEN_FOR_V {
            reads: "v",
            effect: "what the network says is mixed with the state by the wrong scales: discoloured noise",
        }
        TAKEN_FOR_X0 {
            reads: "x0",
            effect: "predicted noise is taken for the picture: samples are noise",
        }
    }

    convention "QUANTILE" {
        right: "the quantile is of the magnitudes, and interpolates",
        source: "Imagen §2.3",
        QUANTILE_OF_VALUES {
            reads: "that of the values, not of their magnitudes",
            effect: "the dark side counts for nothing: pictures darker than bright are cut at another bound",
        }
        ORDER_STATISTIC_BELOW {
            reads: "the order statistic below",
            effect: "the bound is a little low: a touch more is clipped, seen on small pictures alone",
        }
    }

    convention "SCORE-SCALE" {
        right: "the score is −eps/sigma",
        source: "Song et al. §2.1",
        SCORE_NOT_DIVIDED {
            reads: "the score not divided by sigma_t",
            effect: "the score is too small by sigma_t: at σ = 0.01 a hundredth of the pull towards the data",
        }
    }

    convention "SIGMA-DATA" {
        right: "sigma_data is one number, in the loss and around the network",
        source: "EDM Table 1",
        SIGMA_DATA_OF_0_5 {
            reads: "0.5",
            effect: "skip and output weigh for data of deviation 0.5: at middle noise levels the picture comes out too strong or too weak",
            flag: SIGMA_DATA,
            seen_in: ["NVIDIA/physicsnemo#1534"],
        }
        SIGMA_DATA_OF_1 {
            reads: "1",
            effect: "skip and output weigh for data of deviation 1: at middle noise levels the picture comes out too strong or too weak",
            flag: SIGMA_DATA,
            seen_in: ["lucidrains/alphafold3-pytorch#124"],
        }
    }

    convention "THRESHOLD" {
        right: "values beyond the bound are clipped to ±bound; dynamic thresholding divides by it then",
        source: "Imagen §2.3",
        CLIPPED_TO_1 {
            reads: "clipped to 1, divided by nothing",
            effect: "strong guidance burns out: flat patches of full colour, which dynamic thresholding was to prevent",
        }
        CLIPPED_TO_POSITIVE {
            reads: "clipped to [0, bound]",
            effect: "everything darker than middle grey becomes middle grey",
        }
        CLIPPED_AND_DIVIDED {
            reads: "clipped, and divided by the bound",
            effect: "contrast changes by the bound wherever that is not 1",
        }
        CLIPPED_NOT_DIVIDED {
            reads: "clipped, not divided",
            effect: "values between 1 and the bound stay beyond what a picture can show: burnt highlights",
        }
        NOT_CLIPPED {
            reads: "not clipped at all",
            effect: "values beyond the range are carried on: burnt colours that grow from step to step",
        }
        CLIPPED_UNASKED {
            reads: "x0 cut to [−1, 1] unasked",
            effect: "right for pixels; latents beyond ±1 are cut: faded colours and flat contrast",
        }
    }

    convention "THRESHOLD-FLOOR" {
        right: "the bound of dynamic thresholding is at least 1",
        source: "Imagen §2.3",
        NO_FLOOR {
            reads: "s may fall below 1",
            effect: "a picture that is within the range already is stretched to full contrast",
        }
    }

    convention "V-SIGN" {
        right: "v = alpha eps − sigma x0",
        source: "Salimans & Ho §4",
        V_WITH_PLUS {
            reads: "v = alpha eps + sigma x0",
            effect: "noise is added where it should be taken away: samples are noise",
            flag: V_SIGN,
        }
        X0_WITH_PLUS {
            reads: "x0 = alpha x + sigma v",
            effect: "noise is added where it should be taken away: samples are noise",
            flag: V_SIGN,
        }
    }

    convention "VELOCITY-SIGN" {
        right: "velocity = eps − x0, from data to noise",
        source: "Lipman et al.",
        VELOCITY_REVERSED {
            reads: "velocity from noise to data",
            effect: "the flow is followed the wrong way: samples run off beyond the noise they began as",
        }
    }
}
