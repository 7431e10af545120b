//! The library on real MediaWiki, see `tests/mediawiki/README.md`.

mod creations;
mod creators;
mod faults;
mod readme;
mod requirements;
mod steps;
mod suspended;
mod web_form;
