//! The dependencies in `Cargo.lock`: where they come from, their licences (`deny.toml`), and the code that they run at
//! build time (`docs/dependencies.md`). `make supply` checks more, with cargo-deny.

use std::{collections::BTreeMap, env, fmt::Write, fs, process::Command, sync::LazyLock};

use serde_json::Value;
use sha1::{Digest, Sha1};

use crate::{
    files::{assert_committed, read, root},
    tables::{replace, sentences},
};

const REFRESH: &str = "MWACCOUNT_REFRESH_DEPENDENCIES";

const PAGE: &str = "docs/dependencies.md";

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// The platform for which the page says who compiles a crate.
const PLATFORM: &str = "x86_64-unknown-linux-gnu";

/// A row of these tables has a crate, who compiles it, what it does, and a digest of the build script.
const SCRIPTS: &str =
    "| build script of | compiled for | what it does | SHA-1 of its file |\n|---|---|---|---|\n";
const MACROS: &str = "| procedural macros of | compiled for | what they do |\n|---|---|---|\n";

/// Runs Cargo, and returns what it prints. It downloads the sources of dependencies that are compiled elsewhere only,
/// if they are not there yet.
pub fn cargo(arguments: &[&str]) -> String {
    let mut command = Command::new(env::var_os("CARGO").unwrap());
    let run = command.args(arguments).arg("--locked").current_dir(root());
    let output = run.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// Returns the packages of `Cargo.lock` for all platforms, without our own.
fn dependencies() -> &'static [Value] {
    static DEPENDENCIES: LazyLock<Vec<Value>> = LazyLock::new(read_dependencies);
    &DEPENDENCIES
}

fn read_dependencies() -> Vec<Value> {
    let metadata = cargo(&["metadata", "--format-version", "1", "--all-features"]);
    let metadata: Value = serde_json::from_str(&metadata).unwrap();
    let mut packages = metadata["packages"].as_array().unwrap().clone();
    packages.retain(|package| !package["source"].is_null());
    assert!(packages.len() > 100, "{}", packages.len());
    packages
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn name_and_version(package: &Value) -> String {
    format!("{} {}", text(package, "name"), text(package, "version"))
}

/// Returns the target of this kind, as `custom-build`, if a package has one.
fn target<'a>(package: &'a Value, kind: &str) -> Option<&'a Value> {
    let mut targets = package["targets"].as_array().unwrap().iter();
    targets.find(|target| target["kind"].as_array().unwrap().contains(&kind.into()))
}

/// Returns whether one of a licence's alternatives is allowed. `AND` demands all its parts.
fn is_allowed(licence: &str, allowed: &[&str]) -> bool {
    let licence = licence.replace('/', " OR ");
    licence.split(" AND ").all(|part| {
        let part = part.trim_matches(['(', ')']);
        part.split(" OR ").any(|one| allowed.contains(&one))
    })
}

/// Returns the quoted texts after `start` in `deny.toml`, up to `end`.
fn listed<'a>(rules: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    let (_, list) = rules.split_once(start).unwrap();
    let (list, _) = list.split_once(end).unwrap();
    list.split('"').skip(1).step_by(2).collect()
}

#[test]
fn licences_are_allowed() {
    let rules = read("deny.toml");
    let allowed = listed(&rules, "\nallow = [", "]");
    let exceptions = rules.split("[[licenses.exceptions]]").skip(1);
    let exceptions: Vec<_> = exceptions
        .map(|exception| listed(exception, "\n", "]"))
        .collect();
    for package in dependencies() {
        let (name, licence) = (text(package, "name"), text(package, "license"));
        let mut exceptions = exceptions.iter();
        let exception = exceptions.find(|exception| exception[0] == name);
        let allowed = exception.map_or(&allowed[..], |exception| &exception[1..]);
        assert!(is_allowed(licence, allowed), "{name}: {licence}");
    }
    assert!(!is_allowed("GPL-3.0-only", &allowed) && !is_allowed("", &allowed));
    assert!(!is_allowed("MIT AND GPL-3.0-only", &allowed));
}

#[test]
fn dependencies_come_from_crates_io() {
    for package in dependencies() {
        assert_eq!(
            text(package, "source"),
            CRATES_IO,
            "{}",
            name_and_version(package)
        );
    }
}

/// `rust-version` of `Cargo.toml` is a promise, which a dependency could break.
#[test]
fn dependencies_need_no_later_rust() {
    let parts = |version: &str| -> Vec<u32> {
        let parts = version.split('.').map(str::parse);
        parts.take(2).collect::<Result<_, _>>().unwrap()
    };
    let manifest = read("Cargo.toml");
    let ours = listed(&manifest, "rust-version =", "\n")[0];
    for package in dependencies() {
        if let Some(needed) = package["rust_version"].as_str() {
            let name = name_and_version(package);
            assert!(parts(needed) <= parts(ours), "{name} needs Rust {needed}");
        }
    }
}

#[test]
fn repeated_versions_have_a_reason() {
    let rules = read("deny.toml");
    let skips = rules.split("[[bans.skip]]").skip(1);
    let mut expected: Vec<_> = skips
        .map(|skip| listed(skip, "crate =", "\n")[0].to_owned())
        .collect();
    let mut versions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in dependencies() {
        let version = text(package, "version").to_owned();
        versions
            .entry(text(package, "name").to_owned())
            .or_default()
            .push(version);
    }
    let mut repeated = Vec::new();
    for (name, versions) in versions {
        // All but the last, without what may change in a compatible version.
        for version in &versions[..versions.len() - 1] {
            let (major, rest) = version.split_once('.').unwrap();
            let minor = rest.split('.').next().unwrap();
            repeated.push(match major {
                "0" => format!("{name}@0.{minor}"),
                major => format!("{name}@{major}"),
            });
        }
    }
    expected.sort();
    assert_eq!(repeated, expected, "see [[bans.skip]] in deny.toml");
}

/// The parts of the project, smallest first, with the arguments with which Cargo lists what they compile.
const PARTS: [(&str, &str); 4] = [
    (
        "the library",
        "--package mwaccount --no-default-features --edges normal,build",
    ),
    (
        "ureq and rustls",
        "--package mwaccount --edges normal,build",
    ),
    (
        "the command",
        "--package mwaccount-cli --edges normal,build",
    ),
    ("tests", "--workspace --all-features"),
];

/// Returns the place in [`PARTS`] of the smallest part that contains each crate, by name and version.
fn parts() -> BTreeMap<String, usize> {
    let mut parts = BTreeMap::new();
    for (part, (_, arguments)) in PARTS.iter().enumerate() {
        let tree = ["tree", "--prefix", "none", "--target", PLATFORM];
        let arguments: Vec<_> = tree.into_iter().chain(arguments.split(' ')).collect();
        for line in cargo(&arguments).lines() {
            let mut words = line.split(' ');
            if let (Some(name), Some(version)) = (words.next(), words.next()) {
                let package = format!("{name} {}", version.trim_start_matches('v'));
                parts.entry(package).or_insert(part);
            }
        }
    }
    parts
}

/// Returns who compiles a crate.
fn compiled_for(part: usize) -> &'static str {
    PARTS.get(part).map_or("other systems", |(name, _)| name)
}

/// Returns the page with its tables as `Cargo.lock` makes them. The sentences are those of the page.
fn made(page: &str) -> String {
    let parts = parts();
    let mut scripts = BTreeMap::new();
    let mut macros = BTreeMap::new();
    for package in dependencies() {
        let part = parts.get(&name_and_version(package));
        let part = *part.unwrap_or(&PARTS.len());
        let name = text(package, "name").to_owned();
        if let Some(script) = target(package, "custom-build") {
            let digest = Sha1::digest(fs::read(text(script, "src_path")).unwrap());
            let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            let known = scripts.entry((name.clone(), digest)).or_insert(part);
            *known = part.min(*known);
        }
        if target(package, "proc-macro").is_some() {
            macros.insert(name, part);
        }
    }
    let mut script_table = SCRIPTS.to_owned();
    let known = sentences(page, SCRIPTS);
    for ((name, digest), part) in scripts {
        let user = compiled_for(part);
        let sentence = known.get(&*name).unwrap_or(&"");
        writeln!(
            script_table,
            "| `{name}` | {user} | {sentence} | `{digest}` |"
        )
        .unwrap();
    }
    let mut macro_table = MACROS.to_owned();
    let known = sentences(page, MACROS);
    for (name, part) in macros {
        let user = compiled_for(part);
        let sentence = known.get(&*name).unwrap_or(&"");
        writeln!(macro_table, "| `{name}` | {user} | {sentence} |").unwrap();
    }
    replace(&replace(page, SCRIPTS, &script_table), MACROS, &macro_table)
}

#[test]
fn code_that_runs_at_build_time_is_described() {
    let made = made(&read(PAGE));
    assert!(made.contains("| `ring` |") && made.contains("| `serde_derive` |"));
    let advice = "Read the build scripts that changed and the new procedural macros first, and describe them.";
    assert_committed(PAGE, &made, REFRESH, advice);
    let undescribed: Vec<_> = made.lines().filter(|row| row.contains("|  |")).collect();
    assert!(undescribed.is_empty(), "not described: {undescribed:?}");
}
