//! The file with the accounts: CSV or JSON lines, read in one pass after another and never held in memory.

mod column;
mod csv_rows;
mod json_rows;
mod source;

use std::{io, path::Path};

use mwaccount::NewAccount;

use self::{csv_rows::CsvRows, json_rows::JsonRows, source::Source};

/// The longest line or row in bytes: a quotation mark that is not closed makes one row of all that follows.
const MAX_ROW: usize = 1 << 20;

/// The message about a file in another encoding.
const NO_TEXT: &str = "is not UTF-8 text; save it as CSV in UTF-8";

/// The message about a row with a NUL character.
const NUL: &str = "the row has a NUL character; save the file as CSV in UTF-8";

/// The beginning of a first line that tells the delimiter, as Excel writes and reads it.
const SEPARATOR: &[u8] = b"sep=";

/// A row of the table.
#[derive(Debug)]
pub struct TableRow {
    /// The number of its first line in the file, counted from 1.
    pub line: u64,
    /// The account.
    pub account: NewAccount,
    /// The wiki of the row's own.
    pub wiki: Option<String>,
}

/// A line that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The number of the line, counted from 1.
    pub line: u64,
    /// A sentence: the mistake, and the remedy.
    pub message: String,
}

impl Problem {
    /// Creates a problem of a line.
    pub fn new(line: u64, message: impl Into<String>) -> Self {
        Self {
            line,
            message: message.into(),
        }
    }
}

/// The form of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// CSV with this delimiter.
    Csv(u8),
    /// One JSON object on each line.
    JsonLines,
}

/// The table. Every pass over it is independent of the others.
#[derive(Debug)]
pub struct Table {
    source: Source,
    form: Form,
}

impl Table {
    /// Opens the file at `path`, or standard input for `-`, and recognises its form.
    ///
    /// # Errors
    /// Says why it cannot be read, or in which form it should be.
    pub fn open(path: &Path) -> Result<Self, String> {
        let source = Source::open(path)?;
        let start = source
            .start()
            .map_err(|error| format!("{} cannot be read ({error})", source.name()))?;
        let form = form(&start).map_err(|what| format!("{} {what}", source.name()))?;
        Ok(Self { source, form })
    }

    /// Returns the name of the table for messages.
    pub fn name(&self) -> &str {
        self.source.name()
    }

    /// Returns the rows, from the first. After a row that cannot be read at all there are no more.
    ///
    /// # Errors
    /// The problems of the header.
    pub fn rows(&self) -> Result<Rows, Vec<Problem>> {
        let reader = self.source.reader();
        Ok(match self.form {
            Form::Csv(delimiter) => Rows::Csv(CsvRows::new(reader, delimiter)?),
            Form::JsonLines => Rows::Json(JsonRows::new(reader)),
        })
    }
}

/// One pass over the rows.
pub enum Rows {
    /// Over CSV.
    Csv(CsvRows),
    /// Over JSON lines.
    Json(JsonRows),
}

impl Iterator for Rows {
    type Item = Result<TableRow, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Csv(rows) => rows.next(),
            Self::Json(rows) => rows.next(),
        }
    }
}

/// Returns the delimiter that a line such as `sep=;` tells.
fn separator(line: &[u8]) -> Option<u8> {
    match line.split_at_checked(SEPARATOR.len())? {
        (word, [delimiter])
            if word.eq_ignore_ascii_case(SEPARATOR)
                && delimiter.is_ascii()
                && !delimiter.is_ascii_alphanumeric()
                && *delimiter != b'"' =>
        {
            Some(*delimiter)
        }
        _ => None,
    }
}

/// Recognises the form by the start of the file, after its byte order mark.
fn form(start: &[u8]) -> Result<Form, &'static str> {
    if start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff") {
        return Err(NO_TEXT);
    }
    if start.starts_with(b"PK\x03\x04") {
        return Err("is a spreadsheet or an archive; save it as CSV in UTF-8");
    }
    let mut lines = start.split(|byte| *byte == b'\n' || *byte == b'\r');
    let header = lines.find(|line| !line.trim_ascii().is_empty());
    let Some(header) = header.map(<[u8]>::trim_ascii_start) else {
        return Err("has no rows; give a header and one row for each account");
    };
    if header.contains(&0) {
        return Err(NO_TEXT);
    }
    if let Some(delimiter) = separator(header) {
        return Ok(Form::Csv(delimiter));
    }
    match header.first() {
        Some(b'{') => Ok(Form::JsonLines),
        Some(b'[') => Err("is a JSON array; give JSON lines, one object on each line"),
        _ => Ok(Form::Csv(delimiter(header))),
    }
}

/// Returns the delimiter that the header has most often outside of quotation marks.
fn delimiter(header: &[u8]) -> u8 {
    let count = |delimiter: &u8| {
        let outside = header.split(|byte| *byte == b'"').step_by(2);
        outside.flatten().filter(|byte| *byte == delimiter).count()
    };
    // Of several that are there as often the last one.
    let delimiters = [b'\t', b';', b','].into_iter();
    delimiters.max_by_key(count).unwrap_or(b',')
}

/// Returns the sentence for an error of reading the file.
fn unreadable(error: &io::Error) -> String {
    format!("the file cannot be read further ({error})")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use mwaccount::Answer;

    use super::*;

    /// Returns the rows of a table with this content.
    fn read(content: &[u8]) -> Result<Vec<Result<TableRow, Problem>>, Vec<Problem>> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(content).unwrap();
        let rows = Table::open(file.path()).unwrap().rows()?;
        Ok(rows.collect())
    }

    fn accounts(content: &str) -> Vec<TableRow> {
        let rows = read(content.as_bytes()).unwrap_or_else(|e| panic!("{content:?}: {e:?}"));
        let rows: Result<_, _> = rows.into_iter().collect();
        rows.unwrap_or_else(|e| panic!("{content:?}: {e:?}"))
    }

    /// Returns the problems of a table, of its header or of its rows.
    fn problems(content: &str) -> Vec<(u64, String)> {
        let problems = match read(content.as_bytes()) {
            Ok(rows) => rows.into_iter().filter_map(Result::err).collect(),
            Err(problems) => problems,
        };
        let problems = problems.into_iter();
        problems
            .map(|problem| (problem.line, problem.message))
            .collect()
    }

    #[test]
    fn delimiters_marks_and_line_ends_are_taken() {
        for content in [
            "name,email\nZoe Example,zoe@example.org\nAnn,ann@example.org\n",
            "name;email\r\nZoe Example;zoe@example.org\r\nAnn;ann@example.org",
            "\u{feff}Name\tE-Mail\r\nZoe Example\tzoe@example.org\r\nAnn\tann@example.org\r\n",
            "\u{feff}\"Name\";\"E-Mail, private\"\n"
                .replace(", private", "")
                .as_str(),
            "\n\nE-Mail address, Login\n zoe@example.org , Zoe Example\nann@example.org,Ann\n",
            "{\"name\":\"Zoe Example\",\"e-mail\":\"zoe@example.org\"}\r\n\n{\"user\": \"Ann\", \"mail\": \"ann@example.org\", \"real name\": null}",
        ] {
            let rows = if content.ends_with("\"\n") {
                accounts(&format!(
                    "{content}\"Zoe Example\";zoe@example.org\nAnn;ann@example.org\n"
                ))
            } else {
                accounts(content)
            };
            let names: Vec<_> = rows
                .iter()
                .map(|row| (row.account.name.as_str(), row.account.email.as_deref()))
                .collect();
            assert_eq!(
                names,
                [
                    ("Zoe Example", Some("zoe@example.org")),
                    ("Ann", Some("ann@example.org"))
                ],
                "{content:?}"
            );
        }
    }

    #[test]
    fn every_column_is_read() {
        let [csv, json] = [
            "Wiki,Login,password,E-mail,Real Name,Language,reason,domain,field:agree\n\
             w.example.org,Zoe, s p ,z@example.org,\"Zoe \"\"Z\"\" Example\",de,course,LDAP,1\n",
            "{\"wiki\":\"w.example.org\",\"login\":\"Zoe\",\"password\":\" s p \",\"email\":\"z@example.org\",\
             \"real_name\":\"Zoe \\\"Z\\\" Example\",\"language\":\"de\",\"reason\":\"course\",\"domain\":\"LDAP\",\"field:agree\":1}",
        ]
        .map(|content| accounts(content).remove(0));
        for (row, line) in [(csv, 2), (json, 1)] {
            let account = row.account;
            assert_eq!(
                (row.line, row.wiki.as_deref()),
                (line, Some("w.example.org"))
            );
            assert_eq!(account.name, "Zoe");
            assert_eq!(account.password.unwrap().expose(), " s p ");
            assert_eq!(account.email.as_deref(), Some("z@example.org"));
            assert_eq!(account.real_name.as_deref(), Some("Zoe \"Z\" Example"));
            assert_eq!(account.language.as_deref(), Some("de"));
            assert_eq!(account.reason.as_deref(), Some("course"));
            assert_eq!(account.domain.as_deref(), Some("LDAP"));
            assert_eq!(account.fields.get("agree"), Some(&Answer::from("1")));
        }
    }

    #[test]
    fn json_values_of_fields_keep_their_kind() {
        let row =
            accounts("{\"name\":\"Zoe\",\"field:a\":true,\"field:b\":[\"x\",\"y\"]}").remove(0);
        assert_eq!(row.account.fields.get("a"), Some(&Answer::from(true)));
        let many = Answer::from(vec!["x", "y"]);
        assert_eq!(row.account.fields.get("b"), Some(&many));
    }

    #[test]
    fn json_numbers_that_would_change_are_refused() {
        let whole = accounts("{\"name\":2024,\"field:a\":-7}").remove(0);
        assert_eq!(whole.account.name, "2024");
        for pair in [
            "\"name\":1.10",
            "\"name\":1e3",
            "\"name\":123456789012345678901",
            "\"name\":\"Zoe\",\"password\":12345678",
        ] {
            let found = problems(&format!("{{{pair}}}"));
            assert!(found[0].1.contains("quotation marks"), "{found:?}");
            assert!(!found[0].1.contains('1'), "{found:?}");
        }
    }

    #[test]
    fn nul_characters_are_found_on_their_lines() {
        for content in [
            "name\nZoe\nA\0nn\nBen\n",
            "{\"name\":\"Zoe\"}\n{\"name\":\"A\0nn\"}\n",
            "{\"name\":\"Zoe\"}\n{\"name\":\"A\\u0000nn\"}\n",
        ] {
            let found = problems(content);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].1.contains("NUL"), "{found:?}");
        }
        assert_eq!(problems("name\nZoe\nA\0nn\n")[0].0, 3);
    }

    #[test]
    fn the_delimiter_is_counted_outside_of_quotation_marks() {
        for (header, expected) in [
            ("name", b','),
            ("name;email,reason", b','),
            ("name\temail;reason", b';'),
            ("\"a,b,c\";d", b';'),
            // A cell with a line break goes on in the next line.
            ("name,\"a;b;c", b','),
        ] {
            assert_eq!(delimiter(header.as_bytes()), expected, "{header:?}");
        }
    }

    #[test]
    fn the_first_line_may_tell_the_delimiter() {
        for content in [
            "sep=;\r\nname;reason\r\nZoe;a, b, c\r\n",
            "\u{feff}SEP=,\nname,reason\nZoe,\"a, b, c\"\n",
            "sep=|\nname|reason\nZoe|a, b, c\n",
            "sep=\t\nname\treason\nZoe\ta, b, c\n",
        ] {
            let rows = accounts(content);
            assert_eq!((rows.len(), rows[0].line), (1, 3), "{content:?}");
            assert_eq!(rows[0].account.reason.as_deref(), Some("a, b, c"));
        }
    }

    #[test]
    fn rows_without_a_value_are_left_out_and_lines_are_counted() {
        let rows = accounts("name,email\n\nZoe,\n,\n\"Ann\",a@example.org,,\nBen\n");
        let lines: Vec<_> = rows
            .iter()
            .map(|row| (row.line, row.account.name.as_str()))
            .collect();
        assert_eq!(lines, [(3, "Zoe"), (5, "Ann"), (6, "Ben")]);
        assert_eq!(rows[0].account.email, None);
    }

    #[test]
    fn lines_are_counted_whatever_ends_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text = "name,email\n\nZoe,\n\"An\nn\",\n\n\nBen,\n".replace('\n', end);
            let rows = read(text.as_bytes()).unwrap();
            let lines: Vec<_> = rows
                .iter()
                .map(|row| {
                    row.as_ref()
                        .map_or_else(|problem| problem.line, |row| row.line)
                })
                .collect();
            assert_eq!(lines, [3, 4, 8], "{end:?}");
        }
    }

    #[test]
    fn unknown_and_repeated_columns_are_named() {
        for content in [
            "name,groups,Login\nZoe,a,b\n",
            "{\"name\":\"Zoe\",\"groups\":\"a\",\"Login\":\"b\"}",
        ] {
            let problems = problems(content);
            let texts: Vec<_> = problems.iter().map(|(_, text)| text.as_str()).collect();
            assert!(problems.iter().all(|(line, _)| *line == 1), "{problems:?}");
            assert!(
                texts[0].contains("\"groups\"") && texts[0].contains("real_name"),
                "{texts:?}"
            );
        }
        let both = problems("name,Login\nZoe,b\n");
        assert!(both[0].1.contains("\"name\" and \"Login\""), "{both:?}");
        let both = problems("{\"name\":\"Zoe\",\"name\":\"b\"}");
        assert!(both[0].1.contains("twice"), "{both:?}");
        let none = problems("email\nz@example.org\n");
        assert!(none[0].1.contains("no column"), "{none:?}");
        let own = problems("name,field:email\nZoe,b\n");
        assert!(own[0].1.contains("column email"), "{own:?}");
    }

    #[test]
    fn broken_rows_are_named() {
        let found = problems("name,email\nZoe,a,b\nAnn,\"x\ny\"\nBen\n");
        assert_eq!(
            found.iter().map(|(line, _)| *line).collect::<Vec<_>>(),
            [2, 3]
        );
        assert!(found[1].1.contains("line break"), "{found:?}");
        let found =
            problems("{\"name\":\"Zoe\"}\n{\"name\":\n[1]\n{\"name\":{}}\n{\"email\":\"a\"}\nx");
        assert_eq!(
            found.iter().map(|(line, _)| *line).collect::<Vec<_>>(),
            [2, 3, 4, 6]
        );
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"name\nZo\xeb\nAnn\n").unwrap();
        let rows: Vec<_> = Table::open(file.path()).unwrap().rows().unwrap().collect();
        let problem = rows[0].as_ref().unwrap_err();
        assert!(
            problem.line == 2 && problem.message.contains("UTF-8"),
            "{problem:?}"
        );
        assert_eq!(rows[1].as_ref().unwrap().account.name, "Ann");
    }

    #[test]
    fn an_endless_row_is_not_held_in_memory() {
        let line = format!("{}\n", "x".repeat(99));
        let quoted = format!("name\n\"{}", line.repeat(20_000));
        let json = format!("{{\"name\":\"a\"}}\n{}", "x".repeat(2_000_000));
        for content in [quoted, json] {
            let found = problems(&content);
            assert_eq!(found.len(), 1);
            assert!(
                found[0].0 == 2 && found[0].1.contains("longer"),
                "{found:?}"
            );
        }
    }

    #[test]
    fn other_files_are_refused() {
        for (content, word) in [
            (&b"\xff\xfen\0a\0"[..], "UTF-8"),
            (b"PK\x03\x04abc", "spreadsheet"),
            (b"[{\"name\": \"Zoe\"}]", "JSON lines"),
            (b" \r\n\n", "no rows"),
            (b"", "no rows"),
        ] {
            let mut file = tempfile::NamedTempFile::new().unwrap();
            file.write_all(content).unwrap();
            let message = Table::open(file.path()).unwrap_err();
            assert!(message.contains(word), "{message}");
        }
    }
}
