//! The shell examples of README.md and docs/ do what these pages say, on a real wiki.
#![cfg(unix)]

#[path = "../../tests/support/mediawiki.rs"]
#[allow(dead_code, reason = "one release is enough here")]
mod mediawiki;

use std::{
    env, fs,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::Value;

/// The wiki's address in the documents.
const EXAMPLE: &str = "https://wiki.example.org/w/api.php";

#[test]
fn the_readme_does_what_it_says() {
    assert_eq!(run_document("README.md", "readmesh"), 1);
}

#[test]
fn the_commands_page_does_what_it_says() {
    assert_eq!(run_document("docs/command.md", "command"), 4);
}

/// Runs the `sh` blocks of a page in order, in one folder and on one wiki, and compares
/// what they print with the `text` or `json` block that follows. Gives their number.
fn run_document(page: &str, instance: &str) -> usize {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = fs::read_to_string(root.join(page)).unwrap();
    let api = mediawiki::api("1.39", "questy", instance);
    let folder = tempfile::tempdir().unwrap();
    let mut printed = String::new();
    let mut count = 0;
    for (language, block) in blocks(&text) {
        match language {
            "sh" => {
                printed = run(&block.replace(EXAMPLE, &api), folder.path());
                printed = printed.replace(&api, EXAMPLE);
                count += 1;
            }
            "text" => assert_eq!(printed.trim_end(), block, "{page}"),
            "json" => {
                let last = printed.lines().last().unwrap_or_default();
                let last: Value = serde_json::from_str(last).unwrap();
                let shown: Value = serde_json::from_str(block).unwrap();
                assert_eq!(last, shown, "{page}");
            }
            _ => {}
        }
    }
    count
}

/// The fenced blocks of a page, with their languages.
fn blocks(page: &str) -> impl Iterator<Item = (&str, &str)> {
    page.split("\n```")
        .skip(1)
        .step_by(2)
        .filter_map(|block| block.split_once('\n'))
}

/// What a script prints, which must succeed.
fn run(script: &str, folder: &Path) -> String {
    let binaries = Path::new(env!("CARGO_BIN_EXE_mwaccount")).parent().unwrap();
    let mut path = binaries.as_os_str().to_owned();
    path.push(":");
    path.push(env::var_os("PATH").unwrap_or_default());
    let output = Command::new("sh")
        .args(["-ec", script])
        .current_dir(folder)
        .env("PATH", path)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script}\n{errors}");
    String::from_utf8(output.stdout).unwrap()
}
