//! Conventions of schedules: tables, grids, timesteps.

use super::{Convention, convention, other};

pub(super) const ALL: [Convention; 23] = [
    convention(
        "ALPHA-BAR",
        "alpha_bar is the product of all 1 − beta so far",
        "DDPM eq. 4",
        &[other("1 − beta, not multiplied up", &[])],
    ),
    convention(
        "COSINE-GRID",
        "the cosine runs over t/T, t = 0 … T",
        "Improved DDPM eq. 17",
        &[
            other("t/T divided as whole numbers", &[]),
            other(
                "the grid ends at T/(T + 1)",
                &["jannerm/diffuser#68 (as proposed)"],
            ),
            other("the grid runs to T + 1", &[]),
        ],
    ),
    convention(
        "COSINE-SQUARE",
        "alpha_bar is a squared cosine",
        "Improved DDPM eq. 17",
        &[other(
            "the cosine without its square",
            &["lilianweng/lil-log#9"],
        )],
    ),
    convention(
        "FLOW-DIRECTION",
        "time 0 is data, time 1 noise",
        "Liu et al., Flow Straight and Fast",
        &[other("time runs from noise to data", &[])],
    ),
    convention(
        "KARRAS-COUNT",
        "n levels from sigma_max to sigma_min, both among them, and then 0",
        "EDM eq. 5",
        &[other("a ramp of n + 1, its end cut off", &["burn-models"])],
    ),
    convention(
        "KARRAS-END",
        "the grid ends at 0",
        "EDM eq. 5",
        &[other(
            "the last sigma again where 0 belongs",
            &["diffusers#6477", "apple/ml-stable-diffusion"],
        )],
    ),
    convention(
        "KARRAS-ENDS",
        "the grid falls from sigma_max to sigma_min",
        "EDM eq. 5",
        &[other("from sigma_min up to sigma_max", &["diffusers#5077"])],
    ),
    convention(
        "KARRAS-ROOT",
        "the grid is even in sigma^(1/rho)",
        "EDM eq. 5",
        &[other("even in sigma itself", &[])],
    ),
    convention(
        "SCALED-LINEAR",
        "scaled_linear is even in the root of beta, linear in beta",
        "Latent Diffusion, code",
        &[other(
            "beta itself in equal steps where its root belongs, or the other way round",
            &[],
        )],
    ),
    convention(
        "SIGMA-LOOKUP",
        "a level is what the grid says, between timesteps too",
        "EDM eq. 5",
        &[other(
            "the level of the nearest timestep",
            &[
                "diffusers#5687",
                "diffusers#5746",
                "diffusers#9375",
                "diffusers#12771",
            ],
        )],
    ),
    convention(
        "SUB-VP",
        "the deviation of sub-vp is 1 − alpha²",
        "Song et al. (SDE) appendix C",
        &[other("the deviation of vp", &[])],
    ),
    convention(
        "TABLE-FORMAT",
        "tables are kept in the format that is computed in, or a wider one",
        "DDPM eq. 4",
        &[
            other(
                "alpha_bar stored in bf16",
                &["diffusers#9004", "diffusers#9405"],
            ),
            other(
                "alpha_bar stored in f16",
                &[
                    "diffusers#4254",
                    "AUTOMATIC1111/stable-diffusion-webui#14071",
                ],
            ),
        ],
    ),
    convention(
        "TABLE-PADDING",
        "before the first level comes alpha_bar = 1: the table of alpha_bar_{t−1} is padded at its front",
        "DDPM eq. 7",
        &[
            other(
                "alpha_bar of the level after, for the level before",
                &[
                    "lucidrains/denoising-diffusion-pytorch#18",
                    "lucidrains/denoising-diffusion-pytorch#81",
                    "lucidrains/denoising-diffusion-pytorch#83",
                ],
            ),
            other("alpha_bar of the level before", &[]),
        ],
    ),
    convention(
        "TIMESTEP-BASE",
        "timesteps count from 1; 0 is clean data",
        "DDPM §2",
        &[
            other("counted from 0", &[]),
            other("the table read one place too early", &[]),
            other(
                "the table read one place too late",
                &[
                    "CompVis/stable-diffusion#533",
                    "diffusers#7651",
                    "diffusers#10003",
                ],
            ),
        ],
    ),
    convention(
        "TIMESTEP-COUNT",
        "n timesteps asked for are n timesteps",
        "Lin et al. Table 2",
        &[other(
            "every ⌊T/n⌋-th of all: another number of them",
            &["MONAI GenerativeModels#162", "diffusers#4122"],
        )],
    ),
    convention(
        "TIMESTEP-FORMAT",
        "timesteps are whole numbers that no format touches",
        "Lin et al. Table 2",
        &[other("stored in bf16", &["diffusers#4254"])],
    ),
    convention(
        "TIMESTEP-INDEX",
        "step i is taken at timesteps[i]",
        "DDIM §4.2",
        &[other(
            "the number of the step for the timestep",
            &["Stability-AI/stablediffusion#226", "diffusers#5145"],
        )],
    ),
    convention(
        "TIMESTEP-NEXT",
        "the next timestep is the next of the list",
        "DDIM §4.2",
        &[other(
            "t − ⌊T/n⌋",
            &[
                "diffusers#12633",
                "diffusers#11347",
                "diffusers#13108",
                "diffusers#14357",
            ],
        )],
    ),
    convention(
        "TIMESTEP-OFFSET",
        "leading adds the offset to each timestep",
        "Lin et al. Table 2",
        &[other("the offset left out", &[])],
    ),
    convention(
        "TIMESTEP-ORDER",
        "timesteps run from late to early",
        "DDPM Algorithm 2",
        &[other("early to late", &[])],
    ),
    convention(
        "TIMESTEP-ROUNDING",
        "trailing and linspace round to the nearest, halves to even",
        "Lin et al. Table 2",
        &[other("rounded down", &[])],
    ),
    convention(
        "TIMESTEP-SPACING",
        "the spacing is the one asked for",
        "Lin et al. Table 2",
        &[
            other("leading", &[]),
            other("linspace", &[]),
            other("trailing", &[]),
        ],
    ),
    convention(
        "ZERO-SNR",
        "alpha is shifted to 0 at the end and scaled to stay at the start",
        "Lin et al. Algorithm 1",
        &[
            other("not rescaled at all", &["diffusers#3851"]),
            other("shifted, not scaled", &[]),
        ],
    ),
];
