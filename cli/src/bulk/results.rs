//! The results of one wiki, in a temporary file until the report is written.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Seek, SeekFrom, Write},
};

use super::outcome::ReportRow;

/// The results of one wiki, in the order of its rows.
#[derive(Default)]
pub struct Results {
    file: Option<BufWriter<File>>,
}

impl Results {
    /// Adds a result.
    pub fn add(&mut self, row: &ReportRow) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(BufWriter::new(tempfile::tempfile()?)),
        };
        let mut line = serde_json::to_vec(row)?;
        line.push(b'\n');
        file.write_all(&line)
    }

    /// Returns the results from the first.
    pub fn reader(&mut self) -> io::Result<ResultsReader> {
        let Some(file) = &mut self.file else {
            return Ok(ResultsReader::default());
        };
        file.flush()?;
        let mut file = file.get_ref().try_clone()?;
        file.seek(SeekFrom::Start(0))?;
        Ok(ResultsReader {
            file: Some(BufReader::new(file)),
            next: None,
        })
    }
}

/// One pass over the results.
#[derive(Default)]
pub struct ResultsReader {
    file: Option<BufReader<File>>,
    next: Option<ReportRow>,
}

impl ResultsReader {
    /// Returns the result of the row in this line, if it has one. The lines are asked for in their order.
    pub fn take(&mut self, line: u64) -> io::Result<Option<ReportRow>> {
        if self.next.is_none() {
            self.next = self.read()?;
        }
        Ok(self.next.take_if(|next| next.line == line))
    }

    fn read(&mut self) -> io::Result<Option<ReportRow>> {
        let Some(file) = &mut self.file else {
            return Ok(None);
        };
        let mut line = Vec::new();
        if file.read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        Ok(Some(serde_json::from_slice(&line)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_found_by_their_lines() {
        let mut results = Results::default();
        assert_eq!(results.reader().unwrap().take(2).unwrap(), None);
        for line in [2, 5] {
            results.add(&ReportRow::pending(line, "w", "Zoe")).unwrap();
        }
        let mut reader = results.reader().unwrap();
        let found = [2, 3, 5, 6].map(|line| reader.take(line).unwrap().is_some());
        assert_eq!(found, [true, false, true, false]);
    }
}
