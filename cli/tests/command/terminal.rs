//! Prompts, on a pseudo-terminal.

use serde_json::json;

use crate::support::{
    real::RealWiki,
    signals::{Signal, send},
    terminal::*,
    *,
};

/// The third example of MediaWiki's API manual in one process: a captcha, an OpenID provider,
/// and a second factor with fields of every kind, on a real wiki.
#[test]
fn captcha_redirect_and_second_factor_are_prompted_for() {
    let real = RealWiki::new("questy+openid", "person");
    let mut terminal = run_on_terminal(&format!("create '{}' --name Zoe", real.api));
    password(&mut terminal, PASSWORD);
    for (asked, answered) in [
        ("Answer to the captcha: ", "Paris"),
        (
            "Complete address that the browser was sent back to: ",
            "RETURNED",
        ),
        ("JBSWY3DPEHPK3PXP", ""),
        ("Code (optional): ", "123456"),
        ("2. Plan B", ""),
        ("Plan (number): ", "2"),
        ("Tags (optional) (numbers, separated by commas): ", "1,2"),
        ("Agree (y/N): ", "y"),
        ("PIN (optional): ", "0000"),
        ("Skip (y/N): ", "n"),
    ] {
        terminal.exp_string(asked).unwrap();
        if asked.ends_with(": ") {
            let back = format!("{}?code=c0de&state=st4te", real.api);
            let answered = answered.replace("RETURNED", &back);
            terminal.send_line(&answered).unwrap();
        }
    }
    assert_status(&mut terminal, 0);
    real.assert_zoe_exists();
}

#[test]
fn images_of_a_question_are_shown_as_files() {
    let html = "Which word is in <img src='/w/index.php?title=Special:Captcha/image'> and in \
                <img src='https://other.example/b.png'>?";
    let wiki = captcha_wiki("question", html, "labword");
    let mut terminal = create_on_terminal(&wiki, "");
    password(&mut terminal, PASSWORD);
    for text in [
        "Captcha: Which word is in [image 1] and in [image 2]?",
        "Captcha: image 1 is /",
        ".png",
        "Captcha: image 2 is https://other.example/b.png",
    ] {
        terminal.exp_string(text).unwrap();
    }
    terminal.exp_string("Answer to the captcha: ").unwrap();
    terminal.send_line("labword").unwrap();
    assert_status(&mut terminal, 0);
}

#[test]
fn password_is_prompted_for_twice_without_echo() {
    let wiki = plain_wiki();
    let mut terminal = create_on_terminal(&wiki, "");
    terminal
        .exp_string("Password of the new account: ")
        .unwrap();
    terminal.send_line("one").unwrap();
    terminal.exp_string("Password again: ").unwrap();
    terminal.send_line("another").unwrap();
    terminal.exp_string("the passwords differ").unwrap();
    password(&mut terminal, PASSWORD);
    let rest = assert_status(&mut terminal, 0);
    assert!(rest.contains("Created \"Zoe\" on "), "{rest}");
    assert!(!rest.contains(PASSWORD));
    assert_eq!(wiki.requests().last().unwrap().field("password"), PASSWORD);
}

#[test]
fn captcha_is_prompted_for_until_it_is_right() {
    let wiki = image_wiki();
    let mut terminal = create_on_terminal(&wiki, "");
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
    let rest = assert_status(&mut terminal, 0);
    assert!(rest.contains("Created"), "{rest}");
}

#[test]
fn refused_account_is_revised() {
    let wiki = Wiki::new(|request| {
        match (
            request.creates(),
            request.field("username"),
            request.field("password"),
        ) {
            (false, ..) => auth_manager_info(&[]),
            (_, "Zoe", _) => fail("userexists", "Username entered already in use."),
            (_, _, "weak") => fail(
                "passwordtooshort",
                "Passwords must be at least 10 characters.",
            ),
            _ => pass(request),
        }
    });
    let mut terminal = create_on_terminal(&wiki, "");
    password(&mut terminal, "weak");
    terminal.exp_string("already in use. (name-taken)").unwrap();
    terminal
        .exp_string("Another name (empty to give up): ")
        .unwrap();
    terminal.send_line("Zora").unwrap();
    terminal.exp_string("at least 10 characters").unwrap();
    password(&mut terminal, PASSWORD);
    let rest = assert_status(&mut terminal, 0);
    assert!(rest.contains("Created \"Zora\""), "{rest}");
}

#[test]
fn return_address_is_prompted_for() {
    let wiki = Wiki::new(|request| {
        if request.field("createcontinue") == "1" {
            assert_eq!(request.field("code"), "c0de");
            pass(request)
        } else if request.creates() {
            redirect()
        } else {
            auth_manager_info(&[])
        }
    });
    let mut terminal = create_on_terminal(&wiki, "");
    password(&mut terminal, PASSWORD);
    terminal
        .exp_string("https://login.example.org/go?state=1")
        .unwrap();
    terminal
        .exp_string("Complete address that the browser was sent back to: ")
        .unwrap();
    terminal.send_line("nonsense").unwrap();
    terminal.exp_string("cannot be read").unwrap();
    terminal
        .exp_string("Complete address that the browser was sent back to: ")
        .unwrap();
    let back = format!("{}?code=c0de&state=1", wiki.api());
    terminal.send_line(&back).unwrap();
    assert_status(&mut terminal, 0);
}

#[test]
fn ctrl_c_restores_the_echo() {
    let wiki = question_wiki();
    let mut terminal = create_on_terminal(&wiki, "");
    terminal
        .exp_string("Password of the new account: ")
        .unwrap();
    terminal.send_control('c').unwrap();
    assert_status(&mut terminal, 5);

    let mut terminal = create_on_terminal(&wiki, "");
    password(&mut terminal, PASSWORD);
    terminal.exp_string("Answer to the captcha: ").unwrap();
    terminal.send_control('c').unwrap();
    assert_status(&mut terminal, 5);
}

#[test]
fn signal_restores_the_echo() {
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
    let mut terminal = shell_on_terminal(&script);
    terminal
        .exp_string("Password of the new account: ")
        .unwrap();
    let pid = std::fs::read_to_string(pid).unwrap();
    send(Signal::TERM, pid.trim().parse().unwrap());
    assert_status(&mut terminal, 5);
}

#[test]
fn end_of_input_cancels() {
    let wiki = question_wiki();
    let mut terminal = create_on_terminal(&wiki, "--json");
    password(&mut terminal, PASSWORD);
    terminal.exp_string("Answer to the captcha: ").unwrap();
    terminal.send_control('d').unwrap();
    let rest = assert_status(&mut terminal, 5);
    assert!(rest.contains("\"reason\":\"cancelled\""), "{rest}");
}

/// The answers of 1.39 that a login and a creation require.
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
    Wiki::new(move |request| {
        if request.creates() {
            pass(request)
        } else if request.field("logincontinue") == "1" {
            Response::Json(json!({"clientlogin": {"status": "PASS", "username": "Admin"}}))
        } else if request.field("action") == "clientlogin" {
            Response::Json(json!({"clientlogin": {"status": "UI", "requests": code,
                              "message": "Two factors here", "messagecode": "x"}}))
        } else if request.target.contains("amirequestsfor=login") {
            Response::Json(login.clone())
        } else {
            auth_manager_info(&[])
        }
    })
}

#[test]
fn creator_password_and_second_factor_are_prompted_for() {
    let wiki = login_wiki();
    let mut terminal = create_on_terminal(&wiki, "--login Admin");
    let mut shown = terminal.exp_string("Password of Admin: ").unwrap();
    terminal.send_line("hunter2").unwrap();
    shown += &terminal.exp_string("Two factors here").unwrap();
    assert!(!shown.contains("hunter2"));
    terminal.exp_string("Code: ").unwrap();
    terminal.send_line("123456").unwrap();
    password(&mut terminal, PASSWORD);
    assert_status(&mut terminal, 0);
    let requests = wiki.requests();
    let password = requests.iter().find(|s| s.field("action") == "clientlogin");
    assert_eq!(password.unwrap().field("password"), "hunter2");
    assert_eq!(requests.last().unwrap().field("assert"), "user");
}

/// The file does not contain the password, so it is prompted for again, twice.
#[test]
fn resume_prompts_for_the_captcha_and_the_password() {
    let wiki = question_wiki();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("saved");
    let file = file.to_str().unwrap();
    assert_eq!(create_zoe(&wiki, &["--suspend-to", file]).status, 3);
    let mut terminal = run_on_terminal(&format!("resume {file}"));
    terminal
        .exp_string("What is the capital of France?")
        .unwrap();
    terminal.exp_string("Answer to the captcha: ").unwrap();
    terminal.send_line("Lyon").unwrap();
    password(&mut terminal, PASSWORD);
    terminal.exp_string("Answer to the captcha: ").unwrap();
    terminal.send_line("Paris").unwrap();
    let rest = assert_status(&mut terminal, 0);
    assert!(rest.contains("Created \"Zoe Example\""), "{rest}");
    assert_eq!(wiki.requests().last().unwrap().field("password"), PASSWORD);
}

#[test]
fn http_password_is_prompted_for_without_echo() {
    let wiki = plain_wiki();
    let mut terminal = create_on_terminal(&wiki, "--http-user Zoe --password-file /dev/null");
    terminal
        .exp_string("Password of Zoe for HTTP authentication: ")
        .unwrap();
    terminal.send_line("hunter2").unwrap();
    let shown = terminal.exp_string("--password-file").unwrap();
    assert!(!shown.contains("hunter2"), "{shown}");
    assert_status(&mut terminal, 2);
}

/// AbuseFilter warns once, and lets the same pass.
fn warning_wiki() -> Wiki {
    let mut is_warned = false;
    Wiki::new(move |request| {
        if !request.creates() {
            return auth_manager_info(&[]);
        }
        if std::mem::replace(&mut is_warned, true) {
            return pass(request);
        }
        fail("abusefilter-warning", "This name looks like spam.")
    })
}

#[test]
fn account_is_sent_again_after_a_warning() {
    let wiki = warning_wiki();
    let mut terminal = create_on_terminal(&wiki, "");
    password(&mut terminal, PASSWORD);
    terminal.exp_string("This name looks like spam.").unwrap();
    terminal.exp_string("Send it again? (y/N): ").unwrap();
    terminal.send_line("y").unwrap();
    let rest = assert_status(&mut terminal, 0);
    assert!(rest.contains("Created \"Zoe\" on "), "{rest}");
}

#[test]
fn account_is_not_sent_again_without_a_yes() {
    let wiki = warning_wiki();
    let mut terminal = create_on_terminal(&wiki, "");
    password(&mut terminal, PASSWORD);
    terminal.exp_string("Send it again? (y/N): ").unwrap();
    terminal.send_line("").unwrap();
    let rest = assert_status(&mut terminal, 1);
    assert!(rest.contains("This name looks like spam"), "{rest}");
    let sent = wiki.requests();
    assert_eq!(sent.iter().filter(|request| request.creates()).count(), 1);
}

/// The name stands for a label that shows nothing, and the value for such an option.
#[test]
fn blank_labels_are_replaced_by_names() {
    let ask = json!({"createaccount": {"status": "UI", "message": "x", "messagecode": "x", "requests": [{
        "id": "F", "required": "required", "metadata": {}, "fields": {
            "colour": {"type": "string", "label": " \u{200b}:", "help": ""},
            "plan": {"type": "select", "label": "Plan", "help": "", "options": {"": "None", "plain": " "}},
        },
    }]}});
    let wiki = Wiki::new(move |request| {
        if request.field("createcontinue") == "1" {
            pass(request)
        } else if request.creates() {
            Response::Json(ask.clone())
        } else {
            auth_manager_info(&[])
        }
    });
    let mut terminal = create_on_terminal(&wiki, "");
    password(&mut terminal, PASSWORD);
    terminal.exp_string("\ncolour: ").unwrap();
    terminal.send_line("red").unwrap();
    terminal.exp_string("2. plain\r\n").unwrap();
    terminal.exp_string("Plan (number): ").unwrap();
    terminal.send_line("plain").unwrap();
    assert_status(&mut terminal, 0);
    let sent = wiki.requests().into_iter().rfind(Request::creates).unwrap();
    assert_eq!((sent.field("colour"), sent.field("plan")), ("red", "plain"));
}

#[test]
fn failures_and_help_have_colours_where_a_person_sees_them() {
    let command = env!("CARGO_BIN_EXE_mwaccount");
    for (environment, is_coloured) in [
        ("TERM=xterm", true),
        ("TERM=xterm NO_COLOR=1", false),
        ("TERM=dumb", false),
    ] {
        for arguments in [
            "probe http://127.0.0.1:1/",
            "create --help",
            "create --nmae x",
        ] {
            let run = format!(
                "env -u NO_COLOR -u CI -u CLICOLOR -u CLICOLOR_FORCE {environment} '{command}' {arguments}"
            );
            let shown = shell_on_terminal(&run).exp_eof().unwrap();
            assert_eq!(shown.contains('\u{1b}'), is_coloured, "{run}: {shown}");
            let piped = format!("({run}) 2>&1 | cat");
            let shown = shell_on_terminal(&piped).exp_eof().unwrap();
            assert!(!shown.contains('\u{1b}'), "{piped}: {shown}");
        }
    }
}
