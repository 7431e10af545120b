//! The heap of the clients, as their allocator counts it: what they hold, without the gaps between it.

use std::{
    process::ExitCode,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use support::allocations;

use crate::samples;

/// Runs clients for about this length, and prints the bytes that they hold on the heap after the first quarter and in
/// the last tenth. Fails if that grows.
pub fn watch(length: Duration, clients: impl FnOnce()) -> ExitCode {
    let is_done = AtomicBool::new(false);
    let samples = thread::scope(|scope| {
        let samples = scope.spawn(|| sample(length, &is_done));
        clients();
        is_done.store(true, Ordering::Relaxed);
        samples.join().unwrap()
    });
    let (first, last) = samples::ends(&samples);
    let first = samples::median(first.iter().copied());
    let last = samples::median(last.iter().copied());
    println!("{first} bytes in use after a quarter, {last} at the end");
    if grows(first, last) {
        println!("the bytes in use grew from {first} to {last}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Returns the bytes in use at each of many moments after the first quarter.
fn sample(length: Duration, is_done: &AtomicBool) -> Vec<usize> {
    let start = Instant::now();
    let pause = (length / 10_000).clamp(Duration::from_millis(5), Duration::from_secs(1));
    let mut samples = Vec::new();
    while !is_done.load(Ordering::Relaxed) && start.elapsed() < length {
        if start.elapsed() > length / 4 {
            samples.push(allocations::in_use());
        }
        thread::sleep(pause);
    }
    samples
}

/// Tells if the bytes in use grew by more than a twentieth and 512 KiB, since a sample catches work under way.
fn grows(first: usize, last: usize) -> bool {
    last > first + first / 20 + (512 << 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_growth() {
        let length = Duration::from_millis(400);
        let keeps = |bytes: usize| {
            watch(length, || {
                let start = Instant::now();
                let mut kept = Vec::new();
                while start.elapsed() < length {
                    kept.push(vec![0u8; bytes]);
                    thread::sleep(Duration::from_millis(2));
                }
            })
        };
        assert_eq!(keeps(0), ExitCode::SUCCESS);
        assert_eq!(keeps(100_000), ExitCode::FAILURE);
    }
}
