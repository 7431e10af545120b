//! Keeps panics inside this library.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs `work`, and returns `default` if it panics.
pub fn catch_or<T>(default: T, work: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(default)
}
