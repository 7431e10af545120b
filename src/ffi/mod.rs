//! The C ABI: it translates, and nothing else. Its manual is `include/mwaccount.h`, which
//! cbindgen generates from the comments of exported items and from `manual.h`.
//!
//! Every exported function goes through [`error::ffi_try`] or [`panic::catch_or`], so that no
//! panic crosses. Pointers are checked and dereferenced in `pointer.rs` only.
#![allow(non_camel_case_types, unsafe_code, unsafe_op_in_unsafe_fn)]
#![allow(
    clippy::missing_safety_doc,
    reason = "the conventions of the header say what callers owe, once for all functions"
)]

// The header lists the functions in this order.
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

mod canceller;
mod secret;

mod request;
mod response;

mod call_error;
mod handles;
mod number;
mod panic;
mod pointer;
mod text;
