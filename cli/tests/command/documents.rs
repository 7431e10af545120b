//! Runs the shell examples of README.md and docs/ on a real wiki and compares their output.

use std::{env, fs, os::unix::fs::PermissionsExt, path::Path, process::Stdio};

use serde_json::Value;

use ::support::{mediawiki, totp};

use crate::support::program;

/// The wiki's address in the documents.
const EXAMPLE: &str = "https://wiki.example.org/w";
/// The address of the login service in the documents.
const PROVIDER: &str = "https://login.example.net";
/// The release in the documents. Debian's may be later.
const RELEASE: &str = "MediaWiki 1.39.17";

#[test]
fn readme_examples_run() {
    assert_eq!(run_document("README.md", "readmesh"), 1);
}

#[test]
fn command_page_examples_run() {
    assert_eq!(run_document("docs/command.md", "command"), 8);
}

#[test]
fn guide_examples_run() {
    for (page, instance, count) in [
        ("docs/first-account.md", "first", 3),
        ("docs/creators.md", "creators", 3),
        ("docs/private-wikis.md", "private", 1),
        ("docs/second-factors.md", "factors", 2),
    ] {
        assert_eq!(run_document(page, instance), count, "{page}");
    }
}

/// Runs the `sh` blocks of a page in order, in one folder, and compares their output with the
/// `text` or `json` block that follows. They run on a wiki that asks a question, until a
/// comment `wiki: SETTINGS` selects another. Returns the number of `sh` blocks.
fn run_document(page: &str, instance: &str) -> usize {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = fs::read_to_string(root.join(page)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    prepare(folder.path());
    let mut wiki = mediawiki::wiki("1.39", "questy", instance);
    let mut printed = String::new();
    let mut count = 0;
    for (before, language, block) in blocks(&text) {
        if let Some(settings) = settings(before) {
            wiki = mediawiki::wiki("1.39", settings, instance);
        }
        match language {
            "sh" => {
                printed = run(&block.replace(EXAMPLE, &wiki), folder.path());
                // The login service of the harness is the same server by another name.
                let provider = wiki.replace("//127.0.0.1", "//localhost");
                let printed_there = printed.replace(&wiki, EXAMPLE).replace(&provider, PROVIDER);
                printed = with_documented_release(&printed_there);
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

/// Creates what the examples require: the creator's password, and the program that generates
/// one-time codes.
fn prepare(folder: &Path) {
    fs::write(folder.join("admin.password"), "adminpass12345\n").unwrap();
    let oathtool = folder.join("bin/oathtool");
    fs::create_dir(folder.join("bin")).unwrap();
    let code = totp::code("JBSWY3DPEHPK3PXP", 0);
    fs::write(&oathtool, format!("#!/bin/sh\necho {code}\n")).unwrap();
    fs::set_permissions(&oathtool, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Returns the fenced blocks of a page: the text before each, its language, and its content.
pub fn blocks(page: &str) -> Vec<(&str, &str, &str)> {
    let parts: Vec<&str> = page.split("\n```").collect();
    let (pairs, _) = parts.as_chunks();
    let blocks = pairs.iter().filter_map(|[text, fenced]| {
        let (language, block) = fenced.split_once('\n')?;
        Some((*text, language, block))
    });
    blocks.collect()
}

/// Returns the settings in the last `wiki:` comment.
fn settings(text: &str) -> Option<&str> {
    let (_, rest) = text.rsplit_once("<!-- wiki: ")?;
    Some(rest.split_once(" -->")?.0)
}

/// Replaces the release in the output by that of the documents.
fn with_documented_release(printed: &str) -> String {
    let mut parts = printed.split("MediaWiki 1.39.");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(RELEASE);
        text.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    text
}

/// Runs a script, which must succeed, and returns its standard output.
pub fn run(script: &str, folder: &Path) -> String {
    let binaries = Path::new(env!("CARGO_BIN_EXE_mwaccount")).parent().unwrap();
    let mut path = folder.join("bin").into_os_string();
    path.push(":");
    path.push(binaries);
    path.push(":");
    path.push(env::var_os("PATH").unwrap_or_default());
    let output = program("sh")
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
