//! Exchanges recorded on real wikis, see `tests/transcripts`, replayed without a socket.

use mwaccount::Format;

mod creations;
mod creators;
mod damaged_pages;
mod existence;
mod extensions;
mod probe;
mod sign_up_forms;
mod steps;

/// The recorded releases with the legacy API.
const LEGACY: [&str; 5] = ["1.21.1", "1.22.15", "1.23.9", "1.24.2", "1.26.4"];
/// The formats of the legacy API, by the names of the recordings.
const FORMATS: [(&str, Format); 2] = [("json", Format::Json), ("xml", Format::Xml)];
/// The recorded releases with AuthManager.
const MODERN: [&str; 2] = ["1.27.1", "1.28.2"];
