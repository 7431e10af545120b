//! The C ABI: it translates, and nothing else. Its manual is `include/mwaccount.h`, which
//! is made of the comments here and of `manual.h`.
//!
//! Every exported function goes through [`error::guarded`] or [`panic::shielded`], so
//! that no panic crosses and the rules on pointers are kept in one place, `pointer.rs`.
#![allow(non_camel_case_types, unsafe_code, unsafe_op_in_unsafe_fn)]
#![allow(
    clippy::missing_safety_doc,
    reason = "the conventions of the header say what callers owe, once for all functions"
)]

// The functions stand in the header in this order.
mod version;

mod status;

mod reason;

mod error;

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

mod failure;
mod number;
mod panic;
mod pointer;
mod shared;
mod text;
