//! What was learnt of a wiki.

use std::ffi::c_char;

use super::{
    options::mwa_dialect,
    pointer::{read, read_text, take_back},
    text::Text,
};
use crate::Wiki;

/// What is known of a wiki at the moment it is asked for. It never changes: threads may share it.
pub struct mwa_facts {
    api: Text,
    dialect: mwa_dialect,
    generator: Option<Text>,
    moved_from: Option<Text>,
    creator: Option<Text>,
    requests: u64,
}

impl From<&Wiki> for mwa_facts {
    fn from(wiki: &Wiki) -> Self {
        let session = wiki.session();
        let facts = session.facts();
        Self {
            api: Text::new(session.api().as_str()),
            dialect: facts.dialect.into(),
            generator: Text::maybe(facts.generator.as_ref()),
            moved_from: Text::maybe(facts.moved_from.as_ref()),
            creator: Text::maybe(session.creator()),
            requests: wiki.requests(),
        }
    }
}

/// Where the wiki's api.php is. Borrowed until the facts are freed; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_facts_api(facts: *const mwa_facts) -> *const c_char {
    read_text(facts, |facts| Some(&facts.api))
}

/// What the wiki speaks; MWA_DIALECT_UNKNOWN until it was found out.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_facts_dialect(facts: *const mwa_facts) -> mwa_dialect {
    read(facts, mwa_dialect::Unknown, |facts| facts.dialect)
}

/// The wiki's release, "MediaWiki 1.39.17". Borrowed until the facts are freed; NULL unless
/// somebody asked for it with mwa_wiki_look.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_facts_generator(facts: *const mwa_facts) -> *const c_char {
    read_text(facts, |facts| facts.generator.as_ref())
}

/// The address given first, if the wiki moved us to another. Borrowed until the facts are freed;
/// NULL if it did not.
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
    take_back(facts);
}
