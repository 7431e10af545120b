//! Steps with several requests, of which the answer to one is enough: OATHAuth's codes.

use mwaccount::{Answers, Ask, Error, Reason, Step, Wiki};
use support::{
    accounts::{admin, with, zoe},
    transport_requests::direct,
};
use testwiki::{Release, RunningWiki, Server, Setting};

fn guarded(server: &Server, minor: u16) -> RunningWiki {
    let wiki = testwiki::Wiki::of(Release::first(minor));
    server.add(wiki.setting(Setting::SecondFactor))
}

fn client(running: &RunningWiki) -> Wiki {
    let builder = Wiki::builder(&running.api()).transport(direct());
    builder.build().unwrap()
}

#[track_caller]
fn asked(step: Result<Step, Error>) -> Ask {
    match step {
        Ok(Step::Ask(ask)) => ask,
        step => panic!("{step:?}"),
    }
}

fn fields(ask: &Ask) -> Vec<(&str, Option<usize>, bool)> {
    let fields = ask.fields.iter();
    fields
        .map(|field| (field.name.as_str(), field.alternative, field.optional))
        .collect()
}

#[test]
fn another_factor_is_chosen_without_a_code() {
    let server = Server::start().unwrap();
    for minor in [45, 46] {
        let running = guarded(&server, minor);
        let mut wiki = client(&running);
        let mut login = wiki.log_in(admin());
        let ask = asked(login.step());
        let codes = [("OATHToken", Some(1), true), ("newModule", Some(2), true)];
        assert_eq!(fields(&ask), codes, "1.{minor}");
        // A form in a browser sends the field that was left empty, too.
        let switch = with("newModule", "recoverycodes").with("OATHToken", "");
        let ask = asked(login.answer(switch));
        let codes = [
            ("RecoveryCode", Some(1), true),
            ("newModule", Some(2), true),
        ];
        assert_eq!(fields(&ask), codes, "1.{minor}");
        let back = asked(login.answer(with("newModule", "totp")));
        assert!(back.field("OATHToken").is_some(), "1.{minor}");
        asked(login.answer(with("newModule", "recoverycodes")));
        let step = login.answer(with("RecoveryCode", "SCRATCHTOKEN0001"));
        assert!(matches!(step, Ok(Step::LoggedIn(_))), "1.{minor}: {step:?}");
        let step = wiki.create(zoe()).step();
        assert!(matches!(step, Ok(Step::Created(_))), "1.{minor}: {step:?}");
    }
}

#[test]
fn an_invalid_answer_does_not_end_the_login() {
    let server = Server::start().unwrap();
    for minor in [27, 31, 39, 44, 45] {
        let running = guarded(&server, minor);
        let mut wiki = client(&running);
        let mut login = wiki.log_in(admin());
        let ask = asked(login.step());
        let requests = running.all_requests();
        let mut invalid = vec![
            (Answers::new(), Some("OATHToken")),
            (with("OATHToken", ""), Some("OATHToken")),
            (with("OATHToken", true), Some("OATHToken")),
            (with("code", "123456"), Some("code")),
        ];
        if minor == 45 {
            invalid.extend([
                (with("newModule", ""), Some("OATHToken")),
                (with("newModule", "sms"), Some("newModule")),
            ]);
        }
        for (answers, field) in invalid {
            let what = format!("1.{minor}: {answers:?}");
            let error = login.answer(answers).expect_err(&what);
            assert_eq!(error.reason, Reason::InvalidArgument, "{what}");
            assert_eq!(error.field.as_deref(), field, "{what}");
            assert_eq!(asked(login.step()), ask, "{what}");
        }
        assert!(login.returned("https://wiki.example/").is_err());
        assert!(login.revise(zoe()).is_err());
        assert_eq!(running.all_requests(), requests, "1.{minor}");
        let again = asked(login.answer(with("OATHToken", "000000")));
        // 1.27 and 1.28 give the key of the message only.
        if minor >= 29 {
            let message = again.message.as_deref();
            let failed = match minor {
                45.. => "Two-factor authentication failed.",
                _ => "Verification failed.",
            };
            assert_eq!(message, Some(failed), "1.{minor}");
        }
        let step = login.answer(with("OATHToken", "123456"));
        assert!(matches!(step, Ok(Step::LoggedIn(_))), "1.{minor}: {step:?}");
    }
}

#[test]
fn one_request_is_no_choice() {
    let server = Server::start().unwrap();
    let running = guarded(&server, 39);
    let ask = asked(client(&running).log_in(admin()).step());
    assert_eq!(fields(&ask), [("OATHToken", None, false)]);
}
