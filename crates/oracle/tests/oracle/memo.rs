//! What is worked out once.

#[path = "../../src/blackbox/memo.rs"]
mod made;

use made::Memo;

#[test]
fn a_value_is_made_once() {
    let memo = Memo::default();
    assert_eq!(memo.of(1, || "one"), "one");
    assert_eq!(memo.of(1, || "another"), "one");
    assert_eq!(memo.of(2, || "another"), "another");
}
