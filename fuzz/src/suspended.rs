//! Suspended texts. An input is the text itself, or its content as JSON, with a valid checksum; choices of damage to the
//! content may precede the JSON, up to a NUL.

use std::{
    cell::RefCell,
    time::{Duration, SystemTime},
};

use mwaccount::{
    Session, SuspendKeys,
    flow::{Conversation, Interaction, Poll, resume},
    http::{Reply, Request},
};
use serde_json::Value;
use support::suspended_text::{decoded, encoded};

use crate::{
    bytes::{Bytes, choices_and_content},
    conversation::{BEGIN, Caller, account, assert_stays, credentials},
    damage,
    emulated::{Emulated, wiki_session},
    limits::apart,
    watch::contains_secret,
};

/// The longest content, which damage repeated at will: the tree of a longer one takes the memory, not the library.
const LONGEST: usize = 1 << 18;
/// The most changes to a content, each of which is as much work as the content is long.
const MOST_CHANGES: usize = 64;
/// The most time that passes until a conversation is resumed.
const PAUSE: Duration = Duration::from_secs(400);

/// Resumes a conversation, and continues it with a wiki that answers nothing.
pub fn suspended(data: &[u8]) {
    if contains_secret(data) {
        return;
    }
    let (mut bytes, content) = choices_and_content(data);
    let now = SystemTime::UNIX_EPOCH + BEGIN + PAUSE;
    let text = apart(|| match serde_json::from_slice(content) {
        Ok(value) => changed(&mut bytes, value),
        Err(_) => std::str::from_utf8(data).ok().map(str::to_owned),
    });
    let Some(text) = text else { return };
    let Ok((mut session, interaction)) = resume(&text, &SuspendKeys::default(), now) else {
        return;
    };
    session.set_local_time(now);
    let mut flow = Conversation::new(interaction.clone());
    if let Poll::Step(Ok(_)) = flow.next(&mut session)
        && let Ok(again) = flow.suspend(&session, &SuspendKeys::default(), now)
    {
        assert_stays(&again, now);
    }
    continue_without_answers(session, interaction);
}

/// Returns the text of a content with the changes that are chosen; `None` if it becomes too long.
fn changed(bytes: &mut Bytes<'_>, mut content: Value) -> Option<String> {
    for _ in 0..MOST_CHANGES {
        if bytes.is_at_end() {
            break;
        }
        damage::json(bytes, &mut content);
        if content.to_string().len() > LONGEST {
            return None;
        }
    }
    Some(encoded(&content.to_string()))
}

/// Lets every request be lost, until the conversation ends or its caller gives up.
fn continue_without_answers(session: Session, interaction: Interaction) {
    let mut wiki = |_: &mut Bytes<'_>, _: &Request, _: SystemTime| {
        let error = mwaccount::TransportError::new(mwaccount::Reason::Unreachable, "broken");
        Reply::Lost(error)
    };
    let mut caller = Caller::new(session, true, &mut wiki);
    caller.converse_unchecked(&mut Bytes::new(&[]), interaction);
}

/// Returns the content of texts: of conversations with wikis that ask, refuse and redirect.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = vec![b"mwaccount-1.e30.00000000".to_vec()];
    // A release, a captcha, three settings, an address and the options of the client.
    for release in 0..16 {
        for (captcha, setting) in [
            (1, 0),
            (0, 22),
            (0, 23),
            (2, 1),
            (4, 0),
            (0, 17),
            (1, 15),
            (0, 45),
            (0, 1),
        ] {
            for logs_in in [false, true] {
                seeds.extend(text_of(&[release, captcha, setting, 0, 0, 0, 0], logs_in));
            }
        }
    }
    seeds.sort();
    seeds.dedup();
    let damaged: Vec<Vec<u8>> = (1..)
        .zip(&seeds)
        .map(|(choice, seed)| [&[choice, 3, choice, 2, 5, 0], seed.as_slice()].concat())
        .collect();
    seeds.extend(damaged);
    seeds
}

/// Returns the content of the text of a conversation that waits for its caller.
fn text_of(choices: &[u8], logs_in: bool) -> Option<Vec<u8>> {
    let mut bytes = Bytes::new(choices);
    let emulated = RefCell::new(Emulated::choose(&mut bytes));
    let (session, _) = wiki_session(&mut bytes, &emulated.borrow().wiki);
    let mut wiki = |bytes: &mut Bytes<'_>, request: &Request, now| {
        emulated.borrow_mut().reply(bytes, request, now)
    };
    let mut caller = Caller::new(session, true, &mut wiki);
    let interaction = if logs_in {
        Interaction::login(credentials(&mut bytes), &mut caller.session)
    } else {
        Interaction::create(account(&mut bytes), &mut caller.session)
    };
    let mut flow = Conversation::new(interaction);
    drop(caller.drive(&mut bytes, &mut flow));
    let text = flow
        .suspend(
            &caller.session,
            &SuspendKeys::default(),
            SystemTime::UNIX_EPOCH + BEGIN,
        )
        .ok()?;
    Some(decoded(&text).into_bytes())
}
