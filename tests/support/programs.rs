//! Programs of this workspace, for tests that run them.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Builds an example of the library, and returns its path.
pub fn example(name: &str) -> PathBuf {
    build(name);
    target().join("examples").join(name)
}

/// Builds the command testwiki, and returns its path.
pub fn testwiki() -> PathBuf {
    build("signup");
    target().join("testwiki")
}

/// Installs axe-core if it is not there yet, and returns the text of its script.
pub fn axe() -> String {
    let output = Command::new(crate::file("axe"))
        .env("CARGO_TARGET_DIR", target().parent().unwrap())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "axe-core cannot be installed: {told}"
    );
    let path = String::from_utf8(output.stdout).unwrap();
    fs::read_to_string(path.trim()).unwrap()
}

/// Returns the folder of the programs that cargo builds, which contains that of the tests.
fn target() -> PathBuf {
    let test = env::current_exe().unwrap();
    test.ancestors().nth(2).unwrap().to_owned()
}

/// Builds an example and testwiki. Cargo does that itself only if it runs all tests, and then with the same features, so
/// that nothing is compiled twice.
fn build(example: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .current_dir(root.unwrap())
        .args(["build", "--quiet", "--target-dir"])
        .arg(target().parent().unwrap())
        .args([
            "--workspace",
            "--all-features",
            "--bin",
            "testwiki",
            "--example",
            example,
        ])
        .status()
        .unwrap();
    assert!(status.success(), "{example} does not build");
}
