use super::*;

#[test]
fn by_certified_enclosure() {
    for order in 1..=3 {
        for scale in SCALES {
            for corrector in [false, true] {
                for ending in [Ending::Falling, Ending::Kept] {
                    let settings = UniPc {
                        order,
                        scale,
                        corrector,
                        ending,
                    };
                    // bh1 corrects no step from pure noise
                    let ends = scale == Scale::Bh2 || !corrector;
                    assert_keeps_marginals(|path| Method::UniPc(settings).plan(path), ends);
                }
            }
        }
    }
}
