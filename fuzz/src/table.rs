//! The tables of `mwaccount bulk`, CSV and JSON lines. An input is the file.

use std::fmt::Debug;

use mwaccount::NewAccount;

use self::command::{Problem, Table, TableRow};
use crate::{limits::apart, scratch::Scratch};

#[expect(
    dead_code,
    reason = "the command has the rest of it, and its interface is not this crate's"
)]
#[path = "../../cli/src/bulk/table/mod.rs"]
mod command;

/// The columns of the table that is written from rows.
const COLUMNS: [&str; 8] = [
    "name",
    "email",
    "real_name",
    "password",
    "language",
    "reason",
    "domain",
    "wiki",
];

/// Reads a table twice, which gives the same, and reads again what a table of its rows says.
pub fn table(data: &[u8]) {
    let file = apart(|| Scratch::new("table", data));
    let Ok(table) = Table::open(file.path()) else {
        return;
    };
    let first = rows(&table);
    assert_eq!(shown(&first), shown(&rows(&table)), "another pass differs");
    let lines = data.split(|byte| matches!(byte, b'\n' | b'\r')).count();
    let mut last = 0;
    let mut readable = Vec::new();
    for row in first {
        let line = match &row {
            Ok(row) => row.line,
            Err(problem) => problem.line,
        };
        assert!(line > 0 && line <= lines as u64, "line {line} of {lines}");
        match row {
            Ok(row) => {
                assert!(line > last, "line {line} after line {last}");
                last = line;
                // `{}` is a row, but a row of CSV without any value is none.
                if cells(&row).iter().any(|cell| !cell.is_empty()) {
                    readable.push(row);
                }
            }
            Err(problem) => assert!(problem.message.len() > 10, "{problem:?}"),
        }
    }
    if readable.is_empty() {
        return;
    }
    let written = apart(|| Scratch::new("table-again", &csv_of(&readable)));
    let again = Table::open(written.path()).expect("a table that was written");
    let again: Vec<TableRow> = rows(&again).into_iter().flatten().collect();
    let texts = |rows: &[TableRow]| rows.iter().map(cells).collect::<Vec<_>>();
    assert_eq!(texts(&again), texts(&readable), "a written table differs");
}

/// Returns the rows, or the problems of the header.
fn rows(table: &Table) -> Vec<Result<TableRow, Problem>> {
    match table.rows() {
        Ok(rows) => rows.collect(),
        Err(problems) => problems.into_iter().map(Err).collect(),
    }
}

fn shown(rows: &impl Debug) -> String {
    format!("{rows:?}")
}

/// Returns the values of a row in the order of [`COLUMNS`].
fn cells(row: &TableRow) -> [String; COLUMNS.len()] {
    let NewAccount {
        name,
        email,
        real_name,
        password,
        language,
        reason,
        domain,
        ..
    } = &row.account;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let password = password.as_ref().map(|password| password.expose());
    [
        name.clone(),
        text(email),
        text(real_name),
        password.unwrap_or_default().to_owned(),
        text(language),
        text(reason),
        text(domain),
        text(&row.wiki),
    ]
}

fn csv_of(rows: &[TableRow]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).expect("a header");
    for row in rows {
        writer.write_record(cells(row)).expect("a row");
    }
    writer.into_inner().expect("a text")
}

/// Returns tables in each form, with what spreadsheets write.
pub fn seeds() -> Vec<Vec<u8>> {
    let rows = [
        [
            "Zoe",
            "zoe@example.org",
            "Zoe Example",
            "pass word",
            "de",
            "course",
            "lab",
            "",
        ],
        [
            "Ann \"A\" Example",
            "",
            "a,b;c\td",
            "",
            "",
            "two\nlines",
            "",
            "https://wiki.example/w/api.php",
        ],
        ["=SUM(1)", "", " spaces ", "", "", "", "", ""],
    ];
    let mut seeds: Vec<Vec<u8>> = vec![
        b"name\nZoe\n\n\nAnn\r\nBob\rElan".to_vec(),
        b"sep=;\nname;email\nZoe;zoe@example.org\n".to_vec(),
        b"\xef\xbb\xbfuser name\te-mail\tfield:captcha\nZoe\tz@example.org\tParis\n".to_vec(),
        b"{\"name\":\"Zoe\",\"fields\":{\"a\":true,\"b\":[\"c\"]}}\n\n{\"name\":\"Ann\",\"email\":null}\n".to_vec(),
        b"name,email\n\"Zoe,zoe@example.org\nAnn,\n".to_vec(),
        b"name,name,unknown\nZoe,Zoe,1\n".to_vec(),
        b"\xff\xfen\0a\0m\0e\0".to_vec(),
    ];
    for delimiter in [b',', b';', b'\t'] {
        for quote in [csv::QuoteStyle::Necessary, csv::QuoteStyle::Always] {
            let mut writer = csv::WriterBuilder::new()
                .delimiter(delimiter)
                .quote_style(quote)
                .terminator(csv::Terminator::CRLF)
                .from_writer(Vec::new());
            writer.write_record(COLUMNS).expect("a header");
            for row in rows {
                writer.write_record(row).expect("a row");
            }
            seeds.push(writer.into_inner().expect("a text"));
        }
    }
    seeds
}
