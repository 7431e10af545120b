//! Probes of recorded wikis.

use std::collections::HashMap;

use mwaccount::{
    Dialect, NewAccount, Wiki,
    http::{Method, Reply, Request, Response},
    transport::{Limits, Transport},
};
use support::transcript::Transcript;

/// Probes of recorded wikis from 1.21 to 1.26, which report less.
#[test]
fn legacy_wikis_report_less() {
    for release in ["1.21.1", "1.22.15", "1.23.9", "1.24.2", "1.26.4"] {
        for (settings, may_create, generator) in [("plain", true, true), ("private", false, false)]
        {
            let recorded = Transcript::read(release, &format!("detect-{settings}"), "json");
            let mut wiki = Wiki::builder("https://wiki.example/api.php")
                .transport(Recorded(recorded))
                .build()
                .unwrap();
            let found = wiki.probe(&NewAccount::default()).unwrap();
            assert_eq!(found.dialect, Dialect::LegacyApi, "{release}");
            assert_eq!(found.may_create, Some(may_create), "{release} {settings}");
            assert_eq!(found.generator.is_some(), generator, "{release} {settings}");
            // On 1.21 and 1.22 a captcha may be enforced that the API does not show.
            let known = !matches!(release, "1.21.1" | "1.22.15") && may_create;
            assert_eq!(found.captcha_asked, known.then_some(false), "{release}");
            assert_eq!(found.password, None);
            assert!(found.fields.iter().any(|field| field.name == "realname"));
        }
    }
}

/// A transport that answers each action with the recorded responses to it, merged into one.
struct Recorded(Transcript);

impl Transport for Recorded {
    fn send(&mut self, request: &Request, _: &Limits) -> Reply {
        let query: HashMap<String, String> = request.url.query_pairs().into_owned().collect();
        let asks = |key: &str, value: &str| query.get(key).is_some_and(|q| q.contains(value));
        let wanted = match request.method {
            Method::Post => "createaccount",
            Method::Get if asks("action", "paraminfo") => "paraminfo",
            Method::Get if asks("meta", "authmanagerinfo") => "tokens|authmanagerinfo",
            Method::Get => "siteinfo",
        };
        let bodies = self.0.exchanges.iter().filter(|exchange| {
            let request = &exchange.request;
            let fields = request.form.as_ref().or(request.query.as_ref());
            fields.is_some_and(|fields| {
                let has = |key: &str, value: &str| fields.get(key).is_some_and(|v| v == value);
                match wanted {
                    "createaccount" => request.method == "POST",
                    "paraminfo" => has("action", wanted),
                    "siteinfo" => has("meta", "siteinfo") || has("meta", "userinfo"),
                    meta => has("meta", meta),
                }
            })
        });
        let mut answer = serde_json::json!({});
        for body in bodies.filter_map(|exchange| exchange.response.body.as_deref()) {
            let body: serde_json::Value = serde_json::from_str(body).unwrap();
            merge(&mut answer, body);
        }
        Reply::Got(Response::new(200, Vec::new(), answer.to_string()))
    }
}

fn merge(into: &mut serde_json::Value, from: serde_json::Value) {
    match (into, from) {
        (serde_json::Value::Object(into), serde_json::Value::Object(from)) => {
            for (key, value) in from {
                merge(into.entry(key).or_insert(serde_json::Value::Null), value);
            }
        }
        (into, from) => *into = from,
    }
}
