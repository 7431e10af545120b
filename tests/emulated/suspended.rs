//! The texts of suspended conversations: their keys, texts that somebody has changed, and texts that are resumed
//! twice.

use mwaccount::{Answers, Credentials, Error, Reason, Secret, Step, Wiki, WikiBuilder};
use support::{
    accounts::{PASSWORD, zoe_example},
    raw_server::{Act, RawServer},
    steps::ExpectStep,
    suspended_text::{altered, decoded},
};
use testwiki::{Captcha, Release, RunningWiki, Server, Setting};

const KEY: &str = "new-suspend-key-new-suspend-key-";
const OLD_KEY: &str = "old-suspend-key-old-suspend-key-";

fn questy(server: &Server, release: u16) -> RunningWiki {
    server.add(testwiki::Wiki::of(Release::first(release)).captcha(Captcha::Questy))
}

/// Returns the text of a creation that waits for the answer to a captcha.
fn suspended(wiki: WikiBuilder) -> Secret {
    let mut wiki = wiki.build().unwrap();
    let mut creation = wiki.create(zoe_example());
    creation.step().expect_ask();
    creation.suspend().unwrap()
}

fn answers() -> Answers {
    let answers = Answers::new().with("captcha", "Paris");
    answers.with("password", PASSWORD)
}

#[track_caller]
fn invalid<T>(result: Result<T, Error>, part: &str) {
    let error = result.err().expect("the text was resumed");
    assert_eq!(error.reason, Reason::InvalidArgument, "{error}");
    assert!(error.message.contains(part), "{error}");
    assert!(!error.message.contains("suspend-key-"), "{error}");
}

#[test]
fn a_text_is_resumed_with_its_key_only() {
    let server = Server::start().unwrap();
    let running = questy(&server, 43);
    let resume = |text: &Secret, keys: &[&str]| {
        let builder = Wiki::resume_builder(text.expose());
        builder.suspend_keys(keys.iter().copied()).build()
    };
    let old = suspended(Wiki::builder(&running.api()).suspend_keys([OLD_KEY]));
    assert!(!decoded(&old).contains("suspend-key-"));

    let bare = old.expose().rsplit_once('.').unwrap().0;
    invalid(resume(&bare.into(), &[OLD_KEY]), "not authenticated");
    invalid(resume(&old, &[]), "is authenticated with a key");
    invalid(resume(&old, &[KEY]), "with another key");
    let changed = altered(&old, |json| json.replace("Zoe Example", "Max Example"));
    invalid(resume(&changed, &[OLD_KEY, KEY]), "was changed");
    let newer = old.expose().replacen("mwaccount-1.", "mwaccount-0.", 1);
    invalid(resume(&newer.into(), &[OLD_KEY]), "was changed");

    // A key is replaced: old texts are still resumed, and new ones have the new key.
    let (mut wiki, conversation) = resume(&old, &[KEY, OLD_KEY]).unwrap();
    let mut creation = wiki.attach(conversation);
    creation.step().expect_ask();
    let new = creation.suspend().unwrap();
    invalid(resume(&new, &[OLD_KEY]), "with another key");
    let (mut wiki, conversation) = resume(&new, &[KEY]).unwrap();
    wiki.attach(conversation).answer(answers()).expect_created();
}

#[test]
fn a_key_is_long() {
    let short = Wiki::builder("https://wiki.example/api.php").suspend_keys([&KEY[1..]]);
    invalid(short.build(), "32 bytes");
    invalid(
        Wiki::resume_builder("").suspend_keys([""]).build(),
        "32 bytes",
    );
}

/// An access token and HTTP authentication are sent only to a wiki that the key or the caller's address names.
#[test]
fn the_text_does_not_decide_where_secrets_are_sent() {
    let server = Server::start().unwrap();
    let terms = testwiki::Wiki::of(Release::first(43)).setting(Setting::Terms);
    let running = server.add(terms.bearer("secret", "Admin"));
    let thief = RawServer::always([Act::ok("{}")]);
    let log_in = |builder: WikiBuilder| {
        let mut wiki = builder.build().unwrap();
        let login = wiki.log_in(Credentials::oauth("secret")).step();
        assert!(matches!(login, Ok(Step::LoggedIn(_))), "{login:?}");
        let mut creation = wiki.create(zoe_example());
        creation.step().expect_ask();
        creation.suspend().unwrap()
    };
    let text = log_in(Wiki::builder(&running.api()));
    let resume = |text: &Secret| Wiki::resume_builder(text.expose()).access_token("secret");
    let origin = server.origin();
    let stolen = altered(&text, |json| {
        json.replace(&origin, &format!("http://{}", thief.address()))
    });

    invalid(resume(&text).build(), "address of the wiki");
    invalid(resume(&stolen).build(), "address of the wiki");
    invalid(
        resume(&stolen).address(running.api()).build(),
        "another wiki",
    );
    invalid(
        resume(&text).address("wiki.example").build(),
        "another wiki",
    );
    invalid(resume(&text).address("no address").build(), "address");
    let addresses = [running.api(), origin.clone(), origin.replace("http://", "")];
    for address in addresses {
        assert!(resume(&text).address(&address).build().is_ok(), "{address}");
    }
    let text = log_in(Wiki::builder(&running.api()).suspend_keys([KEY]));
    let (mut wiki, conversation) = resume(&text).suspend_keys([KEY]).build().unwrap();
    let agreed = Answers::new().with("termsAgree", true);
    wiki.attach(conversation).answer(agreed).expect_created();

    let basic = questy(&server, 43);
    let text = suspended(Wiki::builder(&basic.api()));
    let needing = altered(&text, |json| {
        json.replace("\"needs_http_auth\":false", "\"needs_http_auth\":true")
    });
    let resume = || Wiki::resume_builder(needing.expose()).http_auth("lab", "lab");
    invalid(resume().build(), "address of the wiki");
    assert!(resume().address(basic.api()).build().is_ok());
    assert!(thief.asked().is_empty());
}

/// The new account's password is posted to the wiki's own host, whatever the form in a text says.
#[test]
fn a_changed_form_gets_no_password() {
    let server = Server::start().unwrap();
    let thief = RawServer::always([Act::ok("{}")]);
    let running = questy(&server, 19);
    let text = suspended(Wiki::builder(&running.api()));
    let origin = server.origin();
    let thieves = format!("\"action\":\"http://{}", thief.address());
    let json = decoded(&text);
    assert!(json.contains(&format!("\"action\":\"{origin}")), "{json}");
    let stolen = altered(&text, |json| {
        json.replace(&format!("\"action\":\"{origin}"), &thieves)
    });
    let (mut wiki, conversation) = Wiki::resume(stolen.expose()).unwrap();
    let error = wiki.attach(conversation).answer(answers()).unwrap_err();
    assert_eq!(error.reason, Reason::Insecure, "{error}");
    assert!(thief.asked().is_empty());
    let (mut wiki, conversation) = Wiki::resume(text.expose()).unwrap();
    wiki.attach(conversation).answer(answers()).expect_created();
}

/// A host that sends the requests itself may write the headers without looking.
#[test]
fn a_changed_text_adds_no_header() {
    let server = Server::start().unwrap();
    let running = questy(&server, 43);
    let text = suspended(Wiki::builder(&running.api()).user_agent("lab/1"));
    for (part, other) in [
        ("lab/1", "lab/1\\r\\nX: y"),
        ("\"value\":\"", "\"value\":\"a\\n"),
    ] {
        assert!(decoded(&text).contains(part), "{part}");
        let changed = altered(&text, |json| json.replacen(part, other, 1));
        invalid(Wiki::resume(changed.expose()), "damaged");
    }
}

/// The second of two processes that resume the same text creates nothing, and does not call the first one's account
/// its own.
#[test]
// On 1.27 and later the second result is unknown if both are of one second.
fn a_text_that_is_resumed_twice_creates_one_account() {
    let server = Server::start().unwrap();
    for release in [19, 22, 26, 27, 43] {
        let running = questy(&server, release);
        let before = running.accounts().len();
        let text = suspended(Wiki::builder(&running.api()));
        let (mut first, one) = Wiki::resume(text.expose()).unwrap();
        let (mut second, other) = Wiki::resume(text.expose()).unwrap();
        first.attach(one).answer(answers()).expect_created();
        let step = second.attach(other).answer(answers());
        assert!(!matches!(step, Ok(Step::Created(_))), "{release}: {step:?}");
        assert_eq!(running.accounts().len(), before + 1, "{release}");
    }
}
