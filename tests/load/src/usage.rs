//! The memory, descriptors and threads of processes, as Linux reports it in `/proc`.

use std::{fmt, fs, path::Path};

use crate::samples;

/// The memory, descriptors and threads of a process and its descendants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Resident memory in kB. Memory that processes share counts for each of them.
    pub memory: u64,
    pub descriptors: u64,
    pub threads: u64,
}

impl Usage {
    /// Returns what a process and its descendants use now. A process that ends meanwhile counts nothing.
    pub fn of(process: u32) -> Self {
        let mut usage = Self::default();
        let mut processes = vec![process];
        while let Some(process) = processes.pop() {
            let folder = Path::new("/proc").join(process.to_string());
            usage.add(&folder);
            processes.extend(children(&folder));
        }
        usage
    }

    fn add(&mut self, folder: &Path) {
        let status = fs::read_to_string(folder.join("status")).unwrap_or_default();
        let number = |name: &str| {
            let value = status.lines().find_map(|line| line.strip_prefix(name));
            let first = value.and_then(|value| value.split_whitespace().next());
            first.and_then(|number| number.parse::<u64>().ok())
        };
        self.memory += number("VmRSS:").unwrap_or(0);
        self.threads += number("Threads:").unwrap_or(0);
        self.descriptors += count(&folder.join("fd"));
    }

    /// Returns what has grown from `self` to `end` by more than is allowed: this percentage of the memory and a twentieth
    /// of the others, and besides 4 MB of memory, and 16 descriptors and threads, since a sample catches work under way.
    pub fn grown(self, end: Self, memory: u64) -> Vec<String> {
        let parts = [
            ("memory", self.memory, end.memory, memory, 4096),
            ("descriptors", self.descriptors, end.descriptors, 5, 16),
            ("threads", self.threads, end.threads, 5, 16),
        ];
        parts
            .into_iter()
            .filter(|(_, start, end, percent, more)| *end > start + start * percent / 100 + more)
            .map(|(name, start, end, ..)| format!("{name} grew from {start} to {end}"))
            .collect()
    }

    /// Returns the median of each part.
    pub fn median(all: &[Self]) -> Self {
        let median = |part: fn(&Self) -> u64| samples::median(all.iter().map(part));
        Self {
            memory: median(|usage| usage.memory),
            descriptors: median(|usage| usage.descriptors),
            threads: median(|usage| usage.threads),
        }
    }
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:.1} MB, {} descriptors, {} threads",
            self.memory as f64 / 1024.0,
            self.descriptors,
            self.threads
        )
    }
}

fn count(folder: &Path) -> u64 {
    fs::read_dir(folder).map_or(0, |entries| entries.count() as u64)
}

/// Returns the children of all threads of a process.
fn children(folder: &Path) -> Vec<u32> {
    let threads = fs::read_dir(folder.join("task")).into_iter().flatten();
    threads
        .flatten()
        .flat_map(|thread| {
            let children = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
            let numbers = children.split_whitespace().map(str::parse);
            numbers.filter_map(Result::ok).collect::<Vec<u32>>()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage(memory: u64, descriptors: u64, threads: u64) -> Usage {
        Usage {
            memory,
            descriptors,
            threads,
        }
    }

    #[test]
    fn growth_is_told_by_part() {
        let start = usage(100_000, 1000, 10);
        assert!(start.grown(usage(109_000, 1060, 26), 5).is_empty());
        let more = usage(110_000, 1067, 27);
        let grown = start.grown(more, 5);
        assert_eq!(grown.len(), 3, "{grown:?}");
        assert_eq!(start.grown(more, 6), grown[1..]);
        let samples = [usage(3, 1, 1), usage(1, 2, 1), usage(2, 3, 9)];
        assert_eq!(Usage::median(&samples), usage(2, 2, 1));
    }

    #[test]
    fn this_process_uses_something() {
        let usage = Usage::of(std::process::id());
        assert!(usage.memory > 1000 && usage.descriptors > 2 && usage.threads > 0);
    }
}
