//! The facts about the wiki, for `--json`.

use serde::Serialize;

/// The facts about the wiki that are known so far, for `--json`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct WikiFacts {
    /// The address of api.php, or the given address without its query until that is found.
    pub api_url: Option<String>,
    /// The dialect.
    pub dialect: Option<&'static str>,
    /// The release, if a probe asked for it or a page contained it.
    pub generator: Option<String>,
    /// True if an unencrypted response led to another host.
    pub moved_unencrypted: bool,
}
