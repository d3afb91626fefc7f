use super::*;

/// As `r = σ/σ_d → 0` the input is passed on and F predicts −ε: `1 − c_skip`, `1 − c_out/σ` and `1 − σ_d c_in` fall
/// like r². As `r → ∞` F predicts x₀/σ_d: `c_skip`, `1 − c_out/σ_d` and `1 − σ c_in` fall like r⁻².
#[test]
fn by_limit() {
    let one = Exact::one();
    for q in [10, 100, 1000, 10_000] {
        // legs of a Pythagorean triangle with ratio 2q/(q² − 1)
        let (short, long) = (Exact::int(2 * q), Exact::int(q * q - 1));
        let square = (short / long).squared();
        let small = Preconditioning::edm(short, long).unwrap();
        let large = Preconditioning::edm(long, short).unwrap();
        let ends = [
            one - small.c_skip,
            one - small.c_out / short,
            one - long * small.c_in,
            large.c_skip,
            one - large.c_out / short,
            one - long * large.c_in,
        ];
        for end in ends {
            assert!(end > Exact::zero() && end <= square);
        }
    }
}
