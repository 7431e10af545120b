//! Creates accounts on MediaWiki wikis of any age.
#![deny(unsafe_code)]

mod reason;
mod secret;
pub mod transport;
pub mod wire;

pub use reason::Reason;
pub use secret::Secret;
