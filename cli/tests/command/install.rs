//! `cli/install`, by which `make install` installs the command.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Returns the files below a folder with their contents, and the folders.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.append(&mut tree(&path));
            found.insert(path, None);
        } else {
            let content = fs::read(&path).unwrap();
            found.insert(path, Some(content));
        }
    }
    found
}

/// Runs `cli/install` with the command of this test, and returns what it prints.
fn install(arguments: &[&str]) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut command = Command::new(root.join("cli/install"));
    command
        .env("COMMAND", env!("CARGO_BIN_EXE_mwaccount"))
        .env("PROFILE", "dev");
    let output = command.args(arguments).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn uninstalling_leaves_the_tree_as_it_was() {
    let prefix = tempfile::tempdir().unwrap();
    for foreign in [
        "bin/other",
        "lib/libother.so",
        "share/man/man1/other.1",
        "share/bash-completion/completions/other",
        "mwaccount",
    ] {
        let path = prefix.path().join(foreign);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, foreign).unwrap();
    }
    let before = tree(prefix.path());
    let shown = prefix.path().to_str().unwrap();
    let told = install(&["", shown]);
    assert!(
        told.contains(&format!("Add {shown}/bin to PATH.")),
        "{told}"
    );
    let added: Vec<_> = tree(prefix.path())
        .into_iter()
        .filter(|(path, content)| content.is_some() && !before.contains_key(path))
        .map(|(path, _)| {
            path.strip_prefix(prefix.path())
                .unwrap()
                .display()
                .to_string()
        })
        .collect();
    let expected = [
        "bin/mwaccount",
        "share/bash-completion/completions/mwaccount",
        "share/fish/vendor_completions.d/mwaccount.fish",
        "share/man/man1/mwaccount-bulk.1",
        "share/man/man1/mwaccount-completions.1",
        "share/man/man1/mwaccount-create.1",
        "share/man/man1/mwaccount-probe.1",
        "share/man/man1/mwaccount-resume.1",
        "share/man/man1/mwaccount.1",
        "share/zsh/site-functions/_mwaccount",
    ];
    assert_eq!(added, expected);
    let version = Command::new(prefix.path().join("bin/mwaccount"))
        .arg("--version")
        .output();
    assert!(version.unwrap().status.success());

    install(&["--remove", "", shown]);
    assert_eq!(tree(prefix.path()), before);
    // It may be gone already.
    install(&["--remove", "", shown]);
    assert_eq!(tree(prefix.path()), before);
}

/// A package is made in a folder of its own, for the prefix that it will have.
#[test]
fn a_staged_installation_gives_no_advice() {
    let staging = tempfile::tempdir().unwrap();
    let told = install(&[staging.path().to_str().unwrap(), "/usr"]);
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(staging.path().join("usr/bin/mwaccount").exists());
}
