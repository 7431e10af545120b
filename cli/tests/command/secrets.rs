//! Planted secrets are sought in everything that the command shows and leaves: standard output and error at every
//! verbosity, the JSON, the file of a suspended creation, files for a while and files that stay, its command line and
//! its children's, their environment.

use std::{fs, path::Path};

use ::support::file;
use ::support::planted::{
    BEARER, CODE, CREATOR_PASSWORD, HTTP_PASSWORD, OAUTH1, PASSWORD, Planted, assert_hidden,
    client_key, damaged_client_key, oauth1_secrets, wiki,
};
use tempfile::TempDir;
use testwiki::{Captcha, RunningWiki, Server, Setting};

use crate::support::{RunResult, mwaccount, run_with};

/// The secrets, each in a file, as people give them.
struct Lab {
    folder: TempDir,
    server: Server,
}

impl Lab {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("new", PASSWORD),
            ("login", CREATOR_PASSWORD),
            ("code", CODE),
            ("http", HTTP_PASSWORD),
            ("bearer", BEARER),
            ("oauth1", &OAUTH1.join("\n")),
        ] {
            fs::write(folder.path().join(name), format!("{text}\n")).unwrap();
        }
        fs::write(folder.path().join("damaged"), damaged_client_key()).unwrap();
        fs::copy(file("tls/client.pem"), folder.path().join("client")).unwrap();
        fs::create_dir(folder.path().join("tmp")).unwrap();
        Self {
            folder,
            server: Server::start().unwrap(),
        }
    }

    fn secrets() -> Vec<Planted> {
        let secrets = [
            Planted::new("the new password", PASSWORD),
            Planted::new("the creator's password", CREATOR_PASSWORD),
            Planted::new("the code", CODE),
            Planted::new("the password of HTTP authentication", HTTP_PASSWORD),
            Planted::new("the access token", BEARER),
            client_key(),
        ];
        secrets.into_iter().chain(oauth1_secrets()).collect()
    }

    /// Runs the command with its temporary files in a folder of its own, and seeks the secrets in its output and in
    /// the files that stay.
    fn run(&self, args: &[&str]) -> RunResult {
        let temporary = self.folder.path().join("tmp");
        let mut command = mwaccount(args);
        command
            .current_dir(self.folder.path())
            .env("TMPDIR", &temporary)
            .env("HOME", &temporary);
        let result = run_with(command, "");
        let secrets = Self::secrets();
        let what = args.join(" ");
        assert_hidden(&secrets, &format!("standard output of {what}"), &result.out);
        assert_hidden(&secrets, &format!("standard error of {what}"), &result.err);
        assert_eq!(files(&temporary), [""; 0], "{what}");
        result
    }

    fn create(&self, running: &RunningWiki, args: &[&str]) -> RunResult {
        let api = running.api();
        let account = ["create", &api, "--name", "Zoe", "--password-file", "new"];
        self.run(&[&account, args].concat())
    }
}

fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

const CREATORS: [&[&str]; 3] = [
    &["--login", "Planter", "--login-password-file", "login"],
    &["--oauth-token-file", "bearer"],
    &["--oauth1-token-file", "oauth1"],
];

/// The table of the ways to give secrets, on wikis that accept, refuse and ask.
#[test]
fn no_output_shows_a_secret() {
    let lab = Lab::new();
    for verbosity in [&[][..], &["--json"], &["-v"], &["-v", "--json"]] {
        for minor in [19, 26, 43] {
            let outcomes = [
                (&[][..], wiki(minor), &["created"][..]),
                (
                    &["--field-file", "captcha=code"],
                    wiki(minor).captcha(Captcha::Questy),
                    &["refused"],
                ),
                (&[], wiki(minor).captcha(Captcha::Questy), &["ask"]),
                (
                    &["--http-user", "lab", "--http-password-file", "http"],
                    wiki(minor).setting(Setting::Basic),
                    &["error"],
                ),
                (
                    CREATORS[0],
                    wiki(minor).setting(Setting::NoCreate),
                    &["created"],
                ),
            ];
            for (args, wiki, expected) in outcomes {
                let running = lab.server.add(wiki);
                let result = lab.create(&running, &[args, verbosity].concat());
                if verbosity.contains(&"--json") {
                    let outcome = result.json()["outcome"].clone();
                    assert!(
                        expected.iter().any(|it| outcome == *it),
                        "1.{minor} {args:?}: {result:?}"
                    );
                }
                if verbosity.contains(&"-v") {
                    assert!(result.err.contains("[read]"), "{result:?}");
                }
            }
        }
        let running = lab.server.add(wiki(43));
        let certified = lab.create(
            &running,
            &[&["--client-cert", "client"], verbosity].concat(),
        );
        assert_eq!(certified.status, 0, "{certified:?}");
        for creator in &CREATORS[1..] {
            let running = lab.server.add(wiki(43).setting(Setting::NoCreate));
            let result = lab.create(&running, &[creator, verbosity].concat());
            assert_eq!(result.status, 0, "{result:?}");
        }
        let running = lab.server.add(wiki(43).setting(Setting::SecondFactor));
        let code = [
            "--answer-command",
            "printf '{\"OATHToken\": \"%s\"}' 000000",
        ];
        lab.create(&running, &[CREATORS[0], &code, verbosity].concat());
        let probe = [
            "probe",
            &running.api(),
            "--name",
            "Zoe",
            "--password-file",
            "new",
        ];
        lab.run(&[&probe, verbosity].concat());
    }
}

/// Mistakes in the use of the command, whose messages could repeat what was given.
#[test]
fn usage_errors_show_no_secret() {
    let lab = Lab::new();
    let running = lab.server.add(wiki(43));
    let proxy = format!("http://lab:{HTTP_PASSWORD}@proxy example");
    let address = format!("https://lab:{HTTP_PASSWORD}@wiki example/");
    // Its host would be "lab".
    let misread = format!("https://lab:80/{HTTP_PASSWORD}@wiki.example/");
    for args in [
        &[
            "--login",
            "Planter",
            "--login-password-file",
            "new",
            "--oauth-token-file",
            "missing",
        ][..],
        &["--oauth1-token-file", "bearer"],
        &["--field-file", "password=new"],
        &["--field-file", "captcha"],
        &["--field-file", "nothing of the kind=code"],
        &["--client-cert", "new"],
        &["--client-cert", "damaged"],
        &["--client-cert", "client", "--client-key", "damaged"],
        &["--client-cert", "client", "--client-key", "new"],
        &["--client-key", "client"],
        &["--ca-file", "damaged"],
        &["--ca-file", "bearer"],
        &["--suspend-to", "new"],
        &["--proxy", &proxy],
        &["--return-url", &address],
    ] {
        let result = lab.create(&running, args);
        assert_ne!(result.status, 0, "{result:?}");
    }
    for args in [["resume", "new"], ["probe", &address], ["probe", &misread]] {
        assert_eq!(lab.run(&args).status, 2);
    }
}

/// While it waits for an answer: its own command line, that of the command that answers, and their environments; the
/// files that exist meanwhile; the file of the suspended creation.
#[test]
fn processes_and_files_show_no_secret() {
    let lab = Lab::new();
    let running = lab.server.add(wiki(43).captcha(Captcha::Fancy));
    // What it is asked, command lines, environments, and every temporary file.
    let spy = "{ cat; cat /proc/$PPID/cmdline /proc/self/cmdline; cat /proc/$PPID/environ /proc/self/environ; \
               find \"$TMPDIR\" -type f -exec cat {} +; find \"$TMPDIR\"; ls -l /proc/$PPID/fd; } > seen 2>&1; \
               echo '{}'";
    let result = lab.create(&running, &["--answer-command", spy]);
    assert_ne!(result.status, 0, "{result:?}");
    let seen = fs::read(lab.folder.path().join("seen")).unwrap();
    let text = String::from_utf8_lossy(&seen).into_owned();
    for part in ["image_files", "--password-file", "mwaccount-", "TMPDIR="] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    let secrets = Lab::secrets();
    assert_hidden(&secrets, "a process or a temporary file", &seen);

    let result = lab.create(&running, &["--suspend-to", "saved", "--json"]);
    assert_eq!(result.json()["outcome"], "ask", "{result:?}");
    let saved = fs::read(lab.folder.path().join("saved")).unwrap();
    assert_hidden(&secrets, "the file of the suspended creation", &saved);
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(lab.folder.path().join("saved"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    let resume = [
        "resume",
        "saved",
        "--password-file",
        "new",
        "--field",
        "captcha=labword",
        "--json",
        "-v",
    ];
    assert_eq!(lab.run(&resume).json()["outcome"], "created");
}
