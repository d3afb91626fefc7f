//! The claims of `ledger`.
