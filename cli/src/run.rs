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

use mwaccount::{Dialect, Image, Secret, Session, http::Effect};
use tempfile::TempDir;

use crate::{
    interaction::{Existence, Stage},
    output::{Output, ReportKind},
    report::Report,
    suspend_file::SuspendFile,
    terminal::{Settings, print_message},
    wiki_facts::WikiFacts,
};

/// A run, shared between threads.
#[derive(Debug)]
pub struct Run {
    output: Output,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    name: Option<String>,
    /// The address that was given, until it was said where api.php is instead.
    given_address: Option<String>,
    wiki: WikiFacts,
    stage: Stage,
    requests: u64,
    /// Requests among them that moved a conversation on: all but those that only read.
    writes: u64,
    /// Whether a request went out that may have created the account, and what came of
    /// it has not been read yet.
    creation_in_flight: bool,
    /// Whether the account exists while the wiki waits for an answer.
    existence: Existence,
    suspend_file: SuspendFile,
    /// Whether the user wants to leave as soon as it is known what came of it.
    interrupted: bool,
    ended: bool,
    images: Option<TempDir>,
    image_count: u32,
    /// The terminal's settings, while its echo is off.
    settings: Option<Settings>,
}

impl Run {
    /// A run whose end is printed like this.
    pub fn new(output: Output) -> Arc<Self> {
        Arc::new(Self {
            output,
            state: Mutex::default(),
        })
    }

    /// Whether nothing is to be created, and so nothing to be suspended.
    pub fn is_probe(&self) -> bool {
        self.output.kind == ReportKind::Probe
    }

    /// Sets the address that was given for the wiki.
    pub fn set_given_address(&self, address: &str) {
        let mut state = self.state();
        state.given_address = Some(address.trim().to_owned());
        state.wiki.api = Some(address.to_owned());
    }

    /// A thread that panicked has left nothing here that would be half done.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the name of the account that is asked for.
    pub fn set_account_name(&self, name: &str) {
        self.state().name = Some(name.to_owned());
    }

    /// Takes what was learnt of the wiki, and says where its api.php is if that was found.
    pub fn update_wiki_facts(&self, session: &Session) {
        let facts = session.facts();
        let api = session.api().to_string();
        let mut state = self.state();
        if session.is_found()
            && state
                .given_address
                .take()
                .is_some_and(|address| address != api)
        {
            print_message(&format!("the wiki's api.php is {api}"));
        }
        state.wiki = WikiFacts {
            api: Some(api),
            dialect: facts.dialect.map(Dialect::as_str),
            generator: facts.generator.clone(),
        };
    }

    /// A conversation of this stage goes on.
    pub fn set_stage(&self, stage: Stage) {
        self.state().stage = stage;
    }

    /// The stage of the conversation.
    pub fn stage(&self) -> Stage {
        self.state().stage
    }

    /// Sets whether the account exists after the requests so far.
    pub fn set_existence(&self, existence: Existence) {
        let mut state = self.state();
        state.creation_in_flight = false;
        state.existence = existence;
    }

    /// Whether what the wiki asks now could have been answered beforehand: before
    /// its first step, and by old wikis at any time.
    pub fn could_be_preset(&self) -> bool {
        let state = self.state();
        let is_old = state.wiki.dialect == Some(Dialect::LegacyApi.as_str());
        state.stage == Stage::Creation && (state.writes == 0 || is_old)
    }

    /// Whether a conversation has moved on.
    pub fn has_written(&self) -> bool {
        self.state().writes > 0
    }

    /// Sets the file that the conversation is suspended to, and was resumed from.
    pub fn set_suspend_file(&self, suspend_file: SuspendFile) {
        self.state().suspend_file = suspend_file;
    }

    /// The file that the conversation would be suspended to.
    pub fn suspend_path(&self) -> Option<PathBuf> {
        self.state().suspend_file.target().map(PathBuf::from)
    }

    /// Claims the file that the conversation was resumed from, which is about to move on.
    ///
    /// # Errors
    /// As [`SuspendFile::claim`].
    pub fn claim_suspend_file(&self) -> Result<(), String> {
        self.state().suspend_file.claim()
    }

    /// Suspends the conversation.
    ///
    /// # Errors
    /// As [`SuspendFile::write`].
    pub fn suspend(&self, text: &Secret) -> Result<(), String> {
        let mut state = self.state();
        if state.writes == 0 {
            state.suspend_file.restore();
        }
        state.suspend_file.write(text)
    }

    /// A request is about to be sent. `false` if it must not be: the user is
    /// leaving, and it may create the account.
    pub fn begin_request(&self, kind: Effect) -> bool {
        let mut state = self.state();
        let may_create = kind == Effect::MayCreate;
        if state.ended || (state.interrupted && may_create) {
            return false;
        }
        state.requests += 1;
        state.writes += u64::from(kind != Effect::Read);
        state.creation_in_flight |= may_create;
        true
    }

    /// It was not sent after all.
    pub fn request_not_sent(&self, kind: Effect) {
        let mut state = self.state();
        state.writes -= u64::from(kind != Effect::Read);
    }

    /// Whether the user wants to leave.
    pub fn is_interrupted(&self) -> bool {
        self.state().interrupted
    }

    /// Writes the image of a captcha where only this user can read it; it is gone
    /// when the run is over.
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
            None => tempfile::Builder::new().prefix("mwaccount-").tempdir()?,
        };
        let path = folder.path().join(file);
        state.images = Some(folder);
        fs::write(&path, &image.bytes)?;
        Ok(path)
    }

    /// Calls what turns the terminal's echo off for its time.
    pub fn without_echo<T>(&self, ask: impl FnOnce() -> T) -> T {
        self.state().settings = Some(Settings::save());
        let answer = ask();
        self.state().settings = None;
        answer
    }

    /// Ctrl-C. While the request is on its way that may create the account, the
    /// first one waits for the answer: else nobody would know what came of it.
    pub fn interrupt(&self) {
        let mut state = self.state();
        if state.ended {
            return;
        }
        if io::stderr().is_terminal() {
            // The terminal shows ^C where the cursor is.
            eprintln!();
        }
        if state.creation_in_flight && !state.interrupted {
            state.interrupted = true;
            print_message(
                "waiting for the answer to the request that creates the account; interrupt again to end without knowing the outcome",
            );
            return;
        }
        // A request that is on its way may have made the account by now.
        if state.creation_in_flight && state.existence == Existence::No {
            state.existence = Existence::Perhaps;
        }
        let existence = state.existence;
        let report = Report::cancelled().with_existence(existence, state.name.as_deref());
        self.end(state, report)
    }

    /// Ends the process with this report, which must not have come before.
    pub fn finish(&self, report: Report) -> ! {
        let state = self.state();
        let report = report.with_existence(state.existence, state.name.as_deref());
        self.end(state, report)
    }

    fn end(&self, mut state: MutexGuard<'_, State>, report: Report) -> ! {
        if state.ended {
            // The other thread is ending the process.
            drop(state);
            loop {
                thread::park();
            }
        }
        state.ended = true;
        if let Some(settings) = state.settings.take() {
            settings.restore();
        }
        // Leaving closes what is left; a folder that cannot be removed is no reason to fail.
        let _ = state.images.take().map(TempDir::close);
        let mut report = report
            .with_stage(state.stage)
            .with_name(state.name.as_deref());
        if state.writes == 0 {
            state.suspend_file.restore();
        }
        if let Some(path) = state.suspend_file.source() {
            report = report.with_reusable_file(path);
        }
        self.output.print(&report, &state.wiki, state.requests);
        process::exit(report.status())
    }
}
