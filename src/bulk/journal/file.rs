//! The file of a journal: lines that are appended and synced.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use serde::{Serialize, de::DeserializeOwned};

use super::record::{Header, Record};
use crate::{Error, Reason};

/// The longest line that is read. The longest that is written is some hundred KiB: texts of wikis have limits.
const MAX_LINE: u64 = 16 * 1024 * 1024;

/// A locked file of lines.
#[derive(Debug)]
pub(super) struct LineFile {
    file: File,
    path: PathBuf,
    /// The length of its complete lines.
    length: u64,
}

impl LineFile {
    /// Opens or creates the file, locks it, and calls `each` with every record and its place. A last line
    /// that was not written to its end is cut off: the process ended before it did what the line announces.
    pub fn open(path: &Path, mut each: impl FnMut(u64, Record)) -> Result<Self, Error> {
        let failed = |what: &str, error: &dyn std::fmt::Display| {
            failure(path, &format!("cannot be {what}: {error}"))
        };
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(|e| failed("opened", &e))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(failure(path, "is used by another run; wait until it ends"));
            }
            Err(TryLockError::Error(error)) => return Err(failed("locked", &error)),
        }
        let mut journal = Self {
            file,
            path: path.to_owned(),
            length: 0,
        };
        journal.read(&mut each)?;
        Ok(journal)
    }

    fn read(&mut self, each: &mut impl FnMut(u64, Record)) -> Result<(), Error> {
        let mut lines = BufReader::new(&self.file);
        let mut line = Vec::new();
        let mut number = 0;
        let mut offset = 0;
        loop {
            line.clear();
            let read = lines.by_ref().take(MAX_LINE).read_until(b'\n', &mut line);
            let read = read.map_err(|e| self.failed("read", &e))?;
            let is_whole = line.last() == Some(&b'\n');
            if !is_whole && (read as u64) < MAX_LINE {
                break;
            }
            number += 1;
            let damaged = || {
                let what = match number {
                    1 => "is no journal of this version of mwaccount; give another file".to_owned(),
                    _ => format!("is damaged in line {number}; repair the line or remove it"),
                };
                failure(&self.path, &what)
            };
            if !is_whole {
                return Err(damaged());
            }
            if number == 1 {
                let header: Header = parse(&line).ok_or_else(damaged)?;
                (header == Header::current())
                    .then_some(())
                    .ok_or_else(damaged)?;
            } else {
                each(offset, parse(&line).ok_or_else(damaged)?);
            }
            offset += read as u64;
        }
        let header = line_of(&Header::current());
        if number == 0 && !header.starts_with(&line) {
            return Err(failure(
                &self.path,
                "is no journal of mwaccount; give another file",
            ));
        }
        self.length = offset;
        self.cut()?;
        if number == 0 {
            self.append(&header)?;
        }
        Ok(())
    }

    /// Appends a record, and waits until the disk has it. Returns its place.
    pub fn write(&mut self, record: &Record) -> Result<u64, Error> {
        self.append(&line_of(record))
    }

    fn append(&mut self, line: &[u8]) -> Result<u64, Error> {
        let written = self.file.write_all(line);
        if let Err(error) = written.and_then(|()| self.file.sync_data()) {
            // The part of the line that was written must not precede other lines.
            self.cut()?;
            return Err(self.failed("written", &error));
        }
        let offset = self.length;
        self.length += line.len() as u64;
        Ok(offset)
    }

    /// Removes what follows the last complete line.
    fn cut(&self) -> Result<(), Error> {
        let length = || Ok(self.file.metadata()?.len());
        let cut = length().and_then(|length| {
            if length > self.length {
                self.file.set_len(self.length)?;
            }
            Ok(())
        });
        cut.map_err(|error: io::Error| self.failed("repaired", &error))
    }

    /// Reads the record at a place.
    pub fn record_at(&mut self, offset: u64) -> Result<Record, Error> {
        let read = |file: &mut File| -> io::Result<Vec<u8>> {
            file.seek(SeekFrom::Start(offset))?;
            let mut line = Vec::new();
            BufReader::new(file.take(MAX_LINE)).read_until(b'\n', &mut line)?;
            Ok(line)
        };
        let line = read(&mut self.file).map_err(|error| self.failed("read", &error))?;
        parse(&line).ok_or_else(|| failure(&self.path, "was changed by another program"))
    }

    /// Returns the length of its lines.
    pub fn length(&self) -> u64 {
        self.length
    }

    fn failed(&self, what: &str, error: &io::Error) -> Error {
        failure(&self.path, &format!("cannot be {what}: {error}"))
    }
}

fn failure(path: &Path, what: &str) -> Error {
    Error::new(
        Reason::Journal,
        format!("the journal {} {what}", path.display()),
    )
}

fn parse<T: DeserializeOwned>(line: &[u8]) -> Option<T> {
    serde_json::from_slice(line).ok()
}

fn line_of(value: &impl Serialize) -> Vec<u8> {
    let mut line = serde_json::to_vec(value).unwrap_or_default();
    line.push(b'\n');
    line
}
