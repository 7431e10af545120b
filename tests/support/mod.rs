//! What the tests share.
#![allow(dead_code, reason = "every test binary uses a part of it")]

pub mod client;
pub mod dress;
pub mod faulty;
pub mod legacy_wiki;
pub mod mediawiki;
pub mod play;
pub mod raw_server;
pub mod road;
pub mod script;
pub mod sending;
pub mod sum;
pub mod tls_server;
pub mod totp;
pub mod transcript;
pub mod web;
