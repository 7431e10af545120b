//! Finds masked texts in all memory of this process.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    os::unix::fs::FileExt,
};

use super::secrets::{ALL, MASK};

/// The part of memory that is read at a time.
const PART: usize = 1 << 20;

/// Returns how often each secret is in memory, by its name and the kind of memory.
pub fn count() -> BTreeMap<(&'static str, &'static str), usize> {
    let mut part = vec![0; PART];
    let own = part.as_ptr() as u64..part.as_ptr() as u64 + PART as u64;
    let longest = ALL
        .iter()
        .map(|(_, masked)| masked.end().len())
        .max()
        .unwrap() as u64;
    let mut is_first = [false; 256];
    for (_, masked) in ALL {
        is_first[usize::from(masked.end()[0] ^ MASK)] = true;
    }
    let memory = File::open("/proc/self/mem").unwrap();
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    let mut counts = BTreeMap::new();
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let (range, rights) = (words.next().unwrap(), words.next().unwrap());
        let name = words.nth(3).unwrap_or_default();
        let (start, end) = range.split_once('-').unwrap();
        let [start, end] = [start, end].map(|at| u64::from_str_radix(at, 16).unwrap());
        if !rights.starts_with('r') || name.starts_with("[v") {
            continue;
        }
        let kind = match name {
            "[stack]" => "stack",
            "" | "[heap]" => "heap",
            _ => "program",
        };
        let mut at = start;
        while at < end {
            let length = (end - at).min(PART as u64) as usize;
            if memory.read_exact_at(&mut part[..length], at).is_err() {
                break;
            }
            // One pass for all secrets: there are hundreds of megabytes.
            for (found, byte) in part[..length].iter().enumerate() {
                if !is_first[usize::from(*byte)] {
                    continue;
                }
                for (name, masked) in ALL {
                    if !begins_with(&part[found..length], masked.end()) {
                        continue;
                    }
                    // What was read lies in memory too. So does the end of the part before, which is read again.
                    let place = at + found as u64;
                    let is_again =
                        place + (masked.end().len() as u64) <= at + longest && at > start;
                    if !own.contains(&place) && !is_again {
                        *counts.entry((*name, kind)).or_default() += 1;
                    }
                }
            }
            if at + length as u64 >= end {
                break;
            }
            at += length as u64 - longest;
        }
    }
    counts
}

/// Returns whether bytes begin with a masked text.
fn begins_with(bytes: &[u8], masked: &[u8]) -> bool {
    let mut pairs = bytes.iter().zip(masked);
    bytes.len() >= masked.len() && pairs.all(|(byte, masked)| byte ^ MASK == *masked)
}
