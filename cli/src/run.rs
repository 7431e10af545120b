//! The state of a run, which the interaction and the handler of Ctrl-C share, and the end of
//! the run.

use std::{
    io::{self, IsTerminal},
    path::PathBuf,
    process,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
};

use mwaccount::{Dialect, Secret, Session, http::Effect};

use crate::{
    console::Console,
    interaction::{Existence, Stage},
    output::{Output, ReportKind},
    report::Report,
    suspend_file::SuspendFile,
    terminal::print_message,
    trace::RequestGate,
    wiki_facts::WikiFacts,
};

/// The message about an address of api.php that need not be the wiki's.
const UNENCRYPTED: &str = "an unencrypted response led to that host, and anybody on the way could have sent it; \
                           give an https address of the wiki itself";

/// A run, shared between threads.
#[derive(Debug)]
pub struct Run {
    output: Output,
    console: Console,
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
}

impl Run {
    /// Creates a run whose result is printed to `output`.
    pub fn new(output: Output) -> Arc<Self> {
        Arc::new(Self {
            output,
            console: Console::default(),
            state: Mutex::default(),
        })
    }

    /// Returns the images of captchas, and the terminal's settings.
    pub fn console(&self) -> &Console {
        &self.console
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

    /// Returns whether the user interrupted the run.
    pub fn is_interrupted(&self) -> bool {
        self.state().interrupted
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
        self.console.close();
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

impl RequestGate for Run {
    fn begin_request(&self, kind: Effect) -> bool {
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

    fn request_not_sent(&self, kind: Effect) {
        let mut state = self.state();
        state.writes -= u64::from(kind != Effect::Read);
    }
}
