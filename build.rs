//! Gives the shared C library its name for the loader, with which C programs are linked, and keeps it loaded: its threads
//! that look up names go on when a call was cancelled, also when a host closes the library meanwhile.

use std::env;

/// Grows with `MWA_ABI_VERSION` of `src/ffi/version.rs`, which a test compares.
const SONAME: &str = "libmwaccount.so.0";

/// `bindings/c/build` and the Python package's build set it. The crate is an rlib for everybody else, and Cargo takes
/// `rustc-cdylib-link-arg` of crates only that always are a cdylib; a plain `rustc-link-arg` would reach tests, too.
const IS_C_LIBRARY: &str = "MWACCOUNT_C_LIBRARY";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed={IS_C_LIBRARY}");
    let is_unix = env::var_os("CARGO_CFG_UNIX").is_some();
    let is_apple = env::var("CARGO_CFG_TARGET_VENDOR").is_ok_and(|vendor| vendor == "apple");
    if env::var_os(IS_C_LIBRARY).is_some() && is_unix && !is_apple {
        println!("cargo::rustc-link-arg=-Wl,-soname,{SONAME}");
        println!("cargo::rustc-link-arg=-Wl,-z,nodelete");
    }
}
