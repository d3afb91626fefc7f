//! The registry of bugs: mistakes that real projects shipped, what each one was, and what sees it.

/// A mistake that a case hunts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flag {
    /// The id that cases name: `ddim-stride`.
    pub id: &'static str,
    /// What was wrong.
    pub wrong: &'static str,
    /// Public threads where it was found, as `project#number`.
    pub seen_in: &'static [&'static str],
    /// What sees it.
    pub seen_by: &'static str,
}

impl Flag {
    /// The flag of an id.
    #[must_use]
    pub fn named(id: &str) -> Option<&'static Self> {
        FLAGS.iter().find(|flag| flag.id == id)
    }
}

const fn flag(
    id: &'static str,
    wrong: &'static str,
    seen_in: &'static [&'static str],
    seen_by: &'static str,
) -> Flag {
    Flag {
        id,
        wrong,
        seen_in,
        seen_by,
    }
}

/// All flags: schedules first, then steps, guidance, objectives, formats.
pub const FLAGS: &[Flag] = &[
    flag(
        "final-alpha",
        "the last step lands on the level of timestep 0 instead of on clean data: every sample keeps some noise",
        &[
            "huggingface/diffusers#6068",
            "Stability-AI/stablediffusion#345",
        ],
        "the last sample of a point mass is the point",
    ),
    flag(
        "parallel-final-alpha",
        "the batched path ends on clean data whatever the setting, the sequential path obeys it",
        &["huggingface/diffusers#14216"],
        "a batch gives what its rows give one by one",
    ),
    flag(
        "ddim-stride",
        "the step goes to t − T//n instead of to the next entry of the list of timesteps",
        &[
            "huggingface/diffusers#12633",
            "huggingface/diffusers#11347",
            "huggingface/diffusers#13108",
            "huggingface/diffusers#14357",
        ],
        "the exact flow of a Gaussian, at step counts that do not divide T",
    ),
    flag(
        "index-as-timestep",
        "inversion takes the number of the step for the timestep",
        &[
            "Stability-AI/stablediffusion#226",
            "huggingface/diffusers#5145",
        ],
        "inverting a sample and sampling it again gives it back",
    ),
    flag(
        "count",
        "n steps are asked for and another number is run: an integer ratio, an open end, duplicates dropped",
        &[
            "Project-MONAI/GenerativeModels#162",
            "huggingface/diffusers#4122",
        ],
        "the length of the list, for every n up to T; the calls, counted",
    ),
    flag(
        "offset-overflow",
        "with offset 1 and all T steps the list reads index T",
        &["huggingface/diffusers#10003"],
        "every n up to T",
    ),
    flag(
        "duplicate-sigma",
        "the last level stands twice: the last step does nothing",
        &["huggingface/diffusers#6477", "apple/ml-stable-diffusion"],
        "every step changes the log-SNR",
    ),
    flag(
        "karras-count",
        "the Karras grid is laid out for n + 1 points and cut: it ends far above σ_min",
        &["burn-models"],
        "the closed form of the grid",
    ),
    flag(
        "karras-flipped",
        "σ_min and σ_max are exchanged",
        &["huggingface/diffusers#5077"],
        "levels fall; the closed form of the grid",
    ),
    flag(
        "rounded-t",
        "a level is looked up by a rounded timestep: neighbouring levels of a Karras grid collide",
        &[
            "huggingface/diffusers#5687",
            "huggingface/diffusers#5746",
            "huggingface/diffusers#9375",
            "huggingface/diffusers#12771",
        ],
        "the level a step uses is the level that was asked for",
    ),
    flag(
        "img2img-level",
        "an image is noised to one level and denoised from the one before",
        &["CompVis/stable-diffusion#533", "huggingface/diffusers#7651"],
        "the level of the noising is the level of the first step",
    ),
    flag(
        "cosine-square",
        "the cosine schedule lacks its square: ᾱ in the middle is 0.70, it should be 0.49",
        &["lilianweng/lil-log#9"],
        "the closed form of ᾱ",
    ),
    flag(
        "cosine-linspace",
        "the cosine grid does not run over t/T: of linspace(0, T + 1, T + 1) over T + 1, which is right, one line is changed alone",
        &[
            "lucidrains/denoising-diffusion-pytorch#19",
            "jannerm/diffuser#68",
        ],
        "ᾱ at the end",
    ),
    flag(
        "zero-snr-eps",
        "at zero terminal SNR x0 is formed from ε: a division by zero, hidden by a clip",
        &["huggingface/diffusers#3851"],
        "x0 from ε is undefined there, x0 from v is not",
    ),
    flag(
        "log-variance",
        "a standard deviation is the root of a log variance: not a number",
        &["huggingface/diffusers#14569", "huggingface/candle"],
        "the table of variances; outputs are finite",
    ),
    flag(
        "learned-range",
        "the learned variance interpolates β instead of log β",
        &["huggingface/diffusers#2090"],
        "the closed form inside the interval of v",
    ),
    flag(
        "skip-variance",
        "a step over many timesteps uses the β of one",
        &["huggingface/diffusers#3006", "huggingface/diffusers#2076"],
        "the posterior between any two levels",
    ),
    flag(
        "padded-wrong-side",
        "ᾱ of the step before is padded at the wrong end of the table",
        &[
            "lucidrains/denoising-diffusion-pytorch#18",
            "lucidrains/denoising-diffusion-pytorch#81",
            "lucidrains/denoising-diffusion-pytorch#83",
        ],
        "the trajectory of a straight line",
    ),
    flag(
        "sqrt-missing",
        "noise is scaled by 1 − ᾱ, not by its root",
        &["mathpluscode/ImgX-DiffSeg#4"],
        "the variance of the marginal",
    ),
    flag(
        "eta-squared",
        "η multiplies the variance instead of the standard deviation: the same at 0 and 1 only",
        &["azula (docstring)", "lilianweng/lil-log"],
        "η between 0 and 1",
    ),
    flag(
        "noise-is-prediction",
        "the fresh noise of a step is the predicted ε",
        &["IDEALLab/EngiOpt#66"],
        "the exact law of a stochastic step",
    ),
    flag(
        "x0-as-eps",
        "a prediction of x0 is used as if it were ε",
        &["huggingface/diffusers#1486", "huggingface/diffusers#2094"],
        "one denoiser in four parametrisations gives one sample",
    ),
    flag(
        "heun-sigma",
        "Heun's second stage converts the prediction at the σ of the first: nothing to see with ε, noise with v",
        &["huggingface/diffusers#1512"],
        "one denoiser in four parametrisations gives one sample",
    ),
    flag(
        "combine-raw-v",
        "a multistep method combines past v as they came, before conversion",
        &["huggingface/diffusers#14816"],
        "one denoiser in four parametrisations gives one sample; the order",
    ),
    flag(
        "eps-not-recomputed",
        "x0 is clipped, and the step still uses the ε from before",
        &["lucidrains/denoising-diffusion-pytorch#84"],
        "the trajectory of a clipped x0",
    ),
    flag(
        "v-sign",
        "x0 = α x + σ v, where it is α x − σ v",
        &["huggingface/diffusers#1421"],
        "the round trip between predictions",
    ),
    flag(
        "cfg-convention",
        "a guidance scale w is used where 1 + w is meant, or the other way round",
        &[
            "huggingface/diffusers#5882",
            "threestudio-project/threestudio#127",
            "threestudio-project/threestudio#289",
            "lucidrains/denoising-diffusion-pytorch#155",
            "lucidrains/denoising-diffusion-pytorch#207",
        ],
        "two Gaussians in closed form, at a scale inside the range",
    ),
    flag(
        "cfg-channels",
        "three channels of four are guided",
        &["facebookresearch/DiT#41"],
        "every coordinate is guided alike",
    ),
    flag(
        "rescale-on-eps",
        "the guidance rescale is applied to ε, it belongs to x0",
        &["Tencent/HunyuanVideo#277"],
        "the closed form of the rescale",
    ),
    flag(
        "rescale-zero",
        "the rescale of a constant prediction is 0/0",
        &["huggingface/diffusers#13425"],
        "outputs are finite",
    ),
    flag(
        "classifier-point",
        "the classifier's gradient is taken at x_t, not at the mean of the step",
        &["openai/guided-diffusion#51"],
        "a Gaussian classifier, and the order in β",
    ),
    flag(
        "ancestral-radicand",
        "σ_up² comes out slightly negative in f32, its root is not a number",
        &["huggingface/diffusers#14213"],
        "random pairs of levels in every format",
    ),
    flag(
        "lower-order-final",
        "the last steps drop an order, or take log 0, for a few step counts",
        &["huggingface/diffusers#9007", "huggingface/diffusers#9104"],
        "every n; the order of the interior and of the last step apart",
    ),
    flag(
        "dpm-h",
        "the second-order multistep method divides by the present step where the last one belongs",
        &["crowsonkb/k-diffusion#56"],
        "the order; a constant prediction does not move",
    ),
    flag(
        "dpm-midpoint",
        "a multistep formula takes the level before last for the last",
        &["huggingface/diffusers#8269"],
        "the order",
    ),
    flag(
        "sigma-data",
        "the loss and the preconditioner use two different σ_data",
        &[
            "NVIDIA/physicsnemo#1534",
            "lucidrains/alphafold3-pytorch#124",
        ],
        "input and target of the network have unit variance",
    ),
    flag(
        "prior-logvar",
        "the prior's KL lacks its log variance",
        &["tqch/ddpm-torch#9"],
        "the closed form of the KL",
    ),
    flag(
        "decoder-mass",
        "the discretised decoder is used on continuous data, or its bins do not sum to 1",
        &["facebookresearch/DiT#52"],
        "the bins sum to 1",
    ),
    flag(
        "loss-weight-min-max",
        "a capped SNR weight takes the larger where it should take the smaller; the weights of ε, x0 and v disagree",
        &[
            "lucidrains/recurrent-interface-network-pytorch#11",
            "huggingface/diffusers#5654",
        ],
        "the loss is the same in every prediction",
    ),
    flag(
        "half-tables",
        "tables are stored in f16 or bf16: σ becomes 0, noising adds nothing, timestep 750 becomes 752",
        &[
            "huggingface/diffusers#4254",
            "huggingface/diffusers#9004",
            "huggingface/diffusers#9405",
            "AUTOMATIC1111/stable-diffusion-webui#14071",
        ],
        "a budget for each format; integers are exact",
    ),
    flag(
        "seeds",
        "stochastic steps are compared by seed, which no two languages share",
        &[
            "apple/ml-stable-diffusion#124",
            "huggingface/diffusers#11056",
        ],
        "noise is an input",
    ),
];
