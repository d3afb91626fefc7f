use super::*;

/// One seed, one roll; another seed, another.
#[test]
fn on_the_swiss_roll() {
    let again = swiss_roll(500, 3, 0.3, &mut rng(20)).unwrap();
    assert_eq!(labelled_roll(), again);
    assert_ne!(
        labelled_roll(),
        swiss_roll(500, 3, 0.3, &mut rng(21)).unwrap()
    );
}
