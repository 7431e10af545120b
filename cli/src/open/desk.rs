//! The exchange between the run, which shows one thing after the other, and the connections of the browser.

use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use mwaccount::Secret;

use super::secret::Token;

/// The time within which the browser fetches the result of a run, after it has sent the last answer.
const TIME_FOR_END: Duration = Duration::from_secs(10);

/// The content of the page at a moment.
#[derive(Debug)]
pub struct Shown {
    /// The mark of its form, so that no form is answered twice or after another one.
    pub mark: Token,
    /// The page.
    pub html: String,
    /// The page with the widget of a captcha service, and what it adds to the policy for content.
    pub widget: Option<(String, &'static str)>,
    /// The images.
    pub pictures: Arc<[Picture]>,
    /// Set while the wiki waits for a return from another site.
    pub awaits_return: bool,
}

/// An image of a captcha.
#[derive(Debug)]
pub struct Picture {
    /// The media type, as the wiki gave it.
    pub media_type: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// The input of the person in the browser.
#[derive(Debug)]
pub enum Input {
    /// A submitted form: names and values.
    Form(Vec<(String, Secret)>),
    /// The address at which the browser came back from another site.
    Returned(String),
}

/// The state that the run and the connections share.
#[derive(Debug, Default)]
pub struct Desk {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// The content; `None` while the wiki is asked.
    shown: Option<Arc<Shown>>,
    input: Option<Input>,
    /// Set while the browser is about to fetch what follows its input.
    is_awaited: bool,
}

impl Desk {
    /// A thread that panics leaves no partial change in the state.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows something and waits for the input. Returns `None` if there is none within the time.
    pub fn ask(&self, shown: Shown, limit: Duration) -> Option<Input> {
        let mut state = self.state();
        state.shown = Some(Arc::new(shown));
        state.input = None;
        self.changed.notify_all();
        let waited = self
            .changed
            .wait_timeout_while(state, limit, |state| state.input.is_none());
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.shown = None;
        state.input.take()
    }

    /// Shows the result, and waits until the browser has it if it is about to fetch it.
    pub fn end(&self, shown: Shown) {
        let mut state = self.state();
        state.shown = Some(Arc::new(shown));
        self.changed.notify_all();
        let waited = self
            .changed
            .wait_timeout_while(state, TIME_FOR_END, |state| state.is_awaited);
        drop(waited);
    }

    /// Returns the content, if there is some within the time.
    pub fn content(&self, within: Duration) -> Option<Arc<Shown>> {
        let deadline = Instant::now() + within;
        let mut state = self.state();
        while state.shown.is_none() {
            let rest = deadline.saturating_duration_since(Instant::now());
            if rest.is_zero() {
                return None;
            }
            let waited = self.changed.wait_timeout(state, rest);
            (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        }
        state.shown.clone()
    }

    /// Returns the content of this moment.
    pub fn now(&self) -> Option<Arc<Shown>> {
        self.state().shown.clone()
    }

    /// Notes that the browser has received a page that it need not fetch again.
    pub fn note_received(&self) {
        self.state().is_awaited = false;
        self.changed.notify_all();
    }

    /// Accepts a form with this mark, unless it was answered already or is not that of the moment.
    pub fn submit(&self, mark: &str, form: Vec<(String, Secret)>) {
        self.take(Input::Form(form), |shown| shown.mark.is(mark));
    }

    /// Accepts the address at which the browser came back, if somebody waits for it.
    pub fn return_to(&self, address: String) {
        self.take(Input::Returned(address), |shown| shown.awaits_return);
    }

    fn take(&self, input: Input, is_expected: impl Fn(&Shown) -> bool) {
        let mut state = self.state();
        if state.input.is_none() && state.shown.as_deref().is_some_and(is_expected) {
            state.input = Some(input);
            state.shown = None;
            state.is_awaited = true;
            self.changed.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    fn shown(awaits_return: bool) -> (String, Shown) {
        let mark = Token::random().unwrap();
        let text = mark.as_str().to_owned();
        let shown = Shown {
            mark,
            html: String::new(),
            widget: None,
            pictures: Arc::default(),
            awaits_return,
        };
        (text, shown)
    }

    #[test]
    fn a_form_is_answered_once_and_by_its_own_mark() {
        let desk = Arc::new(Desk::default());
        let (mark, question) = shown(false);
        let asking = Arc::clone(&desk);
        let asked = thread::spawn(move || asking.ask(question, Duration::from_secs(20)));
        desk.content(Duration::from_secs(20)).unwrap();
        desk.submit("another", Vec::new());
        desk.return_to("http://127.0.0.1/".to_owned());
        desk.submit(&mark, vec![("first".to_owned(), "1".into())]);
        desk.submit(&mark, vec![("second".to_owned(), "2".into())]);
        let Some(Input::Form(form)) = asked.join().unwrap() else {
            panic!("no form");
        };
        assert_eq!(form[0].0, "first");
        assert!(desk.now().is_none());
        assert!(desk.content(Duration::from_millis(1)).is_none());
        assert!(desk.ask(shown(false).1, Duration::from_millis(1)).is_none());
    }

    #[test]
    fn the_end_waits_for_a_browser_that_is_about_to_fetch_it() {
        let desk = Arc::new(Desk::default());
        let asking = Arc::clone(&desk);
        let run = thread::spawn(move || {
            let input = asking.ask(shown(true).1, Duration::from_secs(20));
            asking.end(shown(false).1);
            input
        });
        desk.content(Duration::from_secs(20)).unwrap();
        desk.return_to("http://127.0.0.1/back".to_owned());
        desk.content(Duration::from_secs(20)).unwrap();
        assert!(!run.is_finished());
        desk.note_received();
        assert!(matches!(run.join().unwrap(), Some(Input::Returned(_))));
        // Nobody waits.
        desk.end(shown(false).1);
    }
}
