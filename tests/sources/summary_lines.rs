//! The first lines of comments: a function's begins with a verb, a type's is a noun phrase.

use crate::files::{read, with_extension};

/// First words that make a riddle of a summary line.
const RIDDLES: &[&str] = &[
    "What", "Whether", "Whoever", "Whose", "Has", "Takes", "Puts",
];

/// Lines that may stay, each for a reason.
const ALLOWED: &[(&str, &str)] = &[];

/// Returns the text of a comment's line, if it is one.
fn comment(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let marks = ["///", "//!", "/**", "\"\"\"", "* ", "# "];
    marks
        .iter()
        .find_map(|mark| line.strip_prefix(mark))
        .map(str::trim_start)
}

/// Returns the summary lines of a file: those that begin a comment.
fn summaries(text: &str) -> Vec<&str> {
    let mut summaries = Vec::new();
    let mut before = "";
    for line in text.lines() {
        let begins = comment(before).is_none_or(|before| before.is_empty() || before == "/**");
        if let Some(summary) = comment(line).filter(|_| begins) {
            summaries.push(summary);
        }
        before = line;
    }
    summaries
}

#[test]
fn summary_lines_begin_with_the_fact() {
    let mut riddles = Vec::new();
    let mut read_lines = 0;
    let mut allowed = Vec::new();
    for path in with_extension(&["rs", "py", "php", "h"]) {
        for summary in summaries(&read(&path)).into_iter() {
            read_lines += 1;
            let first = summary.split(|c: char| !c.is_alphabetic()).next().unwrap();
            if !RIDDLES.contains(&first) {
                continue;
            }
            match ALLOWED.iter().find(|(line, _)| summary.starts_with(line)) {
                Some((line, _)) => allowed.push(*line),
                None => riddles.push(format!("{}: {summary}", path.display())),
            }
        }
    }
    assert!(read_lines > 1000, "only {read_lines} summary lines found");
    assert!(
        riddles.is_empty(),
        "{} riddles:\n{}",
        riddles.len(),
        riddles.join("\n")
    );
    let unused: Vec<_> = ALLOWED
        .iter()
        .filter(|(line, _)| !allowed.contains(line))
        .collect();
    assert!(unused.is_empty(), "no longer needed: {unused:?}");
}
