//! Scripts of requests for pages of newer releases.

use crate::scripts::{Asked, Pair};

fn view(query: &[Pair]) -> Asked {
    ("/index.php", query.to_vec(), None)
}

const LOG_IN: Pair = ("title", "Special:UserLogin");
const SIGN_UP: Pair = ("title", "Special:CreateAccount");
const PASSWORD: &str = "Correct-horse-7-battery";

/// Sends a form with the fields `usual`, unless `given` replaces them.
fn submit(page: Pair, usual: &[Pair], given: &[Pair]) -> Asked {
    let mut form = usual.to_vec();
    form.retain(|(name, _)| !given.iter().any(|(other, _)| other == name));
    form.extend(given);
    ("/index.php", vec![page], Some(form))
}

fn log_in(given: &[Pair]) -> Asked {
    let usual = [("authAction", "login"), ("wpLoginToken", "LOGIN")];
    submit(LOG_IN, &usual, given)
}

fn log_in_as_admin() -> Vec<Asked> {
    let admin = [("wpName", "admin"), ("wpPassword", "adminpass12345")];
    vec![view(&[LOG_IN]), log_in(&admin)]
}

/// Signs up with a good password.
fn sign_up(given: &[Pair]) -> Asked {
    let usual = [
        ("authAction", "create"),
        ("wpCreateaccountToken", "CREATE"),
        ("wpPassword", PASSWORD),
        ("retype", PASSWORD),
        ("email", ""),
        ("realname", ""),
        ("reason", ""),
    ];
    submit(SIGN_UP, &usual, given)
}

/// Returns settings, each with the requests of one session.
pub fn all() -> Vec<(&'static str, Vec<Asked>)> {
    let mut scripts = vec![
        ("plain", addresses()),
        ("plain", logins()),
        ("plain", visitor()),
        ("plain", creator()),
        ("questy", captcha()),
        (
            "emailreq",
            vec![view(&[SIGN_UP]), sign_up(&[("wpName", "Zoe")])],
        ),
        (
            "throttled",
            vec![
                view(&[SIGN_UP]),
                sign_up(&[("wpName", "Zoe")]),
                view(&[SIGN_UP]),
                sign_up(&[("wpName", "Max")]),
            ],
        ),
        (
            "private",
            vec![
                view(&[("title", "Main_Page")]),
                view(&[SIGN_UP]),
                view(&[LOG_IN]),
                view(&[("title", "Special:ListUsers"), ("username", "Admin")]),
            ],
        ),
    ];
    for setting in ["nocreate", "readonly"] {
        scripts.push((
            setting,
            vec![view(&[SIGN_UP]), sign_up(&[("wpName", "Zoe")])],
        ));
    }
    for setting in ["hidden", "simple", "fancy"] {
        scripts.push((setting, vec![view(&[SIGN_UP])]));
    }
    scripts
}

fn addresses() -> Vec<Asked> {
    let list = ("title", "Special:ListUsers");
    vec![
        view(&[]),
        view(&[("title", "Main_Page")]),
        view(&[("title", "main_Page")]),
        view(&[("title", "Main Page")]),
        view(&[("title", "Nowhere")]),
        view(&[("title", "Special:Nowhere")]),
        view(&[("title", "a|b")]),
        view(&[("title", "Special:Userlogin")]),
        view(&[("title", "Special:Userlogin"), ("uselang", "en")]),
        view(&[LOG_IN, ("type", "signup")]),
        view(&[LOG_IN, ("type", "signup"), ("uselang", "en")]),
        view(&[list, ("username", "admin"), ("limit", "1")]),
        view(&[list, ("username", "Zzz"), ("limit", "1")]),
    ]
}

fn logins() -> Vec<Asked> {
    let admin = ("wpName", "Admin");
    let mut script = vec![
        view(&[LOG_IN]),
        log_in(&[admin, ("wpPassword", "x"), ("wpLoginToken", "wrong")]),
        log_in(&[admin, ("wpPassword", "x")]),
        log_in(&[("wpName", "Nobody"), ("wpPassword", "x")]),
        log_in(&[admin, ("wpPassword", "")]),
        log_in(&[("wpName", ""), ("wpPassword", "x")]),
        log_in(&[admin, ("wpPassword", "x"), ("authAction", "")]),
    ];
    script.extend(log_in_as_admin());
    script.extend([
        view(&[("title", "Main_Page")]),
        view(&[LOG_IN]),
        view(&[LOG_IN, ("returnto", "Nowhere")]),
    ]);
    script
}

fn visitor() -> Vec<Asked> {
    let zoe = ("wpName", "Zoe");
    vec![
        sign_up(&[zoe]),
        view(&[SIGN_UP]),
        sign_up(&[zoe, ("wpCreateaccountToken", "wrong")]),
        sign_up(&[zoe, ("authAction", "")]),
        sign_up(&[("wpName", "")]),
        sign_up(&[zoe, ("wpPassword", ""), ("retype", "")]),
        sign_up(&[zoe, ("retype", "other")]),
        sign_up(&[zoe, ("email", "x")]),
        sign_up(&[("wpName", "Admin")]),
        sign_up(&[("wpName", "a|b")]),
        sign_up(&[("wpName", PASSWORD)]),
        sign_up(&[zoe, ("email", "zoe@example.org"), ("realname", "Zoe Z.")]),
        view(&[
            ("title", "Special:ListUsers"),
            ("username", "Zoe"),
            ("limit", "1"),
        ]),
    ]
}

fn creator() -> Vec<Asked> {
    let by_mail = [
        ("wpName", "Mailed"),
        ("wpPassword", ""),
        ("retype", ""),
        ("wpCreateaccountMail", "1"),
    ];
    let addressed = [&by_mail[..], &[("email", "mailed@example.org")]].concat();
    let mut script = log_in_as_admin();
    script.extend([
        view(&[SIGN_UP]),
        sign_up(&by_mail),
        sign_up(&[("wpName", "Zoe"), ("wpPassword", ""), ("retype", "")]),
        sign_up(&[
            ("wpName", "Zoe"),
            ("mailpassword", "1"),
            ("reason", "A course"),
        ]),
        sign_up(&addressed),
        sign_up(&[("wpName", "Zoe")]),
    ]);
    script
}

fn captcha() -> Vec<Asked> {
    let zoe = ("wpName", "Zoe");
    let id = ("captchaId", "CAPTCHA");
    vec![
        view(&[SIGN_UP]),
        sign_up(&[zoe]),
        sign_up(&[zoe, id, ("captchaWord", "Rome")]),
        // The name is checked before the captcha, which remains valid.
        sign_up(&[("wpName", "Admin"), id, ("captchaWord", "Paris")]),
        sign_up(&[zoe, id, ("captchaWord", "Paris")]),
    ]
}
