//! Planted secrets are sought in everything that the library shows: results, errors and their sources, `Debug`, the
//! log of exchanges, progress, suspended texts. Each is shown to have reached the wiki, so that its absence means
//! something. The wiki's own secrets, cookies and tokens, are learned from its responses and sought too.

use std::{
    error::Error as _,
    fmt::{Debug, Display, Write},
    fs,
    io::Write as _,
    path::Path,
    sync::{Arc, Mutex},
};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use mwaccount::{
    Answers, Ask, Credentials, Error, FieldKind, Format, NewAccount, OAuth1Token, Secret, Session,
    Step, Wiki, WikiBuilder, WikiInteraction,
    flow::Input,
    http::{Reply, Request},
    transport::{Limits, Transport, Ureq},
};
use rustls::version::TLS13;
use support::planted::{
    self, BEARER, CODE, CREATOR_PASSWORD, HTTP_PASSWORD, OAUTH1, PASSWORD, Planted, SUSPEND_KEY,
    assert_hidden, assert_used, client_key, damaged_client_key, oauth1_secrets,
};
use support::{
    file,
    tls_server::{CERTIFICATE, HELLO, read_request, tls_server_requiring_client_certificate},
};
use testwiki::{Captcha, RunningWiki, Server, Setting, parse_fault};

const CAPTCHA: &str = "Pl4nted/c+ptcha \"7";
const RETURNED: &str = "Pl4nted/r+turn \"7";

/// Everything that is shown, and everything that was sent.
#[derive(Clone, Default)]
struct Records {
    shown: Arc<Mutex<String>>,
    sent: Arc<Mutex<Vec<u8>>>,
    learned: Arc<Mutex<Vec<Planted>>>,
}

impl Records {
    fn show(&self, what: &(impl Debug + ?Sized)) {
        let mut shown = self.shown.lock().unwrap();
        writeln!(shown, "{what:?}\n{what:#?}").unwrap();
    }

    fn print(&self, what: &(impl Display + Debug)) {
        self.show(what);
        writeln!(self.shown.lock().unwrap(), "{what}").unwrap();
    }

    /// Shows an error with its sources.
    fn error(&self, error: &Error) {
        self.print(error);
        let mut source = error.source();
        while let Some(error) = source {
            self.print(&error.to_string());
            self.show(error);
            source = error.source();
        }
    }

    fn step(&self, step: &Result<Step, Error>) {
        self.show(step);
        if let Err(error) = step {
            self.error(error);
        }
    }

    fn session(&self, session: &Session) {
        self.show(session);
        self.show(session.facts());
    }

    /// A suspended text is base64, and contains the session's cookies by design: only the caller's secrets and the
    /// tokens must be absent.
    fn suspended(&self, interaction: &WikiInteraction<'_>, planted: &[Planted]) {
        let Ok(text) = interaction.suspend() else {
            return;
        };
        self.show(&text);
        self.resumed_with_keys(&text);
        let body = text.expose().split('.').nth(1).unwrap();
        let decoded = BASE64_URL_SAFE_NO_PAD.decode(body).unwrap();
        assert!(decoded.len() > 100);
        assert_hidden(planted, "the suspended text", &decoded);
        let learned = self.learned.lock().unwrap();
        let tokens = learned.iter().filter(|it| it.name == "a token");
        let tokens: Vec<_> = tokens.cloned().collect();
        assert_hidden(&tokens, "the suspended text", decoded);
    }

    /// The text needs its key, which shows that it was used.
    fn resumed_with_keys(&self, text: &Secret) {
        let resume = |keys: &[&str]| {
            let builder = Wiki::resume_builder(text.expose());
            builder.suspend_keys(keys.iter().copied()).build()
        };
        let other = SUSPEND_KEY.replace("key", "another");
        for keys in [&[][..], &[other.as_str()]] {
            let error = resume(keys).err().expect("another key is accepted");
            assert!(error.message.contains("key"), "{error}");
            self.error(&error);
        }
        if let Err(error) = resume(&[SUSPEND_KEY]) {
            // The access token and the HTTP authentication are not in the text.
            assert!(error.message.contains("give it again"), "{error}");
            self.error(&error);
        }
    }

    fn builder(&self, builder: WikiBuilder, transport: impl Transport + Send + 'static) -> Wiki {
        let (exchanges, progress) = (self.clone(), self.clone());
        builder
            .suspend_keys([SUSPEND_KEY])
            .on_exchange(move |exchange| exchanges.print(exchange))
            .on_progress(move |next| progress.print(next))
            .transport(Recorder {
                inner: transport,
                records: self.clone(),
            })
            .build()
            .unwrap()
    }

    #[track_caller]
    fn assert_hidden(&self, what: &str, planted: &[Planted]) {
        let shown = self.shown.lock().unwrap();
        assert!(shown.len() > 500, "{what}: {shown}");
        assert_hidden(planted, what, shown.as_bytes());
        let key = Planted::new("the suspend key", SUSPEND_KEY);
        assert_hidden(&[key], what, shown.as_bytes());
        let learned = self.learned.lock().unwrap();
        assert_hidden(&learned, what, shown.as_bytes());
    }
}

/// Records what is sent, and learns the wiki's secrets from the responses.
struct Recorder<T> {
    inner: T,
    records: Records,
}

impl<T: Transport> Transport for Recorder<T> {
    fn send(&mut self, request: &Request, limits: &Limits) -> Reply {
        {
            let mut sent = self.records.sent.lock().unwrap();
            sent.extend(request.url.as_str().bytes());
            for (_, value) in &request.headers {
                sent.extend(value.expose().bytes());
            }
            if let Some((_, body)) = request.body() {
                sent.extend(body.iter());
            }
        }
        let reply = self.inner.send(request, limits);
        if let Reply::Got(response) = &reply {
            let mut learned = self.records.learned.lock().unwrap();
            for cookie in response.headers_named("set-cookie") {
                let value = cookie.split(['=', ';']).nth(1).unwrap_or_default();
                if value.len() >= 16 {
                    learned.push(Planted::new("a cookie", value));
                }
            }
            // Tokens are the only long hexadecimal texts.
            let body = String::from_utf8_lossy(&response.body);
            for text in body.split(|c: char| !c.is_ascii_hexdigit()) {
                if text.len() >= 32 {
                    learned.push(Planted::new("a token", text));
                }
            }
        }
        self.records.show(&reply);
        self.records.show(request);
        reply
    }
}

/// Answers what is asked with planted values, right or wrong, until the interaction ends.
fn drive(records: &Records, mut interaction: WikiInteraction<'_>, planted: &[Planted]) {
    let mut step = interaction.step();
    for _ in 0..6 {
        records.step(&step);
        records.suspended(&interaction, planted);
        step = match step {
            Ok(Step::Ask(ask) | Step::Restart(ask)) => {
                let invalid = Answers::new().with("nothing of the kind", CODE);
                records.show(&Input::Answers(invalid.clone()));
                records.error(&interaction.answer(invalid).unwrap_err());
                records.show(&answers(&ask));
                interaction.answer(answers(&ask))
            }
            Ok(Step::Redirect(_)) => {
                let mut url = url::Url::parse("https://wiki.example/back").unwrap();
                url.query_pairs_mut()
                    .append_pair("code", RETURNED)
                    .append_pair("state", RETURNED);
                records.show(&Input::Returned(url.clone()));
                interaction.returned(url.as_str())
            }
            _ => return,
        };
    }
    records.step(&step);
}

fn answers(ask: &Ask) -> Answers {
    let mut answers = Answers::new();
    for field in &ask.fields {
        match (field.kind, field.name.as_str()) {
            (_, "captcha") => answers.set("captcha", CAPTCHA),
            (FieldKind::String | FieldKind::Password, name) => answers.set(name, CODE),
            (FieldKind::Checkbox, _) => answers.set(&field.name, true),
            _ => {}
        }
    }
    answers
}

fn account() -> NewAccount {
    NewAccount::new("Zoe")
        .password(PASSWORD)
        .email("zoe@example.org")
}

fn creator() -> Credentials {
    Credentials::password("Planter", CREATOR_PASSWORD)
}

fn wiki(minor: u16, settings: &[Setting]) -> testwiki::Wiki {
    let wiki = planted::wiki(minor);
    settings.iter().fold(wiki, |wiki, it| wiki.setting(*it))
}

fn planted(names: &[&str]) -> Vec<Planted> {
    [
        ("password", PASSWORD),
        ("creator", CREATOR_PASSWORD),
        ("code", CODE),
        ("captcha", CAPTCHA),
        ("returned", RETURNED),
    ]
    .into_iter()
    .filter(|(name, _)| names.contains(name))
    .map(|(name, text)| Planted::new(name, text))
    .collect()
}

/// Logs in, creates, probes and shows the wiki's fields; returns what was recorded.
fn run(
    what: &str,
    running: &RunningWiki,
    format: Format,
    credentials: Option<Credentials>,
    uses: &[&str],
) {
    let records = Records::default();
    let all = planted(&["password", "creator", "code", "captcha", "returned"]);
    let builder = Wiki::builder(&running.api()).format(format);
    let mut wiki = records.builder(builder, Ureq::builder().build().unwrap());
    records.show(&account());
    if let Some(credentials) = credentials {
        records.show(&credentials);
        drive(&records, wiki.log_in(credentials), &all);
        records.session(wiki.session());
    }
    match wiki.probe(&account()) {
        Ok(found) => records.show(&found),
        Err(error) => records.error(&error),
    }
    drive(&records, wiki.create(account()), &all);
    records.session(wiki.session());
    assert_used(&planted(uses), &*records.sent.lock().unwrap());
    assert!(!records.learned.lock().unwrap().is_empty(), "{what}");
    records.assert_hidden(what, &all);
}

#[test]
fn creations_and_logins_show_no_secret() {
    let server = Server::start().unwrap();
    for minor in [16, 19, 21, 26, 27, 31, 39, 43] {
        for format in [Format::Json, Format::Xml] {
            let questy = wiki(minor, &[]).captcha(Captcha::Questy);
            let what = format!("1.{minor} {format:?}");
            let running = server.add(questy);
            run(&what, &running, format, None, &["password", "captcha"]);
            let running = server.add(wiki(minor, &[Setting::NoCreate]));
            let uses = ["password", "creator"];
            run(&what, &running, format, Some(creator()), &uses);
        }
    }
}

#[test]
fn steps_show_no_secret() {
    let server = Server::start().unwrap();
    for (minor, setting, logs_in, uses) in [
        (27, Setting::Otp, false, &["password", "code"][..]),
        (43, Setting::Otp, false, &["password", "code"]),
        (43, Setting::OpenId, false, &["returned"]),
        (31, Setting::SecondFactor, true, &["creator", "code"]),
        (43, Setting::SecondFactor, true, &["creator", "code"]),
        (43, Setting::EmailAuth, true, &["creator", "code"]),
        (43, Setting::PasswordForced, true, &["creator", "code"]),
        (43, Setting::NoApi, true, &["creator", "password"]),
        (26, Setting::NoApi, true, &["creator", "password"]),
    ] {
        let running = server.add(wiki(minor, &[setting]));
        let credentials = logs_in.then(creator);
        let what = format!("1.{minor} {setting:?}");
        run(&what, &running, Format::Json, credentials, uses);
    }
}

/// Lost responses, the existence check, and the login that proves whose account it is.
#[test]
fn faults_show_no_secret() {
    let server = Server::start().unwrap();
    for minor in [19, 26, 43] {
        for fault in ["reset-before", "reset-during", "reset-after"] {
            let running = server.add(wiki(minor, &[]));
            let (fault, when) = parse_fault(&format!("{fault}@createaccount")).unwrap();
            running.fault(fault, when);
            let records = Records::default();
            let builder = Wiki::builder(&running.api()).prove_by_login(true);
            let mut wiki = records.builder(builder, Ureq::builder().build().unwrap());
            let all = planted(&["password"]);
            drive(&records, wiki.create(account()), &all);
            records.session(wiki.session());
            assert_used(&all, &*records.sent.lock().unwrap());
            records.assert_hidden(&format!("1.{minor}"), &all);
        }
    }
}

#[test]
fn access_tokens_show_no_secret() {
    let server = Server::start().unwrap();
    let [key, secret, access_token, access_secret] = OAUTH1;
    for (is_right, credentials, sent) in [
        (
            true,
            Credentials::oauth(BEARER),
            vec![Planted::new("token", BEARER)],
        ),
        (
            false,
            Credentials::oauth("another-b+arer/token"),
            vec![Planted::new("token", "another-b+arer/token")],
        ),
        (
            true,
            Credentials::oauth(OAuth1Token::new(key, secret, access_token, access_secret)),
            vec![Planted::new("access token", access_token)],
        ),
    ] {
        let running = server.add(wiki(43, &[Setting::NoCreate]));
        let records = Records::default();
        let mut wiki = records.builder(
            Wiki::builder(&running.api()),
            Ureq::builder().build().unwrap(),
        );
        let mut hidden = planted(&["password"]);
        hidden.extend(oauth1_secrets());
        hidden.extend(sent.iter().cloned());
        records.show(&credentials);
        drive(&records, wiki.log_in(credentials), &hidden);
        records.session(wiki.session());
        drive(&records, wiki.create(account()), &hidden);
        records.session(wiki.session());
        assert_eq!(running.account("Zoe").is_some(), is_right);
        assert_used(&sent, &*records.sent.lock().unwrap());
        // The secrets of OAuth 1.0a only sign.
        let never = [
            Planted::new("a secret", secret),
            Planted::new("a secret", access_secret),
        ];
        assert_hidden(&never, "a request", &*records.sent.lock().unwrap());
        records.assert_hidden("an access token", &hidden);
    }
}

/// HTTP authentication, in the options and in the address; a proxy that refuses; an address with an invitation.
#[test]
fn the_way_to_the_wiki_shows_no_secret() {
    let server = Server::start().unwrap();
    let running = server.add(wiki(43, &[Setting::Basic]));
    let encoded = "Pl4nted%20h%22tp%2Fp%2Bss%3D";
    let address = running
        .api()
        .replacen("://", &format!("://lab:{encoded}@"), 1);
    let page = format!(
        "{}?title=Special:CreateAccount&invite=Pl4nted-invite",
        running.url() + "/index.php"
    );
    let invitation = Planted::new("the invitation", "Pl4nted-invite");
    for builder in [
        Wiki::builder(&address),
        Wiki::builder(&running.api()).http_auth("lab", HTTP_PASSWORD),
        Wiki::builder(&page).http_auth("lab", HTTP_PASSWORD),
        Wiki::builder(&page).http_auth("lab", "lab"),
    ] {
        let records = Records::default();
        let mut wiki = records.builder(builder, Ureq::builder().build().unwrap());
        let mut hidden = planted(&["password"]);
        hidden.extend([
            Planted::new("HTTP login", HTTP_PASSWORD),
            invitation.clone(),
            Planted::new("HTTP login", "bGFiOmxhYg"),
        ]);
        drive(&records, wiki.create(account()), &hidden);
        records.session(wiki.session());
        records.assert_hidden("HTTP authentication", &hidden);
    }
    let proxied = Planted::new("the proxy's password", HTTP_PASSWORD);
    for proxy in [
        format!("http://lab:{encoded}@127.0.0.1:1"),
        format!(
            "http://lab:{encoded}@127.0.0.1:{}",
            running.api().split([':', '/']).nth(4).unwrap()
        ),
        format!("socks5://lab:{encoded}@127.0.0.1:1"),
    ] {
        let records = Records::default();
        let transport = Ureq::builder().proxy(&proxy);
        records.show(&transport);
        let transport = transport.build().unwrap();
        records.show(&transport);
        let builder = Wiki::builder("http://wiki.invalid/api.php");
        let mut wiki = records.builder(builder, transport);
        drive(&records, wiki.create(account()), &planted(&["password"]));
        records.assert_hidden("a proxy", std::slice::from_ref(&proxied));
    }
    for proxy in [
        format!("nonsense://lab:{HTTP_PASSWORD}@x"),
        format!("http://lab:{HTTP_PASSWORD}@x y"),
        format!("http://lab:80/{HTTP_PASSWORD}@proxy.example:8080"),
        HTTP_PASSWORD.to_owned(),
    ] {
        let error = Ureq::builder().proxy(&proxy).build().unwrap_err();
        assert_hidden(
            std::slice::from_ref(&proxied),
            "an error",
            format!("{error} {error:?}"),
        );
    }
    for address in [
        format!("https://lab:{HTTP_PASSWORD}@x y/"),
        format!("https://lab:80/{HTTP_PASSWORD}@wiki.example/"),
        format!("lab:80?{HTTP_PASSWORD}@wiki.example/"),
        format!("https://lab#{HTTP_PASSWORD}@wiki.example/"),
    ] {
        let error = Wiki::builder(&address).build().err().unwrap();
        assert_hidden(
            std::slice::from_ref(&proxied),
            "an error",
            format!("{error} {error:?}"),
        );
    }
}

/// The private key of the client's certificate, in builders, transports and errors, with and without a wiki that
/// wants it; and suspend keys that cannot be used.
#[test]
fn keys_are_not_shown() {
    let key = [client_key(), Planted::new("the suspend key", SUSPEND_KEY)];
    let records = Records::default();
    let certificate = file("tls/client.pem");
    let good = Ureq::builder()
        .no_proxy()
        .ca_file(file(CERTIFICATE))
        .client_cert(&certificate)
        .client_key(&certificate);
    records.show(&good);
    let transport = good.build().unwrap();
    records.show(&transport);
    let url = tls_server_requiring_client_certificate(&TLS13, |mut tls| {
        while read_request(&mut tls) {
            tls.write_all(HELLO).unwrap();
        }
    });
    let mut wiki = records.builder(Wiki::builder(&url), transport);
    let error = wiki.fields().unwrap_err();
    assert_eq!(
        error.reason,
        mwaccount::Reason::NotAWiki,
        "the key is not used: {error}"
    );
    records.error(&error);
    drive(&records, wiki.create(account()), &planted(&["password"]));

    let damaged = Path::new(env!("CARGO_TARGET_TMPDIR")).join("damaged-client-key.pem");
    fs::write(&damaged, damaged_client_key()).unwrap();
    for builder in [
        Ureq::builder()
            .client_cert(&certificate)
            .client_key(&damaged),
        Ureq::builder().client_cert(&damaged),
        Ureq::builder().ca_file(&damaged),
        Ureq::builder()
            .client_cert(file("tls/own.pem"))
            .client_key(&certificate),
    ] {
        records.show(&builder);
        records.error(&builder.build().unwrap_err().into());
    }
    for keys in [&["Pl4nted-s+spend"][..], &[SUSPEND_KEY, "Pl4nted-s+spend"]] {
        let builder = Wiki::builder(&url).suspend_keys(keys.iter().copied());
        records.error(&builder.build().err().expect("a short key is accepted"));
    }
    records.assert_hidden("a key", &key);
}
