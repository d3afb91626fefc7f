use super::*;

/// Every level is variance-preserving, α₁ stays, α_T = 0, and in between √ᾱ is shifted and scaled.
#[test]
fn by_certified_enclosure() {
    let betas = linear(Certified::ratio(1, 100), Certified::ratio(2, 10), 40).unwrap();
    let schedule = Discrete::from_betas(&betas).unwrap();
    let (old, new) = (
        schedule.levels(),
        schedule.with_zero_terminal_snr().unwrap(),
    );
    assert_eq!(new.len(), 41);
    assert_eq!(new[0], NoiseLevel::clean());
    assert!(new[40].alpha().contains(0.0) && (new[40].sigma() - Certified::one()).contains(0.0));
    for t in 1..=40 {
        let unit = new[t].alpha().squared() + new[t].sigma().squared() - Certified::one();
        assert!(unit.contains(0.0) && unit.width() < 1e-60);
        // shifted and scaled: cross ratios with the ends survive
        let cross = (new[t].alpha() - new[40].alpha()) * (old[1].alpha() - old[40].alpha())
            - (old[t].alpha() - old[40].alpha()) * (new[1].alpha() - new[40].alpha());
        assert!(cross.contains(0.0) && cross.width() < 1e-60);
    }
    assert!((new[1].alpha() - old[1].alpha()).contains(0.0));
    assert!((new[1].sigma() - old[1].sigma()).contains(0.0));
}

/// In f64 the end is exactly zero, and σ keeps its digits at the start.
#[test]
fn by_limit() {
    let levels = ddpm().with_zero_terminal_snr().unwrap();
    assert_eq!((levels[1000].alpha(), levels[1000].sigma()), (0.0, 1.0));
    let exact = Discrete::from_betas(
        &linear(1e-4, 0.02, 1000)
            .unwrap()
            .iter()
            .map(|&b| Certified::from_f64(b))
            .collect::<Vec<_>>(),
    )
    .unwrap()
    .with_zero_terminal_snr()
    .unwrap();
    for t in [1, 2, 3, 50, 999] {
        // 3 roundings a step in ᾱ and 1 − ᾱ, doubled by the difference of nearly equal α₁ and α_t
        let bound = 8.0 * (t as f64 + 10.0) * U;
        assert!(
            exact[t].sigma().distance(levels[t].sigma()) < bound * levels[t].sigma(),
            "{t}"
        );
    }
    let one_step = Discrete::from_betas(&[0.5])
        .unwrap()
        .with_zero_terminal_snr()
        .unwrap_err();
    assert_eq!(
        one_step.to_string(),
        "number of steps T is 1: zero terminal SNR needs 2 or more"
    );
}
