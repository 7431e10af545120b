//! The columns "terminal" and "browser" of `docs/hosts.md`: each row is tried at prompts, and on the page of `--open`.

use std::{fs, process::Command};

use rexpect::session::PtySession;
use tempfile::TempDir;
use testwiki::{Captcha, Fault, RunningWiki, Server, Setting, When};

use ::support::{arithmetic_captcha::solve, file};

use crate::{
    open::{OpenRun, client::*},
    support::{
        terminal::{run_on_terminal, text},
        *,
    },
};

/// The value that stands for the sum that a captcha shows.
const SUM: &str = "the sum";

/// The address to which the other site of the emulated wiki sends the browser back.
const BACK: &str = "https://elsewhere.example/?code=c0de&state=st4te";

/// Texts that are shown, with the answer that is typed at each.
type Dialogue = &'static [(&'static str, &'static str)];

/// A trial of rows of the table.
struct Trial {
    /// The first columns of the rows.
    rows: &'static [&'static str],
    wiki: testwiki::Wiki,
    /// The options of the command.
    args: &'static str,
    /// The prompts after that for the password, which a file gives.
    prompts: Dialogue,
    /// The labels and values of each form; the first form also asks for the password.
    forms: &'static [Dialogue],
    /// The exit status.
    status: i32,
    /// The account that exists then.
    created: Option<&'static str>,
}

fn trials() -> Vec<Trial> {
    let wiki = || testwiki::Wiki::release("1.43");
    let plain = |rows: &'static [&'static str], wiki: testwiki::Wiki| Trial {
        rows,
        wiki,
        args: "",
        prompts: &[],
        forms: &[&[]],
        status: 0,
        created: Some("Zoe"),
    };
    let captcha = |row: &'static [&'static str], release: &str, kind: Captcha| Trial {
        prompts: &[
            ("Answer to the captcha", "wrong"),
            ("Answer to the captcha", "labword"),
        ],
        forms: &[&[("Answer", "wrong")], &[("Answer", "labword")]],
        ..plain(row, testwiki::Wiki::release(release).captcha(kind))
    };
    let token = |row: &'static [&'static str], release: &str, kind: Captcha| Trial {
        forms: &[&[("Token", "wrong")], &[("Token", "labword")]],
        ..captcha(row, release, kind)
    };
    let sum = |row: &'static [&'static str], release: &str, kind: Captcha| Trial {
        prompts: &[
            ("Answer to the captcha", "wrong"),
            ("Answer to the captcha", SUM),
        ],
        forms: &[&[("Answer", "wrong")], &[("Answer", SUM)]],
        ..captcha(row, release, kind)
    };
    vec![
        plain(&["`Created`"], wiki()),
        plain(&["`Created` with a warning, after a lost response"], wiki()),
        Trial {
            status: 4,
            ..plain(&["`Unknown`"], wiki())
        },
        Trial {
            status: 1,
            created: None,
            ..plain(&["`Refused`"], wiki().setting(Setting::AbuseDisallow))
        },
        Trial {
            prompts: &[("Another name", "Ann")],
            forms: &[&[], &[("Another name", "Ann")]],
            created: Some("Ann"),
            ..plain(
                &["`Refused`, then another name"],
                wiki().account("Zoe", "theirs-12345"),
            )
        },
        Trial {
            prompts: &[("Send it again?", "y")],
            forms: &[&[], &[]],
            ..plain(
                &["`Refused` with a warning, then sent again"],
                wiki().setting(Setting::AbuseWarn),
            )
        },
        Trial {
            prompts: &[("I agree", "y")],
            forms: &[&[], &[("I agree", "1")]],
            ..plain(
                &["`Ask` before the account exists"],
                wiki().setting(Setting::Terms),
            )
        },
        Trial {
            prompts: &[
                ("JBSWY3DPEHPK3PXP", ""),
                ("Code", "123456"),
                ("Plan", "2"),
                ("Tags", "1,2"),
                ("Agree", "y"),
                ("Skip", "n"),
            ],
            forms: &[
                &[],
                &[
                    ("Code", "123456"),
                    ("Plan", "Plan B"),
                    ("X", "1"),
                    ("Agree", "1"),
                ],
            ],
            ..plain(
                &[
                    "`Ask` when it exists",
                    "`string`",
                    "`select`",
                    "`multiselect`",
                    "`checkbox`",
                    "`null`",
                ],
                wiki().setting(Setting::Otp),
            )
        },
        Trial {
            prompts: &[
                ("Code", " "),
                ("Plan", " "),
                ("Tags", ""),
                ("Agree", "n"),
                ("Skip", "y"),
            ],
            forms: &[&[], &[("Skip", "1")]],
            ..plain(&["`button`"], wiki().setting(Setting::Otp))
        },
        Trial {
            args: "--return-url https://elsewhere.example/",
            prompts: &[
                ("Complete address", BACK),
                ("Code", " "),
                ("Plan", " "),
                ("Tags", ""),
                ("Agree", "n"),
                ("Skip", "y"),
            ],
            forms: &[&[], &[("Complete address", BACK)], &[("Skip", "1")]],
            ..plain(
                &["`Redirect`, and the way back"],
                wiki().setting(Setting::OpenId),
            )
        },
        sum(&["`simple`"], "1.43", Captcha::Simple),
        sum(&["`math`"], "1.39", Captcha::Math),
        Trial {
            prompts: &[
                ("Answer to the captcha", "wrong"),
                ("Answer to the captcha", "Paris"),
            ],
            forms: &[&[("Answer", "wrong")], &[("Answer", "Paris")]],
            ..captcha(&["`question`"], "1.43", Captcha::Questy)
        },
        captcha(&["`image`"], "1.43", Captcha::Fancy),
        token(&["`recaptchanocaptcha`"], "1.43", Captcha::ReCaptcha),
        token(&["`hcaptcha`"], "1.43", Captcha::HCaptcha),
        token(&["`turnstile`"], "1.43", Captcha::Turnstile),
        Trial {
            args: "--login Admin --login-password-file wrong",
            prompts: &[("Password of Admin", "adminpass12345")],
            forms: &[&[("Password", "adminpass12345")], &[]],
            ..plain(
                &["`LoggedIn` after a wrong password"],
                wiki().setting(Setting::Private),
            )
        },
        Trial {
            args: "--login Admin --login-password-file right",
            prompts: &[
                ("Username", "Admin"),
                ("Password", "adminpass12345"),
                ("Keep me", "n"),
            ],
            forms: &[
                &[("Username", "Admin"), ("Password", "adminpass12345")],
                &[],
            ],
            ..plain(
                &["`Restart` of a login"],
                wiki().setting(Setting::LinkedLogin),
            )
        },
    ]
}

impl Trial {
    /// Starts the wiki, and adds the faults that the row is about.
    fn start(&self, server: &Server) -> RunningWiki {
        let running = server.add(self.wiki.clone());
        let is_lost = self.rows[0].contains("lost response") || self.status == 4;
        if is_lost {
            running.fault(Fault::ResetAfter, When::action("createaccount"));
        }
        for number in 2..9 {
            if self.status == 4 {
                running.fault(Fault::ResetBefore, When::action("query").nth(number));
            }
        }
        running
    }

    /// Asserts that the account exists which the run has created.
    fn check(&self, host: &str, running: &RunningWiki) {
        for name in ["Zoe", "Ann"] {
            let is_made = running
                .account(name)
                .is_some_and(|account| account.password == PASSWORD);
            assert_eq!(
                is_made,
                self.created == Some(name),
                "{host}: {:?}: {name}",
                self.rows
            );
        }
    }
}

/// Returns a folder with the files of passwords.
fn passwords() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, password) in [
        ("zoe", PASSWORD),
        ("wrong", "not-it-12345"),
        ("right", "adminpass12345"),
    ] {
        fs::write(folder.path().join(name), password).unwrap();
    }
    folder
}

/// Returns the options, with the paths of the files.
fn options(trial: &Trial, folder: &TempDir) -> String {
    let path = format!("--login-password-file {}/", folder.path().display());
    trial.args.replace("--login-password-file ", &path)
}

/// Holds a column of the table against the rows that were tried.
fn assert_column(host: &str, trials: &[Trial]) {
    let status = Command::new(file("../bindings/scenarios/hosts"))
        .arg(host)
        .args(trials.iter().flat_map(|trial| trial.rows))
        .status()
        .unwrap();
    assert!(status.success());
}

#[test]
fn each_step_and_field_is_answered_on_a_terminal() {
    let server = Server::start().unwrap();
    let folder = passwords();
    let trials = trials();
    for trial in &trials {
        let running = trial.start(&server);
        let args = format!(
            "create '{}' --name Zoe --password-file '{}' {}",
            running.api(),
            folder.path().join("zoe").display(),
            options(trial, &folder)
        );
        let mut terminal = run_on_terminal(&args);
        for (shown, typed) in trial.prompts {
            type_at(&mut terminal, shown, typed);
        }
        let ended = terminal.exp_string("status=").unwrap();
        let status = terminal.read_line().unwrap();
        assert_eq!(
            status,
            trial.status.to_string(),
            "{:?}: {ended}",
            trial.rows
        );
        trial.check("terminal", &running);
    }
    assert_column("terminal", &trials);
}

/// Waits for a prompt, and types an answer. An empty one is typed where a prompt is at its end only.
fn type_at(terminal: &mut PtySession, shown: &str, typed: &str) {
    let before = terminal.exp_string(shown).unwrap();
    if !shown.contains(|c: char| c.is_lowercase()) {
        // A text, and no prompt.
        return;
    }
    terminal.exp_string(": ").unwrap();
    let sum = (typed == SUM).then(|| {
        let before = text(&before);
        solve(between(&before, "how much is ", "?"))
    });
    terminal.send_line(sum.as_deref().unwrap_or(typed)).unwrap();
}

#[test]
fn each_step_and_field_is_answered_in_a_browser() {
    let server = Server::start().unwrap();
    let folder = passwords();
    let trials = trials();
    for trial in &trials {
        let running = trial.start(&server);
        let args = options(trial, &folder);
        let args: Vec<&str> = args.split_whitespace().collect();
        let run = OpenRun::create(&running.api(), &args);
        let page = Page::enter(&run.address);
        for form in trial.forms {
            submit(&page, form);
        }
        let result = run.end();
        assert_eq!(result.status, trial.status, "{:?}: {result:?}", trial.rows);
        trial.check("browser", &running);
    }
    assert_column("browser", &trials);
}

/// Submits the form of the page, with the password of the account if it asks for one.
fn submit(page: &Page, form: Dialogue) {
    let shown = page.show();
    let mut values: Vec<(String, String)> = Vec::new();
    for (label, typed) in form {
        let id = control_or_button(&shown, label);
        values.push(match id.match_indices('-').nth(1) {
            // A box of several, whose number is its value.
            Some((at, _)) => (id[..at].to_owned(), id[at + 1..].to_owned()),
            None => {
                let value = value(&shown, &id, typed);
                (id, value)
            }
        });
    }
    if shown.contains("The same password again") {
        for label in ["Password", "The same password again"] {
            values.push((control(&shown, label), PASSWORD.to_owned()));
        }
    }
    let values: Vec<(String, &str)> = values
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str()))
        .collect();
    page.post(&mark(&shown), &values);
}

/// Returns the name of the control with a label, or of the button of the wiki.
fn control_or_button(shown: &str, label: &str) -> String {
    let button = format!("<bdi lang=\"\">{label}</bdi></button>");
    let found = shown.find(&button);
    let attributes = found
        .map(|at| &shown[..at])
        .and_then(|before| before.rsplit("<button").next());
    match attributes {
        Some(attributes) => between(attributes, "name=\"", "\"").to_owned(),
        None => control(shown, label),
    }
}

/// Returns the value of a control: of an option its number, and of a sum its result.
fn value(shown: &str, id: &str, typed: &str) -> String {
    if typed == SUM {
        let sum = between(shown, "How much is <bdi lang=\"\">", "<");
        return solve(sum);
    }
    let select = format!("<select id=\"{id}\"");
    match shown.split_once(&select) {
        None => typed.to_owned(),
        Some((_, options)) => {
            let (before, _) = options.split_once(&format!(">{typed}<")).unwrap();
            let option = before.rsplit("<option").next().unwrap();
            between(option, "value=\"", "\"").to_owned()
        }
    }
}
