//! What the tests share.

pub mod client;
pub mod dress;
pub mod every_release;
pub mod fault_table;
pub mod faulty;
pub mod legacy_wiki;
pub mod mediawiki;
pub mod play;
pub mod raw_server;
pub mod road;
pub mod script;
pub mod sending;
pub mod sign_up_page;
pub mod sum;
pub mod tls_server;
pub mod totp;
pub mod transcript;
pub mod web;

use std::path::{Path, PathBuf};

/// A file or folder of `tests/`.
pub fn file(path: &str) -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    tests.join(path)
}
