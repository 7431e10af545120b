//! Reasons of refusals by a wiki without an API, from scripted pages of Special:AllMessages.

use std::sync::{Arc, Mutex};

use mwaccount::{Reason, Step, TransportError, Wiki, http::Reply};
use support::{
    accounts::zoe,
    scripted_transport::{Asked, ScriptedTransport, lost, response},
    sign_up_page::*,
};

/// Returns a wiki without an API that answers the form and all that follows with these replies.
fn without_api(replies: Vec<Reply>) -> (Wiki, Arc<Mutex<Vec<Asked>>>) {
    let first = vec![response(403, &[], "<html>no API"), html(&sign_up())];
    let (script, asked) = ScriptedTransport::new([first, replies].concat());
    let wiki = Wiki::builder(API).transport(script).build().unwrap();
    (wiki, asked)
}

fn refusing(text: &str) -> Reply {
    let shown = form(
        "",
        &format!("<div class=errorbox>{text}</div>{NAME}{TOKEN}"),
    );
    html(&page(&shown))
}

/// Returns a page of Special:AllMessages for a reader of this language.
fn list<'a>(reader: &str, messages: impl IntoIterator<Item = (&'a str, &'a str)>) -> Reply {
    let row = |(key, text): (&str, &str)| {
        format!("<tbody><tr><td><a>{key}</a></td><td lang=en>{text}</td></tr></tbody>")
    };
    let rows: String = messages.into_iter().map(row).collect();
    let table = format!("<table id=mw-allmessagestable>{rows}</table>");
    html(&page(&table).replace("<html>", &format!("<html lang={reader}>")))
}

fn no_users() -> Reply {
    html(&page("<form><input name=username value=Zoe></form>"))
}

/// Returns the reason and the code of a refusal.
fn refused(step: Result<Step, mwaccount::Error>) -> (String, Option<String>) {
    match step {
        Ok(Step::Refused(refused)) => (refused.reason.to_string(), refused.code),
        step => panic!("{step:?}"),
    }
}

/// Returns this parameter of every request for messages.
fn parameters(asked: &Mutex<Vec<Asked>>, name: &str) -> Vec<Option<String>> {
    let asked = asked.lock().unwrap();
    let lists = asked.iter().filter(|asked| asked.contains_key("offset"));
    lists.map(|asked| asked.get(name).cloned()).collect()
}

/// A window that does not reach the next likely messages is followed by theirs, and no window is asked for twice.
#[test]
fn windows_are_asked_for_until_a_message_fits() {
    let keys: Vec<String> = (0..500).map(|number| format!("nod-{number:03}")).collect();
    let cut = list("en", keys.iter().map(|key| (key.as_str(), "Unrelated.")));
    let passwords = [
        ("password-x", "No."),
        (
            "passwordtooshort",
            "Use {{PLURAL:$1|a letter|$1 letters}} at least.",
        ),
    ];
    let (mut wiki, asked) = without_api(vec![
        refusing("Use 8 letters at least."),
        no_users(),
        cut,
        list("en", passwords),
        // The second account.
        html(&sign_up()),
        refusing("Use 9 letters at least."),
        no_users(),
    ]);
    let expected = (
        "password-weak".to_owned(),
        Some("passwordtooshort".to_owned()),
    );
    assert_eq!(refused(wiki.create(zoe()).step()), expected);
    assert_eq!(refused(wiki.create(zoe()).step()), expected);
    let offsets = [Some("Noc".to_owned()), Some("Password-".to_owned())];
    assert_eq!(parameters(&asked, "offset"), offsets);
}

/// A part of the list that is larger than a response may be is asked for again, as a smaller one.
#[test]
fn a_window_that_is_too_large_is_halved() {
    let large = TransportError::new(Reason::TooLarge, "the response is too large");
    let (mut wiki, asked) = without_api(vec![
        refusing("No such name."),
        no_users(),
        Reply::Lost(large),
        list("en", [("noname", "No such name.")]),
    ]);
    let expected = ("name-invalid".to_owned(), Some("noname".to_owned()));
    assert_eq!(refused(wiki.create(zoe()).step()), expected);
    let limits = [Some("500".to_owned()), Some("250".to_owned())];
    assert_eq!(parameters(&asked, "limit"), limits);
}

/// The texts of extensions are found in windows of their own, and what is in none of the windows is another
/// extension's.
#[test]
fn extensions_refuse_above_the_form() {
    let spoof = "The name \"Zoe\" is too similar to the following username:<ul><li>Z0e</li></ul>Please choose another name.";
    let listed = "The user name \"Zoe\" has been banned from creation.\nIt matches the following blacklist entry: <code>.*zoe.*</code>";
    let filter = "This action has been automatically identified as harmful, and therefore disallowed.\nThe rule is: Lab filter 1";
    let messages = [
        ("noname", "That is no name."),
        ("invalidemailaddress", "That is no address."),
        (
            "abusefilter-disallowed",
            "This action has been automatically identified as harmful, and therefore disallowed.\nThe rule is: $1",
        ),
        ("antispoof-conflict-bottom", "Please choose another name."),
        (
            "antispoof-conflict-top",
            "The name \"$1\" is too similar to the following {{PLURAL:$2|username|usernames}}:",
        ),
        (
            "titleblacklist-forbidden-new-account",
            "The user name \"$2\" has been banned from creation.\nIt matches the following blacklist entry: &lt;code>$1&lt;/code>",
        ),
    ];
    for (text, reason, code) in [
        (spoof, "name-invalid", Some("antispoof-conflict-top")),
        (
            listed,
            "name-invalid",
            Some("titleblacklist-forbidden-new-account"),
        ),
        (
            filter,
            "refused-by-extension",
            Some("abusefilter-disallowed"),
        ),
        ("No zebras, please.", "refused-by-extension", None),
    ] {
        let windows = vec![list("en", messages); 16];
        let (mut wiki, asked) = without_api([vec![refusing(text), no_users()], windows].concat());
        let expected = (reason.to_owned(), code.map(str::to_owned));
        assert_eq!(refused(wiki.create(zoe()).step()), expected, "{text}");
        let windows = parameters(&asked, "offset").len();
        assert!(windows <= 16, "{text}: {windows}");
    }
}

/// A list without any of MediaWiki's own messages does not show that a text is an extension's.
#[test]
fn an_empty_list_shows_nothing() {
    let windows = vec![list("en", []); 12];
    let replies = [vec![refusing("Taken already."), no_users()], windows].concat();
    let (mut wiki, asked) = without_api(replies);
    let expected = ("other".to_owned(), None);
    assert_eq!(refused(wiki.create(zoe()).step()), expected);
    assert!(parameters(&asked, "offset").len() <= 12);
}

/// A wiki that does not show its messages is asked for them once, but again after a failure.
#[test]
fn hidden_messages_are_not_asked_for_again() {
    for (hidden, tries) in [
        (html(&page("Log in to read.")), 1),
        (response(403, &[], "<html>no"), 1),
        (response(200, &[], ""), 1),
        // A read is tried three times.
        (lost(), 6),
    ] {
        let failing = vec![hidden; tries];
        let (first, second) = failing.split_at(tries.div_ceil(2));
        let replies = [
            &[refusing("Taken already."), no_users()][..],
            first,
            &[html(&sign_up()), refusing("Taken already."), no_users()],
            second,
        ];
        let (mut wiki, asked) = without_api(replies.concat());
        for _ in 0..2 {
            assert_eq!(
                refused(wiki.create(zoe()).step()),
                ("other".to_owned(), None)
            );
        }
        assert_eq!(parameters(&asked, "offset").len(), tries);
    }
}

/// Special:AllMessages lists the texts in the wiki's language, not in the reader's.
#[test]
fn messages_are_read_in_the_language_of_the_reader() {
    let (mut wiki, asked) = without_api(vec![
        refusing("Ung&uuml;ltiger Benutzername."),
        no_users(),
        list("de", [("noname", "No valid name.")]),
        list("en", [("noname", "Ung\u{fc}ltiger Benutzername.")]),
    ]);
    let expected = ("name-invalid".to_owned(), Some("noname".to_owned()));
    assert_eq!(refused(wiki.create(zoe()).step()), expected);
    assert_eq!(parameters(&asked, "lang"), [None, Some("de".to_owned())]);
}

/// A PCRE newer than 1.21 removes the text of the page, and leaves its heading.
#[test]
fn a_page_without_text_is_not_an_api_that_is_off() {
    let blank = |heading: &str| {
        let script = "<script>wgPageName=\"Special:UserLogin\"; wgCanonicalSpecialPageName=\"Userlogin\";</script>";
        html(&page("").replace(
            "<body>",
            &format!("{script}<body><h1 id=firstHeading>{heading}</h1>"),
        ))
    };
    let messages = || list("en", [("permissionserrors", "Permissions errors")]);
    for (heading, more, reason, text) in [
        (
            "Permissions errors",
            vec![messages()],
            "not-permitted",
            "Permissions errors",
        ),
        (
            "Special:UserLogin",
            vec![lost(); 3],
            "other",
            "neither its sign-up form nor a reason",
        ),
    ] {
        let off = response(403, &[], "<html>no API");
        let (script, _) = ScriptedTransport::new([vec![off, blank(heading)], more].concat());
        let mut wiki = Wiki::builder(API).transport(script).build().unwrap();
        let Ok(Step::Refused(refused)) = wiki.create(zoe()).step() else {
            panic!("{heading}");
        };
        assert_eq!(refused.reason.to_string(), reason, "{refused:?}");
        assert!(refused.message.contains(text), "{refused:?}");
    }
}
