//! The version is in `Cargo.toml`. Where it must be repeated, it is the same; so are the ABI version, which the header defines, and
//! the oldest Rust.

use serde_json::Value;

use crate::{dependencies::cargo, files::read};

/// Returns the text between `before` and `after` in a file.
fn part<'t>(path: &str, text: &'t str, before: &str, after: &str) -> &'t str {
    let rest = text.split_once(before).map(|(_, rest)| rest);
    let part = rest.and_then(|rest| rest.split_once(after));
    part.unwrap_or_else(|| panic!("{path} has no {before:?}")).0
}

/// Asserts that all places have the same text as the first.
#[track_caller]
fn assert_same(places: &[(&str, &str, &str)]) {
    let found = places.iter().map(|(path, before, after)| {
        let text = read(path);
        let found = part(path, &text, before, after).to_owned();
        (*path, found)
    });
    let found: Vec<_> = found.collect();
    assert!(
        found.iter().all(|(_, text)| *text == found[0].1),
        "{found:?}"
    );
}

/// Composer takes the version from the tag, maturin from `Cargo.toml`; `__version__` is that of the installed package.
#[test]
fn one_version() {
    let version = ("Cargo.toml", "[workspace.package]\nversion = \"", "\"");
    assert_same(&[
        version,
        ("cli/Cargo.toml", "mwaccount = { version = \"", "\""),
        ("fuzz/libfuzzer/Cargo.toml", "\nversion = \"", "\""),
        (
            "include/mwaccount.h",
            "version of the loaded library, such as \"",
            "\"",
        ),
        (
            "bindings/php/src/Version.php",
            "version of the loaded C library, such as \"",
            "\"",
        ),
        (
            "bindings/python/src/mwaccount/version.py",
            ">>> library_version()\n    '",
            "'",
        ),
    ]);
    for path in [
        "bindings/python/pyproject.toml",
        "bindings/testwiki/python/pyproject.toml",
    ] {
        assert!(read(path).contains("\ndynamic = [\"version\"]\n"), "{path}");
    }
    for package in ["bindings/php", "bindings/testwiki/php"] {
        assert!(!read(format!("{package}/composer.json")).contains("\"version\""));
    }
    let manifest = read(version.0);
    let changes = read("CHANGELOG.md");
    let own = format!("## {}", part(version.0, &manifest, version.1, version.2));
    let newest = changes
        .lines()
        .find(|line| line.starts_with("## "))
        .unwrap();
    assert!(
        newest == "## Unreleased" || newest.starts_with(&own),
        "{newest}"
    );
}

#[test]
fn one_abi_version() {
    assert_same(&[
        ("include/mwaccount.h", "#define MWA_ABI_VERSION ", "\n"),
        ("build.rs", "\"libmwaccount.so.", "\""),
        (
            "bindings/php/src/Native/Library.php",
            "public const ABI = ",
            ";",
        ),
        (
            "bindings/php/src/Native/Location.php",
            "'libmwaccount.so.",
            "'",
        ),
        ("bindings/php/bundle", "name=libmwaccount.so.", " "),
        (
            "bindings/python/src/mwaccount/_native/c_library.py",
            "\nABI = ",
            "\n",
        ),
        ("docs/versioning.md", "`libmwaccount.so.", "`"),
    ]);
}

#[test]
fn one_oldest_rust() {
    assert_same(&[
        ("Cargo.toml", "rust-version = \"", "\""),
        ("README.md", "cargo (Rust ", " or later"),
        ("tests/require", "install Rust ", " or later"),
        (".github/workflows/test.yml", "oldest: \"", ".0\""),
    ]);
}

/// crates.io shows the descriptions of published packages, and demands some of them.
#[test]
fn every_package_is_described() {
    let metadata = cargo(&["metadata", "--format-version", "1", "--no-deps"]);
    let metadata: Value = serde_json::from_str(&metadata).unwrap();
    let mut published = Vec::new();
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        for key in ["description", "license", "rust_version"] {
            assert!(package[key].is_string(), "{name} has no {key}");
        }
        // `publish = false` is an empty list of registries.
        if package["publish"].is_null() {
            published.push(name);
            assert!(package["readme"].is_string(), "{name} has no readme");
            for key in ["keywords", "categories"] {
                let values = package[key].as_array().unwrap();
                assert!(
                    (1..=5).contains(&values.len()),
                    "{name} has no {key}, or too many"
                );
            }
        }
    }
    published.sort_unstable();
    assert_eq!(published, ["mwaccount", "mwaccount-cli", "testwiki"]);
}
