//! `docs/unsafe.md`: a row for each file of the library and the command with unsafe code of its own. Everywhere else
//! clippy demands a comment at each block (`undocumented_unsafe_blocks`).

use std::fmt::Write;

use crate::{
    files::{assert_committed, read, with_extension},
    tables::{replace, sentences},
};

const REFRESH: &str = "MWACCOUNT_REFRESH_UNSAFE";

const PAGE: &str = "docs/unsafe.md";

const TABLE: &str = "| file | functions, blocks, impls | why |\n|---|---|---|\n";

/// Returns the numbers of unsafe functions, blocks and `impl`s of a source, without the functions of the C interface.
fn count(text: &str) -> [usize; 3] {
    let mut counts = [0; 3];
    for line in text.lines().map(str::trim_start) {
        // `#[unsafe(no_mangle)]` is one word.
        let mut words = line.split_whitespace();
        if line.starts_with("//")
            || !words.any(|word| word.trim_start_matches(['(', '&']) == "unsafe")
        {
            continue;
        }
        match words.next() {
            Some("fn") => counts[0] += 1,
            // An exported function, or the type of one.
            Some("extern") => {}
            Some("impl") => counts[2] += 1,
            _ => counts[1] += 1,
        }
    }
    counts
}

/// Returns the page with its table as the sources make it. The sentences are those of the page.
fn made(page: &str) -> String {
    let known = sentences(page, TABLE);
    let mut table = TABLE.to_owned();
    let mut paths = with_extension(&["rs"]);
    paths.retain(|path| path.starts_with("src") || path.starts_with("cli/src"));
    paths.sort();
    for path in paths {
        let [functions, blocks, impls] = count(&read(&path));
        if functions + blocks + impls > 0 {
            let file = path.to_str().unwrap();
            let why = known.get(file).unwrap_or(&"");
            writeln!(
                table,
                "| `{file}` | {functions}, {blocks}, {impls} | {why} |"
            )
            .unwrap();
        }
    }
    replace(page, TABLE, &table)
}

#[test]
fn unsafe_code_has_a_reason() {
    let made = made(&read(PAGE));
    assert!(made.contains("| `src/ffi/pointer.rs` |"), "{made}");
    assert_committed(
        PAGE,
        &made,
        REFRESH,
        "Then give the reason of each new row.",
    );
    let without: Vec<_> = made.lines().filter(|row| row.ends_with("|  |")).collect();
    assert!(without.is_empty(), "without a reason: {without:?}");
}
