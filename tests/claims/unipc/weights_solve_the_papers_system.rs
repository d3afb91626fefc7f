use super::*;

/// Gaussian elimination; no pivot here is 0.
fn solve(mut rows: Vec<Vec<Certified>>) -> Vec<Certified> {
    let n = rows.len();
    for k in 0..n {
        for i in (0..n).filter(|&i| i != k) {
            let factor = rows[i][k] / rows[k][k];
            let pivot = rows[k].clone();
            for (entry, above) in rows[i].iter_mut().zip(pivot) {
                *entry = *entry - factor * above;
            }
        }
    }
    (0..n).map(|i| rows[i][n] / rows[i][i]).collect()
}

/// The paper's own letters: `R ρ = b` with `R_ij = r_jⁱ⁻¹`, `b_i = i! φ/B(h)`, and
/// `x_s = (σ_s/σ_t) x_t − α_s (e^{−h} − 1) x̂₀(t) − α_s B(h) Σ ρ_j (x̂₀_j − x̂₀(t))/r_j`, in which one unknown is given ½.
#[test]
fn by_reference_values() {
    let path = uneven_path(Curve::Flow, Certified::int(-1), Certified::ratio(1, 2));
    let lambda = |level: NoiseLevel<Certified>| level.log_snr() / Certified::int(2);
    for scale in SCALES {
        for order in 1..=3 {
            let plan = unipc(order, scale, true).plan(&path).unwrap();
            // two rows a step; from the third step on all answers are there
            for i in 2..4 {
                let (t, s) = (path.levels()[i], path.levels()[i + 1]);
                let h = lambda(s) - lambda(t);
                let minus_h = -h;
                let b_h = match scale {
                    Scale::Bh1 => minus_h,
                    Scale::Bh2 => minus_h.exp_m1(),
                };
                let earlier =
                    (1..order).map(|back| (lambda(path.levels()[i - back]) - lambda(t)) / h);
                let predictor: Vec<Certified> = earlier.collect();
                let corrector = [&[Certified::one()], &predictor[..]].concat();
                for (row, ratios, newer) in [(2 * i, predictor, 0), (2 * i + 1, corrector, 1)] {
                    let n = ratios.len();
                    let mut phi = minus_h.exp_m1() / minus_h - Certified::one();
                    let mut factorial = Certified::one();
                    let mut system = Vec::new();
                    for power in 0..n {
                        let mut line: Vec<Certified> = ratios
                            .iter()
                            .map(|&r| (0..power).fold(Certified::one(), |product, _| product * r))
                            .collect();
                        line.push(phi * factorial / b_h);
                        system.push(line);
                        factorial = factorial * Certified::count(power + 2);
                        phi = phi / minus_h - Certified::one() / factorial;
                    }
                    let rho = match n {
                        1 => vec![Certified::ratio(1, 2)],
                        _ => solve(system),
                    };
                    let row = &plan.rows()[row];
                    // the answers in the order of the row: that at s if it is there, that at t, then those before
                    let backs = (0..=n).filter(|&back| back != newer);
                    let mut at_t = -(s.alpha() * minus_h.exp_m1());
                    for ((rho, &r), back) in rho.into_iter().zip(&ratios).zip(backs) {
                        let weight = -(s.alpha() * b_h * rho / r);
                        at_t = at_t - weight;
                        let defect = row.weight(Past::X0(back)) - weight;
                        assert!(
                            defect.contains(0.0) && defect.width() < 1e-60,
                            "{order} {back}"
                        );
                    }
                    let defect = row.weight(Past::X0(newer)) - at_t;
                    assert!(defect.contains(0.0) && defect.width() < 1e-60, "{order}");
                }
            }
        }
    }
}
