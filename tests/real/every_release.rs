//! The suite of scenarios on real wikis.

use support::{
    every_release::{self as scenarios, Target},
    mediawiki::RELEASES,
};

/// Runs a scenario on every packaged release.
fn everywhere(scenario: fn(Target<'_>)) {
    for release in RELEASES {
        scenario(Target::Real(release));
    }
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
fn creators_log_in_and_create_for_others() {
    everywhere(scenarios::creators_log_in_and_create_for_others);
}

#[test]
fn unsupported_fields_are_left_out_or_an_error() {
    everywhere(scenarios::unsupported_fields_are_left_out_or_an_error);
}
