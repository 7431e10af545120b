//! The traces of prompts until the process ends: the files of captchas' images, and the terminal's
//! settings while its echo is off.

use std::{
    io,
    sync::{Mutex, MutexGuard, OnceLock, PoisonError},
    thread,
};

use mwaccount::Image;

use crate::{
    args::{ImageArgs, ImageMode},
    images::{self, ImageFiles, Protocol, SavedImage},
    terminal::Settings,
};

/// The files of images, and the terminal's settings, shared between threads.
#[derive(Debug, Default)]
pub struct Console {
    state: Mutex<State>,
    /// The way to draw images on this terminal, which is asked once.
    protocol: OnceLock<Option<Protocol>>,
}

#[derive(Debug, Default)]
struct State {
    mode: ImageMode,
    files: ImageFiles,
    /// The terminal's settings, while its echo is off.
    settings: Option<Settings>,
    is_closed: bool,
}

impl Console {
    /// A thread that panics leaves no partial change in the state.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets what becomes of captchas' images.
    ///
    /// # Errors
    /// Returns a message if the file of `--image-to` exists or cannot be written.
    pub fn set_images(&self, args: &ImageArgs) -> Result<(), String> {
        let mut state = self.state();
        state.mode = args.images;
        match &args.image_to {
            None => Ok(()),
            Some(_) if args.images == ImageMode::None => Err(
                "--images none fetches no image, so there is none for --image-to; omit one of them"
                    .to_owned(),
            ),
            Some(path) => state.files.write_to(path),
        }
    }

    /// Returns whether images are fetched.
    pub fn fetches_images(&self) -> bool {
        self.state().mode != ImageMode::None
    }

    /// Returns whether images stay after the run, so that they are of use although nobody answers in it.
    pub fn keeps_images(&self) -> bool {
        self.state().files.stay()
    }

    /// Writes an image of a captcha, at this place among them, to a file that only this user can read. It is removed
    /// at the end of the run, unless `--image-to` names it.
    pub fn save_image(&self, image: Image, index: usize) -> io::Result<SavedImage> {
        self.state().files.save(image, index)
    }

    /// Returns the text that draws an image on the terminal, or why it is not drawn; `None` if none is to be drawn.
    pub fn draw(&self, image: &SavedImage) -> Option<Result<String, String>> {
        let mode = self.state().mode;
        let ask = || self.without_echo(images::ask_terminal);
        let protocol = self.protocol.get_or_init(|| images::protocol(mode, ask));
        protocol.map(|protocol| images::draw(image, protocol))
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
        state.files.remove();
    }
}
