//! Conventions of losses and likelihoods.

use super::{Convention, convention, other};

pub(super) const ALL: [Convention; 10] = [
    convention(
        "DECODER-BINS",
        "the decoder gives the mass of a bin; the outer bins reach to infinity",
        "DDPM eq. 13",
        &[
            other("the density at the value", &["facebookresearch/DiT#52"]),
            other(
                "the outer bins end where their neighbours' would",
                &["facebookresearch/DiT#52"],
            ),
        ],
    ),
    convention(
        "DECODER-CDF",
        "Φ is the normal distribution function",
        "DDPM eq. 13",
        &[other(
            "Φ by its approximation with a hyperbolic tangent",
            &["openai/improved-diffusion (code)"],
        )],
    ),
    convention(
        "EDM-WEIGHT",
        "the weight of the loss is (sigma² + sigma_data²)/(sigma sigma_data)²",
        "EDM eq. 8",
        &[other("a sum where the product of the scales belongs", &[])],
    ),
    convention(
        "KL-LOGVAR",
        "the divergence holds the logarithm of the variances",
        "DDPM eq. 5",
        &[other(
            "the logarithm of the variances left out",
            &["tqch/ddpm-torch#9"],
        )],
    ),
    convention(
        "KL-ORDER",
        "the true law comes first in the divergence",
        "DDPM eq. 5",
        &[other("the other way round", &[])],
    ),
    convention(
        "KL-SQUARE",
        "a term of the bound holds the variances too",
        "DDPM eq. 5",
        &[other("the weighted square alone", &[])],
    ),
    convention(
        "KL-STD",
        "laws are given by their variances",
        "DDPM eq. 5",
        &[other("variances taken for standard deviations", &[])],
    ),
    convention(
        "LOG-BASE",
        "likelihoods are in nats",
        "DDPM eq. 5",
        &[other("in bits", &[])],
    ),
    convention(
        "LOSS-CLIP",
        "the weight is the smaller of snr and gamma",
        "Hang et al. §3.4",
        &[other(
            "max where min belongs",
            &["lucidrains/recurrent-interface-network-pytorch#11"],
        )],
    ),
    convention(
        "LOSS-PREDICTION",
        "the weights on x0, eps and v differ by what the prediction makes of x0",
        "Hang et al. §3.4",
        &[other(
            "the weight of x0 for every prediction",
            &["diffusers#5654"],
        )],
    ),
];
