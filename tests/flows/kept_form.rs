//! A sign-up form that was fetched for its fields, and is sent by the creation that follows.

use std::time::Duration;

use mwaccount::{
    Dialect, Wiki,
    flow::{Conversation, Interaction, Poll},
    http::Effect,
};
use support::{
    accounts::zoe,
    scripted_transport::{ScriptedTransport, response},
    sign_up_page::{API, sign_up},
};

/// Returns the effect of the first request of a creation, this long after the fields were asked.
fn first_effect(elapsed: Duration) -> Effect {
    let (script, _) = ScriptedTransport::new([response(200, &[], sign_up())]);
    let builder = Wiki::builder(API).dialect(Dialect::WebForm);
    let mut wiki = builder.transport(script).build().unwrap();
    assert!(!wiki.fields().unwrap().is_empty());
    let mut session = wiki.session().clone();
    session.advance_clock(elapsed);
    let flow = Interaction::create(zoe(), &mut session);
    match Conversation::new(flow).next(&mut session) {
        Poll::Send(request) => request.effect,
        Poll::Step(step) => panic!("{step:?}"),
    }
}

/// The wiki's session and its captchas end, so an old form would be refused.
#[test]
fn a_form_is_sent_while_it_is_recent() {
    let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
    assert_eq!(first_effect(minutes(1)), Effect::MayCreate);
    assert_eq!(first_effect(minutes(10)), Effect::Read);
}
