use super::*;

#[test]
fn by_exact_arithmetic() {
    let betas = scaled_linear(Exact::ratio(1, 400), Exact::ratio(9, 400), 5).unwrap();
    let roots: Vec<Exact> = betas.iter().map(|beta| beta.sqrt()).collect();
    let expected: Vec<Exact> = (0..5).map(|i| Exact::ratio(2 + i, 40)).collect();
    assert_eq!(roots, expected);
}
