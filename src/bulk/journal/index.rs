//! The rows of a journal, by wiki and name, in little memory.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
};

use super::record::{Record, Recorded, Sent};

/// The rows of a journal. Of a row that has its result it keeps only the place of the result.
#[derive(Debug, Default)]
pub(super) struct Index {
    hasher: RandomState,
    /// The places of the last results, by the hash of the key.
    ended: HashMap<u64, u64>,
    /// The requests that may have created accounts whose rows have no final result, by wiki and name.
    open: HashMap<String, HashMap<String, Open>>,
}

/// The requests for a row that may have created its account.
#[derive(Debug, Default)]
struct Open {
    sent: Vec<Sent>,
    /// The number of them that precede the last look-up: what is known of later requests says nothing of these.
    looked_up: usize,
}

impl Open {
    /// Notes a result of the row. Returns whether no request is left that may have created its account.
    fn end(&mut self, outcome: Recorded) -> bool {
        match outcome {
            Recorded::Unknown | Recorded::Missing => self.looked_up = self.sent.len(),
            Recorded::Postponed => self.sent.truncate(self.looked_up),
            Recorded::Created | Recorded::Refused | Recorded::Invalid => self.sent.clear(),
        }
        self.sent.is_empty()
    }
}

impl Index {
    /// Adds a record that is in the file at this place.
    pub fn add(&mut self, offset: u64, record: Record) {
        let (wiki, name) = record.wiki_and_key();
        if matches!(record, Record::End(_)) {
            self.ended.insert(self.hash(wiki, &name), offset);
        }
        self.note_of(name, record);
    }

    /// Notes what may still exist after a record.
    pub fn note(&mut self, record: Record) {
        let (_, name) = record.wiki_and_key();
        self.note_of(name, record);
    }

    fn note_of(&mut self, name: String, record: Record) {
        match record {
            Record::Send(sent) => {
                let open = self.open.entry(sent.wiki.clone()).or_default();
                open.entry(name).or_default().sent.push(sent);
            }
            Record::End(ended) => {
                let Some(rows) = self.open.get_mut(&ended.wiki) else {
                    return;
                };
                if rows
                    .get_mut(&name)
                    .is_some_and(|open| open.end(ended.outcome))
                {
                    rows.remove(&name);
                }
            }
        }
    }

    /// Returns the place of what is probably the last result of a row.
    pub fn place(&self, wiki: &str, name: &str) -> Option<u64> {
        self.ended.get(&self.hash(wiki, name)).copied()
    }

    /// Returns the requests that may have created a row's account.
    pub fn sent(&self, wiki: &str, name: &str) -> &[Sent] {
        let open = self.open.get(wiki).and_then(|rows| rows.get(name));
        open.map_or(&[], |open| &open.sent)
    }

    /// Returns all requests that may have created accounts of a wiki.
    pub fn open(&self, wiki: &str) -> impl Iterator<Item = (&str, &[Sent])> {
        let rows = self.open.get(wiki).into_iter().flatten();
        rows.map(|(name, open)| (name.as_str(), open.sent.as_slice()))
    }

    fn hash(&self, wiki: &str, name: &str) -> u64 {
        self.hasher.hash_one((wiki, name))
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;
    use crate::bulk::{event::Details, journal::record::Ended};

    #[test]
    fn what_is_known_of_a_request_says_nothing_of_earlier_ones() {
        let mut index = Index::default();
        let sent = |row| {
            Record::Send(Sent {
                wiki: "wiki".to_owned(),
                row,
                asked: "zoe".to_owned(),
                values: String::new(),
                at: SystemTime::UNIX_EPOCH,
                wiki_time: None,
            })
        };
        let ended = |outcome| {
            Record::End(Ended {
                wiki: "wiki".to_owned(),
                row: 1,
                asked: "zoe".to_owned(),
                outcome,
                values: String::new(),
                at: SystemTime::UNIX_EPOCH,
                details: Details::default(),
            })
        };
        let rows = |index: &Index| -> Vec<u64> {
            index
                .sent("wiki", "Zoe")
                .iter()
                .map(|sent| sent.row)
                .collect()
        };
        index.note(sent(1));
        index.note(sent(2));
        index.note(ended(Recorded::Missing));
        index.note(sent(3));
        assert_eq!(rows(&index), [1, 2, 3]);
        index.note(ended(Recorded::Postponed));
        assert_eq!(rows(&index), [1, 2]);
        index.note(ended(Recorded::Refused));
        assert_eq!(rows(&index), [0; 0]);
        index.note(sent(4));
        index.note(ended(Recorded::Postponed));
        assert_eq!(index.open("wiki").count(), 0);
    }
}
