use super::*;

/// `f64` and `f32`, each within its own roundings of the enclosure, row after row; every number of the data is in both formats.
#[test]
fn by_certified_enclosure() {
    let scales = (0.625, 0.75);
    for (data, states) in data() {
        let dim = states[0].len();
        let x = Array2::from_shape_fn((states.len(), dim), |(i, j)| states[i][j]);
        let wide = data.denoise(x.view(), level(scales)).unwrap();
        let scales_f32 = NoiseLevel::new(0.625_f32, 0.75).unwrap();
        let x_f32 = x.mapv(f32::from_f64);
        let narrow = data.denoise(x_f32.view(), scales_f32).unwrap();
        for (i, state) in states.iter().enumerate() {
            let truth = data.at(level::<Certified>(scales)).unwrap();
            let truth = truth.posterior_mean(&numbers(state)).unwrap();
            let bound = data.at(level::<Running>(scales)).unwrap();
            let bound = bound.posterior_mean(&numbers(state)).unwrap();
            for j in 0..state.len() {
                let [wide, narrow] = [wide[[i, j]], f64::from(narrow[[i, j]])];
                assert!(truth[j].distance(wide) <= bound[j].tolerance(Format::F64));
                assert!(truth[j].distance(narrow) <= bound[j].tolerance(Format::F32));
            }
        }
    }
}

/// Any number of rows, none included; the wrong number of columns is refused.
#[test]
fn by_bad_input() {
    let data = Mixture::gaussian(array![0.5, 2.0], 0.75).unwrap();
    let t = level::<f64>((0.6, 0.8));
    let rows = |n, d| data.denoise(Array2::zeros((n, d)).view(), t);
    assert_eq!(rows(0, 2).unwrap().dim(), (0, 2));
    assert_eq!(rows(3, 2).unwrap().dim(), (3, 2));
    for n in [0, 3] {
        assert_eq!(
            rows(n, 3).unwrap_err().to_string(),
            "number of coordinates of the samples is 3: the data have 2"
        );
    }
}
