use super::*;

/// On data N(m, s²) the recursion over affine forms gives the law of every state: mean and variance are those of numbers carried
/// through the loop, by their responses.
#[test]
fn by_exact_law() {
    let (mean, var) = (Exact::ratio(5, 3), Exact::ratio(7, 4));
    let data = Gaussian::new(mean, var).unwrap();
    let denoiser = gaussian_denoiser(mean, var);
    let (shift, std) = (Exact::ratio(-1, 3), Exact::ratio(9, 4));
    for (name, plan) in plans() {
        let states = gaussian_law(&plan, data, Affine::of(shift, std, 0)).unwrap();
        assert_eq!(states.len(), plan.rows().len());
        for (i, state) in states.iter().enumerate() {
            let recursion = Law {
                mean: state.shift,
                var: state.var(),
            };
            let carried = law(&up_to(&plan, i), &denoiser, shift, std.squared());
            assert_eq!(recursion, carried, "{name}, row {i}");
        }
    }
}

/// Each weight of a form is a response: to the start, then to the draws in their order.
#[test]
fn by_iterating_the_chain() {
    let (mean, var) = (Exact::ratio(5, 3), Exact::ratio(7, 4));
    let data = Gaussian::new(mean, var).unwrap();
    let denoiser = gaussian_denoiser(mean, var);
    for (name, plan) in plans() {
        let draws = plan.rows().iter().filter(|row| row.draws()).count();
        let number = |i: usize| Exact::ratio(i64::try_from(3 * i).unwrap() - 4, 7);
        let start = Affine::of(Exact::zero(), Exact::one(), 0);
        let form = gaussian_law(&plan, data, start).unwrap().pop().unwrap();
        let drawn: Vec<Exact> = (0..=draws).map(number).collect();
        let terms = form.weights.iter().zip(&drawn);
        let predicted = terms.fold(form.shift, |sum, (&weight, &z)| sum + weight * z);

        let mut next = drawn[1..].iter();
        let mut noise = |shape| Array2::from_elem(shape, *next.next().unwrap());
        let x = Array2::from_elem((1, 1), drawn[0]);
        let end = run(&plan, &denoiser, x, &mut noise, |_, _| ()).unwrap();
        assert_eq!(end[[0, 0]], predicted, "{name}");
    }
}
