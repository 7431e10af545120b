//! The versions of the ABI and of the library.

use std::ffi::c_char;

/// The number of this ABI. It grows when something is taken away or changes its meaning, and
/// the soname with it; what is added leaves it as it is.
pub const MWA_ABI_VERSION: u32 = 0;

/// The MWA_ABI_VERSION of the library that runs; another than that of the header means that the
/// two do not belong together.
#[unsafe(no_mangle)]
pub extern "C" fn mwa_abi_version() -> u32 {
    MWA_ABI_VERSION
}

/// The version of the library that runs, such as "0.1.0". It is never freed.
#[unsafe(no_mangle)]
pub extern "C" fn mwa_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}
