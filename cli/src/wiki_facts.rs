//! What is known of the wiki.

use serde::Serialize;

/// The wiki as far as it is known, for the object of `--json`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct WikiFacts {
    /// The address of its api.php, or the one that was given while that is not known.
    pub api: Option<String>,
    /// Its dialect.
    pub dialect: Option<&'static str>,
    /// Its release, where somebody asked for it or a page told.
    pub generator: Option<String>,
}
