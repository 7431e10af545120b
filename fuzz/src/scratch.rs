//! A file for an input, in memory where there is such a folder.

use std::{env, fs, path::PathBuf, process};

/// A file that is removed when it is dropped.
pub struct Scratch(PathBuf);

impl Scratch {
    /// Creates the file of this name with this content; of one target there is one at a time.
    pub fn new(name: &str, content: &[u8]) -> Self {
        let memory = PathBuf::from("/dev/shm");
        let folder = if memory.is_dir() {
            memory
        } else {
            env::temp_dir()
        };
        let path = folder.join(format!("mwaccount-fuzz-{}-{name}", process::id()));
        fs::write(&path, content).expect("a file that can be written");
        Self(path)
    }

    pub fn path(&self) -> &PathBuf {
        &self.0
    }

    pub fn content(&self) -> Vec<u8> {
        fs::read(&self.0).expect("the file")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A target that has panicked may have removed it.
        drop(fs::remove_file(&self.0));
    }
}
