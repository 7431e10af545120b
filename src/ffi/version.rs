//! The versions of the ABI and of the library.

use std::ffi::c_char;

/// The version of this ABI, which is also the number in the soname. It is incremented when a
/// declaration is removed or changes its meaning. Additions leave it unchanged.
pub const MWA_ABI_VERSION: u32 = 0;

/// Returns the MWA_ABI_VERSION of the loaded library. If it differs from the MWA_ABI_VERSION of the
/// header, the program and the library are incompatible.
#[unsafe(no_mangle)]
pub extern "C" fn mwa_abi_version() -> u32 {
    MWA_ABI_VERSION
}

/// Returns the version of the loaded library, such as "0.1.0". The text is static and never freed.
#[unsafe(no_mangle)]
pub extern "C" fn mwa_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}
