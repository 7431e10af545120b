//! The state of a run, which the interaction and the handler of Ctrl-C share, and the end of
//! the run.

use std::{
    fs::OpenOptions,
    io::{self, IsTerminal, Write},
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

/// The message about an address of api.php that need not be the wiki's.
const UNENCRYPTED: &str = "an unencrypted response led to that host, and anybody on the way could have sent it; \
                           give an https address of the wiki itself";

/// Creates a new folder for images that only this user can enter. A folder that exists already is never
/// used. On Windows it is in the user's own folder for temporary files.
fn new_image_folder() -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("mwaccount-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir()
}

/// A run, shared between threads.
#[derive(Debug)]
pub struct Run {
    output: Output,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    name: Option<String>,
    /// The address of api.php that the user knows: it was given, or printed.
    known_api: Option<String>,
    wiki: WikiFacts,
    stage: Stage,
    requests: u64,
    /// The number of requests that changed a conversation: all except reads.
    writes: u64,
    /// Set while a request that may create the account is in flight or its response has not
    /// been read.
    creation_in_flight: bool,
    /// The existence of the account while the wiki waits for an answer.
    existence: Existence,
    suspend_file: SuspendFile,
    /// Set by the first Ctrl-C: the run ends once the result of the request is known.
    interrupted: bool,
    ended: bool,
    images: Option<TempDir>,
    image_count: u32,
    /// The terminal's settings, while its echo is off.
    settings: Option<Settings>,
}

impl Run {
    /// Creates a run whose result is printed to `output`.
    pub fn new(output: Output) -> Arc<Self> {
        Arc::new(Self {
            output,
            state: Mutex::default(),
        })
    }

    /// Returns whether this is a probe, which creates and suspends nothing.
    pub fn is_probe(&self) -> bool {
        self.output.kind == ReportKind::Probe
    }

    /// Sets the session with the wiki whose address was given, before anything is sent.
    pub fn set_session(&self, session: &Session) {
        self.state().known_api = session
            .is_api_found()
            .then(|| session.api_url().to_string());
        self.update_wiki_facts(session);
    }

    /// A thread that panics leaves no partial change in the state.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the requested name of the account.
    pub fn set_account_name(&self, name: &str) {
        self.state().name = Some(name.to_owned());
    }

    /// Updates the facts about the wiki, and prints the address of api.php if it was found.
    pub fn update_wiki_facts(&self, session: &Session) {
        let facts = session.facts();
        let mut api = session.api_url().clone();
        // Until api.php is found it is the given address, whose query may be an invitation.
        api.set_query(None);
        let api = String::from(api);
        let mut state = self.state();
        if session.is_api_found() && state.known_api.as_ref() != Some(&api) {
            print_message(&format!("the wiki's api.php is {api}"));
            if facts.moved_unencrypted {
                print_message(UNENCRYPTED);
            }
            state.known_api = Some(api.clone());
        }
        state.wiki = WikiFacts {
            api_url: Some(api),
            dialect: facts.dialect.map(Dialect::as_str),
            generator: facts.generator.clone(),
            moved_unencrypted: facts.moved_unencrypted,
        };
    }

    /// Sets the stage of the conversation.
    pub fn set_stage(&self, stage: Stage) {
        self.state().stage = stage;
    }

    /// Returns the stage of the conversation.
    pub fn stage(&self) -> Stage {
        self.state().stage
    }

    /// Sets the existence of the account after the requests so far.
    pub fn set_existence(&self, existence: Existence) {
        let mut state = self.state();
        state.creation_in_flight = false;
        state.existence = existence;
    }

    /// Returns whether the options could have answered what the wiki asks now. They answer the
    /// first step; on the legacy API they also answer the captcha of the creating request.
    pub fn could_be_preset(&self) -> bool {
        let state = self.state();
        let is_old = state.wiki.dialect == Some(Dialect::LegacyApi.as_str());
        state.stage == Stage::Creation && (state.writes == 0 || is_old)
    }

    /// Returns whether a request has changed the conversation.
    pub fn has_written(&self) -> bool {
        self.state().writes > 0
    }

    /// Sets the file to which the conversation is suspended, and from which it was resumed.
    pub fn set_suspend_file(&self, suspend_file: SuspendFile) {
        self.state().suspend_file = suspend_file;
    }

    /// Returns the file to which the conversation would be suspended.
    pub fn suspend_path(&self) -> Option<PathBuf> {
        self.state().suspend_file.target().map(PathBuf::from)
    }

    /// Claims the file from which the conversation was resumed, before the first answer is
    /// sent.
    ///
    /// # Errors
    /// See [`SuspendFile::claim`].
    pub fn claim_suspend_file(&self) -> Result<(), String> {
        self.state().suspend_file.claim()
    }

    /// Suspends the conversation.
    ///
    /// # Errors
    /// See [`SuspendFile::write`].
    pub fn suspend(&self, text: &Secret) -> Result<(), String> {
        let mut state = self.state();
        if state.writes == 0 {
            state.suspend_file.restore();
        }
        state.suspend_file.write(text)
    }

    /// Records a request that is about to be sent. Returns `false` if it must not be sent,
    /// because the run has ended, or because it was interrupted and the request may create the
    /// account.
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

    /// Corrects [`begin_request`](Self::begin_request) for a request that was not sent.
    pub fn request_not_sent(&self, kind: Effect) {
        let mut state = self.state();
        state.writes -= u64::from(kind != Effect::Read);
    }

    /// Returns whether the user interrupted the run.
    pub fn is_interrupted(&self) -> bool {
        self.state().interrupted
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
        self.state().settings = Some(Settings::save());
        let answer = ask();
        self.state().settings = None;
        answer
    }

    /// Handles Ctrl-C. While a request that may create the account is in flight, the first
    /// Ctrl-C waits for the response: otherwise the result would be unknown.
    pub fn interrupt(&self) {
        let mut state = self.state();
        if state.ended {
            return;
        }
        if io::stderr().is_terminal() {
            // The terminal shows ^C at the cursor.
            eprintln!();
        }
        if state.creation_in_flight && !state.interrupted {
            state.interrupted = true;
            print_message(
                "waiting for the answer to the request that creates the account; interrupt again to end without knowing the outcome",
            );
            return;
        }
        // A request in flight may have created the account already.
        if state.creation_in_flight && state.existence == Existence::No {
            state.existence = Existence::Perhaps;
        }
        let existence = state.existence;
        let report = Report::cancelled().with_existence(existence, state.name.as_deref());
        self.end(state, report)
    }

    /// Prints the report and ends the process.
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
        // A folder that cannot be removed is not a reason to fail.
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
