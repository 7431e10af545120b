//! The traces of prompts until the process ends: the files of captchas' images, and the terminal's
//! settings while its echo is off.

use std::{
    fs::OpenOptions,
    io::{self, Write},
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
};

use mwaccount::Image;
use tempfile::TempDir;

use crate::terminal::Settings;

/// The files of images, and the terminal's settings, shared between threads.
#[derive(Debug, Default)]
pub struct Console {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    images: Option<TempDir>,
    image_count: u32,
    /// The terminal's settings, while its echo is off.
    settings: Option<Settings>,
    is_closed: bool,
}

impl Console {
    /// A thread that panics leaves no partial change in the state.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the image of a captcha to a file that only this user can read. The file is
    /// removed at the end of the run.
    pub fn save_image(&self, image: &Image) -> io::Result<PathBuf> {
        let mut state = self.state();
        state.image_count += 1;
        let kind = match image.media_type.to_ascii_lowercase().as_str() {
            "image/png" => "png",
            "image/jpeg" => "jpg",
            "image/gif" => "gif",
            "image/webp" => "webp",
            "image/svg+xml" => "svg",
            _ => "img",
        };
        let file = format!("captcha-{}.{kind}", state.image_count);
        let folder = match state.images.take() {
            Some(folder) => folder,
            None => new_image_folder()?,
        };
        let path = folder.path().join(file);
        state.images = Some(folder);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path)?.write_all(&image.bytes)?;
        Ok(path)
    }

    /// Calls `ask`, which turns off the terminal's echo for the duration of the call.
    pub fn without_echo<T>(&self, ask: impl FnOnce() -> T) -> T {
        let mut state = self.state();
        if state.is_closed {
            drop(state);
            // Another thread is ending the process.
            loop {
                thread::park();
            }
        }
        state.settings = Some(Settings::save());
        drop(state);
        let answer = ask();
        self.state().settings = None;
        answer
    }

    /// Turns the terminal's echo on again and removes the images, before the process ends. No prompt
    /// turns the echo off after this.
    pub fn close(&self) {
        let mut state = self.state();
        state.is_closed = true;
        if let Some(settings) = state.settings.take() {
            settings.restore();
        }
        // A folder that cannot be removed is not a reason to fail.
        let _ = state.images.take().map(TempDir::close);
    }
}

/// Creates a new folder for images that only this user can enter. A folder that exists already is never
/// used. On Windows it is in the user's own folder for temporary files.
fn new_image_folder() -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("mwaccount-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir()
}
