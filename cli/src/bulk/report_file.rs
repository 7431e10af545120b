//! The report: one row for each account, as CSV or JSON lines, in a file that is complete or not there.

use std::{
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use super::{outcome::ReportRow, spreadsheet::text_cell};
use crate::{
    files::{ensure_file, temporary_beside},
    terminal::{sanitize, to_json},
};

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
        ensure_file("the report", path)?;
        temporary_beside(path)
            .map_err(|error| format!("the report {shown} cannot be written ({error})"))?;
        Ok(Self {
            path: path.to_owned(),
            form,
        })
    }

    /// Returns the path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Begins the report, in a temporary file beside it.
    pub fn writer(&self) -> io::Result<ReportWriter> {
        let mut file = BufWriter::new(temporary_beside(&self.path)?);
        if self.form == Form::Csv {
            writeln!(file, "{}", HEADER.join(","))?;
        }
        Ok(ReportWriter {
            path: self.path.clone(),
            form: self.form,
            file,
        })
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
            Form::Csv => cells(row).join(","),
            Form::JsonLines => to_json(row),
        };
        writeln!(self.file, "{line}")
    }

    /// Renames the report to its path, over an earlier one.
    pub fn finish(self) -> io::Result<()> {
        let file = self.file.into_inner()?;
        file.as_file().sync_all()?;
        file.persist(&self.path)?;
        Ok(())
    }
}

/// Returns the cells of a row of CSV, in quotation marks if they are texts. Sentences are on one line, names
/// are as they are.
fn cells(row: &ReportRow) -> [String; HEADER.len()] {
    let text = |value: &Option<String>| {
        let line = value.as_deref().map(sanitize);
        text_cell(&line.unwrap_or_default())
    };
    let flag = |value: bool| text_cell(if value { "yes" } else { "" });
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
        text_cell(&row.wiki),
        text_cell(&row.name),
        text_cell(&row.outcome),
        text_cell(row.wiki_name.as_deref().unwrap_or_default()),
        row.user_id.map(|id| id.to_string()).unwrap_or_default(),
        text(&row.reason),
        text(&row.code),
        text(&row.message),
        text_cell(&sanitize(&warnings.join("; "))),
        text(&row.when),
        flag(row.earlier),
        flag(row.changed),
        text_cell(verified),
        text(&row.verify_message),
    ]
}

#[cfg(test)]
mod tests {
    use std::fs;

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
        assert_eq!(
            cells(&row()).join(","),
            "2,\"w.example\",\"'=1+1, \"\"Zoe\"\"\",\"refused\",,,,,\"'+49 @x\",,,,,,"
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
