//! An allocator that counts what a thread allocates.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    sync::atomic::{AtomicIsize, Ordering},
};

/// The system's allocator, with counters of each thread.
pub struct Counting;

#[derive(Clone, Copy)]
struct Counters {
    /// The bytes that are allocated now. A thread may free what another one has allocated.
    now: isize,
    peak: isize,
    total: usize,
}

thread_local! {
    static COUNTERS: Cell<Counters> = const {
        Cell::new(Counters { now: 0, peak: 0, total: 0 })
    };
}

/// The memory that was allocated since [`start`].
#[derive(Debug, Clone, Copy, Default)]
pub struct Allocated {
    /// The most bytes at one time.
    pub peak: usize,
    /// All bytes.
    pub total: usize,
}

/// Does something whose memory is not counted, but for what remains of it.
pub fn uncounted<T>(work: impl FnOnce() -> T) -> T {
    let before = COUNTERS.get();
    let result = work();
    let now = COUNTERS.get().now;
    COUNTERS.set(Counters {
        now,
        peak: before.peak.max(now),
        total: before.total + usize::try_from(now - before.now).unwrap_or_default(),
    });
    result
}

/// Starts to count on this thread.
pub fn start() -> Start {
    let counters = COUNTERS.get();
    COUNTERS.set(Counters {
        peak: counters.now,
        ..counters
    });
    Start(counters)
}

pub struct Start(Counters);

impl Start {
    /// Returns what this thread has allocated since.
    pub fn allocated(&self) -> Allocated {
        let counters = COUNTERS.get();
        Allocated {
            peak: usize::try_from(counters.peak - self.0.now).unwrap_or_default(),
            total: counters.total - self.0.total,
        }
    }
}

/// The bytes that all threads have allocated and not freed.
static IN_USE: AtomicIsize = AtomicIsize::new(0);

/// Returns the bytes that the process has allocated and not freed.
pub fn in_use() -> usize {
    usize::try_from(IN_USE.load(Ordering::Relaxed)).unwrap_or_default()
}

fn count(freed: usize, allocated: usize) {
    IN_USE.fetch_add(
        allocated.cast_signed() - freed.cast_signed(),
        Ordering::Relaxed,
    );
    // A thread that ends has no counters any more.
    let _ = COUNTERS.try_with(|cell| {
        let mut counters = cell.get();
        counters.now += allocated.cast_signed() - freed.cast_signed();
        counters.peak = counters.peak.max(counters.now);
        counters.total += allocated;
        cell.set(counters);
    });
}

// SAFETY: every call is passed on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(0, layout.size());
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(0, layout.size());
        // SAFETY: the caller keeps the contract of `alloc_zeroed`.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(layout.size(), 0);
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(layout.size(), size);
        // SAFETY: the caller keeps the contract of `realloc`.
        unsafe { System.realloc(pointer, layout, size) }
    }
}
