//! The README's Rust example, run on a real wiki.

mod example {
    include!("../readme/example.rs");

    pub fn run(api: &str) -> String {
        sign_up(api, |question| {
            assert_eq!(question, "What is the capital of France?");
            "Paris".to_owned()
        })
        .unwrap()
    }
}

#[test]
fn the_rust_example_creates_an_account() {
    let readme = include_str!("../../README.md");
    let example = include_str!("../readme/example.rs");
    assert!(
        readme.contains(&format!("```rust\n{example}```")),
        "README.md shows something else than tests/../readme/example.rs"
    );
    let api = support::mediawiki::api("1.39", "questy", "readme");
    assert_eq!(example::run(&api), "created Zoe Example");
}
