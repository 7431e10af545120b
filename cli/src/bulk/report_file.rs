//! The report: one row for each account, as CSV or JSON lines, in a file that is complete or not there.

use std::{
    fs,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use csv::WriterBuilder;
use tempfile::NamedTempFile;

use super::outcome::ReportRow;
use crate::terminal::{sanitize, to_json};

/// The columns of CSV.
const HEADER: [&str; 15] = [
    "line",
    "wiki",
    "name",
    "outcome",
    "wiki_name",
    "user_id",
    "reason",
    "code",
    "message",
    "warnings",
    "when",
    "earlier",
    "changed",
    "verified",
    "verify_message",
];

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Csv,
    JsonLines,
}

/// The file that a report is written to.
#[derive(Debug, Clone)]
pub struct ReportPath {
    path: PathBuf,
    form: Form,
}

impl ReportPath {
    /// Checks that the report can be written to `path`, before anything is sent.
    ///
    /// # Errors
    /// Says why not.
    pub fn new(path: &Path) -> Result<Self, String> {
        let shown = path.display();
        let extension = path.extension().and_then(|extension| extension.to_str());
        let form = match extension.map(str::to_ascii_lowercase).as_deref() {
            Some("csv") => Form::Csv,
            Some("jsonl") => Form::JsonLines,
            _ => {
                return Err(format!(
                    "the report {shown} must have a name that ends in .csv or .jsonl"
                ));
            }
        };
        if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
            return Err(format!(
                "the report {shown} exists already and is no file; give another name"
            ));
        }
        let report = Self {
            path: path.to_owned(),
            form,
        };
        let tried = report.temporary();
        tried.map_err(|error| format!("the report {shown} cannot be written ({error})"))?;
        Ok(report)
    }

    /// Returns the path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Begins the report, in a temporary file beside it.
    pub fn writer(&self) -> io::Result<ReportWriter> {
        let mut file = BufWriter::new(self.temporary()?);
        if self.form == Form::Csv {
            file.write_all(&csv_line(&HEADER.map(str::to_owned))?)?;
        }
        Ok(ReportWriter {
            path: self.path.clone(),
            form: self.form,
            file,
        })
    }

    fn temporary(&self) -> io::Result<NamedTempFile> {
        let folder = self
            .path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        tempfile::Builder::new()
            .prefix(".mwaccount-")
            .tempfile_in(folder.unwrap_or(Path::new(".")))
    }
}

/// A report that is being written.
pub struct ReportWriter {
    path: PathBuf,
    form: Form,
    file: BufWriter<NamedTempFile>,
}

impl ReportWriter {
    /// Adds a row.
    pub fn write(&mut self, row: &ReportRow) -> io::Result<()> {
        let line = match self.form {
            Form::Csv => csv_line(&cells(row))?,
            Form::JsonLines => (to_json(row) + "\n").into_bytes(),
        };
        self.file.write_all(&line)
    }

    /// Renames the report to its path, over an earlier one.
    pub fn finish(self) -> io::Result<()> {
        let file = self.file.into_inner()?;
        file.as_file().sync_all()?;
        file.persist(&self.path)?;
        Ok(())
    }
}

/// Returns the cells of a row of CSV. Sentences are on one line, names are as they are.
fn cells(row: &ReportRow) -> [String; HEADER.len()] {
    let text = |value: &Option<String>| value.as_deref().map(sanitize).unwrap_or_default();
    let flag = |value: bool| {
        if value {
            "yes".to_owned()
        } else {
            String::new()
        }
    };
    let verified = match row.verified {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    };
    let warnings = row.warnings.iter();
    let warnings: Vec<String> = warnings
        .map(|warning| format!("{}: {}", warning.code, warning.message))
        .collect();
    [
        row.line.to_string(),
        row.wiki.clone(),
        row.name.clone(),
        row.outcome.clone(),
        row.wiki_name.clone().unwrap_or_default(),
        row.user_id.map(|id| id.to_string()).unwrap_or_default(),
        text(&row.reason),
        text(&row.code),
        text(&row.message),
        sanitize(&warnings.join("; ")),
        text(&row.when),
        flag(row.earlier),
        flag(row.changed),
        verified.to_owned(),
        text(&row.verify_message),
    ]
}

fn csv_line(cells: &[String]) -> io::Result<Vec<u8>> {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    writer.write_record(cells.iter().map(|cell| no_formula(cell)))?;
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

/// Returns a cell that no spreadsheet takes for a formula: an apostrophe precedes the characters with which
/// one begins.
fn no_formula(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> ReportRow {
        ReportRow {
            line: 2,
            wiki: "w.example".to_owned(),
            name: "=1+1, \"Zoe\"".to_owned(),
            outcome: "refused".to_owned(),
            message: Some("+49\n@x".to_owned()),
            ..ReportRow::default()
        }
    }

    #[test]
    fn no_cell_begins_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1"] {
            assert_eq!(no_formula(cell), format!("'{cell}"));
        }
        assert_eq!(no_formula("a=1"), "a=1");
        let line = String::from_utf8(csv_line(&cells(&row())).unwrap()).unwrap();
        assert_eq!(
            line,
            "2,w.example,\"'=1+1, \"\"Zoe\"\"\",refused,,,,,'+49 @x,,,,,,\n"
        );
    }

    #[test]
    fn a_report_replaces_an_earlier_one_when_it_is_complete() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["r.csv", "r.jsonl"] {
            let path = folder.path().join(name);
            fs::write(&path, "earlier").unwrap();
            let report = ReportPath::new(&path).unwrap();
            let mut writer = report.writer().unwrap();
            writer.write(&row()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), "earlier");
            writer.finish().unwrap();
            assert!(fs::read_to_string(&path).unwrap().contains("refused"));
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        let json = fs::read_to_string(folder.path().join("r.jsonl")).unwrap();
        assert_eq!(serde_json::from_str::<ReportRow>(&json).unwrap(), row());
    }

    #[test]
    fn unusable_reports_are_found_first() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("d.csv")).unwrap();
        for name in ["report", "report.txt", "d.csv", "missing/r.csv"] {
            assert!(
                ReportPath::new(&folder.path().join(name)).is_err(),
                "{name}"
            );
        }
    }
}
