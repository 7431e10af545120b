//! The manual pages that packages install.

#[path = "../../shell-files/src/main.rs"]
#[allow(dead_code, reason = "its main is not called")]
mod generator;

use std::{fs, process::Command};

#[test]
fn manual_pages_have_no_mistakes() {
    let folder = tempfile::tempdir().unwrap();
    generator::write_pages(folder.path(), "2026-11-30").unwrap();
    let mut names = Vec::new();
    for entry in fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        names.push(path.file_name().unwrap().to_str().unwrap().to_owned());
        for check in [
            &["groff", "-ww", "-man", "-Tutf8", "-rLL=78n"][..],
            &["mandoc", "-Tlint", "-Wwarning"],
        ] {
            let mut command = Command::new(check[0]);
            let output = command.args(&check[1..]).arg(&path).output().unwrap();
            let told = [&output.stderr[..], &output.stdout].concat();
            let told = String::from_utf8_lossy(&told);
            let is_quiet = output.stderr.is_empty() && (check[0] == "groff" || told.is_empty());
            assert!(output.status.success() && is_quiet, "{path:?}: {told}");
        }
    }
    names.sort_unstable();
    let bulk = [
        "mwaccount-bulk.1",
        "mwaccount-completions.1",
        "mwaccount-create.1",
    ];
    assert_eq!(names[..3], bulk);
    assert!(names.contains(&"mwaccount.1".to_owned()));

    let create = fs::read_to_string(folder.path().join("mwaccount-create.1")).unwrap();
    for text in [
        "mwaccount\\-create \\- Create an account",
        ".SH \"EXIT STATUS\"",
        ".TP\n\\fB0\\fR\ncreated",
    ] {
        assert!(create.contains(text), "{text}: {create}");
    }
}
