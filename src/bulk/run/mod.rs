//! A run: the rows, one after another.

mod results;
mod state;
mod tasks;

pub use self::state::Bulk;
use self::{results::cancelled, state::Task, tasks::Begun};
use super::{event::Event, row::Row};
use crate::{
    Answers, Captcha, Error, InvalidInput, Wiki,
    flow::{Conversation, FetchImage, Image, Input},
};

impl<I, R> Bulk<I>
where
    I: Iterator<Item = R>,
    R: Into<Row>,
{
    /// Returns the row that is on its way, or whose step waits.
    pub fn row(&self) -> Option<&Row> {
        match self.task.as_ref()? {
            Task::LookUp(current) | Task::Create(current, _) => Some(&current.row),
            Task::LogIn(_) | Task::LookUpEarlier(..) => None,
        }
    }

    /// Returns whether the creator is being logged in.
    pub fn is_login(&self) -> bool {
        matches!(self.task, Some(Task::LogIn(_)))
    }

    /// Goes on until there is something to tell: a result, a step, a wait. Returns `None` if there are no
    /// more rows. After [`Event::Stopped`] it returns the same again; after a cancellation it goes on once
    /// the wiki's [`canceller`](Wiki::canceller) is reset.
    ///
    /// A host that wants to stop just calls it no more: between two calls nothing is in flight.
    pub fn next(&mut self, wiki: &mut Wiki) -> Option<Event> {
        if let Some(stop) = &self.stopped {
            return Some(Event::Stopped(stop.clone()));
        }
        let clock = wiki.clock();
        self.now = clock.now();
        if let Some(wait) = self.wait.take() {
            let rest = wait.until.duration_since(self.now);
            if clock.wait(rest.unwrap_or_default(), &wiki.canceller()) {
                self.wait = Some(wait);
                return Some(Event::Stopped(cancelled()));
            }
            self.now = clock.now();
        }
        loop {
            let Some(task) = self.task.take() else {
                match self.begin_next(wiki) {
                    Begun::Task => continue,
                    Begun::Event(event) => return Some(event),
                    Begun::Nothing => return None,
                }
            };
            if let Some(event) = self.advance(wiki, task) {
                return Some(event);
            }
        }
    }

    /// Answers the step that waits. Call [`next`](Self::next) to go on.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`](crate::Reason::InvalidArgument) if no step waits, or for an invalid
    /// answer; the step still waits then.
    pub fn answer(&mut self, wiki: &mut Wiki, answers: Answers) -> Result<(), Error> {
        self.respond(wiki, Input::Answers(answers))
    }

    /// Answers a [`Step::Redirect`](crate::Step::Redirect) with the complete address at which the user came back.
    ///
    /// # Errors
    /// Those of [`answer`](Self::answer).
    pub fn returned(&mut self, wiki: &mut Wiki, url: &str) -> Result<(), Error> {
        self.respond(wiki, Input::returned(url)?)
    }

    /// Fetches an image of a captcha of the step that waits; see
    /// [`WikiInteraction::image`](crate::WikiInteraction::image).
    ///
    /// # Errors
    /// Those of [`WikiInteraction::image`](crate::WikiInteraction::image).
    pub fn image(
        &mut self,
        wiki: &mut Wiki,
        captcha: &Captcha,
        index: usize,
    ) -> Result<Image, Error> {
        let fetch = FetchImage::of(captcha, index)?;
        wiki.step(&mut Conversation::new(fetch))
    }

    /// Gives up the row whose step waits. The outcome follows as an event: `skipped`, or what is known if
    /// the account may exist already.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`](crate::Reason::InvalidArgument) if no row's step waits. A login cannot be
    /// skipped: end the run.
    pub fn skip(&mut self) -> Result<(), Error> {
        match &mut self.task {
            Some(Task::Create(_, talk)) if talk.step.is_some() => {
                talk.is_skipped = true;
                Ok(())
            }
            _ => Err(InvalidInput::new("no step of a row waits").into()),
        }
    }

    fn respond(&mut self, wiki: &mut Wiki, input: Input) -> Result<(), Error> {
        match &mut self.task {
            Some(Task::LogIn(talk) | Task::Create(_, talk)) if talk.step.is_some() => {
                if let Some(conversation) = &mut talk.conversation {
                    wiki.respond(conversation, input)?;
                    talk.step = None;
                }
                Ok(())
            }
            _ => Err(InvalidInput::new("no step waits").into()),
        }
    }
}
