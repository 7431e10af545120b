//! The accounts that the wikis of a farm share.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

/// The accounts that wikis share through CentralAuth. An account of one of them exists on the others from its first
/// login there; until then they refuse its name to everybody else. Clones are the same directory.
#[derive(Clone, Debug, Default)]
pub struct Directory(Arc<Mutex<BTreeSet<String>>>);

impl Directory {
    /// Creates a directory without accounts.
    pub fn new() -> Self {
        Self::default()
    }

    pub(crate) fn add(&self, name: &str) {
        self.names().insert(name.to_owned());
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.names().contains(name)
    }

    fn names(&self) -> std::sync::MutexGuard<'_, BTreeSet<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
