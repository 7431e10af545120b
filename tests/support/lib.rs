//! Helpers that the tests share.

pub mod accounts;
pub mod allocations;
pub mod any_caller;
pub mod api_answers;
pub mod arithmetic_captcha;
pub mod client;
pub mod cpu;
pub mod every_release;
pub mod fault;
pub mod fault_table;
pub mod faulty;
pub mod faulty_reply;
#[cfg(unix)]
pub mod forked;
pub mod hostile_answers;
pub mod in_process;
pub mod mediawiki;
pub mod multi_host;
pub mod network;
pub mod page_words;
pub mod plain_http_transport;
pub mod planted;
pub mod played_by_meaning;
pub mod programs;
pub mod random;
pub mod raw_server;
pub mod recording_adapters;
pub mod releases_page;
pub mod replay_client;
pub mod scripted_transport;
pub mod sign_up_page;
pub mod skipped_waits;
pub mod source_imports;
pub mod steps;
pub mod suspended_text;
pub mod tls_server;
pub mod totp;
pub mod transcript;
pub mod transport_requests;

use std::path::{Path, PathBuf};

/// Returns the path of a file or folder of `tests/`.
pub fn file(path: &str) -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    tests.join(path)
}
