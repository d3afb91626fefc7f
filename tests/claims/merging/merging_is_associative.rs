use super::*;

#[test]
fn by_exact_arithmetic() {
    for a in kernels() {
        for b in kernels() {
            for c in kernels() {
                assert_eq!(a.then(b).then(c), a.then(b.then(c)));
            }
        }
    }
}
