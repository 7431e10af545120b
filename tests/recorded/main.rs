//! Exchanges recorded on real wikis, see `tests/transcripts`, played back without a socket.

mod creations;
mod creators;
mod damaged_pages;
mod existence;
mod requirements;
mod sign_up_forms;
mod steps;
