//! The order of the library's modules: each imports only modules below it, and no modules import each other in
//! a circle.

use std::path::Path;

use support::source_imports::{Imports, circles, read};

/// The rungs, from the bottom; see `docs/architecture.md`.
const LADDER: [&[&str]; 9] = [
    &[
        "account",
        "cancel",
        "clock",
        "dialect",
        "error",
        "named",
        "own_thread",
        "process",
        "progress",
        "reason",
        "secret",
        "suspend_keys",
    ],
    &["http"],
    &["mediawiki"],
    &["transport"],
    &["session"],
    &["flow"],
    &["wiki"],
    &["bulk"],
    &["ffi"],
];

fn library() -> Imports {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
}

/// Returns the rung of a module.
fn rung(module: &str) -> usize {
    let top = module.split("::").next().unwrap();
    let rung = LADDER.iter().position(|rung| rung.contains(&top));
    rung.unwrap_or_else(|| panic!("{module} stands on no rung"))
}

#[test]
fn no_module_imports_a_higher_rung() {
    let imports = library();
    // Guards against a reader that finds no imports at all.
    assert!(imports["flow::create"].contains("flow::auth_manager"));
    assert!(imports["flow::attempt"].contains("account"));
    assert!(imports["wiki::builder"].contains("session"));
    let mut up = Vec::new();
    for (module, imported) in &imports {
        let above = imported.iter().filter(|other| rung(other) > rung(module));
        up.extend(above.map(|other| format!("{module} knows {other}")));
    }
    assert_eq!(up, [""; 0]);
}

#[test]
fn no_modules_import_each_other_in_a_circle() {
    let circles = circles(library());
    assert!(circles.is_empty(), "circles among {circles:#?}");
}
