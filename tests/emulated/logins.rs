//! Logins of creators that need more than one try: captchas after failed logins, over the API and the login form;
//! and logins that the server or another site decides.

use mwaccount::{Answers, Ask, Credentials, Dialect, Reason, Redirect, Refused, Step, Wiki};
use support::{
    accounts::{ADMIN_PASSWORD, admin, with, zoe},
    steps::{ExpectStep, step_summary},
    transport_requests::direct,
};
use testwiki::{Captcha, Release, RunningWiki, Server, Setting};

/// Releases with AuthManager, among them those that give codes in raw messages only (1.27, 1.28).
const MODERN: [u16; 8] = [27, 28, 29, 31, 35, 39, 43, 46];

/// Releases whose API cannot show the captcha of a login.
const OLD: [u16; 5] = [16, 19, 21, 23, 26];

/// A password as MediaWiki generates them for bots.
const BOT_PASSWORD: &str = "labbotpassword1234567890abcdefgh";

/// Returns a wiki that asks for a captcha after failed logins.
fn guarded(minor: u16, setting: Setting) -> testwiki::Wiki {
    testwiki::Wiki::of(Release::first(minor))
        .captcha(Captcha::Questy)
        .setting(setting)
        .setting(Setting::NoCreate)
}

fn client(running: &RunningWiki) -> Wiki {
    let builder = Wiki::builder(&running.api()).transport(direct());
    builder.build().unwrap()
}

fn wrong_password() -> Credentials {
    Credentials::password("Admin", "not-the-password")
}

/// Asserts that a step asks for the captcha alone, and says that a password was refused.
#[track_caller]
fn assert_late(ask: &Ask, what: &str) {
    let captcha = ask.captcha.as_ref().expect(what);
    assert_eq!(
        captcha.question.as_deref(),
        Some("What is the capital of France?")
    );
    let names: Vec<&str> = ask.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["captcha"], "{what}");
    let message = ask.message.as_deref().unwrap_or_default();
    assert!(
        message.contains("asks for a captcha now"),
        "{what}: {message}"
    );
}

/// Asserts that a refusal says that the captcha may have been wrong.
#[track_caller]
fn assert_ambiguous(refused: &Refused, what: &str) {
    assert_eq!(refused.reason, Reason::LoginFailed, "{what}: {refused:?}");
    let message = &refused.message;
    assert!(
        message.contains("the password or the answer to the captcha is wrong"),
        "{what}: {message}"
    );
}

/// Logs in after a wrong password, a wrong answer and a right one, and creates an account.
fn log_in_after_failures(running: &RunningWiki, captcha_at_once: bool, what: &str) {
    let mut wiki = client(running);
    let mut login = wiki.log_in(wrong_password());
    let ask = login.step().expect_ask();
    if !captcha_at_once {
        assert_late(&ask, what);
    }
    let refused = login.answer(with("captcha", "Paris")).expect_refused();
    assert_ambiguous(&refused, what);
    // The next try, in the same session, is asked for a captcha from the start.
    let ask = login.revise_login(admin()).expect_ask();
    assert!(ask.captcha.is_some(), "{what}: {ask:?}");
    assert_eq!(ask.message, None, "{what}");
    let refused = login.answer(with("captcha", "London")).expect_refused();
    assert_ambiguous(&refused, what);
    login.revise_login(admin()).expect_ask();
    let step = login.answer(with("captcha", "Paris"));
    assert_eq!(step_summary(&step), "logged-in:Admin", "{what}: {step:?}");
    let step = wiki.create(zoe()).step();
    assert_eq!(step_summary(&step), "created", "{what}: {step:?}");
    let account = running.account("Zoe").unwrap();
    assert_eq!(account.creator.as_deref(), Some("Admin"), "{what}");
}

#[test]
fn captchas_after_failed_logins_are_asked_for() {
    let server = Server::start().unwrap();
    for setting in [Setting::BadLogin, Setting::BadLoginPerUser] {
        for minor in MODERN.into_iter().chain(OLD) {
            let running = server.add(guarded(minor, setting));
            log_in_after_failures(&running, false, &format!("1.{minor} {setting:?}"));
        }
    }
}

/// Without an API the login page shows the captcha, with a failed login of somebody else before.
#[test]
fn captchas_of_the_login_page_are_asked_for() {
    let server = Server::start().unwrap();
    for minor in OLD.into_iter().chain(MODERN) {
        let off = if minor % 2 == 0 {
            Setting::NoApi
        } else {
            Setting::ApiMissing
        };
        let running = server.add(guarded(minor, Setting::BadLogin).setting(off));
        let mut other = client(&running);
        let mut login = other.log_in(Credentials::password("Admin", "another"));
        assert_late(&login.step().expect_ask(), &format!("1.{minor}"));
        log_in_after_failures(&running, true, &format!("1.{minor} {off:?}"));
    }
}

/// A right password is refused too if a captcha is needed for the name, until it is answered.
#[test]
fn a_right_password_needs_the_captcha_of_its_user() {
    let server = Server::start().unwrap();
    for minor in MODERN {
        let running = server.add(guarded(minor, Setting::BadLoginPerUser));
        let mut other = client(&running);
        other.log_in(wrong_password()).step().expect_ask();
        let before = running.all_requests();
        let mut wiki = client(&running);
        let mut login = wiki.log_in(admin());
        assert_late(&login.step().expect_ask(), &format!("1.{minor}"));
        let step = login.answer(with("captcha", "Paris"));
        assert_eq!(step_summary(&step), "logged-in:Admin", "1.{minor}");
        // The offer, the refused login, the new offer, the login.
        assert_eq!(running.all_requests() - before, 4, "1.{minor}");
    }
}

/// A wrong password where nothing asks for a captcha is refused, and can be corrected in the same session.
#[test]
fn a_wrong_password_is_corrected_in_the_same_session() {
    let server = Server::start().unwrap();
    for minor in MODERN.into_iter().chain(OLD) {
        for off in [None, Some(Setting::ApiMissing)] {
            let wiki = testwiki::Wiki::of(Release::first(minor)).setting(Setting::NoCreate);
            let running = server.add(match off {
                Some(off) => wiki.setting(off),
                None => wiki,
            });
            let mut wiki = client(&running);
            let mut login = wiki.log_in(wrong_password());
            let refused = login.step().expect_refused();
            assert_eq!(refused.reason, Reason::LoginFailed, "1.{minor}");
            assert!(!refused.message.contains("captcha"), "{}", refused.message);
            let step = login.revise_login(admin());
            assert_eq!(step_summary(&step), "logged-in:Admin", "1.{minor} {off:?}");
            let step = wiki.create(zoe()).step();
            assert_eq!(step_summary(&step), "created", "1.{minor} {off:?}");
        }
    }
}

#[test]
fn only_a_login_is_revised_with_credentials() {
    let server = Server::start().unwrap();
    let running = server.add(testwiki::Wiki::release("1.43"));
    let mut wiki = client(&running);
    let mut login = wiki.log_in(Credentials::password("Admin", ""));
    assert_eq!(login.step().expect_invalid(), None);
    // Nothing was sent, so the login can be corrected.
    login.revise_login(wrong_password()).expect_refused();
    login.revise(zoe()).expect_invalid();
    let step = login.revise_login(admin());
    assert_eq!(step_summary(&step), "logged-in:Admin");
    login.revise_login(admin()).expect_invalid();
    let mut creation = wiki.create(zoe());
    creation.step().expect_created();
    creation.revise_login(admin()).expect_invalid();
}

/// A login that waits for its captcha is resumed in another process; the password is asked for again.
#[test]
fn a_login_is_resumed_at_its_captcha() {
    let server = Server::start().unwrap();
    for (minor, off) in [
        (39, None),
        (26, None),
        (19, Some(Setting::NoApi)),
        (43, Some(Setting::ApiMissing)),
    ] {
        let wiki = guarded(minor, Setting::BadLogin);
        let running = server.add(match off {
            Some(off) => wiki.setting(off),
            None => wiki,
        });
        let mut other = client(&running);
        other.log_in(wrong_password()).step().expect_ask();
        let mut wiki = client(&running);
        let mut login = wiki.log_in(admin());
        login.step().expect_ask();
        let text = login.suspend().unwrap();
        assert!(!text.expose().contains(ADMIN_PASSWORD));
        // A web application suspends it again after it has shown the prompt.
        let (mut wiki, conversation) = Wiki::resume(text.expose()).unwrap();
        let text = wiki.attach(conversation).suspend().unwrap();
        let (mut wiki, conversation) = Wiki::resume(text.expose()).unwrap();
        let mut login = wiki.attach(conversation);
        let ask = login.step().expect_ask();
        let mut names: Vec<&str> = ask.fields.iter().map(|field| field.name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["captcha", "password"], "1.{minor} {off:?}");
        assert!(ask.field("password").unwrap().sensitive);
        login
            .answer(with("captcha", "Paris"))
            .expect_invalid()
            .expect("the password is missing");
        let answers = Answers::new().with("captcha", "Paris");
        let step = login.answer(answers.with("password", ADMIN_PASSWORD));
        assert_eq!(
            step_summary(&step),
            "logged-in:Admin",
            "1.{minor} {off:?}: {step:?}"
        );
        let step = wiki.create(zoe()).step();
        assert_eq!(step_summary(&step), "created", "1.{minor} {off:?}");
    }
}

/// A refused login is resumed, too, and revised in the same session.
#[test]
fn a_refused_login_is_resumed() {
    let server = Server::start().unwrap();
    let running = server.add(guarded(43, Setting::BadLogin));
    let mut wiki = client(&running);
    let mut login = wiki.log_in(wrong_password());
    login.step().expect_ask();
    login.answer(with("captcha", "Paris")).expect_refused();
    let text = login.suspend().unwrap();
    let (mut wiki, conversation) = Wiki::resume(text.expose()).unwrap();
    let mut login = wiki.attach(conversation);
    assert_ambiguous(&login.step().expect_refused(), "resumed");
    login.revise_login(admin()).expect_ask();
    let step = login.answer(with("captcha", "Paris"));
    assert_eq!(step_summary(&step), "logged-in:Admin");
}

/// A captcha that a creation needs only after a first refusal is asked for at once, over the API and the form.
#[test]
fn captchas_after_a_refused_creation_are_asked_for() {
    let server = Server::start().unwrap();
    for minor in MODERN {
        for off in [None, Some(Setting::ApiMissing)] {
            let what = format!("1.{minor} {off:?}");
            let wiki = testwiki::Wiki::of(Release::first(minor))
                .captcha(Captcha::Questy)
                .setting(Setting::LateCaptcha);
            let running = server.add(match off {
                Some(off) => wiki.setting(off),
                None => wiki,
            });
            let mut wiki = client(&running);
            let mut creation = wiki.create(zoe());
            let ask = creation.step().expect_ask();
            assert!(ask.captcha.is_some(), "{what}");
            assert_eq!(ask.account_exists, Some(false), "{what}");
            let message = ask.message.as_deref().unwrap_or_default();
            assert!(message.contains("CAPTCHA"), "{what}: {message}");
            let refused = creation.answer(with("captcha", "London")).expect_refused();
            assert_eq!(refused.reason, Reason::CaptchaWrong, "{what}: {refused:?}");
            creation.revise(zoe()).expect_ask();
            let step = creation.answer(with("captcha", "Paris"));
            assert_eq!(step_summary(&step), "created", "{what}: {step:?}");
        }
    }
}

/// The server itself logs the client in. A login is refused before a password is sent; accounts are created
/// without one, over the API and the form, without a warning.
#[test]
fn a_user_of_the_server_creates_without_a_login() {
    let server = Server::start().unwrap();
    for minor in MODERN {
        for off in [None, Some(Setting::ApiMissing)] {
            let what = format!("1.{minor} {off:?}");
            let wiki = testwiki::Wiki::of(Release::first(minor))
                .setting(Setting::RemoteUser)
                .setting(Setting::NoCreate);
            let running = server.add(match off {
                Some(off) => wiki.setting(off),
                None => wiki,
            });
            let mut wiki = client(&running);
            let refused = wiki.log_in(admin()).step().expect_refused();
            assert_eq!(refused.reason, Reason::LoginFailed, "{what}: {refused:?}");
            let message = &refused.message;
            assert!(message.contains("\"Admin\""), "{what}: {message}");
            assert!(message.contains("leave the login out"), "{what}: {message}");
            assert_eq!(running.requests("clientlogin"), 0, "{what}");
            wiki.log_out();
            let created = wiki.create(zoe()).step().expect_created();
            assert_eq!(
                (created.name.as_str(), created.warnings),
                ("Zoe", vec![]),
                "{what}"
            );
            let account = running.account("Zoe").unwrap();
            assert_eq!(account.creator.as_deref(), Some("Admin"), "{what}");
        }
    }
}

/// A token and a bot password are valid for the API only: where only the form creates accounts, that is the error.
#[test]
fn logins_for_the_api_do_not_reach_the_form() {
    let server = Server::start().unwrap();
    for minor in MODERN {
        let wiki = testwiki::Wiki::of(Release::first(minor))
            .bearer("secret", "Admin")
            .bot_password("Admin@lab", BOT_PASSWORD)
            .setting(Setting::Disabled);
        let running = server.add(wiki);
        for (credentials, named) in [
            (Credentials::oauth("secret"), "an access token"),
            (
                Credentials::password("Admin@lab", BOT_PASSWORD),
                "a bot password",
            ),
        ] {
            // Before 1.35 there is no OAuth 2.
            if minor < 35 && named == "an access token" {
                continue;
            }
            for chosen in [false, true] {
                let mut builder = Wiki::builder(&running.api()).transport(direct());
                if chosen {
                    builder = builder.dialect(Dialect::WebForm);
                }
                let mut wiki = builder.build().unwrap();
                let step = wiki.log_in(credentials.clone()).step();
                assert_eq!(step_summary(&step), "logged-in:Admin", "1.{minor} {named}");
                let error = wiki.create(zoe()).step().unwrap_err();
                assert_eq!(error.reason, Reason::LoginFailed, "1.{minor}: {error:?}");
                assert!(error.message.starts_with(named), "1.{minor}: {error:?}");
                assert!(
                    error.message.contains("sign-up form"),
                    "1.{minor}: {error:?}"
                );
                assert!(running.account("Zoe").is_none());
            }
        }
    }
}

/// PluggableAuth redirects to its own page, which belongs to the library's session: the caller gets the address of
/// the other site, and its way back is followed in that session.
#[test]
fn the_wikis_own_redirects_are_followed() {
    let server = Server::start().unwrap();
    for minor in MODERN {
        for suspends in [false, true] {
            let wiki = testwiki::Wiki::of(Release::first(minor))
                .setting(Setting::Pluggable)
                .setting(Setting::NoCreate);
            let running = server.add(wiki);
            let api = running.api();
            let page = api.replace("api.php", "index.php/Special:PluggableAuthLogin");
            let mut wiki = client(&running);
            let mut login = wiki.log_in(admin());
            let ask = login.step().expect_ask();
            assert!(
                ask.field("pluggableauthlogin0").is_some(),
                "1.{minor}: {ask:?}"
            );
            let redirect = login
                .answer(with("pluggableauthlogin0", true))
                .expect_redirect();
            assert_other_site(&redirect);
            let came_back = format!("{page}?code=c0de&state=st4te");
            let step = if suspends {
                let text = login.suspend().unwrap();
                let (mut wiki, conversation) = Wiki::resume(text.expose()).unwrap();
                let mut login = wiki.attach(conversation);
                assert_other_site(&login.step().expect_redirect());
                login.returned(&came_back)
            } else {
                login.returned(&came_back)
            };
            assert_eq!(
                step_summary(&step),
                "logged-in:Admin",
                "1.{minor}: {step:?}"
            );
        }
        let running =
            server.add(testwiki::Wiki::of(Release::first(minor)).setting(Setting::Pluggable));
        let page = running
            .api()
            .replace("api.php", "index.php/Special:PluggableAuthLogin");
        let mut wiki = client(&running);
        let mut login = wiki.log_in(admin());
        login.step().expect_ask();
        login
            .answer(with("pluggableauthlogin0", true))
            .expect_redirect();
        let refused = login
            .returned(&format!("{page}?code=wrong&state=st4te"))
            .expect_refused();
        assert_eq!(
            refused.reason,
            Reason::LoginFailed,
            "1.{minor}: {refused:?}"
        );
        // Such a wiki has no accounts of its own.
        let mut wiki = client(&running);
        let refused = wiki.create(zoe()).step().expect_refused();
        assert_eq!(
            refused.reason,
            Reason::NoLocalAccounts,
            "1.{minor}: {refused:?}"
        );
    }
}

#[track_caller]
fn assert_other_site(redirect: &Redirect) {
    assert_eq!(redirect.url.host_str(), Some("openid.example"));
    assert!(redirect.fields.is_empty());
}

/// A wiki's locked creator is blocked, whichever way the login takes.
#[test]
fn a_locked_creator_is_blocked() {
    let server = Server::start().unwrap();
    for minor in MODERN.into_iter().chain([16, 26]) {
        let wiki = testwiki::Wiki::of(Release::first(minor)).setting(Setting::Locked);
        let running = server.add(wiki);
        let step = client(&running).log_in(admin()).step();
        assert!(
            matches!(&step, Ok(Step::Refused(refused)) if refused.reason == Reason::Blocked),
            "1.{minor}: {step:?}"
        );
    }
}
