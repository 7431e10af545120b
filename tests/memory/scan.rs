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
            for (name, masked) in ALL {
                for found in find(&part[..length], masked.end()) {
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

/// Returns the places of a masked text.
fn find<'a>(bytes: &'a [u8], masked: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let first = masked[0] ^ MASK;
    let is_at = move |at: &usize| {
        let there = &bytes[*at..];
        there.len() >= masked.len()
            && there
                .iter()
                .zip(masked)
                .all(|(byte, masked)| byte ^ MASK == *masked)
    };
    bytes
        .iter()
        .enumerate()
        .filter(move |(_, byte)| **byte == first)
        .map(|(at, _)| at)
        .filter(is_at)
}
