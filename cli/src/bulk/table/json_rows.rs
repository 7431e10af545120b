//! The rows of JSON lines.

use std::{
    fmt,
    io::{BufRead, BufReader, Read},
};

use mwaccount::{Answer, NewAccount};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::Value;

use super::{
    MAX_ROW, NUL, Problem, TableRow,
    column::{Column, columns},
    source::Reader,
    unreadable,
};

/// One pass over the rows of JSON lines.
pub struct JsonRows {
    reader: BufReader<Reader>,
    bytes: Vec<u8>,
    line: u64,
    has_ended: bool,
}

impl JsonRows {
    /// Begins a pass.
    pub fn new(reader: Reader) -> Self {
        Self {
            reader: BufReader::new(reader),
            bytes: Vec::new(),
            line: 0,
            has_ended: false,
        }
    }

    /// Reads the next line that is not empty; returns `false` at the end.
    fn read(&mut self) -> Result<bool, String> {
        loop {
            self.bytes.clear();
            let mut reader = (&mut self.reader).take(MAX_ROW as u64);
            let count = reader.read_until(b'\n', &mut self.bytes);
            if count.map_err(|error| unreadable(&error))? == 0 {
                return Ok(false);
            }
            self.line += 1;
            if self.bytes.len() == MAX_ROW {
                return Err(format!("the line is longer than {MAX_ROW} bytes"));
            }
            if !self.bytes.trim_ascii().is_empty() {
                return Ok(true);
            }
        }
    }

    /// Returns the row in the line that was read.
    fn row(&self) -> Result<TableRow, String> {
        if self.bytes.contains(&0) {
            return Err(NUL.to_owned());
        }
        let Pairs(pairs) = serde_json::from_slice(&self.bytes).map_err(|error| {
            // The text of the error may repeat a password.
            let what = if error.is_data() {
                "is not a JSON object"
            } else {
                "is not JSON"
            };
            format!("the line {what} (at character {})", error.column())
        })?;
        let headers: Vec<&str> = pairs.iter().map(|(name, _)| name.as_str()).collect();
        let columns = columns(&headers).map_err(|problems| problems.join("; "))?;
        let mut row = TableRow {
            line: self.line,
            account: NewAccount::default(),
            wiki: None,
        };
        for (column, (name, value)) in columns.iter().zip(&pairs) {
            let Some(column) = column else {
                return Err("a key is empty".to_owned());
            };
            let is_taken = match value {
                Value::Null => true,
                Value::String(text) if text.contains('\0') => return Err(NUL.to_owned()),
                Value::String(text) => {
                    column.set_text(&mut row, text);
                    true
                }
                // Other numbers would be written in another way than in the file, as 1e3 or 1.10. A password
                // may have lost its leading zeros already.
                Value::Number(number)
                    if *column != Column::Password && (number.is_i64() || number.is_u64()) =>
                {
                    column.set_text(&mut row, &number.to_string());
                    true
                }
                Value::Number(_) => {
                    return Err(format!(
                        "the value of \"{name}\" is a number that may not be the text that is meant; put it in quotation marks"
                    ));
                }
                Value::Bool(checked) => column.set_answer(&mut row.account, Answer::from(*checked)),
                Value::Array(items) => {
                    let texts = items.iter().map(Value::as_str).collect::<Option<Vec<_>>>();
                    texts.is_some_and(|texts| column.set_answer(&mut row.account, texts.into()))
                }
                Value::Object(_) => false,
            };
            if !is_taken {
                return Err(format!("the value of \"{name}\" must be a text"));
            }
        }
        Ok(row)
    }
}

impl Iterator for JsonRows {
    type Item = Result<TableRow, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.has_ended {
            return None;
        }
        let row = match self.read() {
            Ok(true) => self.row(),
            Ok(false) => return None,
            Err(message) => {
                self.has_ended = true;
                Err(message)
            }
        };
        Some(row.map_err(|message| Problem::new(self.line.max(1), message)))
    }
}

/// The keys and values of an object in order, so that a repeated key is seen.
struct Pairs(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Pairs, M::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }

        from.deserialize_map(Reader)
    }
}
