//! The list of targets that `make` prints.

use std::process::Command;

use crate::files::{read, root};

/// `make` without a target only prints, and leaves no target out.
#[test]
fn make_alone_lists_the_targets() {
    let makefile = read("Makefile");
    let phony = makefile
        .lines()
        .filter_map(|line| line.strip_prefix(".PHONY: "));
    let mut targets: Vec<_> = phony.flat_map(str::split_whitespace).collect();
    let mut make = Command::new("make");
    // As if nobody had called it: one make below another prints the folder, too.
    make.env_remove("MAKEFLAGS").env_remove("MAKELEVEL");
    let output = make.current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let printed = String::from_utf8(output.stdout).unwrap();
    let listed = printed.lines().map(|line| {
        let (target, sentence) = line.strip_prefix("make ").unwrap().split_once(' ').unwrap();
        assert!(!sentence.trim().is_empty(), "{line}");
        target
    });
    let mut listed: Vec<_> = listed.collect();
    targets.sort_unstable();
    listed.sort_unstable();
    assert_eq!(listed, targets);
    assert!(targets.contains(&"test") && targets.contains(&"demo"));
}
