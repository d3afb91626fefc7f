use super::*;

/// Every method of one look is DDIM at η = 0, and so is every method on a path of one step: coefficient by coefficient.
#[test]
fn by_exact_arithmetic() {
    let mut descent = triple_descent::<Exact>();
    descent.push(NoiseLevel::clean());
    let ddim = |levels| (Method::Ddim { eta: Exact::zero() }).plan(&path(levels));
    let of_one_look = [
        Method::Lms { order: 1 },
        Method::Ipndm { order: 1 },
        deis(1),
    ];
    for method in of_one_look {
        let plan = method.plan(&path(&descent)).unwrap();
        assert_eq!(plan.in_x0(), ddim(&descent), "{method:?}");
    }
    let of_more = [
        Method::Lms { order: 4 },
        Method::Ipndm { order: 4 },
        deis(3),
        Method::Plms,
    ];
    for step in descent.windows(2) {
        for method in of_more {
            let plan = method.plan(&path(step)).unwrap();
            assert_eq!(plan.in_x0(), ddim(step), "{method:?}");
        }
    }
}
