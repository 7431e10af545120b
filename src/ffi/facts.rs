//! What is known about a wiki.

use std::ffi::c_char;

use super::{
    dialect::mwa_dialect,
    pointer::{Handle, free_box, read, read_text},
    text::Text,
};
use crate::Wiki;

/// What is known of a wiki at the moment it is asked for. It never changes: threads may share it.
pub struct mwa_facts {
    api_url: Text,
    is_api_found: bool,
    dialect: mwa_dialect,
    generator: Option<Text>,
    moved_from: Option<Text>,
    creator: Option<Text>,
    requests: u64,
}

impl Handle for mwa_facts {}

impl From<&Wiki> for mwa_facts {
    fn from(wiki: &Wiki) -> Self {
        let session = wiki.session();
        let facts = session.facts();
        Self {
            api_url: Text::new(session.api().as_str()),
            is_api_found: session.is_found(),
            dialect: facts.dialect.into(),
            generator: Text::opt(facts.generator.as_ref()),
            moved_from: Text::opt(facts.moved_from.as_ref()),
            creator: Text::opt(session.creator()),
            requests: wiki.requests(),
        }
    }
}

/// Where the wiki's api.php is; until mwa_facts_is_api_found the address that was given, or what it is
/// taken for. Borrowed until the facts are freed; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_facts_api_url(facts: *const mwa_facts) -> *const c_char {
    read_text(facts, |facts| Some(&facts.api_url))
}

/// Whether it is known where api.php is: its address was given, or it was found from another one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_facts_is_api_found(facts: *const mwa_facts) -> bool {
    read(facts, false, |facts| facts.is_api_found)
}

/// What the wiki speaks; MWA_DIALECT_UNKNOWN until it was found out.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_facts_dialect(facts: *const mwa_facts) -> mwa_dialect {
    read(facts, mwa_dialect::Unknown, |facts| facts.dialect)
}

/// The wiki's release, "MediaWiki 1.39.17". Borrowed until the facts are freed; NULL unless
/// somebody asked for it with mwa_wiki_probe, or a page told it when api.php was found.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_facts_generator(facts: *const mwa_facts) -> *const c_char {
    read_text(facts, |facts| facts.generator.as_ref())
}

/// The address given first, if the wiki moved us to another host or scheme. Borrowed until the
/// facts are freed; NULL if it did not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_facts_moved_from(facts: *const mwa_facts) -> *const c_char {
    read_text(facts, |facts| facts.moved_from.as_ref())
}

/// The name of the creator who is logged in. Borrowed until the facts are freed; NULL if nobody
/// is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_facts_creator(facts: *const mwa_facts) -> *const c_char {
    read_text(facts, |facts| facts.creator.as_ref())
}

/// The HTTP requests spent so far, redirects, repeated reads and images included.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_facts_requests(facts: *const mwa_facts) -> u64 {
    read(facts, 0, |facts| facts.requests)
}

/// Frees facts and what was borrowed from them. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_facts_free(facts: *mut mwa_facts) {
    free_box(facts);
}
