//! A person at a terminal, played on a pseudo-terminal.

use rexpect::session::{PtySession, spawn_command};
use serde_json::json;

use crate::support::{
    real::Real,
    signals::{Signal, send},
    *,
};

/// Runs the command under a shell on a terminal with its echo on. At the end it
/// shows the exit status and whether the echo is on.
fn on_a_terminal(wiki: &Wiki, args: &str) -> PtySession {
    mwaccount_on_a_terminal(&format!("create '{}' --name Zoe {args}", wiki.api()))
}

fn mwaccount_on_a_terminal(args: &str) -> PtySession {
    let script = format!(
        "trap : INT; stty echo; '{}' {args}; echo \"status=$?\"; \
         stty -a | grep -o '[-]*\\becho\\b'",
        env!("CARGO_BIN_EXE_mwaccount"),
    );
    shell_on_a_terminal(&script)
}

fn shell_on_a_terminal(script: &str) -> PtySession {
    let mut command = program("sh");
    command.args(["-c", script]);
    spawn_command(command, Some(20_000)).unwrap()
}

/// The manual's third example in one process: a captcha, an OpenID provider, and a second
/// factor with fields of every type, on a real wiki.
#[test]
fn a_person_goes_all_the_way() {
    let real = Real::new("questy+openid", "person");
    let mut terminal = mwaccount_on_a_terminal(&format!("create '{}' --name Zoe", real.api));
    password(&mut terminal, PASSWORD);
    for (asked, answered) in [
        ("Answer to the captcha: ", "Paris"),
        ("The whole address you came back to: ", "RETURNED"),
        ("JBSWY3DPEHPK3PXP", ""),
        ("Code (may stay empty): ", "123456"),
        ("2. Plan B", ""),
        ("Plan (number): ", "2"),
        (
            "Tags (may stay empty) (numbers, separated by commas): ",
            "1,2",
        ),
        ("Agree (y/N): ", "y"),
        ("PIN (may stay empty): ", "0000"),
        ("Skip (y/N): ", "n"),
    ] {
        terminal.exp_string(asked).unwrap();
        if asked.ends_with(": ") {
            let back = format!("{}?code=c0de&state=st4te", real.api);
            let answered = answered.replace("RETURNED", &back);
            terminal.send_line(&answered).unwrap();
        }
    }
    ends(&mut terminal, 0);
    real.has_zoe();
}

fn password(terminal: &mut PtySession, password: &str) {
    let mut shown = terminal
        .exp_string("Password of the new account: ")
        .unwrap();
    terminal.send_line(password).unwrap();
    shown += &terminal.exp_string("Password again: ").unwrap();
    terminal.send_line(password).unwrap();
    assert!(!shown.contains(password));
}

fn ends(terminal: &mut PtySession, status: i32) -> String {
    let before = terminal.exp_string(&format!("status={status}")).unwrap();
    terminal.exp_regex("\r\necho\r\n").unwrap();
    before
}

#[test]
fn passwords_are_asked_twice_unseen() {
    let wiki = plain_wiki();
    let mut terminal = on_a_terminal(&wiki, "");
    terminal
        .exp_string("Password of the new account: ")
        .unwrap();
    terminal.send_line("one").unwrap();
    terminal.exp_string("Password again: ").unwrap();
    terminal.send_line("another").unwrap();
    terminal.exp_string("two different passwords").unwrap();
    password(&mut terminal, PASSWORD);
    let rest = ends(&mut terminal, 0);
    assert!(rest.contains("Created \"Zoe\" on "), "{rest}");
    assert!(!rest.contains(PASSWORD));
    assert_eq!(wiki.seen()[1].field("password"), PASSWORD);
}

#[test]
fn captchas_are_asked_until_they_are_right() {
    let wiki = image_wiki();
    let mut terminal = on_a_terminal(&wiki, "");
    password(&mut terminal, PASSWORD);
    terminal.exp_string("captcha-1.png").unwrap();
    terminal.exp_string("Answer to the captcha: ").unwrap();
    terminal.send_line("").unwrap();
    terminal.exp_string("must be filled").unwrap();
    terminal.exp_string("Answer to the captcha: ").unwrap();
    terminal.send_line("wrong").unwrap();
    terminal
        .exp_string("Incorrect or missing CAPTCHA.")
        .unwrap();
    terminal.exp_string("Answer to the captcha: ").unwrap();
    terminal.send_line("labword").unwrap();
    let rest = ends(&mut terminal, 0);
    assert!(rest.contains("Created"), "{rest}");
}

#[test]
fn a_refusal_can_be_mended() {
    let wiki = Wiki::new(|seen| {
        match (
            seen.creates(),
            seen.field("username"),
            seen.field("password"),
        ) {
            (false, ..) => info(&[]),
            (_, "Zoe", _) => fail("userexists", "Username entered already in use."),
            (_, _, "weak") => fail(
                "passwordtooshort",
                "Passwords must be at least 10 characters.",
            ),
            _ => pass(seen),
        }
    });
    let mut terminal = on_a_terminal(&wiki, "");
    password(&mut terminal, "weak");
    terminal.exp_string("already in use. (name-taken)").unwrap();
    terminal
        .exp_string("Another name (empty to give up): ")
        .unwrap();
    terminal.send_line("Zora").unwrap();
    terminal.exp_string("at least 10 characters").unwrap();
    password(&mut terminal, PASSWORD);
    let rest = ends(&mut terminal, 0);
    assert!(rest.contains("Created \"Zora\""), "{rest}");
}

#[test]
fn a_redirect_is_followed_by_the_person() {
    let wiki = Wiki::new(|seen| {
        if seen.field("createcontinue") == "1" {
            assert_eq!(seen.field("code"), "c0de");
            pass(seen)
        } else if seen.creates() {
            redirect()
        } else {
            info(&[])
        }
    });
    let mut terminal = on_a_terminal(&wiki, "");
    password(&mut terminal, PASSWORD);
    terminal
        .exp_string("https://login.example.org/go?state=1")
        .unwrap();
    terminal
        .exp_string("The whole address you came back to: ")
        .unwrap();
    terminal.send_line("nonsense").unwrap();
    terminal.exp_string("cannot be read").unwrap();
    terminal
        .exp_string("The whole address you came back to: ")
        .unwrap();
    let back = format!("{}?code=c0de&state=1", wiki.api());
    terminal.send_line(&back).unwrap();
    ends(&mut terminal, 0);
}

#[test]
fn ctrl_c_gives_the_echo_back() {
    let wiki = question_wiki();
    let mut terminal = on_a_terminal(&wiki, "");
    terminal
        .exp_string("Password of the new account: ")
        .unwrap();
    terminal.send_control('c').unwrap();
    ends(&mut terminal, 5);

    let mut terminal = on_a_terminal(&wiki, "");
    password(&mut terminal, PASSWORD);
    terminal.exp_string("Answer to the captcha: ").unwrap();
    terminal.send_control('c').unwrap();
    ends(&mut terminal, 5);
}

#[test]
fn a_signal_gives_the_echo_back() {
    let wiki = plain_wiki();
    let folder = tempfile::tempdir().unwrap();
    let pid = folder.path().join("pid");
    let script = format!(
        "stty echo; sh -c 'echo $$ > {}; exec \"$@\"' sh '{}' create '{}' --name Zoe; \
         echo \"status=$?\"; stty -a | grep -o '[-]*\\becho\\b'",
        pid.display(),
        env!("CARGO_BIN_EXE_mwaccount"),
        wiki.api()
    );
    let mut terminal = shell_on_a_terminal(&script);
    terminal
        .exp_string("Password of the new account: ")
        .unwrap();
    let pid = std::fs::read_to_string(pid).unwrap();
    send(Signal::TERM, pid.trim().parse().unwrap());
    ends(&mut terminal, 5);
}

#[test]
fn the_end_of_input_is_an_end() {
    let wiki = question_wiki();
    let mut terminal = on_a_terminal(&wiki, "--json");
    password(&mut terminal, PASSWORD);
    terminal.exp_string("Answer to the captcha: ").unwrap();
    terminal.send_control('d').unwrap();
    let rest = ends(&mut terminal, 5);
    assert!(rest.contains("\"reason\":\"cancelled\""), "{rest}");
}

/// The wiki of 1.39, as far as a login and a creation need it.
fn login_wiki() -> Wiki {
    let text = json!({"type": "string", "label": "x", "help": "y"});
    let secret = json!({"type": "password", "label": "x", "help": "y", "sensitive": true});
    let login = json!({"query": {
        "authmanagerinfo": {"requests": [{
            "id": "Password", "metadata": {}, "required": "primary-required",
            "fields": {"username": text, "password": secret},
        }]},
        "tokens": {"logintoken": "0123456789abcdef+\\"},
    }});
    let code = json!([{
        "id": "TOTP", "metadata": {}, "required": "required",
        "fields": {"OATHToken": {"type": "string", "label": "Code", "help": "Six digits"}},
    }]);
    Wiki::new(move |seen| {
        if seen.creates() {
            pass(seen)
        } else if seen.field("logincontinue") == "1" {
            Said::Json(json!({"clientlogin": {"status": "PASS", "username": "Admin"}}))
        } else if seen.field("action") == "clientlogin" {
            Said::Json(json!({"clientlogin": {"status": "UI", "requests": code,
                              "message": "Two factors here", "messagecode": "x"}}))
        } else if seen.target.contains("amirequestsfor=login") {
            Said::Json(login.clone())
        } else {
            info(&[])
        }
    })
}

#[test]
fn a_creator_logs_in_at_the_terminal() {
    let wiki = login_wiki();
    let mut terminal = on_a_terminal(&wiki, "--login Admin");
    let mut shown = terminal.exp_string("Password of Admin: ").unwrap();
    terminal.send_line("hunter2").unwrap();
    shown += &terminal
        .exp_string("Password of the new account: ")
        .unwrap();
    assert!(!shown.contains("hunter2"));
    terminal.send_line(PASSWORD).unwrap();
    terminal.exp_string("Password again: ").unwrap();
    terminal.send_line(PASSWORD).unwrap();
    terminal.exp_string("Two factors here").unwrap();
    terminal.exp_string("Code: ").unwrap();
    terminal.send_line("123456").unwrap();
    ends(&mut terminal, 0);
    let seen = wiki.seen();
    let password = seen.iter().find(|s| s.field("action") == "clientlogin");
    assert_eq!(password.unwrap().field("password"), "hunter2");
    assert_eq!(seen.last().unwrap().field("assert"), "user");
}

/// What was not written down is asked for again: the password, twice.
#[test]
fn a_conversation_is_taken_up_at_the_terminal() {
    let wiki = question_wiki();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("it");
    let file = file.to_str().unwrap();
    assert_eq!(zoe(&wiki, &["--suspend-to", file]).status, 3);
    let mut terminal = mwaccount_on_a_terminal(&format!("resume {file}"));
    terminal
        .exp_string("What is the capital of France?")
        .unwrap();
    terminal.exp_string("Answer to the captcha: ").unwrap();
    terminal.send_line("Lyon").unwrap();
    password(&mut terminal, PASSWORD);
    terminal.exp_string("Answer to the captcha: ").unwrap();
    terminal.send_line("Paris").unwrap();
    let rest = ends(&mut terminal, 0);
    assert!(rest.contains("Created \"Zoe Example\""), "{rest}");
    assert_eq!(wiki.seen().last().unwrap().field("password"), PASSWORD);
}

#[test]
fn the_password_for_the_web_server_is_asked_unseen() {
    let wiki = plain_wiki();
    let mut terminal = on_a_terminal(&wiki, "--http-user Zoe --password-file /dev/null");
    terminal
        .exp_string("Password of Zoe for the web server: ")
        .unwrap();
    terminal.send_line("hunter2").unwrap();
    let shown = terminal.exp_string("--password-file").unwrap();
    assert!(!shown.contains("hunter2"), "{shown}");
    ends(&mut terminal, 2);
}
