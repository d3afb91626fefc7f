use super::*;

/// The same bits from 1, 2 and 5 threads.
#[test]
fn on_the_swiss_roll() {
    let roll = roll();
    let plan = (Method::Ddim { eta: 0.5 })
        .plan(&path(&geometric(3.0, 0.1, 5)))
        .unwrap();
    let sample = || {
        let mut rng = rng(33);
        let mut noise = standard_normal(&mut rng);
        let start = noise((37, 2));
        let end = run(&plan, &roll, start, &mut noise, |_, _| ()).unwrap();
        end.mapv(f64::to_bits)
    };
    let with_threads = |n| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n).build();
        pool.unwrap().install(sample)
    };
    let alone = with_threads(1);
    assert_eq!(with_threads(2), alone);
    assert_eq!(with_threads(5), alone);
}
