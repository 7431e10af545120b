//! An emulated MediaWiki of any release from 1.16 to 1.46, for testing tools that create accounts.
//!
//! It answers as the real releases do, in milliseconds and without PHP: the API that creates accounts, in both
//! its protocols, the modules that clients call before it, and the signup forms. The differences between the
//! releases are one table, [`Profile`]. `tests/conformance/` checks the answers against recorded exchanges of
//! real wikis.
//!
//! ```
//! use testwiki::{Captcha, Server, Setting, LogAction, Wiki};
//!
//! let server = Server::start()?;
//! let old = server.add(Wiki::release("1.26").captcha(Captcha::Questy));
//! let new = server.add(Wiki::release("1.43").setting(Setting::Private));
//! assert_ne!(old.url(), new.url());
//! // ... run the tool under test against old.url() ...
//! assert_eq!(old.accounts().len(), 1, "only the administrator");
//! assert_eq!(old.account("Admin").map(|admin| admin.log_action), Some(LogAction::Installed));
//! # Ok::<(), std::io::Error>(())
//! ```
#![forbid(unsafe_code)]

mod api;
mod api_value;
mod auth;
mod blocks;
mod bomb;
mod call;
mod capital;
mod captcha;
mod clock;
mod connection;
mod control;
mod directory;
mod fault;
mod gateway;
mod hooks;
mod http;
mod image;
mod inject;
mod japanese;
mod keep_alive;
mod message;
mod name;
mod new_account;
mod oauth1;
mod options;
mod page;
mod profile;
mod random;
mod release;
mod request_log;
mod respond;
mod rights;
mod route;
mod server;
mod setting;
mod state;
mod throttle;
mod time;
mod wiki;

pub use captcha::Captcha;
pub use connection::CERTIFICATE;
pub use control::Control;
pub use directory::Directory;
pub use fault::{Fault, GatewayBody, When, parse as parse_fault};
pub use keep_alive::KeepAlive;
pub use oauth1::OAuth1Consumer;
pub use options::Options;
pub use profile::Profile;
pub use release::Release;
pub use request_log::LoggedRequest;
pub use respond::HttpResponse;
pub use server::{RunningWiki, Server};
pub use setting::Setting;
pub use state::{Account, LogAction, Mail};
pub use wiki::Wiki;
