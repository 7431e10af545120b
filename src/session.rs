//! What outlives a single flow: cookies, tokens, and what was learnt of the wiki.

use url::Url;

use crate::{Dialect, Secret, offer::Offer, wire::Format, wire::cookies::CookieJar};

/// What is known of a wiki and shared with it. Flows read and change it, drivers
/// only pass it along.
#[derive(Debug, Clone)]
pub struct Session {
    pub(crate) api: Url,
    pub(crate) user_agent: String,
    pub(crate) allow_http: bool,
    pub(crate) return_url: Option<String>,
    pub(crate) format: Format,
    pub(crate) cookies: CookieJar,
    pub(crate) create_token: Option<Secret>,
    pub(crate) offer: Option<Offer>,
    pub(crate) facts: Facts,
}

/// What was learnt of a wiki.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Which protocol creates accounts there; set beforehand by callers who know.
    pub dialect: Option<Dialect>,
    /// `MediaWiki 1.39.17`, where somebody asked for it.
    pub generator: Option<String>,
    /// The address given first, if the wiki moved us to another.
    pub moved_from: Option<Url>,
    /// Releases 1.27 and 1.28 give codes with `createmessageformat=raw` only
    /// (`messagecode` came with 1.29, and `errorformat` with it, which shows the age).
    pub codes_only_raw: bool,
}

impl Session {
    /// A session with the wiki whose api.php is at `api`.
    pub(crate) fn new(api: Url) -> Self {
        Self {
            api,
            user_agent: String::new(),
            allow_http: false,
            return_url: None,
            format: Format::default(),
            cookies: CookieJar::default(),
            create_token: None,
            offer: None,
            facts: Facts::default(),
        }
    }

    /// Where the wiki's api.php is; follows a move from http to https.
    pub fn api(&self) -> &Url {
        &self.api
    }

    /// What was learnt of the wiki.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }
}
