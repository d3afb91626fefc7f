use super::*;

/// For every n and every spacing: n of them, strictly falling, inside 1 ..= T, at the ends they promise.
#[test]
fn by_exact_arithmetic() {
    for steps in [1, 2, 10, 97, 1000] {
        for n in 1..=steps {
            for spacing in [
                Spacing::Leading { offset: 0 },
                Spacing::Trailing,
                Spacing::Linspace,
            ] {
                let times = spacing.timesteps(steps, n).unwrap();
                assert_eq!(times.len(), n);
                assert!(times.windows(2).all(|pair| pair[0] > pair[1]));
                assert!(times[n - 1] >= 1 && times[0] <= steps);
                match spacing {
                    Spacing::Leading { .. } => assert_eq!(times[n - 1], 1),
                    Spacing::Trailing => assert_eq!(times[0], steps),
                    Spacing::Linspace => {
                        assert_eq!(times[n - 1], 1);
                        assert!(n == 1 || times[0] == steps);
                    }
                }
            }
        }
    }
}

/// Table 2 of Lin et al. at T = 1000, n = 10, for timesteps from 1; and halves that round to even.
#[test]
fn by_reference_values() {
    let times = |spacing: Spacing| {
        let mut times = spacing.timesteps(1000, 10).unwrap();
        times.reverse();
        times
    };
    assert_eq!(
        times(Spacing::Leading { offset: 0 }),
        [1, 101, 201, 301, 401, 501, 601, 701, 801, 901]
    );
    assert_eq!(
        times(Spacing::Linspace),
        [1, 112, 223, 334, 445, 556, 667, 778, 889, 1000]
    );
    assert_eq!(
        times(Spacing::Trailing),
        [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]
    );
    assert_eq!(
        Spacing::Leading { offset: 1 }.timesteps(10, 3).unwrap(),
        [8, 5, 2]
    );
    assert_eq!(Spacing::Trailing.timesteps(10, 4).unwrap(), [10, 8, 5, 2]); // 2.5 → 2, 7.5 → 8
    assert_eq!(Spacing::Linspace.timesteps(4, 3).unwrap(), [4, 3, 1]); // 1.5 → 2
    assert_eq!(Spacing::Linspace.timesteps(6, 3).unwrap(), [6, 3, 1]); // 2.5 → 2
    assert_eq!(Spacing::Trailing.timesteps(7, 3).unwrap(), [7, 5, 2]); // 7/3 → 2, 14/3 → 5
}

#[test]
fn by_bad_input() {
    let error = |spacing: Spacing, n| spacing.timesteps(1000, n).unwrap_err().to_string();
    assert_eq!(
        error(Spacing::Trailing, 0),
        "number of timesteps n is 0: give 1 or more"
    );
    assert_eq!(
        error(Spacing::Linspace, 1001),
        "number of timesteps n is 1001: the schedule has 1000"
    );
    assert_eq!(
        error(Spacing::Leading { offset: 1 }, 1000),
        "last timestep is 1001: the schedule ends at 1000; take a smaller offset"
    );
    assert_eq!(
        Spacing::Leading { offset: 1 }.timesteps(1000, 999).unwrap()[0],
        1000
    );
}
