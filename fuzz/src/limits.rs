//! The memory and the time that an input takes.

use std::time::{Duration, Instant};

use support::{allocations, cpu};

/// The most memory for an input, besides what was in use before.
const MOST_MEMORY: usize = 100 << 20;

/// The most time for an input. A build without optimisations is many times slower.
const MOST_TIME: Duration = Duration::from_secs(if cfg!(debug_assertions) && !cfg!(fuzzing) {
    5
} else {
    1
});

/// Runs one input, and panics if it takes more memory or time than any answer may. The executable has the allocator
/// [`Counting`](allocations::Counting).
#[expect(
    clippy::disallowed_methods,
    reason = "it measures; the target reads no clock"
)]
pub fn within_limits(target: fn(&[u8]), data: &[u8]) {
    // What is read once and kept is not the input's.
    crate::fragments::read_once();
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
            end => Duration::from_nanos(end - began_at),
        };
        assert!(took <= MOST_TIME, "an input took {took:?}");
    }
}
