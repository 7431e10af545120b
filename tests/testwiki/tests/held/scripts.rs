//! What newer releases are asked besides the recorded scenarios.

use serde_json::Value;

use crate::transcript::{Exchange, Response, Transcript};

/// A parameter and its value. `CREATE` and `LOGIN` stand for the tokens that were got last.
type Pairs = &'static [(&'static str, &'static str)];

/// A request: what goes into the query, and what into the form, if it is posted.
type Asked = (Pairs, Option<Pairs>);

const TOKENS: Asked = (
    &[
        ("action", "query"),
        ("meta", "tokens"),
        ("type", "createaccount|login"),
        ("format", "json"),
        ("formatversion", "2"),
    ],
    None,
);

const fn get(query: Pairs) -> Asked {
    (query, None)
}

const fn post(form: Pairs) -> Asked {
    (&[], Some(form))
}

/// Settings, and what is asked of the wiki in one session.
const SCRIPTS: &[(&str, &[Asked])] = &[
    (
        "plain",
        &[
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
        &[
            TOKENS,
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
                &[("password", "Correct-horse-7-battery")],
                Some(&[
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
            post(&[
                ("action", "createaccount"),
                ("assert", "anon"),
                ("createtoken", "CREATE"),
                ("username", "Admin"),
                ("createreturnurl", "http://localhost/"),
                ("format", "json"),
                ("formatversion", "2"),
            ]),
        ],
    ),
    (
        "plain",
        &[
            TOKENS,
            post(&[
                ("action", "createaccount"),
                ("username", "User:Zork"),
                ("createtoken", "CREATE"),
                ("createreturnurl", "http://localhost/"),
                ("format", "json"),
                ("formatversion", "2"),
            ]),
            post(&[
                ("action", "createaccount"),
                ("username", "en:Zork"),
                ("createtoken", "CREATE"),
                ("createreturnurl", "http://localhost/"),
                ("format", "json"),
                ("formatversion", "2"),
            ]),
            post(&[
                ("action", "createaccount"),
                ("username", "Foo/bar"),
                ("createtoken", "CREATE"),
                ("createreturnurl", "http://localhost/"),
                ("format", "json"),
                ("formatversion", "2"),
            ]),
            post(&[
                ("action", "createaccount"),
                ("username", "a@b"),
                ("createtoken", "CREATE"),
                ("createreturnurl", "http://localhost/"),
                ("format", "json"),
                ("formatversion", "2"),
            ]),
            post(&[
                ("action", "createaccount"),
                ("username", "10.0.0.1"),
                ("createtoken", "CREATE"),
                ("createreturnurl", "http://localhost/"),
                ("format", "json"),
                ("formatversion", "2"),
            ]),
            post(&[
                ("action", "createaccount"),
                ("username", "Zork#x"),
                ("createtoken", "CREATE"),
                ("createreturnurl", "http://localhost/"),
                ("format", "json"),
                ("formatversion", "2"),
            ]),
            post(&[
                ("action", "createaccount"),
                ("username", " zoe__example "),
                ("password", "Correct-horse-7-battery"),
                ("retype", "Correct-horse-7-battery"),
                ("createtoken", "CREATE"),
                ("createreturnurl", "http://localhost/"),
                ("format", "xml"),
            ]),
        ],
    ),
    (
        "plain",
        &[
            TOKENS,
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
            post(&[
                ("action", "clientlogin"),
                ("username", "Nobody"),
                ("password", "x"),
                ("logintoken", "LOGIN"),
                ("loginreturnurl", "http://localhost/"),
                ("format", "json"),
                ("formatversion", "2"),
            ]),
            post(&[
                ("action", "clientlogin"),
                ("username", "Admin"),
                ("logintoken", "LOGIN"),
                ("loginreturnurl", "http://localhost/"),
                ("format", "json"),
                ("formatversion", "2"),
            ]),
            post(&[
                ("action", "clientlogin"),
                ("logincontinue", "1"),
                ("logintoken", "LOGIN"),
                ("format", "json"),
                ("formatversion", "2"),
            ]),
            post(&[
                ("action", "clientlogin"),
                ("username", "Admin"),
                ("password", "adminpass12345"),
                ("rememberMe", "1"),
                ("logintoken", "LOGIN"),
                ("loginreturnurl", "http://localhost/"),
                ("format", "json"),
                ("formatversion", "2"),
            ]),
            get(&[
                ("action", "query"),
                ("meta", "userinfo"),
                ("uiprop", "realname|email"),
                ("format", "json"),
                ("formatversion", "2"),
            ]),
            TOKENS,
            post(&[
                ("action", "createaccount"),
                ("username", "Zoe"),
                ("password", "Correct-horse-7-battery"),
                ("retype", "Correct-horse-7-battery"),
                ("reason", "A course"),
                ("email", ""),
                ("realname", ""),
                ("assert", "user"),
                ("createtoken", "CREATE"),
                ("createreturnurl", "http://localhost/"),
                ("format", "json"),
                ("formatversion", "2"),
            ]),
            post(&[
                ("action", "createaccount"),
                ("username", "Zoe"),
                ("assert", "anon"),
                ("createtoken", "CREATE"),
                ("createreturnurl", "http://localhost/"),
                ("format", "json"),
                ("formatversion", "2"),
            ]),
        ],
    ),
    (
        "private",
        &[
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
        ],
    ),
];

/// The scripts as transcripts without answers.
pub fn all() -> Vec<(String, Transcript)> {
    let transcript = |(number, (settings, asked)): (usize, &(&str, &[Asked]))| {
        let transcript = Transcript {
            mediawiki: String::new(),
            settings: (*settings).to_owned(),
            exchanges: asked.iter().map(exchange).collect(),
        };
        (format!("script {} ({settings})", number + 1), transcript)
    };
    SCRIPTS.iter().enumerate().map(transcript).collect()
}

fn exchange((query, form): &Asked) -> Exchange {
    let owned = |pairs: Pairs| {
        let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        pairs.iter().map(pair).collect()
    };
    Exchange {
        method: if form.is_some() { "POST" } else { "GET" }.to_owned(),
        path: "/api.php".to_owned(),
        query: owned(query),
        form: form.map(owned),
        cookies: None,
        response: Response {
            status: 0,
            headers: Vec::new(),
            body: Vec::new(),
        },
    }
}

/// The tokens in an answer, by what stands for them here.
pub fn tokens(answer: &Response) -> Vec<(String, String)> {
    let Ok(answer) = serde_json::from_slice::<Value>(&answer.body) else {
        return Vec::new();
    };
    let tokens = &answer["query"]["tokens"];
    [("CREATE", "createaccounttoken"), ("LOGIN", "logintoken")]
        .into_iter()
        .filter_map(|(name, key)| Some((name.to_owned(), tokens[key].as_str()?.to_owned())))
        .collect()
}
