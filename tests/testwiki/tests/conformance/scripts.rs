//! Scripts of requests for newer features than the recorded ones.

use serde_json::Value;

use crate::{
    facts, list_scripts, page_scripts,
    transcript::{Exchange, Response, Transcript},
};

/// A parameter and its value. `CREATE` and `LOGIN` stand for the latest tokens, `CAPTCHA` for a form's captcha.
pub type Pair = (&'static str, &'static str);

/// A request: the script, the query, and the form if it is posted.
pub type Asked = (&'static str, Vec<Pair>, Option<Vec<Pair>>);

pub fn get(query: &[Pair]) -> Asked {
    ("/api.php", query.to_vec(), None)
}

fn post(form: &[Pair]) -> Asked {
    ("/api.php", Vec::new(), Some(form.to_vec()))
}

pub fn tokens() -> Asked {
    get(&[
        ("action", "query"),
        ("meta", "tokens"),
        ("type", "createaccount|login"),
        ("format", "json"),
        ("formatversion", "2"),
    ])
}

/// Begins a creation.
pub fn create(more: &[Pair]) -> Asked {
    step(
        "createaccount",
        ("createtoken", "CREATE"),
        ("createreturnurl", HERE),
        more,
    )
}

/// Begins a login.
pub fn log_in(more: &[Pair]) -> Asked {
    step(
        "clientlogin",
        ("logintoken", "LOGIN"),
        ("loginreturnurl", HERE),
        more,
    )
}

/// Continues a login.
fn log_on(more: &[Pair]) -> Asked {
    step(
        "clientlogin",
        ("logintoken", "LOGIN"),
        ("logincontinue", "1"),
        more,
    )
}

/// Fetches AuthManager's requests and the preserved name.
fn info(action: &'static str) -> Asked {
    get(&[
        ("action", "query"),
        ("meta", "authmanagerinfo"),
        ("amirequestsfor", action),
        ("format", "json"),
        ("formatversion", "2"),
    ])
}

/// Sends a request with a token, in JSON unless `more` sets another format.
fn step(action: &'static str, token: Pair, way: Pair, more: &[Pair]) -> Asked {
    let mut form = vec![("action", action), token, way];
    if !more.iter().any(|(name, _)| *name == "format") {
        form.extend([("format", "json"), ("formatversion", "2")]);
    }
    form.extend(more);
    post(&form)
}

const HERE: &str = "http://localhost/";

/// Settings, each with the requests of one session.
fn scripts() -> Vec<(&'static str, Vec<Asked>)> {
    vec![
        (
            "plain",
            vec![
                get(&[
                    ("action", "createaccount"),
                    ("format", "json"),
                    ("formatversion", "2"),
                    ("errorformat", "plaintext"),
                ]),
                get(&[
                    ("action", "createaccount"),
                    ("format", "json"),
                    ("errorformat", "plaintext"),
                ]),
                get(&[
                    ("action", "createaccount"),
                    ("format", "json"),
                    ("formatversion", "2"),
                    ("errorformat", "none"),
                ]),
                get(&[
                    ("action", "nosuchaction"),
                    ("format", "json"),
                    ("formatversion", "2"),
                ]),
                get(&[
                    ("action", "query"),
                    ("meta", "nosuchmeta|tokens"),
                    ("type", "nosuchtype"),
                    ("foo", "1"),
                    ("format", "json"),
                ]),
                get(&[
                    ("action", "query"),
                    ("meta", "authmanagerinfo"),
                    ("amirequestsfor", "login"),
                    ("format", "json"),
                    ("formatversion", "2"),
                ]),
                get(&[
                    ("action", "query"),
                    ("meta", "authmanagerinfo"),
                    ("amirequestsfor", "create"),
                    ("amimessageformat", "none"),
                    ("format", "xml"),
                ]),
                get(&[
                    ("action", "query"),
                    ("list", "users"),
                    ("ususers", "Admin|Nobody|10.0.0.1|a@b"),
                    ("usprop", "cancreate"),
                    ("format", "json"),
                    ("formatversion", "2"),
                ]),
                get(&[
                    ("action", "query"),
                    ("list", "users"),
                    ("ususers", "Foo/bar|User:Foo|en:Foo|a{b"),
                    ("usprop", "cancreate"),
                    ("format", "xml"),
                ]),
            ],
        ),
        (
            "plain",
            vec![
                tokens(),
                post(&[
                    ("action", "validatepassword"),
                    ("password", "Correct-horse-7-battery"),
                    ("format", "json"),
                    ("formatversion", "2"),
                ]),
                post(&[
                    ("action", "validatepassword"),
                    ("password", "Zoe"),
                    ("user", "Zoe Example"),
                    ("format", "json"),
                    ("formatversion", "2"),
                ]),
                post(&[
                    ("action", "createaccount"),
                    ("createcontinue", "1"),
                    ("createtoken", "CREATE"),
                    ("format", "json"),
                    ("formatversion", "2"),
                    ("errorformat", "bc"),
                ]),
                (
                    "/api.php",
                    vec![("password", "Correct-horse-7-battery")],
                    Some(vec![
                        ("action", "createaccount"),
                        ("username", "Zoe"),
                        ("createreturnurl", "http://localhost/"),
                        ("createtoken", "CREATE"),
                        ("format", "json"),
                    ]),
                ),
                post(&[
                    ("action", "createaccount"),
                    ("assert", "user"),
                    ("format", "json"),
                    ("formatversion", "2"),
                ]),
                post(&[
                    ("action", "createaccount"),
                    ("assert", "bot"),
                    ("createtoken", "CREATE"),
                    ("format", "json"),
                    ("formatversion", "2"),
                ]),
                post(&[
                    ("action", "createaccount"),
                    ("assertuser", "Admin"),
                    ("createtoken", "CREATE"),
                    ("format", "json"),
                    ("formatversion", "2"),
                ]),
                create(&[("assert", "anon"), ("username", "Admin")]),
            ],
        ),
        (
            "plain",
            vec![
                tokens(),
                create(&[("username", "User:Zork")]),
                create(&[("username", "en:Zork")]),
                create(&[("username", "Foo/bar")]),
                create(&[("username", "a@b")]),
                create(&[("username", "10.0.0.1")]),
                create(&[("username", "Zork#x")]),
                get(&[
                    ("action", "query"),
                    ("list", "users"),
                    ("ususers", "ßx|ნინო|ŉa|ǆx|ﬁx|ǰy|ևa|ᾳx|ıx|iris|Ა"),
                    ("format", "json"),
                    ("formatversion", "2"),
                    ("curtimestamp", "1"),
                ]),
                create(&[
                    ("username", "ßx"),
                    ("password", "Correct-horse-7-battery"),
                    ("retype", "Correct-horse-7-battery"),
                ]),
                create(&[("username", "ßx"), ("curtimestamp", "1")]),
                post(&[
                    ("action", "createaccount"),
                    ("createcontinue", "1"),
                    ("createtoken", "0+\\"),
                    ("format", "json"),
                    ("formatversion", "2"),
                    ("curtimestamp", "1"),
                ]),
                create(&[
                    ("username", " zoe__example "),
                    ("password", "Correct-horse-7-battery"),
                    ("retype", "Correct-horse-7-battery"),
                    ("format", "xml"),
                ]),
            ],
        ),
        (
            "plain",
            vec![
                tokens(),
                post(&[
                    ("action", "login"),
                    ("lgname", "Admin"),
                    ("lgpassword", "adminpass12345"),
                    ("format", "json"),
                    ("formatversion", "2"),
                ]),
                post(&[
                    ("action", "login"),
                    ("lgname", "Admin"),
                    ("lgpassword", "adminpass12345"),
                    ("lgtoken", "0+\\"),
                    ("format", "json"),
                    ("formatversion", "2"),
                ]),
                log_in(&[("username", "Nobody"), ("password", "x")]),
                log_in(&[("username", "Admin")]),
                post(&[
                    ("action", "clientlogin"),
                    ("logincontinue", "1"),
                    ("logintoken", "LOGIN"),
                    ("format", "json"),
                    ("formatversion", "2"),
                ]),
                log_in(&[
                    ("username", "Admin"),
                    ("password", "adminpass12345"),
                    ("rememberMe", "1"),
                ]),
                get(&[
                    ("action", "query"),
                    ("meta", "userinfo"),
                    ("uiprop", "realname|email"),
                    ("format", "json"),
                    ("formatversion", "2"),
                ]),
                tokens(),
                create(&[
                    ("username", "Zoe"),
                    ("password", "Correct-horse-7-battery"),
                    ("retype", "Correct-horse-7-battery"),
                    ("reason", "A course"),
                    ("email", ""),
                    ("realname", ""),
                    ("assert", "user"),
                ]),
                create(&[("username", "Zoe"), ("assert", "anon")]),
            ],
        ),
        (
            "private",
            vec![
                get(&[
                    ("action", "query"),
                    ("meta", "tokens"),
                    ("continue", ""),
                    ("format", "json"),
                ]),
                get(&[
                    ("action", "query"),
                    ("meta", "tokens|siteinfo"),
                    ("format", "json"),
                    ("formatversion", "2"),
                ]),
                get(&[("action", "query"), ("format", "json")]),
                get(&[
                    ("action", "query"),
                    ("errorformat", "plaintext"),
                    ("format", "json"),
                ]),
                tokens(),
                create(&[("username", "Zoe"), ("errorformat", "plaintext")]),
            ],
        ),
        (
            "lagged",
            vec![
                tokens(),
                create(&[("username", "Zoe"), ("maxlag", "5")]),
                create(&[("username", "Zoe"), ("maxlag", "6"), ("format", "xml")]),
                create(&[("username", "Zoe"), ("maxlag", "6"), ("format", "json")]),
                create(&[
                    ("username", "Zoe"),
                    ("maxlag", "6"),
                    ("errorformat", "plaintext"),
                ]),
                create(&[("username", "Zoe"), ("maxlag", "6"), ("assert", "user")]),
                create(&[("username", "Zoe"), ("maxlag", "7")]),
                create(&[("username", "Zoe"), ("maxlag", "9")]),
                log_in(&[("username", "Nobody"), ("maxlag", "0")]),
                get(&[("action", "login"), ("maxlag", "-1"), ("format", "json")]),
                get(&[
                    ("action", "query"),
                    ("meta", "tokens|nosuchmeta"),
                    ("maxlag", "1"),
                    ("assert", "user"),
                    ("format", "json"),
                ]),
                get(&[
                    ("action", "paraminfo"),
                    ("modules", "createaccount"),
                    ("maxlag", "1"),
                    ("format", "json"),
                ]),
                get(&[
                    ("action", "validatepassword"),
                    ("maxlag", "1"),
                    ("format", "json"),
                ]),
                get(&[
                    ("action", "validatepassword"),
                    ("password", "Correct-horse-7-battery"),
                    ("maxlag", "1"),
                    ("format", "json"),
                ]),
                get(&[
                    ("action", "validatepassword"),
                    ("password", "Correct-horse-7-battery"),
                    ("errorformat", "plaintext"),
                    ("format", "json"),
                ]),
                get(&[
                    ("action", "query"),
                    ("meta", "tokens"),
                    ("maxlag", "1"),
                    ("format", "json"),
                ]),
                get(&[
                    ("action", "query"),
                    ("assert", "user"),
                    ("errorformat", "plaintext"),
                    ("format", "json"),
                ]),
                get(&[
                    ("action", "nosuchaction"),
                    ("errorformat", "plaintext"),
                    ("format", "json"),
                ]),
            ],
        ),
        (
            "plain",
            vec![
                get(&[
                    ("action", "query"),
                    ("meta", "tokens"),
                    ("maxlag", "-1"),
                    ("format", "json"),
                ]),
                get(&[
                    ("action", "query"),
                    ("meta", "tokens"),
                    ("maxlag", "-2"),
                    ("format", "json"),
                    ("formatversion", "2"),
                ]),
            ],
        ),
        (
            "signon",
            vec![
                info("login"),
                info("create"),
                tokens(),
                create(&[
                    ("username", "Known elsewhere"),
                    ("createpreservestate", "1"),
                ]),
                log_in(&[("labsignon", "1")]),
                log_on(&[("code", "c0de"), ("state", "wrong")]),
                log_on(&[("code", "c0de"), ("state", "st4te")]),
                log_in(&[("labsignon", "1"), ("format", "xml")]),
                log_on(&[("code", "c0de")]),
                log_in(&[("labsignon", "1")]),
                log_on(&[
                    ("code", "c0de"),
                    ("state", "st4te"),
                    ("loginmergerequestfields", "1"),
                ]),
                info("create"),
                info("login"),
                // Refusals drop the preserved name.
                create(&[("username", "Somebody"), ("createpreservestate", "1")]),
                info("create"),
                create(&[
                    ("username", "Known elsewhere"),
                    ("createpreservestate", "1"),
                ]),
                log_in(&[("labsignon", "1")]),
                log_on(&[("code", "c0de"), ("state", "st4te")]),
                log_in(&[("labsignon", "1")]),
                info("create"),
                log_in(&[("username", "Nobody"), ("password", "x")]),
                info("create"),
                log_in(&[("labsignon", "1")]),
                log_on(&[("code", "c0de"), ("state", "st4te")]),
                create(&[
                    ("username", "Known elsewhere"),
                    ("password", "Correct-horse-7-battery"),
                    ("retype", "wrong"),
                    ("createpreservestate", "1"),
                ]),
                // The name is preserved over requests that neither log in nor create, and is used only if asked
                // for.
                log_in(&[("labsignon", "1")]),
                log_on(&[("code", "c0de"), ("state", "st4te"), ("format", "xml")]),
                get(&[
                    ("action", "createaccount"),
                    ("format", "json"),
                    ("formatversion", "2"),
                ]),
                create(&[("username", "Known elsewhere")]),
                log_in(&[("labsignon", "1")]),
                log_on(&[("code", "c0de"), ("state", "st4te")]),
                create(&[
                    ("username", "known elsewhere"),
                    ("createpreservestate", "1"),
                    ("email", "known@example.org"),
                    ("realname", "Known E."),
                ]),
                info("create"),
                create(&[
                    ("username", "Known elsewhere"),
                    ("createpreservestate", "1"),
                ]),
                // A login that found no account continues like any other.
                log_in(&[("labsignon", "1")]),
                log_on(&[("code", "c0de"), ("state", "st4te")]),
                log_on(&[("labsignon", "1")]),
                log_on(&[("code", "c0de"), ("state", "st4te")]),
                log_on(&[("username", "Admin"), ("password", "adminpass12345")]),
                info("create"),
            ],
        ),
        (
            "signonfail",
            vec![
                info("login"),
                tokens(),
                log_in(&[("labsignon", "1")]),
                log_on(&[("code", "c0de"), ("state", "st4te")]),
                info("create"),
                log_on(&[("username", "Admin"), ("password", "adminpass12345")]),
                info("create"),
                log_in(&[("labsignon", "1")]),
                log_on(&[("code", "c0de"), ("state", "st4te"), ("format", "xml")]),
                create(&[
                    ("username", "Known elsewhere"),
                    ("createpreservestate", "1"),
                ]),
            ],
        ),
    ]
}

/// Returns the scripts as transcripts without responses.
pub fn all() -> Vec<(String, Transcript)> {
    let transcript = |(number, (settings, asked)): (usize, (&str, Vec<Asked>))| {
        let transcript = Transcript {
            mediawiki: String::new(),
            settings: settings.to_owned(),
            exchanges: asked.iter().map(exchange).collect(),
        };
        (format!("script {} ({settings})", number + 1), transcript)
    };
    let scripts = scripts().into_iter();
    let scripts = scripts
        .chain(page_scripts::all())
        .chain(list_scripts::all());
    scripts.enumerate().map(transcript).collect()
}

fn exchange((path, query, form): &Asked) -> Exchange {
    let owned = |pairs: &Vec<Pair>| {
        let pair = |(name, value): &Pair| ((*name).to_owned(), (*value).to_owned());
        pairs.iter().map(pair).collect()
    };
    Exchange {
        authorized: false,
        method: if form.is_some() { "POST" } else { "GET" }.to_owned(),
        path: (*path).to_owned(),
        query: owned(query),
        form: form.as_ref().map(owned),
        cookies: None,
        response: Response {
            status: 0,
            headers: Vec::new(),
            body: Vec::new(),
        },
    }
}

/// Returns the tokens and the captcha of a response, by their placeholders.
pub fn tokens_of(answer: &Response) -> Vec<(String, String)> {
    let (all, names) = match serde_json::from_slice::<Value>(&answer.body) {
        Ok(answer) => (answer["query"]["tokens"].clone(), API_NAMES),
        Err(_) => (facts::of_html(&answer.text()), FORM_NAMES),
    };
    names
        .iter()
        .filter_map(|(name, key)| Some(((*name).to_owned(), all[*key].as_str()?.to_owned())))
        .collect()
}

const API_NAMES: &[Pair] = &[("CREATE", "createaccounttoken"), ("LOGIN", "logintoken")];

const FORM_NAMES: &[Pair] = &[
    ("CREATE", "control wpCreateaccountToken value"),
    ("LOGIN", "control wpLoginToken value"),
    ("CAPTCHA", "control captchaId value"),
];
