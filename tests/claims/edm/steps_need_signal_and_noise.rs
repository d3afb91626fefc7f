use super::*;

/// Where x̂ or the slope is not defined, the step is refused by name.
#[test]
fn by_bad_input() {
    let level = |alpha: f64, sigma: f64| NoiseLevel::new(alpha, sigma).unwrap();
    let (noise, clean, middle) = (level(0.0, 1.0), level(1.0, 0.0), level(0.8, 0.6));
    for (from, to, name) in [
        (noise, middle, "alpha_t"),
        (middle, noise, "alpha_s"),
        (clean, middle, "sigma_t"),
    ] {
        let message = format!("{name} is 0.0: give a finite number > 0");
        assert_eq!(euler(from, to).unwrap_err().to_string(), message);
        assert_eq!(heun(from, to).unwrap_err().to_string(), message);
    }
    assert!(euler(middle, clean).is_ok());
    assert_eq!(
        heun(middle, clean).unwrap_err().to_string(),
        "sigma_s is 0.0: give a finite number > 0"
    );
}
