use super::*;

#[test]
fn by_convergence_order() {
    Order::of_halvings(&errors_on_a_gaussian(Method::Heun)).assert_is(2.0);
}

#[test]
fn on_the_swiss_roll() {
    Order::of_halvings(&gains_on_the_roll(Method::Heun)).assert_is(2.0);
}
