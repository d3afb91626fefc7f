use super::*;

/// Where the order falls, the last step of DEIS is that of one look, DDIM's, the one before it that of two, and the rest are as where it
/// is kept; at the start it rises in any case.
#[test]
fn by_limit() {
    let path = path(&equal::<f64>());
    let rows = |method: Method<f64>| method.plan(&path).unwrap().rows().to_vec();
    let falling = rows(Method::Deis {
        order: 3,
        ending: Ending::Falling,
    });
    for (i, looks) in [1, 2, 3, 3, 2, 1].into_iter().enumerate() {
        assert_eq!(falling[i], rows(deis(looks))[i], "step {i}");
        assert_eq!(weights(&falling[i]).len(), looks);
    }
    // on a path of two steps both ends meet
    let short = super::path(&equal::<f64>()[4..]);
    let plan = |ending| Method::Deis { order: 3, ending }.plan(&short);
    assert_eq!(plan(Ending::Falling), deis(1).plan(&short));
    assert_ne!(plan(Ending::Kept), deis(1).plan(&short));
}
