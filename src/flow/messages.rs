//! The wiki's own messages, with which the texts of pages are compared (`meta=allmessages`, 1.16 and
//! later).

use crate::{
    Purpose, Session,
    http::Request,
    mediawiki::{
        api_response::{ApiResponse, items, text},
        message_pattern::ShownText,
    },
};

/// Minimum length of a message's fixed text, in bytes. A shorter text identifies no message.
pub(super) const MIN_LENGTH: usize = 8;

/// Returns whether a match of this length tells what the text is. A message that is only a small part of
/// the text may be a part of another message.
pub(super) fn is_certain(length: usize, refusal_text: &str) -> bool {
    length * 3 >= refusal_text.len()
}

/// Returns the GET for messages, in this language or in the reader's.
pub(super) fn messages_request(
    session: &Session,
    keys: &[&str],
    language: Option<&str>,
) -> Request {
    let keys = keys.join("|");
    let mut query = vec![
        ("action", "query"),
        ("meta", "allmessages"),
        ("ammessages", &keys),
        ("format", "json"),
    ];
    query.extend(language.map(|language| ("amlang", language)));
    Request::get(&session.api, &query).purpose(Purpose::Explain)
}

/// The key of AbuseFilter's warning, with which the keys of a wiki's own warnings begin.
pub(super) const WARNING: &str = "abusefilter-warning";

/// Returns the GET for the warnings of AbuseFilter, also for those that the wiki has in its namespace
/// `MediaWiki` only (`amincludelocal`).
pub(super) fn warnings_request(session: &Session, language: Option<&str>) -> Request {
    let mut query = vec![
        ("action", "query"),
        ("meta", "allmessages"),
        ("ammessages", "*"),
        ("amprefix", WARNING),
        ("amincludelocal", "1"),
        ("format", "json"),
    ];
    query.extend(language.map(|language| ("amlang", language)));
    Request::get(&session.api, &query).purpose(Purpose::Explain)
}

/// Returns whether the wiki has AbuseFilter, as far as these messages show it.
pub(super) fn has_warning(messages: &[(String, String)]) -> bool {
    messages.iter().any(|(key, _)| key == WARNING)
}

/// The maximum number of messages that are read from an answer: the most are the warnings of a wiki's own
/// filters.
const MAX_MESSAGES: usize = 1000;

/// Returns the keys and texts of the messages in an answer.
pub(super) fn messages(answer: &ApiResponse) -> impl Iterator<Item = (String, String)> {
    let messages = items(&answer.get("query")["allmessages"]).iter();
    let messages = messages.take(MAX_MESSAGES);
    messages.filter_map(|message| {
        let content = text(message, "*").or_else(|| text(message, "content"))?;
        Some((text(message, "name")?, content))
    })
}

/// Returns the key of the message with the longest fixed text that occurs in the refusal, and the
/// length of this text.
pub(super) fn longest_match<'m>(
    messages: &'m [(String, String)],
    refusal_text: &str,
) -> Option<(usize, &'m str)> {
    let refusal_text = ShownText::new(refusal_text);
    let known = messages.iter().filter_map(|(key, message)| {
        let length = refusal_text.matched_length(message)?;
        (length >= MIN_LENGTH).then_some((length, key.as_str()))
    });
    known.max_by_key(|(length, _)| *length)
}
