//! The emulated wikis, held against the real ones: against what was recorded of nine releases, and against
//! MediaWiki 1.35, 1.39 and 1.43 as they run now.
//!
//! Answers are compared in every field. What differs must be allowed by a rule of `allowed_differences.rs`; any other
//! difference fails. `cargo test -p testwiki --test conformance -- --nocapture` prints the reports.

mod allowed_differences;
mod client;
mod compare;
mod facts;
mod page_scripts;
mod player;
mod real;
mod recordings;
#[path = "../plain/request.rs"]
mod request;
mod scripts;
mod transcript;
mod tree;
