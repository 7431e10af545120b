//! `mwaccount bulk`: many accounts from a file.

mod again;
mod captchas;
mod check;
mod documents;
mod dry_run;
mod kills;
mod open;
mod passwords;
mod real_wiki;
mod report;
mod stops;
mod terminal;
mod verify;
mod wikis;

use std::{
    fmt::Write,
    fs,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;
use testwiki::RunningWiki;

use crate::support::{RunResult, mwaccount, program, run_result, run_with};

/// The password in the tables, which no output may show.
const ROW_PASSWORD: &str = "Planted-row-passw0rd-77";

/// A folder with the file `list.csv`.
struct Course {
    folder: TempDir,
}

impl Course {
    fn new(table: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("list.csv"), table).unwrap();
        Self { folder }
    }

    /// A course with this number of rows, named `User 1` and so on.
    fn of(rows: usize) -> Self {
        Self::new(&table(1..=rows))
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap()
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.path(file), text).unwrap();
    }

    /// Returns the command `mwaccount bulk` in the folder.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = mwaccount(&["bulk"]);
        command.args(args).current_dir(self.folder.path());
        command
    }

    /// Runs the command, and asserts that its output shows no password.
    fn run(&self, args: &[&str]) -> RunResult {
        let result = run_with(self.command(args), "");
        result.assert_hides(ROW_PASSWORD);
        result
    }

    /// Runs `list.csv` on a wiki.
    fn create(&self, wiki: &RunningWiki, args: &[&str]) -> RunResult {
        self.run(&[&[wiki.api().as_str(), "list.csv"], args].concat())
    }

    /// Runs `list.csv` on a wiki in a shell that lets no file grow beyond 4 KiB.
    fn create_on_full_disk(&self, wiki: &RunningWiki, args: &str) -> RunResult {
        let line = format!(
            "trap '' XFSZ; ulimit -f 8; exec {} bulk {} list.csv {args}",
            env!("CARGO_BIN_EXE_mwaccount"),
            wiki.api()
        );
        let mut shell = program("sh");
        shell.args(["-c", &line]).current_dir(self.folder.path());
        run_with(shell, "")
    }

    /// Starts the command.
    fn start(&self, args: &[&str]) -> Child {
        let mut command = self.command(args);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command.spawn().unwrap()
    }

    /// Returns the rows of the report `report.jsonl`.
    fn report(&self) -> Vec<Value> {
        let report = self.read("report.jsonl");
        let rows = report.lines().map(serde_json::from_str);
        rows.collect::<Result<_, _>>().unwrap()
    }

    /// Returns the outcomes of the report `report.csv`.
    fn outcomes(&self) -> Vec<String> {
        let report = self.read("report.csv");
        let lines = report.lines().skip(1);
        lines.map(|line| cells(line)[3].to_owned()).collect()
    }
}

/// Returns the cells of a line of CSV, in which no text has a comma.
fn cells(line: &str) -> Vec<&str> {
    line.split(',').map(|cell| cell.trim_matches('"')).collect()
}

/// Returns a table of users with these numbers.
fn table(numbers: impl Iterator<Item = usize>) -> String {
    let mut table = "name,email,password\n".to_owned();
    for number in numbers {
        writeln!(table, "User {number},u{number}@example.org,{ROW_PASSWORD}").unwrap();
    }
    table
}

/// Returns the names of the users on a wiki, without its administrators, sorted by their number.
fn users(wiki: &RunningWiki) -> Vec<usize> {
    let accounts = wiki.accounts();
    let numbers = accounts
        .iter()
        .filter_map(|account| account.name.strip_prefix("User "));
    let mut numbers: Vec<usize> = numbers.map(|number| number.parse().unwrap()).collect();
    numbers.sort_unstable();
    numbers
}

/// Waits until something holds.
fn wait_until(mut holds: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    while !holds() {
        assert!(Instant::now() < end);
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Returns the result of a process that was started.
fn result_of(child: Child) -> RunResult {
    run_result(child.wait_with_output().unwrap())
}
