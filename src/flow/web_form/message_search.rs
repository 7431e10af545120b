//! The search for the message that a refusal shows, in Special:AllMessages, if the API is off.
//!
//! The page lists all messages in the order of their keys, each as a row of some 800 bytes; the whole
//! list is larger than a response may be (4 MB on 1.43, with more than 7000 messages). `offset` and
//! `limit` (1.16 and later) select a window of it: the messages after a key. The windows are chosen by
//! the messages that are likely, and a window that earlier ones have covered is not asked for.

use std::collections::HashMap;

use url::Url;

use crate::{
    Purpose, Reason, Session,
    flow::messages::{is_certain, longest_match},
    http::{Reply, Request, origin},
    mediawiki::page::Page,
};

const PAGE: &str = "Special:AllMessages";

/// The maximum number of windows that are asked for because of one refusal.
const MAX_WINDOWS: usize = 16;

/// Messages of every release. If the list does not show one of them, it hides others too: in a language
/// whose capital of `i` is `İ`, a wiki of another language finds no key that begins with `i`.
const OF_EVERY_RELEASE: [&str; 2] = ["noname", "invalidemailaddress"];

/// The size of a window that is not halved any more.
const MIN_LIMIT: u16 = 100;

/// Languages whose capital of `i` is not `I`: the wiki sorts such a key behind all others.
const DOTTED: [&str; 3] = ["az", "kaa", "tr"];

/// A part of the list.
#[derive(Debug, Clone, Copy)]
struct Window {
    /// The beginning of the keys for which the window is requested.
    stem: &'static str,
    /// The messages after this key are listed.
    after: &'static str,
    limit: u16,
}

const fn window(stem: &'static str, after: &'static str, limit: u16) -> Window {
    Window { stem, after, limit }
}

// On a wiki without many extensions, the first two windows contain the keys of those below them.
const NO: Window = window("no", "noc", 500);
const AUTH: Window = window("auth", "authf", 500);
const PASSWORD: Window = window("password", "password-", 150);
const BAD: Window = window("bad", "bad", 50);
const BLOCKED: Window = window("blocked", "blockedt", 50);
const CANNOT: Window = window("cantcreate", "cantcreate", 20);
const CAPTCHA: Window = window("captcha-", "captcha-", 50);
const THROTTLED: Window = window("ac", "acct", 200);
const INVALID: Window = window("invalid", "invalid", 50);
const READ_ONLY: Window = window("readonly", "readonlyt", 10);
const SESSION: Window = window("session", "session", 300);
const PROXY: Window = window("sorbs", "sorbs", 20);
const SYSTEM: Window = window("system", "systemb", 20);
const PERMISSION: Window = window("permission", "permission", 20);
const TITLE: Window = window("titleblacklist-", "titleblacklist-f", 20);
const DOMAIN: Window = window("wrongp", "wrongp", 10);
const EXTERNAL: Window = window("external", "externald", 10);
const USER: Window = window("user", "useres", 100);
// The windows of extensions. AbuseFilter has several hundred messages; without it, the first window contains
// those of other keys that begin with a.
const FILTER: Window = window("abusefilter-", "abusefilter-ac", 500);
const FILTER_WARNING: Window = window("abusefilter-w", "abusefilter-warn", 20);
const SPOOF: Window = window("antispoof-", "antispoof-c", 50);
const SPAM_LIST: Window = window("spam-blacklisted-", "spam-blacklisted-e", 10);
const GLOBAL_BLOCK: Window = window("globalblocking-b", "globalblocking-blockedt", 20);
const GLOBAL_BLOCK_OLD: Window = window("globalblocking-i", "globalblocking-ipblocke", 10);
const TOR: Window = window("torblock-b", "torblock-bl", 10);
const FORUM_SPAM: Window = window("stopforumspam-b", "stopforumspam-bl", 10);

/// The order after a page without the form, which says that nobody may create an account now.
const WITHOUT_FORM: &[Window] = &[
    AUTH,
    BAD,
    BLOCKED,
    CANNOT,
    READ_ONLY,
    GLOBAL_BLOCK,
    GLOBAL_BLOCK_OLD,
    TOR,
    FORUM_SPAM,
    SESSION,
    PROXY,
    SYSTEM,
    THROTTLED,
    PERMISSION,
];

/// The order after the form was shown again.
const WITH_FORM: &[Window] = &[
    NO,
    PASSWORD,
    FILTER,
    THROTTLED,
    AUTH,
    BAD,
    CAPTCHA,
    TITLE,
    SPOOF,
    SPAM_LIST,
    FILTER_WARNING,
    BLOCKED,
    CANNOT,
    INVALID,
    SESSION,
    PROXY,
    SYSTEM,
    DOMAIN,
    EXTERNAL,
    USER,
    READ_ONLY,
];

/// The content of a refused form, by which some messages are likelier than others.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sent {
    /// True if the form is shown again.
    pub has_form: bool,
    pub has_captcha: bool,
    pub has_email: bool,
}

impl Sent {
    fn windows(self) -> impl Iterator<Item = Window> {
        let likelier = [
            (self.has_captcha, AUTH),
            (self.has_captcha, CAPTCHA),
            (true, NO),
            (true, PASSWORD),
            (self.has_email, INVALID),
        ];
        let likelier = likelier
            .into_iter()
            .filter(move |(is_likely, _)| *is_likely && self.has_form)
            .map(|(_, window)| window);
        let usual = if self.has_form {
            WITH_FORM
        } else {
            WITHOUT_FORM
        };
        likelier.chain(usual.iter().copied())
    }
}

/// A search in the list.
#[derive(Debug, Clone)]
pub(super) struct MessageSearch {
    /// The keys of the messages that a refusal may show, in parts.
    keys: &'static [&'static [&'static str]],
    /// The language of the page that refused, if it was requested.
    language: Option<String>,
    sent: Sent,
    window: Window,
    /// The beginnings of the windows that were asked for.
    asked: Vec<&'static str>,
}

/// The next part of a search, or its result.
#[derive(Debug)]
pub(super) enum Search {
    Ask(MessageSearch),
    Ended {
        /// The length of the message's fixed text and its key, if one was found.
        found: Option<(usize, String)>,
        /// True if all windows were read.
        is_complete: bool,
    },
}

impl MessageSearch {
    /// Starts a search for the message in `refusal_text` that has one of `keys`, first among those
    /// that are kept.
    pub fn start(
        keys: &'static [&'static [&'static str]],
        refusal_text: &str,
        language: Option<String>,
        sent: Sent,
        session: &mut Session,
    ) -> Search {
        session.messages.use_language(language.as_deref());
        let search = Self {
            keys,
            language,
            sent,
            window: NO,
            asked: Vec::new(),
        };
        search.advance(refusal_text, session)
    }

    /// Ends the search with what was found.
    fn end(self, refusal_text: &str, session: &Session) -> Search {
        let found = longest_match(session.messages.texts(), refusal_text);
        Search::Ended {
            found: found.map(|(length, key)| (length, key.to_owned())),
            is_complete: false,
        }
    }

    /// Ends the search if a message was found, or chooses the next window.
    fn advance(mut self, refusal_text: &str, session: &Session) -> Search {
        let kept = &session.messages;
        let found = longest_match(kept.texts(), refusal_text);
        let is_found = found.is_some_and(|(length, _)| is_certain(length, refusal_text));
        let mut windows = self.sent.windows();
        let next = windows.find(|window| {
            if self.asked.contains(&window.after) {
                return false;
            }
            let mut keys = self.all_keys().filter(|key| window.is_for(key));
            keys.any(|key| !kept.covers(key))
        });
        match next {
            Some(window) if !is_found && !kept.are_hidden && !self.is_exhausted() => {
                self.asked.push(window.after);
                Search::Ask(Self { window, ..self })
            }
            next => Search::Ended {
                found: found.map(|(length, key)| (length, key.to_owned())),
                is_complete: next.is_none() && OF_EVERY_RELEASE.iter().all(|key| kept.shows(key)),
            },
        }
    }

    /// Returns whether no more windows may be asked for.
    fn is_exhausted(&self) -> bool {
        self.asked.len() >= MAX_WINDOWS
    }

    fn all_keys(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.keys.iter().flat_map(|part| part.iter().copied())
    }

    /// Returns whether the form was shown again.
    pub fn has_form(&self) -> bool {
        self.sent.has_form
    }

    pub fn request(&self, session: &Session) -> Request {
        let kept = &session.messages;
        let language = self.language.as_ref().or(kept.reader_language.as_ref());
        let is_dotted = language
            .or(kept.language.as_ref())
            .is_some_and(|language| DOTTED.contains(&language.as_str()));
        let offset = capitalised(self.window.after, is_dotted);
        let limit = self.window.limit.to_string();
        let mut query = vec![("offset", offset.as_str()), ("limit", limit.as_str())];
        query.extend(language.map(|language| ("lang", language.as_str())));
        // Keys begin with a small letter of the reader's language.
        query.extend(
            self.language
                .as_ref()
                .map(|language| ("uselang", language.as_str())),
        );
        let page = kept.page.clone().unwrap_or_else(|| {
            let mut index = session.index();
            index.query_pairs_mut().append_pair("title", PAGE);
            index
        });
        Request::get(&page, &query).purpose(Purpose::Explain)
    }

    /// Returns the search with the half of this window, if the response was larger than one may be: texts
    /// of some scripts take twice the room.
    fn smaller(&self, reply: &Reply) -> Option<Self> {
        let (Reply::NotSent(error) | Reply::Lost(error)) = reply else {
            return None;
        };
        let is_last = self.window.limit < MIN_LIMIT || self.is_exhausted();
        (error.reason == Reason::TooLarge && !is_last).then(|| {
            let mut smaller = self.clone();
            smaller.window.limit /= 2;
            smaller.asked.push(self.window.after);
            smaller
        })
    }

    /// Reads the answer to the request.
    pub fn read(self, session: &mut Session, reply: &Reply, refusal_text: &str) -> Search {
        if let Some(smaller) = self.smaller(reply) {
            return Search::Ask(smaller);
        }
        let page = page_address(session);
        let (list, is_failure) = match reply {
            Reply::Got(response) => (Page::read(response).message_list(), response.status >= 500),
            Reply::NotSent(_) | Reply::Lost(_) => (None, true),
        };
        let kept = &mut session.messages;
        let Some(list) = list else {
            kept.are_hidden = !is_failure;
            return self.end(refusal_text, session);
        };
        kept.page = page;
        let must_change = self.language.is_none() && kept.reader_language.is_none();
        if let Some(language) = list.reader_language.filter(|_| must_change) {
            kept.reader_language = Some(language);
            return Search::Ask(self);
        }
        kept.language = list.language;
        let is_end = list.messages.len() < usize::from(self.window.limit);
        let last = list.messages.last().map(|(key, _)| key.as_str());
        let mut texts: HashMap<&str, &str> = HashMap::new();
        for (key, text) in &list.messages {
            texts.entry(key).or_insert(text);
        }
        for key in self.all_keys() {
            let text = texts.get(key).copied();
            let is_within = self.window.after < key && (is_end || last.is_some_and(|it| key <= it));
            // A window that begins closer to the key may still show it.
            let mut windows = self.sent.windows();
            let is_closest = self.window.is_for(key)
                && !windows.any(|other| other.is_for(key) && other.after > self.window.after);
            if text.is_some() || is_within || is_closest {
                kept.keep(key, text);
            }
        }
        self.advance(refusal_text, session)
    }
}

impl Window {
    fn is_for(&self, key: &str) -> bool {
        key.starts_with(self.stem) && key > self.after
    }
}

/// Returns the address from which the last response came, without the parameters of a window.
fn page_address(session: &Session) -> Option<Url> {
    let shown = session.response_url();
    let title = shown.query_pairs().find(|(name, _)| name == "title");
    let mut page = shown.clone();
    page.set_query(None);
    if let Some((name, title)) = title {
        page.query_pairs_mut().append_pair(&name, &title);
    }
    origin::is_same_or_upgraded(&session.index(), shown).then_some(page)
}

/// Returns a key as the title of its page, by which the list is sorted.
fn capitalised(key: &str, is_dotted: bool) -> String {
    match key.strip_prefix('i') {
        Some(rest) if is_dotted => format!("İ{rest}"),
        _ => {
            let mut letters = key.chars();
            let first = letters.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(letters).collect()
        }
    }
}
