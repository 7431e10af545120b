//! The C ABI: translates between C and the Rust API, and does nothing else. Its manual is
//! `include/mwaccount.h`, which cbindgen generates from `manual.h` and the comments of exported
//! items.
//!
//! Every exported function goes through [`error::ffi_try`] or [`panic::catch_or`], so that no
//! panic leaves the library. Pointers are checked and dereferenced in `pointer.rs` only.
#![allow(non_camel_case_types, unsafe_code)]
#![allow(
    unsafe_op_in_unsafe_fn,
    reason = "exported functions only pass their pointers on to pointer.rs, which has the blocks"
)]
#![allow(
    clippy::missing_safety_doc,
    reason = "the header states the obligations of callers once, for all functions"
)]

// cbindgen writes the functions in the order of these modules.
mod version;

mod status;

mod reason;

mod error;

mod dialect;
mod options;

mod wiki;

mod account;
mod answers;

mod conversation;

mod step;

mod fields;

mod captcha;
mod image;
mod refusal;
mod requirements;

mod facts;

mod creator_limits;
mod names;
mod user;

mod canceller;
mod secret;

mod bulk;

mod request;
mod response;

mod call_error;
mod handles;
mod number;
mod panic;
mod pointer;
mod run;
mod text;
