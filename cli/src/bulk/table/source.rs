//! The bytes of the table. They are copied to an unnamed file first, which nobody else can open: a file that
//! is saved while the run goes on would be read on in the middle of other lines, which nobody has checked.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
    sync::Arc,
};

/// The number of bytes by which the form of the table is recognised.
const START: usize = 64 << 10;

/// UTF-8's byte order mark.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The bytes of the table.
#[derive(Debug)]
pub struct Source {
    file: Arc<File>,
    name: String,
}

impl Source {
    /// Opens the file at `path`, or standard input for `-`.
    pub fn open(path: &Path) -> Result<Self, String> {
        if path == Path::new("-") {
            return Self::copied(&mut io::stdin().lock(), "standard input".to_owned());
        }
        let name = path.display().to_string();
        let unreadable = |error: io::Error| format!("{name} cannot be read ({error})");
        let mut file = File::open(path).map_err(unreadable)?;
        let state = |file: &File| {
            let metadata = file.metadata()?;
            Ok((metadata.len(), metadata.modified().ok()))
        };
        let before = state(&file).map_err(unreadable)?;
        let copy = Self::copied(&mut file, name.clone())?;
        let is_file = file.metadata().map_err(unreadable)?.is_file();
        if is_file && state(&file).map_err(unreadable)? != before {
            return Err(format!(
                "{name} was changed while it was read; run the command again"
            ));
        }
        Ok(copy)
    }

    fn copied(from: &mut impl Read, name: String) -> Result<Self, String> {
        let mut copy = || {
            let mut file = tempfile::tempfile()?;
            io::copy(from, &mut file)?;
            Ok(file)
        };
        let failed =
            |error: io::Error| format!("{name} cannot be copied to a temporary file ({error})");
        let file = Arc::new(copy().map_err(failed)?);
        Ok(Self { file, name })
    }

    /// Returns the name for messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the first bytes, without the byte order mark.
    pub fn start(&self) -> io::Result<Vec<u8>> {
        let mut start = Vec::new();
        self.reader().take(START as u64).read_to_end(&mut start)?;
        Ok(start)
    }

    /// Returns a reader of its own position, which begins after the byte order mark.
    pub fn reader(&self) -> Reader {
        let mut mark = [0; MARK.len()];
        let mut reader = Reader {
            file: Arc::clone(&self.file),
            offset: 0,
        };
        // A file that cannot be read fails again at its first line.
        if reader.read_exact(&mut mark).is_err() || mark != MARK {
            reader.offset = 0;
        }
        reader
    }
}

/// A reader of the table with a position of its own.
#[derive(Debug)]
pub struct Reader {
    file: Arc<File>,
    offset: u64,
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        #[cfg(unix)]
        let count = std::os::unix::fs::FileExt::read_at(&*self.file, buffer, self.offset)?;
        #[cfg(windows)]
        let count = std::os::windows::fs::FileExt::seek_read(&*self.file, buffer, self.offset)?;
        self.offset += count as u64;
        Ok(count)
    }
}
