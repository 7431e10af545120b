//! Facts about a wiki.

use std::ffi::c_char;

use super::{
    dialect::mwa_dialect,
    pointer::{Handle, free_box, read, read_text},
    text::Text,
};
use crate::Wiki;

/// Facts about a wiki, as known at the time of mwa_wiki_facts.
///
/// Immutable: threads may share it. Free it with mwa_facts_free.
pub struct mwa_facts {
    api_url: Text,
    is_api_found: bool,
    dialect: mwa_dialect,
    generator: Option<Text>,
    moved_from: Option<Text>,
    moved_unencrypted: bool,
    creator: Option<Text>,
    requests: u64,
}

impl Handle for mwa_facts {}

impl From<&Wiki> for mwa_facts {
    fn from(wiki: &Wiki) -> Self {
        let session = wiki.session();
        let facts = session.facts();
        Self {
            api_url: Text::new(session.api_url().as_str()),
            is_api_found: session.is_api_found(),
            dialect: facts.dialect.into(),
            generator: Text::opt(facts.generator.as_ref()),
            moved_from: Text::opt(facts.moved_from.as_ref()),
            moved_unencrypted: facts.moved_unencrypted,
            creator: Text::opt(session.creator()),
            requests: wiki.requests(),
        }
    }
}

/// Returns the API URL. Until mwa_facts_is_api_found returns true, it is the address passed to
/// mwa_wiki_new, or a guess from it. The text is borrowed until the facts are freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_facts_api_url(facts: *const mwa_facts) -> *const c_char {
    read_text(facts, |facts| Some(&facts.api_url))
}

/// Returns true if the API URL is known: it was passed to mwa_wiki_new, or it was found from
/// another address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_facts_is_api_found(facts: *const mwa_facts) -> bool {
    read(facts, false, |facts| facts.is_api_found)
}

/// Returns the dialect of the wiki; MWA_DIALECT_UNKNOWN if it is not detected yet, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_facts_dialect(facts: *const mwa_facts) -> mwa_dialect {
    read(facts, mwa_dialect::Unknown, |facts| facts.dialect)
}

/// Returns the release of the wiki, such as "MediaWiki 1.39.17", or NULL if it is not known. A
/// probe asks for it; a page may also reveal it while api.php is searched for. The text is borrowed
/// until the facts are freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_facts_generator(facts: *const mwa_facts) -> *const c_char {
    read_text(facts, |facts| facts.generator.as_ref())
}

/// Returns the original address if the wiki has moved to another host or scheme, or NULL. The text
/// is borrowed until the facts are freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_facts_moved_from(facts: *const mwa_facts) -> *const c_char {
    read_text(facts, |facts| facts.moved_from.as_ref())
}

/// Returns true if an unencrypted response led to another host. Anybody on the way could have sent it,
/// so do not store the API URL then. Unless mwa_options_set_allow_http is set, no account is created
/// there and nobody is logged in.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_facts_moved_unencrypted(facts: *const mwa_facts) -> bool {
    read(facts, false, |facts| facts.moved_unencrypted)
}

/// Returns the name of the logged-in creator, or NULL if nobody is logged in. The text is borrowed
/// until the facts are freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_facts_creator(facts: *const mwa_facts) -> *const c_char {
    read_text(facts, |facts| facts.creator.as_ref())
}

/// Returns the number of HTTP requests so far, including redirects, repeated reads and images.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_facts_requests(facts: *const mwa_facts) -> u64 {
    read(facts, 0, |facts| facts.requests)
}

/// Frees facts. NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_facts_free(facts: *mut mwa_facts) {
    free_box(facts);
}
