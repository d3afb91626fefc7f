//! The five arithmetic operators of a number, from one function each.

/// Implements `+ − × ÷` and negation for `$number` by its own methods `plus`, `minus`, `times`, `over`, `negated`.
macro_rules! operators {
    ($number:ident $(<$T:ident: $bound:ident>)?) => {
        impl $(<$T: $bound>)? std::ops::Add for $number $(<$T>)? {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                self.plus(other)
            }
        }
        impl $(<$T: $bound>)? std::ops::Sub for $number $(<$T>)? {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                self.minus(other)
            }
        }
        impl $(<$T: $bound>)? std::ops::Mul for $number $(<$T>)? {
            type Output = Self;
            fn mul(self, other: Self) -> Self {
                self.times(other)
            }
        }
        impl $(<$T: $bound>)? std::ops::Div for $number $(<$T>)? {
            type Output = Self;
            fn div(self, other: Self) -> Self {
                self.over(other)
            }
        }
        impl $(<$T: $bound>)? std::ops::Neg for $number $(<$T>)? {
            type Output = Self;
            fn neg(self) -> Self {
                self.negated()
            }
        }
    };
}

pub(super) use operators;
