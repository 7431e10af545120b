//! The CPU time of a thread.

/// Returns the CPU time of this thread in nanoseconds; 0 where it is not known.
#[cfg(target_os = "linux")]
pub fn time() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let time = text.split(' ').next().unwrap_or_default();
    time.parse().unwrap_or_default()
}

#[cfg(not(target_os = "linux"))]
pub fn time() -> u64 {
    0
}
