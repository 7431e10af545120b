//! Answers of the API in JSON.

use super::{Function, Kind, Row, Sort, Table, kinds_of, template::filled};

pub fn kinds() -> Vec<Kind> {
    let tables: &[Table] = &[
        (str::to_owned, WHOLE),
        (offer, OFFER),
        (step, STEP),
        (refused, REFUSED),
        (question, QUESTION),
        (messages, MESSAGES),
    ];
    kinds_of(Sort::Json, tables, FUNCTIONS)
}

/// Returns an offer of AuthManager with more requests.
fn offer(requests: &str) -> String {
    let password = r#"{"id":"P","required":"primary-required","fields":{"username":{"type":"string"},"password":{"type":"password"},"retype":{"type":"password"}}}"#;
    format!(
        r#"{{"createaccount":{{"status":"UI"}},"query":{{"tokens":{{"createaccounttoken":"t","logintoken":"t"}},"authmanagerinfo":{{"canauthenticatenow":true,"requests":[{password}{requests}]}}}}}}"#
    )
}

/// Returns a step of AuthManager with more requests.
fn step(requests: &str) -> String {
    for_each_module(&format!(
        r#"{{"status":"UI","message":"Go on","requests":[{{"id":"A","required":"required","fields":{{"a":{{"type":"string"}}}}}}{requests}]}}"#
    ))
}

/// Returns a refusal of AuthManager with this message.
fn refused(message: &str) -> String {
    for_each_module(&format!(
        r#"{{"status":"FAIL","messagecode":"x-y","message":{message}}}"#
    ))
}

/// Returns this result of a creation and of a login.
fn for_each_module(result: &str) -> String {
    format!(r#"{{"createaccount":{result},"clientlogin":{result}}}"#)
}

/// Returns a request for a captcha with this question, as each dialect has it.
fn question(question: &str) -> String {
    format!(
        r#"{{"createaccount":{{"result":"NeedCaptcha","token":"t","captcha":{{"type":"question","mime":"text/html","id":"7","question":"{question}"}}}},"query":{{"tokens":{{"createaccounttoken":"t","logintoken":"t"}},"authmanagerinfo":{{"requests":[{{"id":"P","required":"primary-required","fields":{{"username":{{"type":"string"}},"password":{{"type":"password"}},"retype":{{"type":"password"}}}}}},{{"id":"C","required":"required","metadata":{{"type":"question"}},"fields":{{"captchaId":{{"type":"hidden","value":"7"}},"captchaInfo":{{"type":"null","value":"{question}"}},"captchaWord":{{"type":"string"}}}}}}]}}}}}}"#
    )
}

/// Returns the wiki's messages, with more of them.
fn messages(messages: &str) -> String {
    format!(r#"{{"query":{{"allmessages":[{{"name":"noname","*":"No"}}{messages}]}}}}"#)
}

/// Whole answers.
const WHOLE: &[Row] = &[
    ("opening braces", "«{»"),
    ("objects in objects", r#"«{"a":»"#),
    ("lists in lists", r#"{"query":«[»"#),
    (
        "an answer behind noise",
        r#"«Warning: {x} <b>»{"query":{}}"#,
    ),
    ("an answer behind objects", r#"«{"a":1}»{"query":{}}"#),
    ("long objects that are broken", r#"‹100 {"a":›[«1,»!"#),
    ("long texts that are broken", r#"‹100 {"a":›["«text »"!"#),
    ("tags around an answer", r#"{"query":{}}«<»"#),
    ("a list of numbers", r#"{"query":[1«,1»]}"#),
    ("a list of lists", r#"{"query":[1«,[]»]}"#),
    ("a list of objects", r#"{"query":[1«,{}»]}"#),
    ("a list of small objects", r#"{"query":[1«,{"":0}»]}"#),
    ("a list of texts", r#"{"query":[1«,""»]}"#),
    ("members", r#"{"query":{"a":1«,"{n}":1»}}"#),
    ("members of one name", r#"{"query":{"a":1«,"a":1»}}"#),
    ("a long text", r#"{"query":"«text»"}"#),
    ("a text of escapes", r#"{"query":"«\u0001»"}"#),
    ("a text that is not closed", r#"{"query":"«a»"#),
    ("a long number", r#"{"query":1«1»}"#),
    (
        "warnings",
        r#"{"warnings":{"main":{"*":"a"}«,"m{n}":{"*":"w{n}"}»}}"#,
    ),
    ("a long warning", r#"{"warnings":{"main":{"*":"«w{n} »"}}}"#),
    ("an error", r#"{"error":{"code":"x","info":"«<p>w{n} »"}}"#),
    ("a long code", r#"{"error":{"info":"a","code":"«w{n}-»"}}"#),
    (
        "a long text of a step",
        r#"{"createaccount":{"status":"UI","requests":[],"message":"«\"»"}}"#,
    ),
    (
        "a redirect",
        r#"{"createaccount":{"status":"REDIRECT","requests":[],"redirecttarget":"https://other.example/«%22»"}}"#,
    ),
    (
        "data of a redirect",
        r#"{"createaccount":{"status":"REDIRECT","requests":[],"redirecttarget":"https://other.example/","redirectdata":["\"«,"\""»]}}"#,
    ),
    (
        "a message of places",
        r#"{"query":{"allmessages":[{"name":"noname","*":"«$1 No »"}]}}"#,
    ),
    (
        "a message of links",
        r#"{"query":{"allmessages":[{"name":"noname","*":"«[[{{»"}]}}"#,
    ),
    (
        "a message of open links",
        r#"{"query":{"allmessages":[{"name":"noname","*":"«[http»"}]}}"#,
    ),
    (
        "rights",
        r#"{"query":{"users":[{"name":"Zoe","missing":""}],"userinfo":{"id":0,"name":"1.2.3.4","rights":["read"«,"r{n}"»]}}}"#,
    ),
    (
        "errors of a name",
        r#"{"query":{"users":[{"name":"Zoe","missing":"","cancreateerror":[{"message":"a","params":[]}«,{"message":"antispoof-conflict","params":["a{n}","b"]}»]}]}}"#,
    ),
    (
        "users",
        r#"{"query":{"users":[{"name":"Zoe","missing":""}«,{"name":"N{n}"}»]}}"#,
    ),
    (
        "parameters of the module",
        r#"{"paraminfo":{"modules":[{"name":"createaccount","parameters":[{"name":"name"}«,{"name":"p{n}"}»]}]}}"#,
    ),
    (
        "warnings of a creation",
        r#"{"createaccount":{"result":"Success","username":"Zoe","userid":7,"warnings":[{"message":"a"}«,{"message":"m{n}"}»]}}"#,
    ),
];

/// Requests of an offer.
const OFFER: &[Row] = &[
    (
        "requests",
        r#"«,{"id":"r{n}","fields":{"f{n}":{"type":"string"}}}»"#,
    ),
    ("empty requests", "«,{}»"),
    (
        "long labels",
        r#"«,{"id":"r{n}","fields":{"f{n}":{"type":"string","label":"‹200 <b>text ›","help":"‹200 <b>text ›"}}}»"#,
    ),
    (
        "long values",
        r#"«,{"id":"r{n}","fields":{"f{n}":{"type":"hidden","value":"‹200 \u0001›"}}}»"#,
    ),
    (
        "long ids",
        r#"«,{"id":"‹400 \"›{n}","fields":{"‹400 \"›":{"type":"string"}}}»"#,
    ),
];

/// Requests of a step.
const STEP: &[Row] = &[(
    "requests of a step",
    r#"«,{"id":"r{n}","fields":{"f{n}":{"type":"string"}}}»"#,
)];

/// Messages of a refusal.
const REFUSED: &[Row] = &[
    (
        "parameters of numbers",
        r#"{"key":"* $1","params":["a"«,"p${n}"»]}"#,
    ),
    (
        "plain texts",
        r#"{"key":"rawmessage","params":["a"«,"text {n}"»]}"#,
    ),
    ("a list of errors", r#""«* error {n}\n»""#),
    ("elements of a message", r#""«<p>»""#),
    ("links of a message", r#""«[[a|»""#),
    ("closed links of a message", r#""«[[a|b]]»""#),
    ("templates of a message", r#""«{{PLURAL:1|a|b}}»""#),
    ("missing messages", r#""«⧼»""#),
    ("missing messages in a message", r#""«⧼a⧽ »""#),
];

/// Questions.
const QUESTION: &[Row] = &[
    ("the question of elements", "«<b>»"),
    ("the question of raised elements", "«<sup>{n}»"),
    ("the question of links", "«<a href=/{n}>a»"),
    (
        "the question of images",
        "«<img src='data:image/png;base64,‹99 QUFB›' alt={n}>»",
    ),
    ("the question of text", "«word{n} »"),
];

/// Messages of the wiki.
const MESSAGES: &[Row] = &[
    ("messages", r#"«,{"name":"m{n}","*":"text {n}"}»"#),
    (
        "messages of one key",
        r#"«,{"name":"noname","*":"an error"}»"#,
    ),
    (
        "messages that match",
        r#"«,{"name":"abusefilter-warning{n}","*":"$1 No"}»"#,
    ),
];

/// Answers whose parts depend on the size, or are themselves made.
const FUNCTIONS: &[Function] = &[
    ("many long texts that are broken", |size| {
        let text = "x".repeat(size / 40);
        filled(&format!(r#"«{{"a":"{text}"!»"#), size)
    }),
    ("options of a step", |size| {
        let options: Vec<String> = (0..100).map(|o| format!(r#""o{o}":"o{o}""#)).collect();
        let options = options.join(",");
        let request = format!(
            r#"«,{{"id":"r{{n}}","fields":{{"f{{n}}":{{"type":"select","options":{{{options}}}}}}}}}»"#
        );
        filled(&step(&request), size)
    }),
    ("texts of a step", |size| {
        let text = r#"\""#.repeat(size / 40);
        let request = format!(
            r#"«,{{"id":"r{{n}}","fields":{{"f{{n}}":{{"type":"null","label":"{text}","value":"{text}"}}}}}}»"#
        );
        filled(&step(&request), size)
    }),
    ("parameters in each other", |size| {
        let params: Vec<String> = (2..40).map(|n| format!("\"${n}${n}\"")).collect();
        let params = params.join(",");
        let message = format!(r#"{{"key":"$1 $1","params":[{params}«,"a"»]}}"#);
        filled(&refused(&message), size)
    }),
    ("places of a long parameter", |size| {
        let param = "p".repeat(size / 4);
        let message = format!(r#"{{"params":["{param}"],"key":" «$1»"}}"#);
        filled(&refused(&message), size)
    }),
];
