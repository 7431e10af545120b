//! The memory and the time that an input takes.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    fs,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

/// The most memory for an input, besides what was in use before.
const MOST_MEMORY: usize = 100 << 20;

/// The most time for an input. A build without optimisations is many times slower.
const MOST_TIME: Duration = Duration::from_secs(if cfg!(debug_assertions) && !cfg!(fuzzing) {
    5
} else {
    1
});

static IN_USE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

/// An allocator that counts the bytes in use. The executables of the targets set it; it is meant for one input at a time.
pub struct Counting;

// SAFETY: every call is passed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let now = IN_USE.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        PEAK.fetch_max(now, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(place, layout) }
    }
}

/// Runs one input, and panics if it takes more memory or time than any answer may.
#[expect(
    clippy::disallowed_methods,
    reason = "it measures; the target reads no clock"
)]
pub fn within_limits(target: fn(&[u8]), data: &[u8]) {
    // What is read once and kept is not the input's.
    crate::fragments::read_once();
    let before = IN_USE.load(Ordering::Relaxed);
    PEAK.store(before, Ordering::Relaxed);
    let (begin, began_at) = (Instant::now(), busy_time());
    target(data);
    let used = PEAK.load(Ordering::Relaxed).saturating_sub(before);
    assert!(used <= MOST_MEMORY, "an input took {} MB", used >> 20);
    let waited = begin.elapsed();
    if waited > MOST_TIME {
        let took = match (began_at, busy_time()) {
            (Some(begin), Some(end)) => end.saturating_sub(begin),
            _ => waited,
        };
        assert!(took <= MOST_TIME, "an input took {took:?}");
    }
}

/// Returns the time that a processor has worked for this thread, where the system tells it (Linux): on a busy machine
/// far less than the time that has passed.
fn busy_time() -> Option<Duration> {
    let numbers = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = numbers.split(' ').next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}
