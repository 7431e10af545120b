//! The first example, of which README.md shows a part, on a real wiki.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use support::programs;

const PASSWORD: &str = "Correct-horse-7-battery";

#[test]
fn the_first_example_creates_an_account() {
    let readme = include_str!("../../README.md");
    let (_, shown) = readme.split_once("```rust\n").unwrap();
    let (shown, _) = shown.split_once("```").unwrap();
    assert!(shown.contains("fn sign_up("));
    assert!(
        include_str!("../../examples/signup.rs").contains(shown),
        "README.md shows something else than examples/signup.rs"
    );
    let api = support::mediawiki::api("1.39", "questy", "readme");
    let mut child = Command::new(programs::example("signup"))
        .args([api.as_str(), "Zoe Example"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let typed = format!("{PASSWORD}\nLondon\nParis\n");
    child
        .stdin
        .take()
        .unwrap()
        .write_all(typed.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{printed}");
    assert!(
        printed.contains("What is the capital of France?"),
        "{printed}"
    );
    assert!(printed.contains("refused, captcha-wrong: "), "{printed}");
    assert!(printed.ends_with("created Zoe Example\n"), "{printed}");
}
