//! The wikis and the files of a run.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::report_file::ReportPath;
use crate::{
    args,
    files::{ensure_file, folder},
};

/// The wikis and the files of a run.
pub struct Paths {
    /// The wikis of the rows that name none.
    pub wikis: Vec<String>,
    /// The file with the accounts; `-` is standard input.
    pub file: PathBuf,
    /// The report.
    pub report: Option<ReportPath>,
    journal: Option<PathBuf>,
}

impl Paths {
    /// Reads the wikis and files from the command line.
    ///
    /// # Errors
    /// If the report cannot be written, or one file is given for two purposes.
    pub fn new(args: &args::Bulk) -> Result<Self, String> {
        let mut wikis = args.targets.clone();
        let file = PathBuf::from(wikis.pop().unwrap_or_default());
        let mut paths = Self {
            wikis: Vec::new(),
            file,
            report: None,
            journal: args.journal.clone(),
        };
        for wiki in wikis {
            if !paths.wikis.contains(&wiki) {
                paths.wikis.push(wiki);
            }
        }
        let journal = paths.journal().ok();
        if let Some(journal) = &journal {
            ensure_file("the journal", journal)?;
        }
        let files = [
            ("FILE", Some(&paths.file)),
            ("the journal", journal.as_ref()),
            ("--report", args.report.as_ref()),
            ("--generate-passwords", args.generate_passwords.as_ref()),
        ];
        for (at, (purpose, file)) in files.iter().enumerate() {
            for (other_purpose, other) in &files[..at] {
                if let (Some(file), Some(other)) = (file, other)
                    && real(file) == real(other)
                {
                    return Err(format!(
                        "{} is given for {other_purpose} and for {purpose}; give two files",
                        file.display()
                    ));
                }
            }
        }
        paths.report = args.report.as_deref().map(ReportPath::new).transpose()?;
        Ok(paths)
    }

    /// Returns the path of the journal.
    ///
    /// # Errors
    /// If the accounts come from standard input and none is given.
    pub fn journal(&self) -> Result<PathBuf, String> {
        if let Some(journal) = &self.journal {
            return Ok(journal.clone());
        }
        if self.file == Path::new("-") {
            return Err(
                "the accounts come from standard input; give the journal with --journal FILE"
                    .to_owned(),
            );
        }
        let mut journal = self.file.clone().into_os_string();
        journal.push(".journal");
        Ok(journal.into())
    }

    /// Adds to the message about a file that cannot be opened that it may be a wiki.
    pub fn with_hint(&self, message: String) -> String {
        if self.file.exists() || self.file == Path::new("-") {
            return message;
        }
        format!("{message}; the last argument is the file with the accounts")
    }
}

/// Returns the path without links and `..`, as far as the file or its folder exists.
fn real(path: &Path) -> PathBuf {
    if let Ok(real) = fs::canonicalize(path) {
        return real;
    }
    match (fs::canonicalize(folder(path)), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}
