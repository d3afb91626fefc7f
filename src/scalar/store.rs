//! `Copy` handles to numbers that live on the heap.
//!
//! Formulas pass scalars by value. A number of unbounded size cannot be `Copy`, so it is put into a store of
//! its thread and named by its place there. The store grows with every operation and is given back when the
//! thread ends: right for a test or a golden value, which is why `f64` is what ships. Handles stay on
//! their thread (they are neither `Send` nor `Sync`).

use std::cell::RefCell;
use std::marker::PhantomData;
use std::thread::LocalKey;

/// A number that is kept in a store of its thread.
pub(super) trait Stored: Sized + 'static {
    /// The store of this thread.
    fn store() -> &'static LocalKey<RefCell<Vec<Self>>>;
}

/// The place of a `T` in the store of this thread.
pub(super) struct Handle<T> {
    place: usize,
    on_this_thread: PhantomData<*const T>,
}

impl<T> Clone for Handle<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Handle<T> {}

impl<T: Stored> Handle<T> {
    /// Puts `number` into the store.
    pub(super) fn new(number: T) -> Self {
        let place = T::store().with_borrow_mut(|store| {
            store.push(number);
            store.len() - 1
        });
        Self {
            place,
            on_this_thread: PhantomData,
        }
    }

    /// Looks at the number.
    pub(super) fn with<R>(self, look: impl FnOnce(&T) -> R) -> R {
        T::store().with_borrow(|store| look(&store[self.place]))
    }

    /// Looks at two numbers.
    pub(super) fn with_both<R>(self, other: Self, look: impl FnOnce(&T, &T) -> R) -> R {
        T::store().with_borrow(|store| look(&store[self.place], &store[other.place]))
    }
}
