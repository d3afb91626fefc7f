//! The page that shows the displays.

use std::fmt::Write;

use ndarray::Array;
use tweedie_catalogue::operation::{OPERATIONS, Param};
use tweedie_catalogue::page::{DOMAINS, operations_page};

use super::random;

#[test]
fn the_page_on_operations_is_up_to_date() {
    let kept = include_str!("../../../../docs/OPERATIONS.md");
    let made = operations_page().expect("every sampler has a plan");
    if let Some((kept, made)) = kept
        .lines()
        .zip(made.lines())
        .find(|(kept, made)| kept != made)
    {
        panic!(
            "docs/OPERATIONS.md is out of date: it has {kept:?} for {made:?}; run `tweedie operations --out docs/OPERATIONS.md`"
        );
    }
    assert_eq!(kept.len(), made.len(), "docs/OPERATIONS.md is out of date");
}

/// Numbers that lie outside.
fn outside(name: &str) -> &'static [f64] {
    match name {
        "eta" => &[-0.1, 1000.0],
        "betas" => &[0.0, 1.0],
        "sigma_data" | "bound" | "var_q" | "var_p" => &[0.0, -1.0],
        "phi" | "quantile" | "alpha_bar_t" | "alpha_bar_s" | "alpha_bar_r" => &[-0.1, 1.1],
        "weights" => &[0.3],
        "k" => &[0.5, -1.0, 256.0],
        "timesteps" => &[0.0, 0.5, 13.0],
        _ => &[-1.0, f64::INFINITY],
    }
}

/// Arguments that are given, and not looked at; and why.
const UNSEEN: &[(&str, &str, &str)] = &[
    ("loss.min_snr", "gamma", "any cap is one"),
    ("cfg_rescale", "alpha_t", "it is for those who rescale eps"),
    ("cfg_rescale", "sigma_t", "it is for those who rescale eps"),
];

/// What the page asks of arguments, every operation asks.
#[test]
fn arguments_outside_their_domain_are_refused() {
    let mut taken = String::new();
    for operation in OPERATIONS {
        let arguments = random::arguments(operation, 1);
        for name in DOMAINS.iter().flat_map(|domain| domain.names) {
            for &x in outside(name) {
                let mut wrong = arguments.clone();
                if let Some(param) = wrong.params.get_mut(*name) {
                    *param = match param {
                        Param::Numbers(all) => Param::Numbers([&[x], &all[1..]].concat()),
                        _ => Param::Number(x),
                    };
                } else if let Some(array) = wrong.inputs.get_mut(*name) {
                    *array = Array::from_elem(array.raw_dim(), x);
                } else {
                    continue;
                }
                let unseen = UNSEEN
                    .iter()
                    .any(|&(of, what, _)| of == operation.name && what == *name);
                if operation.evaluate::<f64>(&wrong).is_ok() != unseen {
                    writeln!(taken, "{}, {name} = {x}", operation.name).unwrap();
                }
            }
        }
    }
    assert!(taken.is_empty(), "{taken}");
}
