use super::*;

/// `guided − uncond = w (cond − uncond)` in each entry of an array of samples.
#[test]
fn by_exact_arithmetic() {
    let entry = |(i, j): (usize, usize), c: i64| {
        let place = i64::try_from(4 * i + j).unwrap();
        Exact::ratio(place * place - c, 7)
    };
    let cond = Array2::from_shape_fn((3, 4), |place| entry(place, 5));
    let uncond = Array2::from_shape_fn((3, 4), |(i, j)| entry((2 - i, 3 - j), 11));
    let w = Exact::ratio(15, 2);
    let guide = Weights::scale(w);
    let guided = combine(&[
        (guide.on_cond, cond.view()),
        (guide.on_uncond, uncond.view()),
    ])
    .unwrap();
    for (place, &guided) in guided.indexed_iter() {
        assert_eq!(guided - uncond[place], w * (cond[place] - uncond[place]));
        assert_eq!(guided, guide.apply(cond[place], uncond[place]));
    }
}
