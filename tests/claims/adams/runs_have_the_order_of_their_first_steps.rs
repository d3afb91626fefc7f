use super::*;

/// The errors of runs on data N(0, ¼) from σ̂ = 1 to ¼, from `n` steps on twice as many each time; `share` says how much of the
/// way in σ̂ the first `i` of `n` steps go.
pub fn errors<T: Fine>(method: Method<T>, share: fn(i64, i64) -> (i64, i64), n: i64) -> Vec<T> {
    let data = Mixture::gaussian(array![0.0], 0.25).unwrap();
    let flow = Flow::new(data, 0.75);
    let run = whole_run(|path| method.plan(path));
    let error = |halvings: u32| {
        let n = n << halvings;
        let level = |i| {
            let (p, q) = share(i, n);
            NoiseLevel::unscaled(T::one() - T::ratio(3, 4) * T::ratio(p, q)).unwrap()
        };
        let levels: Vec<_> = (0..=n).map(level).collect();
        (run(&path(&levels), &flow) - flow.state(levels[levels.len() - 1])).abs()
    };
    (0..5).map(error).collect()
}

fn equally(i: i64, n: i64) -> (i64, i64) {
    (i, n)
}

/// Whatever the order of a method, its first step is Euler's, which errs by O(h²): so does the run. PLMS opens with Heun's, and its
/// run is of third order.
#[test]
fn by_convergence_order() {
    for order in 2..=4 {
        for method in [Method::Lms { order }, Method::Ipndm { order }, deis(order)] {
            assert_order(2, &errors::<f64>(method, equally, 32));
        }
    }
    for method in [Method::Lms { order: 1 }, deis(1)] {
        assert_order(1, &errors::<f64>(method, equally, 32));
    }
    assert_order(3, &errors::<Certified>(Method::Plms, equally, 32));
}

/// The errors at clean data of runs of PNDM along a chain of unscaled levels, which starts at σ̂ = 1; `share` says how σ̂ grows with time.
fn errors_of_pndm(share: fn(i64, i64) -> (i64, i64)) -> Vec<Certified> {
    let data = Mixture::gaussian(array![0.0], 0.25).unwrap();
    let flow = Flow::new(data, 0.75);
    let run = whole_run(|path| Method::Pndm.plan(path));
    let error = |halvings: u32| {
        let last = 32_i64 << halvings;
        let level = |t: i64| {
            let (p, q) = share(t, last);
            NoiseLevel::unscaled(Certified::ratio(p, q)).unwrap()
        };
        let table: Vec<_> = (0..=last).map(level).collect();
        let timesteps: Vec<usize> = (1..=table.len() / 2).rev().map(|i| 2 * i).collect();
        let path = Path::of_chain(Curve::Unscaled, &table, &timesteps).unwrap();
        (run(&path, &flow) - flow.state(NoiseLevel::clean())).abs()
    };
    (0..5).map(error).collect()
}

/// PNDM opens with steps of fourth order where time is even in σ̂, and then its run is of fourth order. Elsewhere half-way in time
/// is not half-way in σ̂, and the run is of second order.
#[test]
fn by_limit() {
    assert_order(4, &errors_of_pndm(equally));
    assert_order(
        2,
        &errors_of_pndm(|t, last| (t * t + t * last, 2 * last * last)),
    );
}
