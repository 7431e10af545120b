//! The modules of the command do not import each other in a circle.

use std::path::Path;

use ::support::source_imports::{circles, read};

#[test]
fn modules_have_no_import_circles() {
    let imports = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(imports["create"].contains("session_loop"));
    assert!(imports["prompt"].contains("interaction"));
    let circles = circles(imports);
    assert!(circles.is_empty(), "circles among {circles:#?}");
}
