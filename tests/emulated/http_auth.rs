//! Servers with HTTP authentication in front of the wiki.

use std::{
    sync::{Arc, Mutex},
    time::SystemTime,
};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use mwaccount::{
    Answers, Credentials, Error, Reason, Secret, Step, SuspendKeys, Wiki, WikiBuilder,
    flow::resume,
    http::{Request, Response},
    transport::{Limits, Transport, Ureq},
};
use support::{
    accounts::{PASSWORD, admin, zoe},
    api_answers::{INFO, PASS},
    plain_http_transport::{PlainHttpTransport, answered},
    raw_server::{Act, RawServer},
};
use testwiki::{Captcha, Release, RunningWiki, Server, Setting};

/// The credentials of testwiki: the user lab with the password lab.
const LAB: &str = "Basic bGFiOmxhYg==";

fn create(wiki: WikiBuilder) -> Result<Step, Error> {
    wiki.build().unwrap().create(zoe()).step()
}

#[track_caller]
fn created(step: Result<Step, Error>) {
    assert!(matches!(step, Ok(Step::Created(_))), "{step:?}");
}

#[track_caller]
fn failed<T: std::fmt::Debug>(step: Result<T, Error>, reason: Reason) -> String {
    let error = step.unwrap_err();
    assert_eq!(error.reason, reason, "{}", error.message);
    assert!(!error.message.contains("hunter2"), "{}", error.message);
    error.message
}

fn guarded(server: &Server, release: Release) -> RunningWiki {
    server.add(testwiki::Wiki::of(release).setting(Setting::Basic))
}

#[test]
fn credentials_are_sent_with_every_request_on_every_release() {
    let server = Server::start().unwrap();
    for release in [Release::first(21), Release::first(26), Release::first(43)] {
        let wiki = guarded(&server, release);
        created(create(Wiki::builder(&wiki.api()).http_auth("lab", "lab")));
        assert!(wiki.account("Zoe").is_some(), "{release}");
    }
}

#[test]
fn a_creator_logs_in_and_out_behind_http_auth() {
    let server = Server::start().unwrap();
    let running = guarded(&server, Release::first(43));
    let builder = Wiki::builder(&running.api()).http_auth("lab", "lab");
    let mut wiki = builder.build().unwrap();
    let step = wiki.log_in(admin()).step();
    assert!(matches!(step, Ok(Step::LoggedIn(_))), "{step:?}");
    wiki.log_out();
    created(wiki.create(zoe()).step());
}

#[test]
fn images_are_fetched_with_http_auth() {
    let server = Server::start().unwrap();
    let fancy = testwiki::Wiki::of(Release::first(43)).captcha(Captcha::Fancy);
    let running = server.add(fancy.setting(Setting::Basic));
    let builder = Wiki::builder(&running.api()).http_auth("lab", "lab");
    let mut wiki = builder.build().unwrap();
    let mut creation = wiki.create(zoe());
    let Ok(Step::Ask(ask)) = creation.step() else {
        panic!("no ask");
    };
    creation.image(&ask.captcha.unwrap(), 0).unwrap();
}

#[test]
fn missing_and_refused_credentials_are_reported() {
    let server = Server::start().unwrap();
    let running = guarded(&server, Release::first(43));
    let without = create(Wiki::builder(&running.api()));
    let message = failed(without, Reason::AccessDenied);
    assert!(message.contains("http_auth, --http-user"), "{message}");
    let wrong = create(Wiki::builder(&running.api()).http_auth("lab", "hunter2"));
    let message = failed(wrong, Reason::AccessDenied);
    assert!(
        message.contains("rejected the HTTP authentication"),
        "{message}"
    );

    // A gateway that refuses in the words of an API.
    let gateway = RawServer::always([Act::answer(
        "HTTP/1.1 401 No\r\nWWW-Authenticate: basic realm=\"x\"\r\nContent-Length: 20\r\n\r\n{\"error\":{\"code\":\"\"}}",
    )]);
    let message = failed(
        create(Wiki::builder(&gateway.url("/api.php"))),
        Reason::AccessDenied,
    );
    assert!(message.contains("http_auth"), "{message}");
    assert_eq!(gateway.asked().len(), 1);
}

#[test]
fn unusable_credentials_are_invalid_input() {
    let wiki = || Wiki::builder("https://wiki.example.org/api.php");
    for (user, password) in [("a:b", "hunter2"), ("a", "hunter2\n"), ("a\0", "hunter2")] {
        let built = wiki().http_auth(user, password).build().map(|_| ());
        failed(built, Reason::InvalidArgument);
    }
    for address in [
        "https://me%3Ayou:hunter2@wiki.example.org/",
        "https://me:hunter2%0A@wiki.example.org/",
        "https://me:hunter2%FF@wiki.example.org/",
        "https://me:hunter2@@",
        "me:hunter2@wiki example",
    ] {
        let in_address = Wiki::connect(address).map(|_| ());
        failed(in_address, Reason::InvalidArgument);
    }
    let page = Wiki::builder("https://wiki.example.org/api.php")
        .return_url("https://me:hunter2@x.example/");
    failed(page.build().map(|_| ()), Reason::InvalidArgument);
}

/// `https://user:password@wiki/` means the same as `http_auth`, as for curl.
#[test]
fn the_login_in_an_address_is_the_http_authentication() {
    let server = Server::start().unwrap();
    let running = guarded(&server, Release::first(43));
    let with = |login: &str| running.api().replacen("://", &format!("://{login}@"), 1);
    let shown = Arc::new(Mutex::new(String::new()));
    let builder = |login: &str| {
        let (log, calls) = (Arc::clone(&shown), Arc::clone(&shown));
        Wiki::builder(&with(login))
            .on_exchange(move |it| log.lock().unwrap().push_str(&format!("{it} {it:?}")))
            .on_progress(move |it| calls.lock().unwrap().push_str(&format!("{it} {it:?}")))
    };
    created(create(builder("l%61b:lab")));
    assert!(running.account("Zoe").is_some());
    let mut wiki = builder("lab:lab").build().unwrap();
    assert_eq!(wiki.session().api_url().as_str(), running.api());
    wiki.probe(&zoe()).unwrap();
    failed(create(builder("lab:hunter2")), Reason::AccessDenied);
    failed(create(builder("hunter2")), Reason::AccessDenied);

    let twice = builder("lab:hunter2").http_auth("lab", "lab").build();
    let message = failed(twice.map(|_| ()), Reason::InvalidArgument);
    assert!(message.contains("given twice"), "{message}");
    let mut token = builder("lab:hunter2").build().unwrap();
    let message = failed(
        token.log_in(Credentials::oauth("hunter2")).step(),
        Reason::InvalidArgument,
    );
    assert!(message.contains("cannot be used together"), "{message}");
    let shown = shown.lock().unwrap();
    assert!(shown.contains("200"), "{shown}");
    for secret in ["hunter2", "@", "lab:lab", LAB, "bGFi"] {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
}

/// A login in an address that the wiki gives is not used.
#[test]
fn a_login_in_an_address_of_the_wiki_is_ignored() {
    let moved = |target: &str| {
        Act::answer(&format!(
            "HTTP/1.1 301 Moved\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n"
        ))
    };
    for target in [
        "//me:hunter2@127.0.0.1/x?token=hunter2",
        "http://me:hunter2@o ther/",
        "me:hunter2@x",
    ] {
        for path in ["/api.php", "/wiki/Page"] {
            let server = RawServer::always([moved(target)]);
            let error = create(Wiki::builder(&server.url(path))).unwrap_err();
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("hunter2"), "{target}: {shown}");
            let asked = server.asked();
            let asked: Vec<_> = asked.iter().map(|it| format!("{it:?}")).collect();
            assert!(!asked.concat().contains("uthorization"), "{asked:?}");
        }
    }
}

#[test]
fn an_access_token_excludes_http_auth() {
    let server = RawServer::always([Act::ok(INFO)]);
    let builder = Wiki::builder(&server.url("/api.php")).http_auth("me", "hunter2");
    let mut wiki = builder.build().unwrap();
    let login = wiki.log_in(Credentials::oauth("hunter2")).step();
    let message = failed(login, Reason::InvalidArgument);
    assert!(message.contains("http_auth, --http-user"), "{message}");
    assert!(server.asked().is_empty());

    let mut session = Wiki::builder("https://wiki.example.org/")
        .session()
        .unwrap();
    session.set_access_token("hunter2").unwrap();
    let both = session.set_http_auth("me", "hunter2");
    failed(both, Reason::InvalidArgument);
}

#[test]
fn other_origins_get_no_credentials() {
    for status in [301, 307, 308] {
        let other = RawServer::always([Act::ok(INFO)]);
        let target = other.url("/api.php");
        let server = RawServer::always([Act::answer(&format!(
            "HTTP/1.1 {status} Moved\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n"
        ))]);
        let wiki = Wiki::builder(&server.url("/api.php")).http_auth("lab", "lab");
        failed(create(wiki), Reason::Protocol);
        assert_eq!(server.asked()[0].headers("authorization"), [LAB]);
        assert!(other.asked().is_empty(), "{status}");
    }
}

/// Returns the scheme of each request that was sent, with its `Authorization` headers.
fn authorized(transport: &PlainHttpTransport) -> Vec<(String, Vec<String>)> {
    let seen = transport.seen();
    let of = |request: &Request| {
        let headers = request.headers.iter();
        let headers = headers.filter(|(name, _)| *name == "Authorization");
        let values = headers.map(|(_, value)| value.expose().to_owned());
        (request.url.scheme().to_owned(), values.collect())
    };
    seen.iter().map(of).collect()
}

fn lab_on(transport: &PlainHttpTransport) -> WikiBuilder {
    transport.wiki().http_auth("lab", "lab")
}

fn api(request: &Request) -> Response {
    match request.url.query() {
        Some(_) => answered(200, INFO),
        None => answered(200, PASS),
    }
}

fn to_https(request: &Request) -> Response {
    if request.url.scheme() == "https" {
        return api(request);
    }
    let mut moved = answered(301, "");
    let target = request.url.as_str().replacen("http:", "https:", 1);
    moved.headers.push(("Location".to_owned(), target));
    moved
}

#[test]
fn credentials_are_not_sent_in_clear_and_follow_to_https() {
    let transport = PlainHttpTransport::new(to_https);
    created(create(lab_on(&transport)));
    let lab = || vec![LAB.to_owned()];
    let expected = [("http", vec![]), ("https", lab()), ("https", lab())];
    assert_eq!(
        authorized(&transport),
        expected.map(|(scheme, headers)| (scheme.to_owned(), headers))
    );
}

#[test]
fn credentials_are_sent_in_clear_if_allowed() {
    let transport = PlainHttpTransport::new(api);
    created(create(lab_on(&transport).allow_http(true)));
    let seen = authorized(&transport);
    assert_eq!(seen.len(), 2);
    assert!(seen.iter().all(|(_, headers)| *headers == [LAB]));
}

#[test]
fn a_demand_in_clear_tells_how_to_continue() {
    let transport = PlainHttpTransport::new(|_| answered(401, ""));
    let message = failed(create(lab_on(&transport)), Reason::Insecure);
    assert!(message.contains("https address"), "{message}");
    assert!(message.contains("allow_http (--allow-http)"), "{message}");
    assert_eq!(authorized(&transport), [("http".to_owned(), vec![])]);
}

#[test]
fn a_suspended_conversation_needs_its_credentials_again() {
    let server = Server::start().unwrap();
    let questy = testwiki::Wiki::of(Release::first(43)).captcha(Captcha::Questy);
    let running = server.add(questy.setting(Setting::Basic));
    let text = suspended(Wiki::builder(&running.api()).http_auth("lab", "lab"));
    let body = text.expose().split('.').nth(1).unwrap();
    let json = BASE64_URL_SAFE_NO_PAD.decode(body).unwrap();
    let json = String::from_utf8(json).unwrap();
    assert!(
        !json.contains("bGFiOmxhYg") && !json.contains("\"lab\""),
        "{json}"
    );

    let message = failed(
        Wiki::resume(text.expose()).map(|_| ()),
        Reason::InvalidArgument,
    );
    assert!(message.contains("http_auth, --http-user"), "{message}");
    let in_address = running.api().replacen("://", "://lab:lab@", 1);
    let twice = Wiki::resume_builder(text.expose()).http_auth("lab", "lab");
    let twice = twice.address(in_address.as_str()).build().map(|_| ());
    let message = failed(twice, Reason::InvalidArgument);
    assert!(message.contains("given twice"), "{message}");
    let given = Wiki::resume_builder(text.expose()).address(in_address);
    assert!(given.build().is_ok());
    let builder = Wiki::resume_builder(text.expose()).http_auth("lab", "lab");
    let builder = builder.address(running.api());
    let (mut wiki, conversation) = builder.build().unwrap();
    let mut creation = wiki.attach(conversation);
    let answers = Answers::new()
        .with("captcha", "Paris")
        .with("password", PASSWORD);
    created(creation.answer(answers));

    let (mut session, _) =
        resume(text.expose(), &SuspendKeys::default(), SystemTime::now()).unwrap();
    assert!(session.set_http_auth("lab", "lab").is_ok());
}

#[test]
fn new_credentials_on_resume_are_refused() {
    let server = Server::start().unwrap();
    let questy = testwiki::Wiki::of(Release::first(43)).captcha(Captcha::Questy);
    let running = server.add(questy);
    let text = suspended(Wiki::builder(&running.api()));
    let with = Wiki::resume_builder(text.expose()).http_auth("lab", "hunter2");
    failed(with.build().map(|_| ()), Reason::InvalidArgument);
}

fn suspended(wiki: WikiBuilder) -> Secret {
    let mut wiki = wiki.build().unwrap();
    let mut creation = wiki.create(zoe());
    assert!(matches!(creation.step(), Ok(Step::Ask(_))));
    creation.suspend().unwrap()
}

#[test]
fn hosts_send_credentials_and_nothing_shows_them() {
    let server = Server::start().unwrap();
    let running = guarded(&server, Release::first(43));
    let lines: Arc<Mutex<Vec<String>>> = Arc::default();
    let log = Arc::clone(&lines);
    let mut wiki = Wiki::builder(&running.api())
        .http_auth("lab", "lab")
        .on_exchange(move |exchange| log.lock().unwrap().push(format!("{exchange} {exchange:?}")))
        .build()
        .unwrap();
    let mut creation = wiki.create(zoe()).into_conversation();
    let mut http = Ureq::builder().no_proxy().build().unwrap();
    let request = wiki.next_request(&mut creation).unwrap().unwrap();
    let header = request
        .headers
        .iter()
        .find(|(name, _)| *name == "Authorization");
    assert_eq!(header.unwrap().1.expose(), LAB);
    let shown = format!("{request:?}");
    assert!(!shown.contains("bGFiOmxhYg"), "{shown}");
    let reply = http.send(request, &Limits::default());
    wiki.feed(&mut creation, reply);
    let shown = format!("{:?}", wiki.session());
    assert!(!shown.contains("bGFiOmxhYg"), "{shown}");
    created(wiki.step(&mut creation));
    let lines = lines.lock().unwrap().join("\n");
    assert!(
        lines.contains("api.php") && !lines.contains("bGFiOmxhYg"),
        "{lines}"
    );
}
