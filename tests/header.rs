//! The C header is what cbindgen makes of `src/ffi`.

#![cfg(feature = "capi")]

use std::{env, fs, path::Path};

use cbindgen::{Builder, Config};

/// Set, it has the committed header made anew.
const REFRESH: &str = "MWACCOUNT_REFRESH_HEADER";

#[test]
fn the_committed_header_is_of_these_sources() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut config = Config::from_file(root.join("src/ffi/cbindgen.toml")).unwrap();
    config.header = Some(fs::read_to_string(root.join("src/ffi/manual.h")).unwrap());
    let bindings = Builder::new()
        .with_config(config)
        .with_src(root.join("src/ffi/mod.rs"))
        .generate()
        .unwrap();
    let mut made = Vec::new();
    bindings.write(&mut made);
    let made = String::from_utf8(made).unwrap();
    let committed = root.join("include/mwaccount.h");
    if env::var_os(REFRESH).is_some() {
        fs::write(&committed, &made).unwrap();
    }
    assert!(
        fs::read_to_string(&committed).is_ok_and(|text| text == made),
        "include/mwaccount.h is not what src/ffi makes; {REFRESH}=1 makes it anew"
    );
}
