//! Gives the shared library its name for the loader, as C programs are linked with it.

use std::env;

/// Grows with `MWA_ABI_VERSION` of `src/ffi/version.rs`, which a test compares.
const SONAME: &str = "libmwaccount.so.0";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is_unix = env::var_os("CARGO_CFG_UNIX").is_some();
    let is_apple = env::var("CARGO_CFG_TARGET_VENDOR").is_ok_and(|vendor| vendor == "apple");
    if env::var_os("CARGO_FEATURE_CAPI").is_some() && is_unix && !is_apple {
        println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,{SONAME}");
    }
}
