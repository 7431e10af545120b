//! Several conversations on one session.

use mwaccount::{
    Credentials, Session,
    flow::{Conversation, Input, Interaction, Poll},
};

use super::*;

/// A driver can run two creations on one session, and one can use up the other's state.
#[test]
fn two_creations_on_one_session() {
    let mut session = Session::new(API).unwrap();
    let mut first = Conversation::new(Interaction::create(zoe(), &mut session));
    let mut second = Conversation::new(Interaction::create(max(), &mut session));
    fn is_send<T>(poll: Poll<Step, T>) -> bool {
        matches!(poll, Poll::Send(_))
    }
    assert!(is_send(first.next(&mut session)));
    assert!(is_send(second.next(&mut session)));
    second.feed(&mut session, offer(&[captcha("1"), password()], "t"));
    assert!(is_send(first.next(&mut session)));
    first.feed(&mut session, offer(&[captcha("2"), password()], "t"));
    for creation in [&mut first, &mut second] {
        assert!(is_send(creation.next(&mut session)));
        creation.feed(&mut session, accepts_caller());
        assert!(matches!(
            creation.next(&mut session),
            Poll::Step(Ok(Step::Ask(_)))
        ));
    }
    let word = || Input::Answers(with("captcha", "2"));
    first.answer(&mut session, word()).unwrap();
    assert!(is_send(first.next(&mut session)));
    first.feed(&mut session, pass("Zoe"));
    assert!(matches!(
        first.next(&mut session),
        Poll::Step(Ok(Step::Created(_)))
    ));
    // The offer was used up with the captcha; the second fetches it again, or sends.
    second.answer(&mut session, word()).unwrap();
    assert!(is_send(second.next(&mut session)));
}

/// An account for a creator must not be created without one.
#[test]
fn nothing_is_created_during_a_login() {
    let credentials = || Credentials::password("Teacher", "wrong");
    let refusal = answer(&json!({"login": {"result": "WrongPass"}}));
    let (mut wiki, log) = legacy(
        Format::Json,
        [
            refusal,
            body("<form name=userlogin></form><script>wgUserName=null;</script>"),
            need_token("t"),
            createaccount(json!({"result": "Success", "username": "Zoe"})),
        ],
    );
    wiki.log_in(credentials()).step().expect_refused();
    for _ in 0..2 {
        let error = wiki.create(zoe()).step().unwrap_err();
        assert_eq!(error.reason, Reason::InvalidArgument);
        let error = wiki.probe(&zoe()).unwrap_err();
        assert_eq!(error.reason, Reason::InvalidArgument);
    }
    // The login, and the page that shows whether it needs a captcha.
    assert_eq!(log.count(), 2);
    wiki.log_out();
    wiki.create(zoe()).step().expect_created();
}
