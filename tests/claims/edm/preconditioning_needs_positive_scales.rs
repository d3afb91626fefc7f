use super::*;

#[test]
fn by_bad_input() {
    for (bad, shown) in [
        (0.0, "0.0"),
        (-1.0, "-1.0"),
        (f64::NAN, "NaN"),
        (f64::INFINITY, "inf"),
    ] {
        let message = |name: &str| format!("{name} is {shown}: give a finite number > 0");
        let errors = [
            (Preconditioning::edm(bad, 1.0).unwrap_err(), "sigma"),
            (Preconditioning::edm(1.0, bad).unwrap_err(), "sigma_data"),
            (Preconditioning::vp(bad).unwrap_err(), "sigma"),
            (Preconditioning::ve(bad).unwrap_err(), "sigma"),
            (noise_conditioning(bad).unwrap_err(), "sigma"),
        ];
        for (error, name) in errors {
            assert_eq!(error.to_string(), message(name));
        }
    }
}
