//! Answers of the API in JSON.

use super::{Make, filled};

/// Returns an offer of AuthManager with units among its requests.
fn offer(size: usize, unit: impl Fn(usize) -> String) -> Vec<u8> {
    let password = r#"{"id":"P","required":"primary-required","fields":{"username":{"type":"string"},"password":{"type":"password"},"retype":{"type":"password"}}}"#;
    filled(
        size,
        &format!(
            r#"{{"createaccount":{{"status":"UI"}},"query":{{"tokens":{{"createaccounttoken":"t","logintoken":"t"}},"authmanagerinfo":{{"canauthenticatenow":true,"requests":[{password}"#
        ),
        unit,
        "]}}}",
    )
}

/// Returns a step of AuthManager with units among its requests.
fn step(size: usize, unit: impl Fn(usize) -> String) -> Vec<u8> {
    let size = size - 40;
    let step = filled(
        size / 2,
        r#"{"status":"UI","message":"Go on","requests":[{"id":"A","required":"required","fields":{"a":{"type":"string"}}}"#,
        unit,
        "]}",
    );
    let step = String::from_utf8(step).unwrap();
    format!(r#"{{"createaccount":{step},"clientlogin":{step}}}"#).into_bytes()
}

/// Returns a refusal of AuthManager with units in a raw message.
fn refused(size: usize, head: &str, unit: impl Fn(usize) -> String, tail: &str) -> Vec<u8> {
    let size = size - 40;
    let head = format!(r#"{{"status":"FAIL","messagecode":"x-y","message":{head}"#);
    let refused = filled(size / 2, &head, unit, &format!("{tail}}}"));
    let refused = String::from_utf8(refused).unwrap();
    format!(r#"{{"createaccount":{refused},"clientlogin":{refused}}}"#).into_bytes()
}

/// Returns a request for a captcha with units in its question, as each dialect has it.
fn question(size: usize, unit: impl Fn(usize) -> String) -> Vec<u8> {
    let size = size - 1000;
    let question = String::from_utf8(filled(size / 2, "", unit, "")).unwrap();
    format!(
        r#"{{"createaccount":{{"result":"NeedCaptcha","token":"t","captcha":{{"type":"question","mime":"text/html","id":"7","question":"{question}"}}}},"query":{{"tokens":{{"createaccounttoken":"t","logintoken":"t"}},"authmanagerinfo":{{"requests":[{{"id":"P","required":"primary-required","fields":{{"username":{{"type":"string"}},"password":{{"type":"password"}},"retype":{{"type":"password"}}}}}},{{"id":"C","required":"required","metadata":{{"type":"question"}},"fields":{{"captchaId":{{"type":"hidden","value":"7"}},"captchaInfo":{{"type":"null","value":"{question}"}},"captchaWord":{{"type":"string"}}}}}}]}}}}}}"#
    )
    .into_bytes()
}

/// Returns the wiki's messages.
fn messages(size: usize, unit: impl Fn(usize) -> String) -> Vec<u8> {
    filled(
        size,
        r#"{"query":{"allmessages":[{"name":"noname","*":"No"}"#,
        unit,
        "]}}",
    )
}

pub const JSON: &[Make] = &[
    ("opening braces", |size| {
        filled(size, "", |_| "{".to_owned(), "")
    }),
    ("objects in objects", |size| {
        filled(size, "", |_| "{\"a\":".to_owned(), "")
    }),
    ("lists in lists", |size| {
        filled(size, "{\"query\":", |_| "[".to_owned(), "")
    }),
    ("an answer behind noise", |size| {
        filled(
            size,
            "",
            |_| "Warning: {x} <b>".to_owned(),
            r#"{"query":{}}"#,
        )
    }),
    ("an answer behind objects", |size| {
        filled(size, "", |_| "{\"a\":1}".to_owned(), r#"{"query":{}}"#)
    }),
    ("long objects that are broken", |size| {
        let head = "{\"a\":".repeat(100);
        filled(size, &format!("{head}["), |_| "1,".to_owned(), "!")
    }),
    ("long texts that are broken", |size| {
        let head = "{\"a\":".repeat(100);
        filled(size, &format!("{head}[\""), |_| "text ".to_owned(), "\"!")
    }),
    ("many long texts that are broken", |size| {
        filled(
            size,
            "",
            |_| format!("{{\"a\":\"{}\"!", "x".repeat(size / 40)),
            "",
        )
    }),
    ("tags around an answer", |size| {
        filled(size, r#"{"query":{}}"#, |_| "<".to_owned(), "")
    }),
    ("a list of numbers", |size| {
        filled(size, r#"{"query":[1"#, |_| ",1".to_owned(), "]}")
    }),
    ("a list of lists", |size| {
        filled(size, r#"{"query":[1"#, |_| ",[]".to_owned(), "]}")
    }),
    ("a list of objects", |size| {
        filled(size, r#"{"query":[1"#, |_| ",{}".to_owned(), "]}")
    }),
    ("a list of small objects", |size| {
        filled(size, r#"{"query":[1"#, |_| r#",{"":0}"#.to_owned(), "]}")
    }),
    ("a list of texts", |size| {
        filled(size, r#"{"query":[1"#, |_| r#","""#.to_owned(), "]}")
    }),
    ("members", |size| {
        filled(size, r#"{"query":{"a":1"#, |n| format!(r#","{n}":1"#), "}}")
    }),
    ("members of one name", |size| {
        filled(size, r#"{"query":{"a":1"#, |_| r#","a":1"#.to_owned(), "}}")
    }),
    ("a long text", |size| {
        filled(size, r#"{"query":""#, |_| "text".to_owned(), "\"}")
    }),
    ("a text of escapes", |size| {
        filled(size, r#"{"query":""#, |_| r"\u0001".to_owned(), "\"}")
    }),
    ("a text that is not closed", |size| {
        filled(size, r#"{"query":""#, |_| "a".to_owned(), "")
    }),
    ("a long number", |size| {
        filled(size, r#"{"query":1"#, |_| "1".to_owned(), "}")
    }),
    ("warnings", |size| {
        filled(
            size,
            r#"{"warnings":{"main":{"*":"a"}"#,
            |n| format!(r#","m{n}":{{"*":"w{n}"}}"#),
            "}}",
        )
    }),
    ("a long warning", |size| {
        filled(
            size,
            r#"{"warnings":{"main":{"*":""#,
            |n| format!("w{n} "),
            "\"}}}",
        )
    }),
    ("an error", |size| {
        filled(
            size,
            r#"{"error":{"code":"x","info":""#,
            |n| format!("<p>w{n} "),
            "\"}}",
        )
    }),
    ("a long code", |size| {
        filled(
            size,
            r#"{"error":{"info":"a","code":""#,
            |n| format!("w{n}-"),
            "\"}}",
        )
    }),
    ("requests", |size| {
        offer(size, |n| {
            format!(r#",{{"id":"r{n}","fields":{{"f{n}":{{"type":"string"}}}}}}"#)
        })
    }),
    ("empty requests", |size| offer(size, |_| ",{}".to_owned())),
    ("long labels", |size| {
        offer(size, |n| {
            let text = "<b>text ".repeat(200);
            format!(
                r#",{{"id":"r{n}","fields":{{"f{n}":{{"type":"string","label":"{text}","help":"{text}"}}}}}}"#
            )
        })
    }),
    ("long values", |size| {
        offer(size, |n| {
            let text = "\\u0001".repeat(200);
            format!(r#",{{"id":"r{n}","fields":{{"f{n}":{{"type":"hidden","value":"{text}"}}}}}}"#)
        })
    }),
    ("long ids", |size| {
        offer(size, |n| {
            let text = "\\\"".repeat(400);
            format!(r#",{{"id":"{text}{n}","fields":{{"{text}":{{"type":"string"}}}}}}"#)
        })
    }),
    ("requests of a step", |size| {
        step(size, |n| {
            format!(r#",{{"id":"r{n}","fields":{{"f{n}":{{"type":"string"}}}}}}"#)
        })
    }),
    ("options of a step", |size| {
        step(size, |n| {
            let options: Vec<String> = (0..100).map(|o| format!("\"o{o}\":\"o{o}\"")).collect();
            let options = options.join(",");
            format!(
                r#",{{"id":"r{n}","fields":{{"f{n}":{{"type":"select","options":{{{options}}}}}}}}}"#
            )
        })
    }),
    ("texts of a step", |size| {
        step(size, |n| {
            let text = "\\\"".repeat(size / 40);
            format!(
                r#",{{"id":"r{n}","fields":{{"f{n}":{{"type":"null","label":"{text}","value":"{text}"}}}}}}"#
            )
        })
    }),
    ("a long text of a step", |size| {
        filled(
            size,
            r#"{"createaccount":{"status":"UI","requests":[],"message":""#,
            |_| r#"\""#.to_owned(),
            "\"}}",
        )
    }),
    ("a redirect", |size| {
        filled(
            size,
            r#"{"createaccount":{"status":"REDIRECT","requests":[],"redirecttarget":"https://other.example/"#,
            |_| "%22".to_owned(),
            "\"}}",
        )
    }),
    ("data of a redirect", |size| {
        filled(
            size,
            r#"{"createaccount":{"status":"REDIRECT","requests":[],"redirecttarget":"https://other.example/","redirectdata":["\""#,
            |_| r#","\"""#.to_owned(),
            "]}}",
        )
    }),
    ("parameters in each other", |size| {
        let params: Vec<String> = (2..40).map(|n| format!("\"${n}${n}\"")).collect();
        let params = params.join(",");
        refused(
            size,
            &format!(r#"{{"key":"$1 $1","params":[{params}"#),
            |_| r#","a""#.to_owned(),
            "]}",
        )
    }),
    ("parameters of numbers", |size| {
        refused(
            size,
            r#"{"key":"* $1","params":["a""#,
            |n| format!(r#","p${n}""#),
            "]}",
        )
    }),
    ("places of a long parameter", |size| {
        let param = "p".repeat(size / 4);
        refused(
            size,
            &format!(r#"{{"params":["{param}"],"key":" "#),
            |_| "$1".to_owned(),
            "\"}",
        )
    }),
    ("plain texts", |size| {
        refused(
            size,
            r#"{"key":"rawmessage","params":["a""#,
            |n| format!(r#","text {n}""#),
            "]}",
        )
    }),
    ("a list of errors", |size| {
        refused(size, "\"", |n| format!("* error {n}\\n"), "\"")
    }),
    ("elements of a message", |size| {
        refused(size, "\"", |_| "<p>".to_owned(), "\"")
    }),
    ("links of a message", |size| {
        refused(size, "\"", |_| "[[a|".to_owned(), "\"")
    }),
    ("closed links of a message", |size| {
        refused(size, "\"", |_| "[[a|b]]".to_owned(), "\"")
    }),
    ("templates of a message", |size| {
        refused(size, "\"", |_| "{{PLURAL:1|a|b}}".to_owned(), "\"")
    }),
    ("missing messages", |size| {
        refused(size, "\"", |_| "⧼".to_owned(), "\"")
    }),
    ("missing messages in a message", |size| {
        refused(size, "\"", |_| "⧼a⧽ ".to_owned(), "\"")
    }),
    ("the question of elements", |size| {
        question(size, |_| "<b>".to_owned())
    }),
    ("the question of raised elements", |size| {
        question(size, |n| format!("<sup>{n}"))
    }),
    ("the question of links", |size| {
        question(size, |n| format!("<a href=/{n}>a"))
    }),
    ("the question of images", |size| {
        question(size, |n| {
            format!(
                "<img src='data:image/png;base64,{}' alt={n}>",
                "QUFB".repeat(99)
            )
        })
    }),
    ("the question of text", |size| {
        question(size, |n| format!("word{n} "))
    }),
    ("messages", |size| {
        messages(size, |n| format!(r#",{{"name":"m{n}","*":"text {n}"}}"#))
    }),
    ("messages of one key", |size| {
        messages(size, |_| r#",{"name":"noname","*":"an error"}"#.to_owned())
    }),
    ("messages that match", |size| {
        messages(size, |n| {
            format!(r#",{{"name":"abusefilter-warning{n}","*":"$1 No"}}"#)
        })
    }),
    ("a message of places", |size| {
        filled(
            size,
            r#"{"query":{"allmessages":[{"name":"noname","*":""#,
            |_| "$1 No ".to_owned(),
            "\"}]}}",
        )
    }),
    ("a message of links", |size| {
        filled(
            size,
            r#"{"query":{"allmessages":[{"name":"noname","*":""#,
            |_| "[[{{".to_owned(),
            "\"}]}}",
        )
    }),
    ("a message of open links", |size| {
        filled(
            size,
            r#"{"query":{"allmessages":[{"name":"noname","*":""#,
            |_| "[http".to_owned(),
            "\"}]}}",
        )
    }),
    ("rights", |size| {
        filled(
            size,
            r#"{"query":{"users":[{"name":"Zoe","missing":""}],"userinfo":{"id":0,"name":"1.2.3.4","rights":["read""#,
            |n| format!(r#","r{n}""#),
            "]}}}",
        )
    }),
    ("errors of a name", |size| {
        filled(
            size,
            r#"{"query":{"users":[{"name":"Zoe","missing":"","cancreateerror":[{"message":"a","params":[]}"#,
            |n| format!(r#",{{"message":"antispoof-conflict","params":["a{n}","b"]}}"#),
            "]}]}}",
        )
    }),
    ("users", |size| {
        filled(
            size,
            r#"{"query":{"users":[{"name":"Zoe","missing":""}"#,
            |n| format!(r#",{{"name":"N{n}"}}"#),
            "]}}",
        )
    }),
    ("parameters of the module", |size| {
        filled(
            size,
            r#"{"paraminfo":{"modules":[{"name":"createaccount","parameters":[{"name":"name"}"#,
            |n| format!(r#",{{"name":"p{n}"}}"#),
            "]}]}}",
        )
    }),
    ("warnings of a creation", |size| {
        filled(
            size,
            r#"{"createaccount":{"result":"Success","username":"Zoe","userid":7,"warnings":[{"message":"a"}"#,
            |n| format!(r#",{{"message":"m{n}"}}"#),
            "]}}",
        )
    }),
];
