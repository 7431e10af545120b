//! The suite of scenarios on emulated wikis: 1.21 and later, in both formats where there are two.

use std::thread;

use mwaccount::Format;
use support::every_release::{self as scenarios, Target};
use testwiki::{Release, Server};

/// Runs a scenario on every release.
fn everywhere(scenario: fn(Target<'_>)) {
    let server = Server::start().unwrap();
    let releases: Vec<Release> = Release::all()
        .skip_while(|r| *r < Release::first(21))
        .collect();
    thread::scope(|scope| {
        for part in releases.chunks(releases.len().div_ceil(2)) {
            let server = &server;
            scope.spawn(move || {
                for release in part {
                    let legacy = *release < Release::first(27);
                    let formats = [Format::Json, Format::Xml];
                    for format in formats.into_iter().take(if legacy { 2 } else { 1 }) {
                        scenario(Target::Emulated(server, *release, format));
                    }
                }
            });
        }
    });
}

support::common_scenarios!(everywhere);

#[test]
fn captchas_of_third_parties_are_answered_by_their_token() {
    everywhere(scenarios::captchas_of_third_parties_are_answered_by_their_token);
}

#[test]
fn steps_are_answered_and_their_accounts_exist() {
    everywhere(scenarios::steps_are_answered_and_their_accounts_exist);
}

#[test]
fn a_lost_response_leads_to_an_existence_check() {
    everywhere(scenarios::a_lost_response_leads_to_an_existence_check);
}
