//! The memory and the time that an input takes.

use std::{
    cell::Cell,
    time::{Duration, Instant},
};

use support::{allocations, cpu};

/// The most memory for an input, besides what was in use before.
const MOST_MEMORY: usize = 100 << 20;

/// The most time for an input. A build without optimisations is many times slower.
const MOST_TIME: Duration = Duration::from_secs(if cfg!(debug_assertions) && !cfg!(fuzzing) {
    5
} else {
    1
});

thread_local! {
    /// The processor time of this input's work [`apart`], in nanoseconds.
    static APART: Cell<u64> = const { Cell::new(0) };
}

/// Does work of the harness: the emulated wiki's, and the damage to its answers. Its time and memory are not limited, except
/// for the memory of what it returns.
pub fn apart<T>(work: impl FnOnce() -> T) -> T {
    let began_at = cpu::time();
    let result = allocations::uncounted(work);
    APART.set(APART.get() + (cpu::time() - began_at));
    result
}

/// Runs one input, and panics if the library takes more memory or time for it than any answer may. The executable has the
/// allocator [`Counting`](allocations::Counting).
#[expect(
    clippy::disallowed_methods,
    reason = "it measures; the target reads no clock"
)]
pub fn within_limits(target: fn(&[u8]), data: &[u8]) {
    // What is read once and kept is not the input's.
    crate::fragments::read_once();
    APART.set(0);
    let allocations = allocations::start();
    let (begin, began_at) = (Instant::now(), cpu::time());
    target(data);
    let used = allocations.allocated().peak;
    assert!(used <= MOST_MEMORY, "an input took {} MB", used >> 20);
    let waited = begin.elapsed();
    if waited > MOST_TIME {
        // On a busy machine a processor has worked for far less than the time that has passed.
        let took = match cpu::time() {
            0 => waited,
            end => Duration::from_nanos(end - began_at - APART.get()),
        };
        assert!(took <= MOST_TIME, "an input took {took:?}");
    }
}
