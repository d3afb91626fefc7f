use super::*;

/// Not at all at η = 0; once a step otherwise, but for the step to clean data; of the state's shape.
#[test]
fn by_iterating_the_chain() {
    let mut levels = triple_descent::<f64>();
    levels.push(NoiseLevel::clean());
    let asked = |method: Method<f64>| {
        let plan = method.plan(&path(&levels)).unwrap();
        let denoiser = Coordinatewise {
            dim: 4,
            f: |x: f64, _| x,
        };
        let mut shapes = Vec::new();
        let mut noise = |shape| {
            shapes.push(shape);
            Array2::zeros(shape)
        };
        run(
            &plan,
            &denoiser,
            Array2::zeros((3, 4)),
            &mut noise,
            |_, _| (),
        )
        .unwrap();
        shapes
    };
    let every_step_but_the_last = vec![(3, 4); 4];
    assert_eq!(asked(Method::Ddim { eta: 0.0 }), []);
    assert_eq!(asked(Method::Euler), []);
    assert_eq!(asked(Method::Heun), []);
    assert_eq!(asked(Method::Ddim { eta: 0.5 }), every_step_but_the_last);
    assert_eq!(
        asked(Method::Ancestral(ReverseVar::Forward)),
        every_step_but_the_last
    );
}
