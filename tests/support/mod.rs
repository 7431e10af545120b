//! What the tests share.
#![allow(dead_code, reason = "every test binary uses a part of it")]

pub mod transcript;
