//! The modules of the command import each other in one direction.

use std::path::Path;

use ::support::source_imports::{circles, read};

#[test]
fn no_modules_import_each_other_in_a_circle() {
    let imports = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(imports["create"].contains("session_loop"));
    assert!(imports["prompt"].contains("interaction"));
    let circles = circles(imports);
    assert!(circles.is_empty(), "circles among {circles:#?}");
}
