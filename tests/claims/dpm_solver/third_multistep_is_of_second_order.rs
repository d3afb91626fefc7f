use super::*;

/// What its programs halve is the third order's: it takes enclosures to see, as the next term is larger until steps are short.
#[test]
fn by_local_order() {
    let (eta, ending) = (Certified::zero(), Ending::Kept);
    assert_local_order(2, one_step(|path| third_multistep_plan(path, eta, ending)));
}
