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
fn accounts_are_created_with_every_field() {
    everywhere(scenarios::accounts_are_created_with_every_field);
}

#[test]
fn invalid_accounts_are_refused_with_a_reason() {
    everywhere(scenarios::invalid_accounts_are_refused_with_a_reason);
}

#[test]
fn restricted_wikis_refuse_with_a_reason() {
    everywhere(scenarios::restricted_wikis_refuse_with_a_reason);
}

#[test]
fn captchas_are_answered_wrongly_and_rightly() {
    everywhere(scenarios::captchas_are_answered_wrongly_and_rightly);
}

#[test]
fn a_captcha_answer_given_in_advance_is_used_once() {
    everywhere(scenarios::a_captcha_answer_given_in_advance_is_used_once);
}

#[test]
fn a_captcha_answer_can_be_given_in_advance() {
    everywhere(scenarios::a_captcha_answer_can_be_given_in_advance);
}

#[test]
fn probes_report_captchas() {
    everywhere(scenarios::probes_report_captchas);
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
fn unsupported_fields_are_left_out_or_an_error() {
    everywhere(scenarios::unsupported_fields_are_left_out_or_an_error);
}

#[test]
fn a_lost_response_leads_to_an_existence_check() {
    everywhere(scenarios::a_lost_response_leads_to_an_existence_check);
}
