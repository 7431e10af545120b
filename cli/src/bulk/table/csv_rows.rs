//! The rows of CSV.

use std::{
    collections::VecDeque,
    io::{self, Read},
};

use csv::{ByteRecord, ReaderBuilder};

use super::{
    MAX_ROW, NUL, Problem, SEPARATOR, TableRow,
    column::{Column, columns},
    source::Reader,
    unreadable,
};

/// One pass over the rows of CSV.
pub struct CsvRows {
    reader: csv::Reader<LineReader>,
    columns: Vec<Option<Column>>,
    record: ByteRecord,
    /// The line at which the row that was read begins.
    line: u64,
    has_ended: bool,
}

/// A reader that knows the lines of what it has read. It fails when it has read more than the longest row
/// since it was last reset, so that a quotation mark that is not closed does not read the whole file into
/// one cell.
struct LineReader {
    inner: Reader,
    left: usize,
    offset: u64,
    line: u64,
    follows_return: bool,
    is_in_line: bool,
    /// The offset and the number of each line that is not empty, from the row that was last read.
    starts: VecDeque<(u64, u64)>,
}

impl LineReader {
    fn new(inner: Reader) -> Self {
        Self {
            inner,
            left: MAX_ROW,
            offset: 0,
            line: 1,
            follows_return: false,
            is_in_line: false,
            starts: VecDeque::new(),
        }
    }

    /// Notes the lines in what was read. A line ends with LF, CR LF or CR.
    fn note(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                b'\n' if self.follows_return => {}
                b'\n' | b'\r' => {
                    self.line += 1;
                    self.is_in_line = false;
                }
                _ if !self.is_in_line => {
                    self.is_in_line = true;
                    self.starts.push_back((self.offset, self.line));
                }
                _ => {}
            }
            self.follows_return = *byte == b'\r';
            self.offset += 1;
        }
    }

    /// Returns the number of the line at which a row begins: the first that is not empty from this offset.
    /// The position that csv gives is that of the empty lines before it.
    fn line_at(&mut self, offset: u64) -> u64 {
        while self
            .starts
            .front()
            .is_some_and(|(start, _)| *start < offset)
        {
            self.starts.pop_front();
        }
        self.starts.front().map_or(self.line, |(_, line)| *line)
    }
}

impl Read for LineReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::Error::other("row too long"));
        }
        let count = self.inner.read(buffer)?;
        self.left = self.left.saturating_sub(count);
        self.note(&buffer[..count]);
        Ok(count)
    }
}

impl CsvRows {
    /// Reads the header.
    pub fn new(reader: Reader, delimiter: u8) -> Result<Self, Vec<Problem>> {
        let reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(LineReader::new(reader));
        let mut rows = Self {
            reader,
            columns: Vec::new(),
            record: ByteRecord::new(),
            line: 1,
            has_ended: false,
        };
        let mut first = rows.read();
        if matches!(first, Ok(true)) && rows.is_separator() {
            first = rows.read();
        }
        let header = match first {
            Ok(true) => rows.texts(),
            // The form of the table was recognised by a line that is not empty.
            Ok(false) => return Err(vec![Problem::new(1, "there is no header")]),
            Err(problem) => return Err(vec![problem]),
        };
        let line = rows.line;
        let at_line = |message| Problem::new(line, message);
        let header = header.map_err(|message| vec![at_line(message)])?;
        let found = columns(&header);
        let found = found.map_err(|all| all.into_iter().map(at_line).collect::<Vec<_>>())?;
        if !found.contains(&Some(Column::Name)) {
            let message = "the header has no column with the user names; call it name";
            return Err(vec![at_line(message.to_owned())]);
        }
        rows.columns = found;
        Ok(rows)
    }

    /// Returns whether the row that was read is the line `sep=;`, which tells Excel the delimiter.
    fn is_separator(&self) -> bool {
        let mut cells = self.record.iter();
        let first = cells.next().unwrap_or_default().trim_ascii();
        first.eq_ignore_ascii_case(SEPARATOR) && cells.eq([b""])
    }

    /// Reads the next row that has a value; returns `false` at the end.
    fn read(&mut self) -> Result<bool, Problem> {
        loop {
            self.reader.get_mut().left = MAX_ROW;
            let start = self.reader.position().byte();
            match self.reader.read_byte_record(&mut self.record) {
                Ok(false) => return Ok(false),
                Ok(true) if self.record.iter().all(|cell| cell.trim_ascii().is_empty()) => {}
                Ok(true) => {
                    let start = self.record.position().map_or(start, csv::Position::byte);
                    self.line = self.reader.get_mut().line_at(start);
                    return Ok(true);
                }
                Err(error) => {
                    let message = match error.into_kind() {
                        csv::ErrorKind::Io(_) if self.reader.get_ref().left == 0 => format!(
                            "the row is longer than {MAX_ROW} bytes; a quotation mark may be missing"
                        ),
                        csv::ErrorKind::Io(error) => unreadable(&error),
                        other => format!("the row cannot be read ({other:?})"),
                    };
                    let line = self.reader.get_mut().line_at(start);
                    return Err(Problem::new(line, message));
                }
            }
        }
    }

    /// Returns the cells of the row as text.
    fn texts(&self) -> Result<Vec<&str>, String> {
        let cells = self.record.iter().map(str::from_utf8);
        cells
            .collect::<Result<_, _>>()
            .map_err(|_| "the row is not UTF-8 text; save the file as UTF-8".to_owned())
    }

    /// Returns the row that was read.
    fn row(&self) -> Result<TableRow, String> {
        let mut row = TableRow {
            line: self.line,
            account: mwaccount::NewAccount::default(),
            wiki: None,
        };
        for (at, cell) in self.texts()?.into_iter().enumerate() {
            if cell.contains('\0') {
                return Err(NUL.to_owned());
            }
            if cell.contains(['\n', '\r']) {
                return Err(format!(
                    "cell {} contains a line break; a quotation mark may be missing",
                    at + 1
                ));
            }
            match self.columns.get(at) {
                Some(Some(column)) => column.set_text(&mut row, cell),
                _ if cell.trim().is_empty() => {}
                _ => {
                    return Err(format!(
                        "cell {} has a value, but the header has no column there; a value with a delimiter in it needs quotation marks",
                        at + 1
                    ));
                }
            }
        }
        Ok(row)
    }
}

impl Iterator for CsvRows {
    type Item = Result<TableRow, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.has_ended {
            return None;
        }
        match self.read() {
            Ok(true) => {
                let line = self.line;
                Some(self.row().map_err(|message| Problem::new(line, message)))
            }
            Ok(false) => None,
            Err(problem) => {
                self.has_ended = true;
                Some(Err(problem))
            }
        }
    }
}
