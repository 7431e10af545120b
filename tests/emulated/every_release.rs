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

#[test]
fn accounts_are_created_with_all_that_was_wished() {
    everywhere(scenarios::accounts_are_created_with_all_that_was_wished);
}

#[test]
fn what_is_wrong_with_an_account_has_its_reason() {
    everywhere(scenarios::what_is_wrong_with_an_account_has_its_reason);
}

#[test]
fn what_a_wiki_does_not_let_happen_has_its_reason() {
    everywhere(scenarios::what_a_wiki_does_not_let_happen_has_its_reason);
}

#[test]
fn captchas_are_answered_wrongly_and_rightly() {
    everywhere(scenarios::captchas_are_answered_wrongly_and_rightly);
}

#[test]
fn a_captcha_answer_that_came_with_the_account_is_used_once() {
    everywhere(scenarios::a_captcha_answer_that_came_with_the_account_is_used_once);
}

#[test]
fn a_captcha_answer_may_come_with_the_account() {
    everywhere(scenarios::a_captcha_answer_may_come_with_the_account);
}

#[test]
fn captchas_are_known_beforehand() {
    everywhere(scenarios::captchas_are_known_beforehand);
}

#[test]
fn captchas_of_third_parties_are_answered_by_their_token() {
    everywhere(scenarios::captchas_of_third_parties_are_answered_by_their_token);
}

#[test]
fn creators_log_in_and_create_for_others() {
    everywhere(scenarios::creators_log_in_and_create_for_others);
}

#[test]
fn steps_are_answered_and_their_accounts_exist() {
    everywhere(scenarios::steps_are_answered_and_their_accounts_exist);
}

#[test]
fn what_is_not_offered_is_left_out_or_an_error() {
    everywhere(scenarios::what_is_not_offered_is_left_out_or_an_error);
}

#[test]
fn a_lost_answer_is_found_out_about() {
    everywhere(scenarios::a_lost_answer_is_found_out_about);
}
