use super::*;

/// Without a boundary, from pure noise to clean data; and in one step it is DDIM's `x = x̂₀`.
#[test]
fn by_exact_arithmetic() {
    let noise = NoiseLevel::new(Exact::zero(), Exact::one()).unwrap();
    let mut levels = triple_descent::<Exact>();
    levels.insert(0, noise);
    levels.push(NoiseLevel::clean());
    let plain = Method::Consistency(Distilled::Plainly);
    let plan = plain.plan(&path(&levels)).unwrap();
    let nothing = vec![Exact::zero(); 6];
    assert_eq!(signal_defects(&plan), nothing);
    assert_eq!(noise_defects(&plan).unwrap(), nothing);

    let whole = path(&[noise, NoiseLevel::clean()]);
    let ddim = Method::Ddim { eta: Exact::zero() };
    assert_eq!(plain.plan(&whole), ddim.plan(&whole));
}
