#![no_main]

use mwaccount_fuzz::{Counting, journal, within_limits};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

libfuzzer_sys::fuzz_target!(|data: &[u8]| within_limits(journal, data));
