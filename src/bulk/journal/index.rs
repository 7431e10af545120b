//! The rows of a journal, by wiki and name, in little memory.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
};

use super::record::{Record, Sent};
use crate::mediawiki::username;

/// A wiki and a name, as a row is known.
type Key = (String, String);

/// The rows of a journal. Of a row that has its result it keeps only the place of the result.
#[derive(Debug, Default)]
pub(super) struct Index {
    hasher: RandomState,
    /// The places of the last results, by the hash of the key.
    ended: HashMap<u64, u64>,
    /// The requests that may have created accounts whose rows have no final result.
    open: HashMap<Key, Vec<Sent>>,
}

impl Index {
    /// Adds a record that is in the file at this place.
    pub fn add(&mut self, offset: u64, record: Record) {
        if let Record::End(ended) = &record {
            let hash = self.hash(&ended.wiki, &username::likely(&ended.asked));
            self.ended.insert(hash, offset);
        }
        self.note(record);
    }

    /// Notes what may still exist after a record.
    pub fn note(&mut self, record: Record) {
        let (wiki, name) = record.wiki_and_name();
        let key = (wiki.to_owned(), username::likely(name));
        match record {
            Record::Send(sent) => self.open.entry(key).or_default().push(sent),
            Record::End(ended) if ended.outcome.leaves_open() => {}
            Record::End(_) => {
                self.open.remove(&key);
            }
        }
    }

    /// Returns the place of what is probably the last result of a row.
    pub fn place(&self, wiki: &str, name: &str) -> Option<u64> {
        self.ended.get(&self.hash(wiki, name)).copied()
    }

    /// Returns the requests that may have created a row's account.
    pub fn sent(&self, wiki: &str, name: &str) -> &[Sent] {
        let key = (wiki.to_owned(), name.to_owned());
        self.open.get(&key).map_or(&[], Vec::as_slice)
    }

    /// Returns all requests that may have created accounts of a wiki.
    pub fn open<'i>(&'i self, wiki: &'i str) -> impl Iterator<Item = (&'i str, &'i [Sent])> {
        let of_wiki = self.open.iter().filter(move |(key, _)| key.0 == wiki);
        of_wiki.map(|(key, sent)| (key.1.as_str(), sent.as_slice()))
    }

    fn hash(&self, wiki: &str, name: &str) -> u64 {
        self.hasher.hash_one((wiki, name))
    }
}
