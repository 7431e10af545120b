//! The control address.

use serde_json::{Value, json};

use crate::{client::Client, command::Served};

/// A running command and clients of its wiki and of its control address.
struct Controlled {
    _served: Served,
    wiki: Client,
    control: Client,
}

fn start(arguments: &[&str]) -> Controlled {
    let served = Served::start(&[arguments, &["--control"]].concat(), 2);
    Controlled {
        wiki: Client::of(&served.addresses[0]),
        control: Client::of(&served.addresses[1]),
        _served: served,
    }
}

impl Controlled {
    /// Sends a request to the control address, and returns the status and the answer.
    fn ask(&mut self, method: &str, resource: &str, body: Option<Value>) -> (u16, Value) {
        let body = body.map(|body| body.to_string());
        let target = format!("/{resource}");
        let answer = self.control.send(method, &target, body.as_deref()).unwrap();
        (answer.status, answer.json())
    }

    fn get(&mut self, resource: &str) -> Value {
        let (status, answer) = self.ask("GET", resource, None);
        assert_eq!(status, 200, "{resource}: {answer}");
        answer
    }

    #[track_caller]
    fn set(&mut self, method: &str, resource: &str, body: Value) -> Value {
        let (status, answer) = self.ask(method, resource, Some(body));
        assert_eq!(status, 200, "{resource}: {answer}");
        answer
    }
}

#[test]
fn a_test_reads_accounts_mails_and_requests() {
    let mut it = start(&["--release", "1.43"]);
    let answer = it
        .wiki
        .create("zoe_Example", &[("email", "zoe@example.org")]);
    assert_eq!(answer["createaccount"]["status"], "PASS", "{answer}");

    let accounts = it.get("accounts");
    assert_eq!(accounts[0]["log_action"], Value::Null);
    let zoe = it.get("accounts/Zoe%20Example");
    assert_eq!(accounts[1], zoe);
    assert_eq!(zoe["email"], "zoe@example.org");
    assert_eq!(
        (&zoe["log_action"], &zoe["creator"]),
        (&json!("create"), &Value::Null)
    );
    assert_eq!(it.ask("GET", "accounts/Max", None).0, 404);

    let mails = it.get("mails");
    assert_eq!(mails[0]["to"], "zoe@example.org");
    assert_eq!(
        it.get("requests"),
        json!({"all": 2, "actions": {"createaccount": 1, "query": 1}})
    );
    let log = it.get("log");
    assert_eq!(log[0]["method"], "POST");
    assert_eq!(log[0]["form"]["meta"], "tokens");
    assert_eq!(
        (&log[1]["action"], &log[1]["status"]),
        (&json!("createaccount"), &json!(200))
    );
    assert_eq!(log[1]["form"]["username"], "zoe_Example");
    assert_eq!(log[1]["headers"]["connection"], "close");

    let max = it.set("POST", "accounts", json!({"name": "max", "password": "x"}));
    assert_eq!(
        (&max["name"], &max["log_action"]),
        (&json!("Max"), &Value::Null)
    );
    let (status, error) = it.ask(
        "POST",
        "accounts",
        Some(json!({"name": "Max", "password": "x"})),
    );
    assert_eq!(status, 400, "{error}");
}

#[test]
fn a_test_changes_settings_of_the_running_wiki() {
    let mut it = start(&["--release", "1.39", "--setting", "hidden"]);
    it.wiki.create("Zoe", &[]);
    let now = it.set(
        "PATCH",
        "settings",
        json!({"captcha": "questy", "setting": ["readonly"]}),
    );
    assert_eq!(now["release"], "1.39.0");
    assert_eq!(
        (&now["captcha"], &now["settings"]),
        (&json!("questy"), &json!(["readonly"]))
    );
    let answer = it.wiki.create("Max", &[]);
    assert_eq!(answer["error"]["code"], "readonly", "{answer}");

    it.set("PATCH", "settings", json!({"setting": null}));
    let answer = it.wiki.create("Max", &[]);
    assert_eq!(
        answer["createaccount"]["messagecode"],
        "captcha-createaccount-fail"
    );
    it.set(
        "PATCH",
        "settings",
        json!({"release": "1.26", "captcha": null}),
    );
    let answer = it.wiki.api(&[("action", "createaccount"), ("name", "Max")]);
    assert_eq!(answer["createaccount"]["result"], "NeedToken", "{answer}");
    assert_eq!(it.get("accounts/Zoe")["name"], "Zoe");

    for (given, hint) in [
        (json!({"setting": "pink"}), "private"),
        (json!({"port": 80}), "--port"),
    ] {
        let (status, answer) = it.ask("PATCH", "settings", Some(given));
        let error = answer["error"].as_str().unwrap();
        assert!(status == 400 && error.contains(hint), "{status} {error}");
    }
}

#[test]
fn a_test_injects_faults_and_moves_the_clock() {
    let mut it = start(&["--throttle", "1"]);
    it.set(
        "POST",
        "faults",
        json!({"fault": "reset-after@createaccount"}),
    );
    let token = it.wiki.token("createaccount");
    let form = [
        ("action", "createaccount"),
        ("username", "Zoe"),
        ("createtoken", &token),
    ];
    assert!(it.wiki.post("/api.php", &form).is_err());
    it.set(
        "POST",
        "faults",
        json!({"fault": "503=1", "times": "always"}),
    );
    assert_eq!(it.wiki.get("/api.php", &[]).unwrap().status, 503);
    assert_eq!(it.wiki.get("/api.php", &[]).unwrap().status, 503);
    assert_eq!(it.ask("DELETE", "faults", None).0, 200);

    let created = it.wiki.create("Max", &[]);
    assert_eq!(created["createaccount"]["status"], "PASS");
    let refused = it.wiki.create("Ann", &[]);
    assert_eq!(
        refused["createaccount"]["messagecode"],
        "acct_creation_throttle_hit"
    );
    it.set("POST", "clock", json!({"advance": 86_401}));
    let created = it.wiki.create("Ann", &[]);
    assert_eq!(created["createaccount"]["status"], "PASS");
    let gap = it.get("accounts/Ann")["registered"].as_u64().unwrap()
        - it.get("accounts/Max")["registered"].as_u64().unwrap();
    assert!((86_401..86_500).contains(&gap), "{gap}");
    let stopped = it.set("POST", "clock", json!({"stop": 1_000_000_000}));
    assert_eq!(stopped, json!({"time": 1_000_000_000}));

    for (resource, body) in [
        ("faults", json!({"fault": "flood"})),
        ("faults", json!({"fault": "readonly", "times": 0})),
        ("clock", json!({"stop": -1})),
        ("clock", json!({"move": 1})),
    ] {
        let (status, answer) = it.ask("POST", resource, Some(body));
        assert!(status == 400 && answer["error"].is_string(), "{answer}");
    }
}

#[test]
fn a_reset_starts_the_wiki_anew_with_its_first_options() {
    let first = [
        "--release",
        "1.39",
        "--captcha",
        "questy",
        "--fault",
        "429=3",
    ];
    let mut it = start(&first);
    assert_eq!(it.wiki.get("/api.php", &[]).unwrap().status, 429);
    it.wiki.create("Zoe", &[("captchaWord", "Paris")]);
    it.set(
        "PATCH",
        "settings",
        json!({"captcha": null, "setting": "otp"}),
    );
    it.set("POST", "clock", json!({"stop": 1}));
    let now = it.set("POST", "reset", json!({"setting": "nocreate"}));
    assert_eq!(
        (&now["captcha"], &now["settings"]),
        (&json!("questy"), &json!(["nocreate"]))
    );
    it.wiki.forget();
    let (status, now) = it.ask("POST", "reset", None);
    assert_eq!((status, &now["settings"]), (200, &json!([])));
    assert!(now["time"].as_u64().unwrap() > 1_000_000_000);
    assert_eq!(it.get("requests"), json!({"all": 0, "actions": {}}));
    assert_eq!(it.get("log"), json!([]));
    assert_eq!(it.get("accounts").as_array().unwrap().len(), 1);
    // Faults of the command line happen again.
    assert_eq!(it.wiki.get("/api.php", &[]).unwrap().status, 429);
}

#[test]
fn only_the_secret_path_of_a_wiki_answers() {
    let arguments = [
        "--control",
        "--address",
        "127.0.0.1",
        "--address",
        "127.0.0.1",
    ];
    let served = Served::start(&arguments, 4);
    let [first, second] = [2, 3].map(|line| served.addresses[line].clone());
    let start = "http://127.0.0.1:";
    assert!(
        first.starts_with(start) && second.starts_with(start),
        "{first}"
    );
    let secret = first.rsplit_once('/').unwrap().1;
    assert!(secret.len() == 32 && !second.contains(secret), "{second}");

    Client::of(&served.addresses[1]).create("Zoe", &[]);
    let found = |control: &str| {
        Client::of(control)
            .get("/accounts/Zoe", &[])
            .unwrap()
            .status
    };
    assert_eq!((found(&first), found(&second)), (404, 200));
    for wrong in [
        first.replace(secret, ""),
        first.replace(secret, &"0".repeat(32)),
    ] {
        let answer = Client::of(&wrong).get("/accounts", &[]).unwrap();
        assert_eq!(answer.status, 404);
        assert!(answer.json()["error"].is_string());
    }
    let mut control = Client::of(&first);
    for (method, resource) in [
        ("GET", "/pink"),
        ("DELETE", "/accounts"),
        ("POST", "/mails"),
    ] {
        assert_eq!(control.send(method, resource, None).unwrap().status, 404);
    }
    assert_eq!(
        control.send("POST", "/reset", Some("{")).unwrap().status,
        400
    );
    assert_eq!(
        control.send("POST", "/reset", Some("[]")).unwrap().status,
        400
    );
}
