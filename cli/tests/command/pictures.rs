//! The pictures of the guide: a captcha on the page of `--open`, and on a terminal.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use ::support::file;

use crate::{
    open::{OpenRun, browser::Browser},
    support::{real::RealWiki, *},
};

/// The environment variable that makes the test take the pictures anew.
const REFRESH: &str = "MWACCOUNT_REFRESH_PICTURES";

/// The maximum size of all pictures, in bytes.
const MAX_SIZE: u64 = 200_000;

/// The pictures, and a page of the guide that shows each.
const PICTURES: [(&str, &str); 3] = [
    ("captcha-page.png", "captchas.md"),
    ("captcha-page.png", "command.md"),
    ("captcha-terminal.png", "command.md"),
];

#[test]
fn the_guide_shows_its_pictures() {
    let docs = file("../docs");
    let folder = docs.join("images");
    if env::var_os(REFRESH).is_some() {
        let real = RealWiki::new("fancy", "pictures");
        photograph_page(&real, &folder.join("captcha-page.png"));
        photograph_terminal(&real, &folder.join("captcha-terminal.png"));
    }
    let mut sizes = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name();
        assert!(
            PICTURES.iter().any(|(picture, _)| name == *picture),
            "{name:?}"
        );
        sizes += entry.metadata().unwrap().len();
    }
    assert!(sizes <= MAX_SIZE, "{sizes}");
    for (picture, page) in PICTURES {
        let bytes = fs::read(folder.join(picture));
        assert!(
            bytes.is_ok_and(|bytes| bytes.starts_with(b"\x89PNG")),
            "docs/images/{picture} is missing; {REFRESH}=1 takes it"
        );
        let text = fs::read_to_string(docs.join(page)).unwrap();
        assert!(
            text.contains(&format!("](images/{picture})")),
            "{page}: {picture}"
        );
    }
}

/// Photographs the page with a captcha.
fn photograph_page(real: &RealWiki, path: &Path) {
    let run = OpenRun::create(&real.api, &[]);
    let browser = Browser::start(&["--window-size=640,820", "--hide-scrollbars"]);
    browser.open(&run.address);
    browser.wait_for("New account on");
    fs::write(path, browser.screenshot()).unwrap();
}

/// Photographs an xterm that draws sixels, on a screen of its own.
fn photograph_terminal(real: &RealWiki, path: &Path) {
    let require = file("require");
    assert!(
        Command::new(require)
            .args(["tests", "pictures"])
            .status()
            .unwrap()
            .success()
    );
    let screen = Screen::start("860x420x24");
    let command = format!(
        "mwaccount create {} --name \"Zoe Example\" --password-file zoe",
        real.api
    );
    let program = env!("CARGO_BIN_EXE_mwaccount");
    let script = format!(
        "cd '{}'; echo '$ {command}'; script -qfc '{}' shown",
        real.folder.path().display(),
        command.replacen("mwaccount", program, 1)
    );
    let font = [
        "-fa",
        "DejaVu Sans Mono",
        "-fs",
        "10",
        "-geometry",
        "106x24+0+0",
    ];
    let mut xterm = program_on(&screen, "xterm");
    xterm
        .args(["-ti", "vt340", "-b", "4"])
        .args(font)
        .args(["-e", &script]);
    let _xterm = Started(xterm.spawn().unwrap());
    wait_for_text(&real.path("shown"), "Answer to the captcha: ");
    // What was written is on the screen a moment later.
    thread::sleep(Duration::from_millis(500));
    let mut import = program_on(&screen, "import");
    // The lower lines are empty.
    let crop = ["-crop", "860x132+0+0", "+repage"];
    import
        .args(["-window", "root", "-strip"])
        .args(crop)
        .arg(path);
    assert!(import.status().unwrap().success());
}

/// A program that ends with the test.
struct Started(Child);

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A screen without a device.
struct Screen {
    display: String,
    _server: Started,
}

impl Screen {
    fn start(size: &str) -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", size])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb");
        let mut number = String::new();
        let mut output = BufReader::new(server.stdout.take().unwrap());
        output.read_line(&mut number).unwrap();
        Self {
            display: format!(":{}", number.trim()),
            _server: Started(server),
        }
    }
}

/// Returns a program that shows itself on a screen.
fn program_on(screen: &Screen, name: &str) -> Command {
    let mut command = program(name);
    command.env("DISPLAY", &screen.display);
    command
}

/// Waits until a file contains a text.
fn wait_for_text(path: &Path, text: &str) {
    let began = Instant::now();
    while !fs::read(path).is_ok_and(|bytes| String::from_utf8_lossy(&bytes).contains(text)) {
        assert!(began.elapsed() < Duration::from_secs(30), "no {text:?}");
        thread::sleep(Duration::from_millis(50));
    }
}
