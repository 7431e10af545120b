//! The library on real MediaWiki, see `tests/mediawiki/README.md`.

use mwaccount::Wiki;
use support::mediawiki::{RELEASES, api};

mod creations;
mod creators;
mod discovery;
mod every_release;
mod extensions;
mod faults;
mod probe;
mod readme;
mod releases;
mod steps;
mod suspended;
mod web_form;

/// Runs a case on every release, on a new wiki with these settings.
fn on_each(settings: &str, instance: &str, case: impl Fn(&mut Wiki, &str)) {
    for release in RELEASES {
        println!("{release} {settings}~{instance}");
        let mut wiki = Wiki::connect(&api(release, settings, instance)).unwrap();
        case(&mut wiki, release);
    }
}
