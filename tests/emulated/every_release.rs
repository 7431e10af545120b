//! The suite of scenarios on emulated wikis: 1.21 and later, in both formats where there are two; and on wikis that
//! spell, date and fail in their own ways, of one release for each way in which releases differ.

use std::thread;

use mwaccount::Format;
use support::every_release::{self as scenarios, Target, Variant};
use testwiki::{Release, Server};

/// Runs a scenario on these releases.
fn on(releases: &[Release], variant: Variant, scenario: fn(Target<'_>)) {
    let server = Server::start().unwrap();
    thread::scope(|scope| {
        for part in releases.chunks(releases.len().div_ceil(2)) {
            let server = &server;
            scope.spawn(move || {
                for release in part {
                    let legacy = *release < Release::first(27);
                    let formats = [Format::Json, Format::Xml];
                    for format in formats.into_iter().take(if legacy { 2 } else { 1 }) {
                        scenario(Target::Emulated(server, *release, format, variant));
                    }
                }
            });
        }
    });
}

/// Runs a scenario on every release.
fn everywhere(scenario: fn(Target<'_>)) {
    let releases = Release::all().skip_while(|release| *release < Release::first(21));
    on(&releases.collect::<Vec<_>>(), Variant::Plain, scenario);
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
fn a_language_is_kept_where_the_form_offers_languages() {
    everywhere(scenarios::a_language_is_kept_where_the_form_offers_languages);
}

#[test]
fn a_lost_response_leads_to_an_existence_check() {
    everywhere(scenarios::a_lost_response_leads_to_an_existence_check);
}

/// Makes a module with the whole suite on a variant.
macro_rules! suite_on {
    ($module:ident, $variant:expr) => {
        mod $module {
            use super::*;

            fn everywhere(scenario: fn(Target<'_>)) {
                let releases = [21, 23, 24, 26, 27, 28, 35, 43, 46].map(Release::first);
                on(&releases, $variant, scenario);
            }

            support::common_scenarios!(everywhere);

            #[test]
            fn steps_are_answered_and_their_accounts_exist() {
                everywhere(scenarios::steps_are_answered_and_their_accounts_exist);
            }

            #[test]
            fn a_lost_response_leads_to_an_existence_check() {
                everywhere(scenarios::a_lost_response_leads_to_an_existence_check);
            }
        }
    };
}

suite_on!(turkish, Variant::Turkish);
suite_on!(old_php, Variant::OldPhp);
suite_on!(proxy_seconds_behind, Variant::ProxyDate(-5));
suite_on!(proxy_minutes_ahead, Variant::ProxyDate(300));
suite_on!(proxy_minutes_behind, Variant::ProxyDate(-300));
suite_on!(gateway, Variant::Gateway);
