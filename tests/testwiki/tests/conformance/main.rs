//! Emulated wikis checked against real ones: against recordings of eleven releases, and against MediaWiki 1.35,
//! 1.39 and 1.43 running now.
//!
//! Every field of the responses is compared. A difference fails unless a rule of `allowed_differences.rs`
//! allows it. `cargo test -p testwiki --test conformance -- --nocapture` prints the reports.

mod allowed_differences;
mod client;
mod compare;
mod extensions;
mod facts;
mod list_scripts;
mod page_scripts;
mod player;
mod real;
mod recordings;
#[path = "../plain/request.rs"]
mod request;
mod scripts;
mod transcript;
mod tree;
