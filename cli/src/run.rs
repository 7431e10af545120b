//! The state of a run, which the interaction and the handler of Ctrl-C share, and the end of
//! the run.

use std::{
    io::{self, IsTerminal},
    path::PathBuf,
    process,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use mwaccount::{Dialect, NewAccount, Reason, Secret, Session, http::Effect};

use crate::{
    args,
    console::Console,
    interaction::{Existence, Stage},
    open::OpenPage,
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
    /// The page of `--open`.
    page: Option<Arc<OpenPage>>,
    /// The end of the run while an answer is waited for, if it can be suspended.
    waiting: Option<Waiting>,
    /// Set by the first Ctrl-C: the run ends once the result of the request is known.
    interrupted: bool,
    ended: bool,
}

/// The end of a run that is interrupted while it waits for an answer: the conversation is suspended.
#[derive(Debug)]
pub struct Waiting {
    /// The report.
    pub report: Report,
    /// The text of the suspended conversation.
    pub text: Secret,
}

impl State {
    /// Writes the conversation to the file.
    fn suspend(&mut self, text: &Secret) -> Result<(), String> {
        if self.writes == 0 {
            self.suspend_file.restore();
        }
        self.suspend_file.write(text)
    }

    /// Returns the report of a run that the user has ended. If the wiki waits for an answer, the conversation
    /// is suspended.
    fn cancelled(&mut self) -> Report {
        let report = match self.waiting.take() {
            None => Report::cancelled(),
            Some(waiting) => match self.suspend(&waiting.text) {
                Ok(()) => waiting.report.interrupted(),
                Err(message) => Report::failed(Reason::Other, message),
            },
        };
        report.with_existence(self.existence, self.name.as_deref())
    }
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

    /// Sets what becomes of captchas' images.
    ///
    /// # Errors
    /// A usage error, as of [`Console::set_images`].
    pub fn set_images(&self, args: &args::ImageArgs) -> Result<(), Box<Report>> {
        self.console.set_images(args).map_err(Report::usage_error)
    }

    /// Returns whether this is a probe, which creates and suspends nothing.
    pub fn is_probe(&self) -> bool {
        self.output.kind == ReportKind::Probe
    }

    /// Opens the page on which a person answers, if it is asked for. `comes_back` is set if other sites send the browser
    /// back to it.
    ///
    /// # Errors
    /// See [`OpenPage::start`].
    pub fn open_page(
        &self,
        args: &args::OpenArgs,
        comes_back: bool,
    ) -> Result<Option<Arc<OpenPage>>, Box<Report>> {
        if !args.open {
            return Ok(None);
        }
        let limit = Duration::from_secs(args.open_timeout);
        let page = Arc::new(OpenPage::start(limit, comes_back)?);
        self.state().page = Some(Arc::clone(&page));
        Ok(Some(page))
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

    /// Sets the requested account, which the page shows.
    pub fn set_account(&self, account: &NewAccount) {
        let mut state = self.state();
        if let Some(page) = &state.page {
            page.set_account(account);
        }
        state.name = Some(account.name.clone());
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
        if let Some(page) = &state.page {
            page.set_wiki(session.api_url(), facts.dialect);
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
        self.state().suspend(text)
    }

    /// Sets the end of the run while an answer is waited for, if it can be suspended.
    pub fn set_waiting(&self, waiting: Option<Waiting>) {
        self.state().waiting = waiting;
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
        let report = state.cancelled();
        self.end(state, report)
    }

    /// Prints the report and ends the process.
    pub fn finish(&self, report: Report) -> ! {
        let mut state = self.state();
        let report = match report.is_cancelled() {
            // The end of input at a prompt.
            true => state.cancelled(),
            false => report.with_existence(state.existence, state.name.as_deref()),
        };
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
        let status = self.output.print(&report, &state.wiki, state.requests);
        if let Some(page) = &state.page {
            page.end(&report);
        }
        process::exit(status)
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
