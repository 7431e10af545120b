//! What the conversation and the handler of Ctrl-C both know of a run, and the one
//! way in which a run ends.

use std::{
    fs,
    io::{self, IsTerminal},
    path::PathBuf,
    process,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
};

use mwaccount::{Image, Session};
use serde::Serialize;
use tempfile::TempDir;

use crate::{
    report::{Report, tell},
    terminal::Settings,
};

/// A run, shared between threads.
#[derive(Debug)]
pub struct Run {
    json: bool,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    name: String,
    wiki: WikiSeen,
    requests: u64,
    /// How many of them may have created the account.
    creations: u64,
    /// Whether a request went out that may have created the account, and what came of
    /// it has not been read yet.
    undecided: bool,
    /// Whether the wiki has begun to create the account and asks for more.
    under_way: bool,
    /// Whether the user wants to leave as soon as it is known what came of it.
    leaving: bool,
    over: bool,
    images: Option<TempDir>,
    image_count: u32,
    /// The terminal's settings, while its echo is off.
    unseen: Option<Settings>,
}

/// The wiki as far as it is known.
#[derive(Debug, Clone, Default, Serialize)]
pub struct WikiSeen {
    /// The address of its api.php.
    pub api: String,
    dialect: Option<&'static str>,
    generator: Option<String>,
}

impl Run {
    /// The run that creates the account `name` on the wiki at `api`.
    pub fn new(api: &str, name: &str, json: bool) -> Arc<Self> {
        Arc::new(Self {
            json,
            state: Mutex::new(State {
                name: name.to_owned(),
                wiki: WikiSeen {
                    api: api.to_owned(),
                    ..WikiSeen::default()
                },
                ..State::default()
            }),
        })
    }

    /// A thread that panicked has left nothing here that would be half done.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The name has changed that is asked for.
    pub fn rename(&self, name: &str) {
        name.clone_into(&mut self.state().name);
    }

    /// Takes what was learnt of the wiki.
    pub fn learn(&self, session: &Session) {
        let facts = session.facts();
        self.state().wiki = WikiSeen {
            api: session.api().to_string(),
            dialect: facts.dialect.map(mwaccount::Dialect::as_str),
            generator: facts.generator.clone(),
        };
    }

    /// Takes what came of the requests so far: not the account, but whether the wiki is
    /// in the middle of creating it.
    pub fn decide(&self, under_way: bool) {
        let mut state = self.state();
        state.undecided = false;
        state.under_way = under_way;
    }

    /// Whether it is.
    pub fn is_under_way(&self) -> bool {
        self.state().under_way
    }

    /// A request is about to be sent. `false` if it must not be: the user is
    /// leaving, and it may create the account.
    pub fn begin_request(&self, may_create: bool) -> bool {
        let mut state = self.state();
        if state.over || (state.leaving && may_create) {
            return false;
        }
        state.requests += 1;
        state.creations += u64::from(may_create);
        state.undecided |= may_create;
        true
    }

    /// How many requests were sent so far that may have created the account.
    pub fn creations(&self) -> u64 {
        self.state().creations
    }

    /// Whether the user wants to leave.
    pub fn is_leaving(&self) -> bool {
        self.state().leaving
    }

    /// Writes the image of a captcha where only this user can read it; it is gone
    /// when the run is over.
    pub fn keep_image(&self, image: &Image) -> io::Result<PathBuf> {
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
            None => tempfile::Builder::new().prefix("mwaccount-").tempdir()?,
        };
        let path = folder.path().join(file);
        state.images = Some(folder);
        fs::write(&path, &image.bytes)?;
        Ok(path)
    }

    /// Does something that turns the terminal's echo off for its time.
    pub fn unseen<T>(&self, ask: impl FnOnce() -> T) -> T {
        self.state().unseen = Some(Settings::save());
        let answer = ask();
        self.state().unseen = None;
        answer
    }

    /// Ctrl-C. While the request is on its way that may create the account, the
    /// first one waits for the answer: else nobody would know what came of it.
    pub fn interrupt(&self) {
        let mut state = self.state();
        if state.over {
            return;
        }
        if io::stderr().is_terminal() {
            // The terminal shows ^C where the cursor is.
            eprintln!();
        }
        if state.undecided && !state.leaving {
            state.leaving = true;
            tell(
                "the request that creates the account is on its way and its answer is awaited; interrupt again to end without knowing",
            );
            return;
        }
        let unknown = state.undecided || state.leaving || state.under_way;
        let report = match unknown {
            true => Report::cancelled().under_way(&state.name),
            false => Report::cancelled(),
        };
        self.end(state, report)
    }

    /// Ends the process with this report, which must not have come before.
    pub fn finish(&self, report: Report) -> ! {
        let state = self.state();
        let report = match state.under_way {
            true => report.under_way(&state.name),
            false => report,
        };
        self.end(state, report)
    }

    fn end(&self, mut state: MutexGuard<'_, State>, report: Report) -> ! {
        if state.over {
            // The other thread is ending the process.
            drop(state);
            loop {
                thread::park();
            }
        }
        state.over = true;
        if let Some(settings) = state.unseen.take() {
            settings.restore();
        }
        // Leaving closes what is left; a folder that cannot be removed is no reason to fail.
        let _ = state.images.take().map(TempDir::close);
        let report = report.named(&state.name);
        match self.json {
            true => report.print_json(&state.wiki, state.requests),
            false => report.print_plainly(&state.wiki),
        }
        process::exit(report.status())
    }
}
