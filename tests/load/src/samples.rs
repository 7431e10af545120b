//! The comparison of what was measured again and again: its first tenth with its last.

/// Returns the first and the last tenth of the samples, each with one at least if there is any.
pub fn ends<T>(samples: &[T]) -> (&[T], &[T]) {
    let part = (samples.len() / 10).max(1).min(samples.len());
    (&samples[..part], &samples[samples.len() - part..])
}

/// Returns the median, 0 of nothing.
pub fn median<T: Copy + Default + Ord>(samples: impl Iterator<Item = T>) -> T {
    let mut sorted: Vec<T> = samples.collect();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}
