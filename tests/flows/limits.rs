//! Limits of new accounts in other languages than English, which the wiki's own messages tell.

use std::time::Duration;

use mwaccount::{Dialect, RateLimit, Refused, Step, Wiki, http::Reply};
use serde_json::json;
use support::{
    accounts::zoe,
    scripted_transport::{
        ScriptedTransport, answer, createaccount, error, offer, password, response,
    },
    sign_up_page::*,
};

const TEXT: &str = "Besucher dieses Wikis, die deine IP-Adresse verwenden, haben innerhalb der letzten 2 Tage 6 Benutzerkonten erstellt, was die maximal erlaubte Anzahl in dieser Zeitperiode ist.";

fn messages() -> Reply {
    answer(&json!({"query": {"allmessages": [
        {"name": "acct_creation_throttle_hit", "*": "Besucher dieses Wikis, die deine IP-Adresse verwenden, haben innerhalb der letzten $2 {{PLURAL:$1|1 Benutzerkonto|$1 Benutzerkonten}} erstellt, was die maximal erlaubte Anzahl in dieser Zeitperiode ist."},
        {"name": "duration-days", "*": "$1 {{PLURAL:$1|Tag|Tage}}"},
        {"name": "duration-hours", "*": "$1 {{PLURAL:$1|Stunde|Stunden}}"},
    ]}}))
}

fn refused(wiki: &mut Wiki) -> Refused {
    match wiki.create(zoe()).step() {
        Ok(Step::Refused(refused)) => refused,
        step => panic!("{step:?}"),
    }
}

fn limit() -> Option<RateLimit> {
    Some(RateLimit {
        count: 6,
        period: Duration::from_secs(2 * 86400),
    })
}

#[test]
fn a_refusal_of_the_api_is_read_with_the_wikis_messages() {
    let hit = createaccount(json!({
        "status": "FAIL", "message": TEXT, "messagecode": "acct_creation_throttle_hit",
    }));
    for (explained, expected) in [(messages(), limit()), (error("readapidenied"), None)] {
        let replies = [offer(&[password()], "t"), hit.clone(), explained];
        let (script, asked) = ScriptedTransport::new(replies);
        let builder = Wiki::builder("https://wiki.example/api.php").transport(script);
        let refused = refused(&mut builder.build().unwrap());
        assert_eq!(refused.rate_limit, expected);
        assert_eq!(refused.retry_after, expected.map(|limit| limit.period));
        let asked = asked.lock().unwrap();
        assert_eq!(asked.len(), 3);
        let keys = &asked[2]["ammessages"];
        assert!(keys.contains("duration-days"), "{keys}");
    }
}

#[test]
fn a_refusal_of_the_form_is_read_with_the_wikis_messages() {
    let begin = sign_up();
    let shown = form(
        "",
        &format!("<div class=errorbox>{TEXT}</div>{NAME}{TOKEN}"),
    );
    // The second list is that of extensions' messages, the last that of the durations.
    for (explained, expected) in [(messages(), limit()), (response(500, &[], ""), None)] {
        let (script, asked) =
            ScriptedTransport::new([html(&begin), html(&page(&shown)), messages(), explained]);
        let builder = Wiki::builder("https://wiki.example/api.php").transport(script);
        let builder = builder.dialect(Dialect::WebForm);
        let refused = refused(&mut builder.build().unwrap());
        let code = refused.code.as_deref();
        assert_eq!(code, Some("acct_creation_throttle_hit"));
        assert_eq!(refused.rate_limit, expected, "{refused:?}");
        let asked = asked.lock().unwrap();
        assert!(asked[3]["ammessages"].contains("duration-hours"));
    }
}
