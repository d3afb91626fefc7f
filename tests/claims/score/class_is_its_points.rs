use super::*;

/// The classes share out the points, in their order, and together are all of them.
#[test]
fn on_the_swiss_roll() {
    let roll = labelled_roll();
    let mut members = 0;
    for label in 0..3 {
        let class = roll.class(label).unwrap();
        let expected: Vec<_> = roll
            .points
            .rows()
            .into_iter()
            .zip(&roll.labels)
            .filter(|(_, l)| **l == label)
            .map(|(row, _)| row)
            .collect();
        assert_eq!(
            class.means().rows().into_iter().collect::<Vec<_>>(),
            expected
        );
        members += class.components();
    }
    assert_eq!(members, roll.points.nrows());
    assert_eq!(roll.all().unwrap().means(), roll.points);
}

/// A label that no point has.
#[test]
fn by_bad_input() {
    assert_eq!(
        labelled_roll().class(3).unwrap_err().to_string(),
        "label is 3: no point has it"
    );
    let none = LabelledPoints {
        points: Array2::zeros((0, 2)),
        labels: vec![],
    };
    assert!(none.all().is_err());
}
