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
fn creators_log_in_and_create_for_others() {
    everywhere(scenarios::creators_log_in_and_create_for_others);
}

#[test]
fn what_is_not_offered_is_left_out_or_an_error() {
    everywhere(scenarios::what_is_not_offered_is_left_out_or_an_error);
}
