use super::*;

/// Every number of steps out of 50: as many moves, each from its own level to the next, and the denoiser is asked
/// at those levels.
#[test]
fn by_iterating_the_chain() {
    let schedule = Discrete::from_betas(&linear(1e-3, 0.2, 50).unwrap()).unwrap();
    for spacing in SPACINGS {
        for n in 1..=50 {
            let timesteps = spacing.timesteps(50, n).unwrap();
            let levels = schedule.descent(&timesteps).unwrap();
            let plan = (Method::Ddim { eta: 0.5 }).plan(&path(&levels)).unwrap();
            assert_eq!(plan.rows().len(), n);
            let rows = plan.rows().iter();
            let visited: Vec<_> = rows.map(|row| (row.look(), row.to())).collect();
            let wanted: Vec<_> = levels
                .windows(2)
                .map(|pair| (Some(pair[0]), pair[1]))
                .collect();
            assert_eq!(visited, wanted);
            assert_eq!(plan.arrivals(&levels), (0..n).collect::<Vec<_>>());

            let asked = RefCell::new(Vec::new());
            let denoiser = Coordinatewise {
                dim: 1,
                f: |x: f64, level| {
                    asked.borrow_mut().push(level);
                    0.5 * x
                },
            };
            walk(&plan, &denoiser, 1.0, &vec![0.0; n - 1]);
            assert_eq!(asked.into_inner(), levels[..n]);
        }
    }
}
