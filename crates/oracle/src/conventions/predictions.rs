//! Conventions of predictions: what a network says, how it is guided and held in range.

use super::{Convention, convention, other};

pub(super) const ALL: [Convention; 23] = [
    convention(
        "C-NOISE",
        "the noise conditioning is a quarter of ln sigma",
        "EDM Table 1",
        &[other("ln sigma, not a quarter of it", &[])],
    ),
    convention(
        "CFG-CHANNELS",
        "guidance is the same in every channel",
        "Ho & Salimans eq. 6",
        &[other(
            "the first three channels alone",
            &["facebookresearch/DiT#41"],
        )],
    ),
    convention(
        "CFG-ORDER",
        "w multiplies the conditional prediction",
        "Imagen §2.2",
        &[other("cond and uncond exchanged", &[])],
    ),
    convention(
        "CFG-SCALE",
        "w = 1 is the conditional model",
        "Imagen §2.2",
        &[other(
            "w = 0 is the conditional model",
            &[
                "diffusers#5882",
                "threestudio#127",
                "threestudio#289",
                "lucidrains/denoising-diffusion-pytorch#155",
                "lucidrains/denoising-diffusion-pytorch#207",
            ],
        )],
    ),
    convention(
        "CLASSIFIER-POINT",
        "the gradient of the classifier is taken at the mean",
        "Dhariwal & Nichol eq. 6–10",
        &[other(
            "the gradient at x_t",
            &["openai/guided-diffusion#51"],
        )],
    ),
    convention(
        "CLASSIFIER-SCALE",
        "the gradient weighs by sigma_t on eps, by the variance on the mean",
        "Dhariwal & Nichol, Algorithms 1 and 2",
        &[
            other("sigma_t left out, as on a score", &[]),
            other("the standard deviation for the variance", &[]),
            other("the variance, its root not taken", &[]),
        ],
    ),
    convention(
        "CLASSIFIER-SIGN",
        "guidance leads towards the likelier",
        "Dhariwal & Nichol, Algorithms 1 and 2",
        &[other("towards the less likely", &[])],
    ),
    convention(
        "EDM-DESIGN",
        "f is wrapped by the weights of the design asked for",
        "EDM Table 1",
        &[
            other("f predicts eps: VP's", &[]),
            other("f predicts −eps: VE's", &[]),
        ],
    ),
    convention(
        "LEVEL-ORDER",
        "alpha multiplies the data, sigma the noise",
        "DDPM eq. 4",
        &[other("signal and noise scale exchanged", &[])],
    ),
    convention(
        "MIXTURE-NEAREST",
        "the estimate weighs every component by its probability",
        "Bishop §2.3.9",
        &[other("that of the likeliest component alone", &[])],
    ),
    convention(
        "MIXTURE-VARIANCE",
        "a noisy component has the variance alpha² v + sigma²",
        "Bishop §2.3.3",
        &[other("components without width", &[])],
    ),
    convention(
        "MIXTURE-WEIGHTS",
        "components weigh what they weigh",
        "Bishop §2.3.9",
        &[other("all components weigh the same", &[])],
    ),
    convention(
        "PREDICTION",
        "what the network predicts is what it says it predicts",
        "Salimans & Ho §4",
        &[
            other("eps", &["diffusers#1486", "diffusers#2094"]),
            other("x0", &[]),
        ],
    ),
    convention(
        "QUANTILE",
        "the quantile is of the magnitudes, and interpolates",
        "Imagen §2.3",
        &[
            other("that of the values, not of their magnitudes", &[]),
            other("the order statistic below", &[]),
        ],
    ),
    convention(
        "RESCALE-AXIS",
        "each sample has its own deviation",
        "Lin et al. eq. 15",
        &[other("one deviation for all samples", &[])],
    ),
    convention(
        "RESCALE-ON",
        "the rescale is applied to the estimate of the clean data",
        "Lin et al. eq. 15",
        &[other("applied to eps", &["Tencent/HunyuanVideo#277"])],
    ),
    convention(
        "RESCALE-SHARE",
        "phi is the share of the rescaled",
        "Lin et al. eq. 16",
        &[other("phi is the share of what is not rescaled", &[])],
    ),
    convention(
        "SCORE-SCALE",
        "the score is −eps/sigma",
        "Song et al. §2.1",
        &[other("the score not divided by sigma_t", &[])],
    ),
    convention(
        "SIGMA-DATA",
        "sigma_data is one number, in the loss and around the network",
        "EDM Table 1",
        &[
            other("0.5", &["NVIDIA/physicsnemo#1534"]),
            other("1", &["lucidrains/alphafold3-pytorch#124"]),
        ],
    ),
    convention(
        "THRESHOLD",
        "values beyond the bound are clipped to ±bound; dynamic thresholding divides by it then",
        "Imagen §2.3",
        &[
            other("clipped to 1, divided by nothing", &[]),
            other("clipped to [0, bound]", &[]),
            other("clipped, and divided by the bound", &[]),
            other("clipped, not divided", &[]),
            other("not clipped at all", &[]),
        ],
    ),
    convention(
        "THRESHOLD-FLOOR",
        "the bound of dynamic thresholding is at least 1",
        "Imagen §2.3",
        &[other("s may fall below 1", &[])],
    ),
    convention(
        "V-SIGN",
        "v = alpha eps − sigma x0",
        "Salimans & Ho §4",
        &[other("v = alpha eps + sigma x0", &["diffusers#1421"])],
    ),
    convention(
        "VELOCITY-SIGN",
        "velocity = eps − x0, from data to noise",
        "Lipman et al.",
        &[other("velocity from noise to data", &[])],
    ),
];
