//! The library on real MediaWiki, see `tests/mediawiki/README.md`.

mod creations;
mod creators;
mod discovery;
mod every_release;
mod faults;
mod readme;
mod requirements;
mod steps;
mod suspended;
mod web_form;
