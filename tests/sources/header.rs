//! Checks that the C header is cbindgen's output for `src/ffi`, and its ABI the released one.

use cbindgen::{Builder, Config};

use crate::files::{assert_committed, read, root};

/// If this variable is set, the tests write the header and the list of its ABI instead of checking them.
const REFRESH: &str = "MWACCOUNT_REFRESH_HEADER";

/// Returns the header that cbindgen makes of the sources.
fn made() -> String {
    let mut config = Config::from_file(root().join("src/ffi/cbindgen.toml")).unwrap();
    config.header = Some(read("src/ffi/manual.h"));
    let bindings = Builder::new()
        .with_config(config)
        .with_src(root().join("src/ffi/mod.rs"))
        .generate()
        .unwrap();
    let mut made = Vec::new();
    bindings.write(&mut made);
    String::from_utf8(made).unwrap()
}

#[test]
fn the_committed_header_is_of_these_sources() {
    assert_committed("include/mwaccount.h", &made(), REFRESH, "");
}

/// Returns functions with their types, and numbers with their names, one per line.
fn abi(header: &str) -> String {
    let mut plain = String::new();
    let mut rest = header;
    while let Some((before, comment)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = comment.split_once("*/").unwrap().1;
    }
    plain.push_str(rest);
    let lines = plain.lines().filter(|line| !line.starts_with('#'));
    let text = lines.collect::<Vec<_>>().join(" ");
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut abi = Vec::new();
    for statement in words.split(';').map(str::trim) {
        match statement.split_once('{') {
            Some((_, body)) => {
                let (numbers, _) = body.split_once('}').unwrap();
                abi.extend(numbers.split(',').map(|number| number.trim().to_owned()));
            }
            None => abi.push(statement.to_owned()),
        }
    }
    abi.retain(|line| !line.is_empty());
    abi.join("\n") + "\n"
}

#[test]
fn the_released_abi_remains() {
    assert_committed(
        "bindings/c/abi.txt",
        &abi(&made()),
        REFRESH,
        "Lines may be added; where one changes or goes, MWA_ABI_VERSION has to grow.",
    );
}

#[test]
fn the_soname_has_the_number_of_the_abi() {
    let header = made();
    let (_, rest) = header.split_once("#define MWA_ABI_VERSION ").unwrap();
    let version = rest.lines().next().unwrap();
    let soname = format!("\"libmwaccount.so.{version}\"");
    assert!(read("build.rs").contains(&soname), "{soname}");
}
