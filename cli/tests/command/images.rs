//! Captchas' images on a terminal: each way to draw them, what detects it, and their files.

use std::{fs, os::unix::fs::PermissionsExt, path::Path, process::Command};

use rexpect::session::PtySession;
use testwiki::{Captcha, RunningWiki, Server};

use crate::support::{sixels, terminal::*, *};

const XTERM: &str = "TERM=xterm-256color COLORTERM=";

fn fancy_wiki(server: &Server) -> RunningWiki {
    server.add(testwiki::Wiki::release("1.43").captcha(Captcha::Fancy))
}

/// The picture of the word, as the wiki sends it: 258 x 54 pixels, black on white.
fn is_dark(x: usize, y: usize) -> bool {
    const WORD: [[u8; 7]; 7] = [
        [
            0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110,
        ],
        [0, 0, 0b01110, 0b00001, 0b01111, 0b10001, 0b01111],
        [
            0b10000, 0b10000, 0b11110, 0b10001, 0b10001, 0b10001, 0b11110,
        ],
        [0, 0, 0b10001, 0b10001, 0b10101, 0b10101, 0b01010],
        [0, 0, 0b01110, 0b10001, 0b10001, 0b10001, 0b01110],
        [0, 0, 0b10110, 0b11001, 0b10000, 0b10000, 0b10000],
        [
            0b00001, 0b00001, 0b01111, 0b10001, 0b10001, 0b10001, 0b01111,
        ],
    ];
    let (column, row) = (x / 6, y / 6);
    let is_in = column > 0 && (1..=7).contains(&row) && (column - 1) % 6 < 5;
    is_in && WORD[(column - 1) / 6][row - 1] >> (4 - (column - 1) % 6) & 1 == 1
}

/// Starts a creation in a terminal of 300 columns with this environment, up to the captcha.
fn start(wiki: &RunningWiki, environment: &str, args: &str) -> PtySession {
    let script = format!(
        "stty echo rows 60 cols 300; env -u NO_COLOR -u TMUX -u STY -u KITTY_WINDOW_ID -u TERM_PROGRAM -u LC_TERMINAL {environment} \
         '{}' create '{}' --name Zoe {args}; echo \"status=$?\"; stty -a | grep -o '[-]*\\becho\\b'",
        env!("CARGO_BIN_EXE_mwaccount"),
        wiki.api()
    );
    let mut terminal = shell_on_terminal(&script);
    password(&mut terminal, PASSWORD);
    terminal
}

/// Returns what is shown between the password and the line with the image's path.
fn drawn(terminal: &mut PtySession) -> String {
    let shown = terminal
        .exp_string("Captcha: type the word in the image /")
        .unwrap();
    text(&shown).trim_start().to_owned()
}

fn answer(mut terminal: PtySession) {
    terminal.exp_string("Answer to the captcha: ").unwrap();
    terminal.send_line("labword").unwrap();
    assert_status(&mut terminal, 0);
}

/// Answers the question of the command to the terminal.
fn answer_question(terminal: &mut PtySession, answer: &str) {
    terminal
        .exp_string("\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[c")
        .unwrap();
    terminal.send(answer).unwrap();
    terminal.flush().unwrap();
}

#[test]
fn sixels_show_the_picture() {
    let server = Server::start().unwrap();
    // The terminal says that it draws sixels; or it is not asked.
    for (args, is_asked) in [("", true), ("--images sixel", false)] {
        let wiki = fancy_wiki(&server);
        let mut terminal = start(&wiki, XTERM, args);
        if is_asked {
            answer_question(&mut terminal, "\x1b[?62;4;22c");
        }
        let shown = drawn(&mut terminal);
        let picture = sixels::decode(&shown);
        assert_eq!((picture.width, picture.height), (258, 54), "{shown}");
        for (index, pixel) in picture.pixels.iter().enumerate() {
            let expected = if is_dark(index % 258, index / 258) {
                [0; 3]
            } else {
                [100; 3]
            };
            assert_eq!(*pixel, Some(expected), "{index}");
        }
        // Nothing of the answer is left for the prompt.
        answer(terminal);
    }
}

/// Half blocks of the picture without its margin, in each sort of colours.
#[test]
fn half_blocks_show_the_picture() {
    let server = Server::start().unwrap();
    for (environment, args, dark, light, ends) in [
        (
            "TERM=xterm-256color COLORTERM=truecolor",
            "--images blocks",
            "2;0;0;0",
            "2;255;255;255",
            true,
        ),
        ("TERM=tmux-256color COLORTERM=", "", "5;16", "5;231", true),
        ("TERM=linux NO_COLOR=1", "", " ", "█", false),
    ] {
        let wiki = fancy_wiki(&server);
        let mut terminal = start(&wiki, environment, args);
        let shown = drawn(&mut terminal);
        let lines: Vec<&str> = shown.lines().collect();
        // 42 rows of letters, and a margin of one pixel.
        assert_eq!(lines.len(), 22, "{environment}: {shown}");
        if ends {
            assert!(
                lines.iter().all(|line| line.ends_with("▀\x1b[0m")),
                "{shown}"
            );
            let first = format!("\x1b[38;{light};48;{light}m▀");
            assert!(lines[0].starts_with(&first), "{shown}");
            let letter = format!("\x1b[38;{dark};48;{dark}m▀");
            assert!(lines[5].contains(&letter), "{shown}");
        } else {
            assert!(!shown.contains('\x1b'), "{shown}");
            assert!(
                lines[0].starts_with(light) && lines[5].contains(dark),
                "{shown}"
            );
        }
        answer(terminal);
    }
}

#[test]
fn kitty_and_iterm_get_the_pixels() {
    let server = Server::start().unwrap();
    let kitty = "\x1b_Ga=T,f=24,s=258,v=54,q=2,m=1;////////";
    let iterm = "\x1b]1337;File=inline=1;size=";
    for (environment, args, question, expected) in [
        ("TERM=xterm-kitty", "", None, kitty),
        (XTERM, "--images kitty", None, kitty),
        (XTERM, "", Some("\x1b_Gi=31;OK\x1b\\\x1b[?62;4c"), kitty),
        ("TERM=xterm LC_TERMINAL=iTerm2", "", None, iterm),
        (XTERM, "--images iterm", None, iterm),
    ] {
        let wiki = fancy_wiki(&server);
        let mut terminal = start(&wiki, environment, args);
        if let Some(answer) = question {
            answer_question(&mut terminal, answer);
        }
        let shown = drawn(&mut terminal);
        let shown = shown.trim_start_matches("\x1b[K");
        assert!(shown.starts_with(expected), "{environment}: {shown:?}");
        answer(terminal);
    }
}

/// A terminal that does not answer costs a second, once, and gets half blocks.
#[test]
fn a_terminal_that_does_not_answer_gets_half_blocks() {
    let server = Server::start().unwrap();
    let wiki = fancy_wiki(&server);
    let mut terminal = start(&wiki, "TERM=xterm-256color COLORTERM=24bit", "");
    let shown = drawn(&mut terminal);
    assert!(shown.contains("\x1b[c") && shown.contains("▀"), "{shown:?}");
    terminal.exp_string("Answer to the captcha: ").unwrap();
    terminal.send_line("wrong").unwrap();
    let shown = drawn(&mut terminal);
    assert!(
        !shown.contains("\x1b[c") && shown.contains("▀"),
        "{shown:?}"
    );
    answer(terminal);
}

#[test]
fn a_dumb_terminal_gets_the_path() {
    let server = Server::start().unwrap();
    for (environment, args) in [("TERM=dumb", ""), ("-u TERM", ""), (XTERM, "--images path")] {
        let wiki = fancy_wiki(&server);
        let mut terminal = start(&wiki, environment, args);
        assert_eq!(drawn(&mut terminal), "", "{environment}");
        answer(terminal);
    }
}

#[test]
fn no_image_is_fetched_without_need() {
    let server = Server::start().unwrap();
    let wiki = fancy_wiki(&server);
    let mut terminal = start(&wiki, XTERM, "--images none");
    let shown = terminal
        .exp_string("Captcha: type the word in the image http://")
        .unwrap();
    assert_eq!(shown.trim(), "");
    terminal.exp_string("Special:Captcha").unwrap();
    answer(terminal);
    let args = ["--images", "none", "--image-to", "captcha.png", "--json"];
    let result = create_zoe(&plain_wiki(), &args);
    assert_eq!(result.status, 2, "{result:?}");
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Nobody else can read the image, and nothing of it is left at the end.
#[test]
fn the_file_is_private_and_removed() {
    let server = Server::start().unwrap();
    let wiki = fancy_wiki(&server);
    let folder = tempfile::tempdir().unwrap();
    let temporary = format!("{XTERM} TMPDIR='{}'", folder.path().display());
    let mut terminal = start(&wiki, &temporary, "--images path");
    terminal.exp_string("type the word in the image ").unwrap();
    let path = terminal.read_line().unwrap();
    let path = Path::new(path.trim());
    assert!(path.starts_with(folder.path()), "{path:?}");
    assert_eq!(mode(path), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    assert!(fs::read(path).unwrap().starts_with(b"\x89PNG"));
    answer(terminal);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// `--image-to` without a terminal: the image can be looked at, and answered in another run.
#[test]
fn an_image_is_written_for_another_run() {
    let server = Server::start().unwrap();
    let wiki = fancy_wiki(&server);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    fs::write(folder.path().join("password"), PASSWORD).unwrap();
    let (image, saved, password) = (path("captcha.png"), path("saved"), path("password"));
    let api = wiki.api();
    let create = [
        "create",
        &api,
        "--name",
        "Zoe",
        "--password-file",
        &password,
        "--json",
    ];
    let files = ["--suspend-to", &saved, "--image-to", &image];
    let result = run_with(mwaccount(&[&create[..], &files].concat()), "");
    assert_eq!(result.status, 3, "{result:?}");
    assert_eq!(
        result.json()["captcha"]["image_files"][0],
        image,
        "{result:?}"
    );
    assert_eq!(mode(Path::new(&image)), 0o600);
    assert!(fs::read(&image).unwrap().starts_with(b"\x89PNG"));

    // A file that is there already is not overwritten, and the conversation is kept.
    let resume = ["resume", &saved, "--password-file", &password, "--image-to"];
    let result = run_with(mwaccount(&[&resume[..], &[&image, "--json"]].concat()), "");
    assert_eq!(result.status, 2, "{result:?}");
    let wrong = ["--field", "captcha=wrong", "--json"];
    let next = path("next.png");
    let result = run_with(mwaccount(&[&resume[..], &[&next], &wrong].concat()), "");
    assert_eq!(result.status, 1, "{result:?}");
    assert!(!Path::new(&next).exists());
}

/// On a terminal the next captcha of the run replaces the file, which stays at the end.
#[test]
fn the_next_image_replaces_the_file() {
    let server = Server::start().unwrap();
    let wiki = fancy_wiki(&server);
    let folder = tempfile::tempdir().unwrap();
    let image = folder.path().join("captcha.png");
    let mut terminal = start(
        &wiki,
        XTERM,
        &format!("--images path --image-to '{}'", image.display()),
    );
    for answer in ["wrong", "labword"] {
        terminal
            .exp_string(&format!("in the image {}", image.display()))
            .unwrap();
        assert!(fs::read(&image).unwrap().starts_with(b"\x89PNG"));
        fs::write(&image, "seen").unwrap();
        terminal.exp_string("Answer to the captcha: ").unwrap();
        terminal.send_line(answer).unwrap();
    }
    assert_status(&mut terminal, 0);
    assert_eq!(fs::read(&image).unwrap(), b"seen");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// In tmux the cells of the screen have the colours of the picture, and the prompt is below it.
#[test]
fn tmux_shows_half_blocks() {
    let server = Server::start().unwrap();
    let wiki = fancy_wiki(&server);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("password"), PASSWORD).unwrap();
    let socket = folder.path().join("tmux");
    let tmux = |args: &[&str]| {
        let output = Command::new("tmux")
            .arg("-S")
            .arg(&socket)
            .args(["-f", "/dev/null"])
            .args(args)
            .output();
        let output = output.expect("tmux, which tests/require installs");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let command = format!(
        "env -u NO_COLOR COLORTERM=truecolor '{}' create '{}' --name Zoe --password-file '{}'; sleep 60",
        env!("CARGO_BIN_EXE_mwaccount"),
        wiki.api(),
        folder.path().join("password").display(),
    );
    tmux(&["new-session", "-d", "-x", "260", "-y", "40", &command]);
    wait_until(|| tmux(&["capture-pane", "-p"]).contains("Answer to the captcha:"));
    let screen = tmux(&["capture-pane", "-p", "-e"]);
    tmux(&["send-keys", "labword", "Enter"]);
    wait_until(|| tmux(&["capture-pane", "-p"]).contains("Created \"Zoe\""));
    tmux(&["kill-server"]);
    let lines: Vec<&str> = screen.lines().collect();
    let below = lines
        .iter()
        .position(|line| line.contains("type the word in the image /"))
        .unwrap();
    assert!(
        lines[below + 1].contains("Answer to the captcha:"),
        "{screen}"
    );
    // The letters begin at 12, 6; a margin of one pixel is left.
    let picture = &lines[..below];
    assert_eq!(picture.len(), 22, "{screen}");
    let mut colours = [None; 2];
    for (row, line) in picture.iter().enumerate() {
        let cells = cells(line, &mut colours);
        assert_eq!(cells.len(), 242, "{line:?}");
        for (column, [upper, lower]) in cells.into_iter().enumerate() {
            let (x, y) = (column + 11, 2 * row + 5);
            let expected = [is_dark(x, y), is_dark(x, y + 1)];
            assert_eq!([upper, lower], expected, "{column}, {row}: {line:?}");
        }
    }
}

fn wait_until(mut holds: impl FnMut() -> bool) {
    for _ in 0..400 {
        if holds() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("it did not happen within 20 seconds");
}

/// Returns for each half block of a line whether its upper and lower halves are dark. A colour holds until the
/// next one, also on the next line.
fn cells(line: &str, colours: &mut [Option<bool>; 2]) -> Vec<[bool; 2]> {
    let mut cells = Vec::new();
    for part in line.split('\x1b') {
        let sequence = part.strip_prefix('[').and_then(|part| part.split_once('m'));
        let (codes, text) = sequence.unwrap_or(("", part));
        for (colour, start) in colours.iter_mut().zip(["38;2;", "48;2;"]) {
            if let Some(at) = codes.find(start) {
                *colour = Some(codes[at + start.len()..].starts_with("0;0;0"));
            }
        }
        for _ in text.chars().filter(|c| *c == '▀') {
            cells.push(colours.map(Option::unwrap));
        }
    }
    cells
}
