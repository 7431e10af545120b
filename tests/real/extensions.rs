//! Refusals by the extensions of the packages, on real MediaWiki 1.35, 1.39 and 1.43.

use mwaccount::{Credentials, NewAccount, Reason, Wiki};
use support::{
    accounts::{PASSWORD, admin, with, zoe_example},
    client::Client,
    mediawiki::{RELEASES, api},
    steps::{ExpectStep, step_summary},
};

fn named(name: &str) -> NewAccount {
    NewAccount::new(name).password(PASSWORD)
}

/// Returns a client of a wiki, over its API or over its form alone.
fn connect(release: &str, settings: &str, instance: &str) -> Wiki {
    Wiki::connect(&api(release, settings, instance)).unwrap()
}

/// Runs a case over the API and, with the API off, over the form.
fn over_both(releases: &[&str], settings: &str, instance: &str, case: impl Fn(&mut Wiki, &str)) {
    for release in releases {
        for (settings, way) in [
            (settings.to_owned(), "api"),
            (format!("{settings}+noapi"), "form"),
        ] {
            println!("{release} {settings}");
            let mut wiki = connect(release, &settings, &format!("{instance}{way}"));
            case(&mut wiki, &format!("{release} {way}"));
        }
    }
}

#[test]
fn blacklisted_names_and_addresses() {
    over_both(
        &RELEASES,
        "titleblacklist+spamblacklist",
        "lists",
        |wiki, which| {
            let listed = wiki.create(named("Listed one")).step().expect_refused();
            assert_eq!(listed.reason, Reason::NameInvalid, "{which}: {listed:?}");
            let address = zoe_example().email("zoe@listed.example");
            let mut creation = wiki.create(address);
            let refused = creation.step().expect_refused();
            assert_eq!(refused.reason, Reason::EmailInvalid, "{which}: {refused:?}");
            creation.revise(zoe_example()).expect_created();
        },
    );
}

/// The message is the wiki's own for the site, so its code says nothing.
#[test]
fn a_message_of_the_site_for_a_listed_name() {
    over_both(&RELEASES, "titleblacklist", "site", |wiki, which| {
        let refused = wiki.create(named("Reserved one")).step().expect_refused();
        assert!(
            refused.message.contains("reserved for our staff"),
            "{which}: {refused:?}"
        );
        let expected = match which.ends_with("form") {
            true => Reason::RefusedByExtension,
            false => Reason::NameInvalid,
        };
        assert_eq!(refused.reason, expected, "{which}: {refused:?}");
    });
}

const WITH_ABUSEFILTER: [&str; 2] = ["1.39", "1.43"];

/// Returns the reason of a refusal with a message of the site: nobody could know its key, and a page has the
/// text alone.
fn of_own_message(which: &str) -> Reason {
    match which.ends_with("form") {
        true => Reason::RefusedByExtension,
        false => Reason::Other,
    }
}

#[test]
fn a_filter_that_forbids() {
    over_both(&WITH_ABUSEFILTER, "abusefilter", "forbid", |wiki, which| {
        let own = of_own_message(which);
        for (name, expected) in [
            ("Forbidden one", Reason::RefusedByExtension),
            ("Customised forbidden", own),
        ] {
            let mut creation = wiki.create(named(name));
            let refused = creation.step().expect_refused();
            assert_eq!(refused.reason, expected, "{which}: {refused:?}");
            assert!(!refused.may_resubmit, "{which}: {refused:?}");
            let again = creation.revise(named(name)).expect_refused();
            assert_eq!(again.reason, expected, "{which}: {again:?}");
        }
    });
}

#[test]
fn a_filter_that_warns_lets_the_same_pass() {
    over_both(&WITH_ABUSEFILTER, "abusefilter", "warn", |wiki, which| {
        let mut creation = wiki.create(named("Warned one"));
        let warned = creation.step().expect_refused();
        assert_eq!(
            warned.reason,
            Reason::RefusedByExtension,
            "{which}: {warned:?}"
        );
        assert!(warned.may_resubmit, "{which}: {warned:?}");
        creation.revise(named("Warned one")).expect_created();

        let mut creation = wiki.create(named("Customised warned"));
        let warned = creation.step().expect_refused();
        assert_eq!(warned.reason, of_own_message(which), "{which}: {warned:?}");
        creation.revise(named("Customised warned")).expect_created();

        let mut creation = wiki.create(named("Both of them"));
        assert!(creation.step().expect_refused().may_resubmit, "{which}");
        let refused = creation.revise(named("Both of them")).expect_refused();
        assert!(!refused.may_resubmit, "{which}: {refused:?}");
    });
}

/// The services say that an answer is wrong, or fail; the next answer is asked for in the same session.
fn answers_to_a_service(wiki: &mut Wiki, which: &str) {
    let mut creation = wiki.create(zoe_example());
    creation.step().expect_ask();
    for (answer, expected) in [
        ("wrong", Reason::CaptchaWrong),
        ("nocode", Reason::CaptchaWrong),
        ("down", Reason::CaptchaUnavailable),
    ] {
        let refused = creation.answer(with("captcha", answer)).expect_refused();
        assert_eq!(refused.reason, expected, "{which} {answer}: {refused:?}");
        let ask = creation.revise(zoe_example()).expect_ask();
        assert!(ask.captcha.is_some(), "{which} {answer}");
    }
    creation.answer(with("captcha", "right")).expect_created();
}

#[test]
fn hcaptcha_answers() {
    over_both(
        &RELEASES,
        "hcaptcha+service",
        "answers",
        answers_to_a_service,
    );
}

#[test]
fn recaptcha_and_turnstile_answer() {
    for (service, releases) in [("recaptcha", &RELEASES[..]), ("turnstile", &["1.43"])] {
        for release in releases {
            let mut wiki = connect(release, &format!("{service}+service"), "answers");
            answers_to_a_service(&mut wiki, &format!("{release} {service}"));
        }
    }
}

/// A captcha that a failed login turns on, for the address or for the user, is asked for as soon as the wiki
/// shows it. For a user it does so after the first login without one, which it refuses.
#[test]
fn captchas_after_failed_logins() {
    for setting in ["badlogin", "badloginperuser"] {
        over_both(
            &RELEASES,
            &format!("{setting}+nocreate"),
            "late",
            |wiki, which| {
                let which = format!("{which} {setting}");
                let wrong = Credentials::password("Admin", "not-the-password");
                let mut login = wiki.log_in(wrong.clone());
                let mut step = login.step();
                if setting == "badloginperuser" {
                    assert_eq!(
                        step_summary(&step),
                        "refused:login-failed",
                        "{which}: {step:?}"
                    );
                    step = login.revise_login(wrong);
                }
                let ask = step.expect_ask();
                assert!(ask.captcha.is_some(), "{which}: {ask:?}");
                let refused = login.answer(with("captcha", "Paris")).expect_refused();
                assert_eq!(refused.reason, Reason::LoginFailed, "{which}: {refused:?}");
                login.revise_login(admin()).expect_ask();
                let refused = login.answer(with("captcha", "London")).expect_refused();
                let message = refused.message;
                assert!(
                    message.contains("the answer to the captcha"),
                    "{which}: {message}"
                );
                login.revise_login(admin()).expect_ask();
                let step = login.answer(with("captcha", "Paris"));
                assert_eq!(step_summary(&step), "logged-in:Admin", "{which}: {step:?}");
                wiki.create(zoe_example()).step().expect_created();
            },
        );
    }
}

/// AbuseFilter wants a captcha within the request alone: the form of 1.43 shows one after it and reads no
/// answer, and the API never shows one. So nobody can create the account.
#[test]
fn a_captcha_of_a_filter() {
    let settings = "abusefilter+abusefiltercaptcha";
    over_both(&["1.43"], settings, "puzzled", |wiki, which| {
        let mut creation = wiki.create(named("Puzzled one"));
        if which.ends_with("form") {
            assert!(creation.step().expect_ask().captcha.is_some(), "{which}");
            let unread = creation.answer(with("captcha", "Paris"));
            assert_eq!(step_summary(&unread), "refused:captcha-wrong", "{which}");
        } else {
            for _ in 0..2 {
                let refused = creation.step();
                assert_eq!(step_summary(&refused), "refused:captcha-wrong", "{which}");
                let revised = creation.revise(named("Puzzled one"));
                assert_eq!(step_summary(&revised), "refused:captcha-wrong", "{which}");
            }
        }
        if !which.ends_with("form") {
            let api = wiki.session().api_url().as_str();
            assert!(!Client::exists(api, "Puzzled one"), "{which}");
        }
    });
}
