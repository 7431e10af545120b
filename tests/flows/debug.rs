//! `Debug` and `Display` of every public type show no secret. A new public type has to be added to a table here.

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

use mwaccount::{
    AccessToken, Answer, Answers, Ask, Canceller, Captcha, Credentials, Field, NewAccount,
    OAuth1Token, Redirect, Secret, Session, SuspendKeys, Wiki,
    flow::{Conversation, Input, Interaction},
    http::{Effect, Form, Reply, Request, Response},
    transport::{Exchange, Limits, Scripted, Ureq},
};
use serde_json::json;
use support::{
    planted::{Planted, assert_hidden},
    source_imports::uses,
};
use url::Url;

const SECRET: &str = "Pl4nted/s+cret \"7";
const ENCODED: &str = "Pl4nted%2Fs%2Bcret%20%227";

/// Types that hold no secret: names of things, numbers, sentences of the library and of the wiki. And types without
/// `Debug`, which cannot be printed by mistake.
const WITHOUT_SECRETS: [&str; 45] = [
    "CaptchaKind",
    "CheckNames",
    "Created",
    "CreatorLimits",
    "Dialect",
    "Effect",
    "Error",
    "FieldKind",
    "Format",
    "InvalidInput",
    "Method",
    "NameCheck",
    "NameStatus",
    "OfferedFields",
    "Phase",
    "Progress",
    "Purpose",
    "RateLimit",
    "ReadCreatorLimits",
    "ReadUser",
    "Reason",
    "Refused",
    "SharedAccounts",
    "TransportError",
    "Unknown",
    "User",
    "Verdict",
    "Warning",
    // Without Debug.
    "Builder",
    "Creation",
    "Login",
    "NewWiki",
    "ResumeBuilder",
    "SuspendedText",
    "Wiki",
    "WikiBuilder",
    "WikiInteraction",
    // Traits, functions and what has no state to show.
    "CancelHook",
    "Clock",
    "Facts",
    "Flow",
    "Image",
    "Transport",
    "resume",
    "Poll",
];

fn url() -> Url {
    Url::parse(&format!(
        "https://me:{ENCODED}@wiki.example/w/index.php?title=Special:CreateAccount&invite={ENCODED}"
    ))
    .unwrap()
}

fn account() -> NewAccount {
    NewAccount::new("Zoe")
        .password(SECRET)
        .field("pin", SECRET)
        .field("pins", vec![SECRET])
}

fn session() -> Session {
    let mut session = Session::new(url().as_str()).unwrap();
    session.set_http_auth("me", SECRET).unwrap();
    session
}

fn ask() -> Ask {
    serde_json::from_value(json!({"message": null, "captcha": null, "account_exists": null, "fields": [{
        "name": "secret", "kind": "null", "label": "Key", "help": null, "value": SECRET, "options": [],
        "optional": false, "sensitive": false, "alternative": null,
    }]}))
    .unwrap()
}

fn response() -> Response {
    let headers = vec![("Set-Cookie".to_owned(), format!("session={ENCODED}"))];
    Response::new(200, headers, SECRET)
}

/// A creation of which a request is in flight.
fn conversation() -> Conversation<Interaction> {
    let mut session = session();
    let mut conversation = Conversation::new(Interaction::create(account(), &mut session));
    session.set_local_time(SystemTime::UNIX_EPOCH);
    assert!(matches!(
        conversation.next(&mut session),
        mwaccount::flow::Poll::Send(_)
    ));
    conversation
}

/// Returns what each type that may hold a secret shows.
fn shown() -> Vec<(&'static str, String)> {
    let oauth1 = || OAuth1Token::new(SECRET, SECRET, SECRET, SECRET);
    let mut form = Form::new(&[("name", SECRET)]);
    form.push_secret("password", &Secret::from(SECRET));
    let mut request = Request::post(
        Effect::MayCreate,
        &Url::parse("https://wiki.example/").unwrap(),
        form.clone(),
    );
    request.headers.push(("Cookie", Secret::from(SECRET)));
    let reply = Reply::Got(response());
    let scripted = Scripted::new([reply.clone()]);
    let mut wiki = Wiki::builder("https://wiki.example/api.php")
        .transport(scripted.clone())
        .build()
        .unwrap();
    let _ = wiki.create(account()).step();
    let proxy = Ureq::builder().proxy(&format!("http://me:{ENCODED}@proxy.example"));
    let redirect: Redirect = serde_json::from_value(json!({
        "url": format!("https://login.example/go?state={ENCODED}"), "data": SECRET, "fields": [], "account_exists": null,
    }))
    .unwrap();
    let captcha: Captcha = serde_json::from_value(json!({
        "kind": "image", "question": null, "question_html": null, "image_urls": [], "site_key": null,
    }))
    .unwrap();
    let exchange = Exchange::new(&request, &reply, Duration::ZERO);
    let fields: Vec<Field> = ask().fields;
    let steps = [
        mwaccount::Step::Ask(ask()),
        mwaccount::Step::Redirect(redirect.clone()),
    ];
    vec![
        (
            "AccessToken",
            format!(
                "{:?}",
                [
                    AccessToken::OAuth2(SECRET.into()),
                    AccessToken::OAuth1(oauth1())
                ]
            ),
        ),
        (
            "Answer",
            format!("{:?}", [Answer::from(SECRET), Answer::from(vec![SECRET])]),
        ),
        (
            "Answers",
            format!("{:?}", Answers::new().with("pin", SECRET)),
        ),
        ("Ask", format!("{:?}", ask())),
        ("Canceller", format!("{:?}", Canceller::new())),
        ("Captcha", format!("{captcha:?}")),
        ("Conversation", format!("{:?}", conversation())),
        (
            "Credentials",
            format!(
                "{:?}",
                [
                    Credentials::password("Zoe", SECRET),
                    Credentials::oauth(oauth1()),
                    Credentials::oauth(SECRET)
                ]
            ),
        ),
        ("Exchange", format!("{exchange:?} {exchange}")),
        (
            "FetchImage",
            format!(
                "{:?}",
                mwaccount::flow::FetchImage::new(Url::parse("https://wiki.example/x.png").unwrap())
            ),
        ),
        ("Field", format!("{fields:?}")),
        ("Form", format!("{form:?}")),
        (
            "Input",
            format!(
                "{:?}",
                [
                    Input::Answers(Answers::new().with("pin", SECRET)),
                    Input::Returned(url()),
                    Input::Revise(account()),
                    Input::ReviseLogin(Credentials::password("Zoe", SECRET)),
                ]
            ),
        ),
        (
            "Interaction",
            format!(
                "{:?} {:?}",
                Interaction::create(account(), &mut session()),
                Interaction::login(Credentials::password("Zoe", SECRET), &mut session())
            ),
        ),
        ("Limits", format!("{:?}", Limits::default())),
        ("NewAccount", format!("{:?}", account())),
        ("OAuth1Token", format!("{:?}", oauth1())),
        (
            "Probe",
            format!("{:?}", mwaccount::flow::Probe::new(account(), &session())),
        ),
        ("Redirect", format!("{redirect:?}")),
        ("Reply", format!("{reply:?}")),
        ("Request", format!("{request:?}")),
        ("Requirements", {
            let mut found = wiki.probe(&account());
            if let Ok(found) = &mut found {
                found.fields = ask().fields;
            }
            format!("{found:?}")
        }),
        ("Response", format!("{:?}", response())),
        ("Scripted", format!("{scripted:?}")),
        ("Secret", format!("{:?}", Secret::from(SECRET))),
        ("Session", format!("{:?}", session())),
        ("Step", format!("{steps:?}")),
        (
            "SuspendKeys",
            format!("{:?}", SuspendKeys::new([SECRET.repeat(2)]).unwrap()),
        ),
        ("Ureq", format!("{:?}", proxy.clone().build().unwrap())),
        ("UreqBuilder", format!("{proxy:?}")),
    ]
}

#[test]
fn no_public_type_shows_a_secret() {
    let planted = [Planted::new("the secret", SECRET)];
    for (name, shown) in shown() {
        assert!(!shown.is_empty());
        assert_hidden(&planted, name, shown);
    }
}

#[test]
fn every_public_type_is_checked() {
    let public = public_names();
    assert!(public.len() > 50, "{public:?}");
    let checked = shown().into_iter().map(|(name, _)| name.to_owned());
    let known: BTreeSet<String> = checked
        .chain(WITHOUT_SECRETS.iter().map(|name| (*name).to_owned()))
        .collect();
    let missing: Vec<_> = public.difference(&known).collect();
    assert!(
        missing.is_empty(),
        "add to a table of this file: {missing:?}"
    );
    let gone: Vec<_> = known.difference(&public).collect();
    assert!(gone.is_empty(), "not public any more: {gone:?}");
}

/// Returns the public names of the library: what its public modules export and declare.
fn public_names() -> BTreeSet<String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut names = BTreeSet::new();
    for file in ["lib.rs", "flow/mod.rs", "http/mod.rs", "transport/mod.rs"] {
        let text = fs::read_to_string(source.join(file)).unwrap();
        let last = |path: String| path.rsplit("::").next().unwrap_or_default().to_owned();
        names.extend(uses(&text).into_iter().map(last));
        for line in text.lines() {
            let words: Vec<_> = line.split([' ', '<', '(', '{', ':']).collect();
            if let ["pub", "struct" | "enum" | "trait", name, ..] = words[..] {
                names.insert(name.to_owned());
            }
        }
    }
    names
}
