//! A page on this computer's loopback address, on which a person answers in a browser what the wiki asks.

mod browser;
mod captcha;
mod control;
mod desk;
mod ending;
mod entered;
mod form;
mod frame;
mod html;
mod listener;
mod note;
mod peer;
mod redirected;
mod request;
mod response;
mod revision;
mod secret;
mod service;
mod signup_page;
mod site;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use mwaccount::{Ask, Dialect, Image, NewAccount, Redirect, Secret};
use url::Url;

use self::{
    captcha::ShownCaptcha,
    desk::{Input, Picture, Shown},
    entered::Entered,
    form::{ANOTHER_CAPTCHA, Form, GIVE_UP, SIGNED_UP, Submitted},
    html::Html,
    note::Note,
    secret::Token,
    site::Site,
};
use crate::{
    interaction::Stage, output::duration, reply::Reply, report::Report, terminal::print_message,
};

pub use revision::Wanted;

/// The page, with the listener that serves it.
#[derive(Debug)]
pub struct OpenPage {
    site: Arc<Site>,
    /// The time that it waits for an answer.
    limit: Duration,
    /// Set if other sites send the browser back to the listener.
    comes_back: bool,
    /// Set for a run that creates many accounts, one after the other.
    is_for_many: bool,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The account's name, e-mail address and real name.
    account: NewAccount,
    /// Set once the address was printed.
    is_announced: bool,
    wiki: Option<(Url, Option<Dialect>)>,
    entered: Entered,
    /// The note about the last answer, for the next page.
    note: Option<Note>,
}

impl OpenPage {
    /// Opens the listener. Nothing is shown before the wiki asks.
    ///
    /// # Errors
    /// A report if this computer gives no address or no random numbers.
    pub fn start(limit: Duration, comes_back: bool) -> Result<Self, Box<Report>> {
        let failed = |error: &dyn std::fmt::Display| {
            let message = format!("the page of --open cannot be served ({error}); omit --open");
            Box::new(Report::failed(mwaccount::Reason::Other, message))
        };
        let listener = listener::bind().map_err(|error| failed(&error))?;
        let address = listener.local_addr().map_err(|error| failed(&error))?;
        let site = Arc::new(Site::new(address).map_err(|error| failed(&error))?);
        listener::serve(listener, Arc::clone(&site));
        Ok(Self {
            site,
            limit,
            comes_back,
            is_for_many: false,
            state: Mutex::default(),
        })
    }

    /// Lets the page be used for many accounts. It offers no other captcha and no sign-up on the wiki's own page: a run
    /// has neither.
    pub fn for_many(self) -> Self {
        Self {
            is_for_many: true,
            ..self
        }
    }

    /// A thread that panics leaves no partial change in the state.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the address to which other sites send the browser back.
    pub fn return_address(&self) -> String {
        self.site.return_address()
    }

    /// Returns the time that the page waits for an answer, for people.
    pub fn limit(&self) -> String {
        duration(self.limit.as_secs())
    }

    /// Sets the account that is created.
    pub fn set_account(&self, account: &NewAccount) {
        let mut shown = NewAccount::new(&account.name);
        shown.email.clone_from(&account.email);
        shown.real_name.clone_from(&account.real_name);
        let mut state = self.state();
        if self.is_for_many && state.account.name != shown.name {
            // What was typed for another person.
            state.entered = Entered::default();
        }
        state.account = shown;
    }

    /// Sets the address of the wiki's API, and its dialect if it is known.
    pub fn set_wiki(&self, api: &Url, dialect: Option<Dialect>) {
        self.state().wiki = Some((api.clone(), dialect));
    }

    /// Keeps the message of an invalid answer or of a refusal for the next page.
    pub fn tell(&self, message: &str, field: Option<&str>) {
        self.state().note = Some(Note {
            message: message.to_owned(),
            field: field.map(str::to_owned),
        });
    }

    /// Shows a form with what the wiki asks, and returns the reply. `images` are those of the captcha, or why there are
    /// none.
    ///
    /// # Errors
    /// A report if the person gives up.
    pub fn answer(
        &self,
        stage: Stage,
        ask: &Ask,
        images: Vec<Result<Image, String>>,
    ) -> Result<Reply, Box<Report>> {
        let mut pictures = Vec::new();
        let mut numbers = Vec::new();
        for image in images {
            numbers.push(image.map(|image| {
                pictures.push(Picture {
                    media_type: image.media_type,
                    bytes: image.bytes,
                });
                pictures.len() - 1
            }));
        }
        let pictures: Arc<[Picture]> = pictures.into();
        let service = ask
            .captcha
            .as_ref()
            .and_then(|captcha| service::of(captcha.kind));
        loop {
            let shown = self.form(stage, ask, &numbers, &pictures)?;
            let Some(form) = self.ask_form(shown)? else {
                return Ok(Reply::Nothing);
            };
            let mut state = self.state();
            let token_name = service.map(|service| service.value);
            let answers = form::answers(stage, ask, &form, token_name, &mut state.entered);
            if form::has_action(&form, ANOTHER_CAPTCHA) {
                return Ok(Reply::AnotherCaptcha);
            }
            if form::has_action(&form, SIGNED_UP) {
                return Ok(Reply::SignedUp);
            }
            match answers {
                Ok(answers) => return Ok(Reply::Answers(answers)),
                Err(note) => state.note = Some(note),
            }
        }
    }

    /// Returns the page with a form.
    fn form(
        &self,
        stage: Stage,
        ask: &Ask,
        images: &[Result<usize, String>],
        pictures: &Arc<[Picture]>,
    ) -> Result<Shown, Box<Report>> {
        let mark = new_token()?;
        let folder = self.site.folder();
        let mut state = self.state();
        let note = state.note.take();
        let account = &state.account;
        let name = &account.name;
        let wiki = state.wiki.as_ref().filter(|_| !self.is_for_many);
        let signup_page = wiki.and_then(|(api, dialect)| {
            signup_page::address(api, account, *dialect == Some(Dialect::AuthManager))
        });
        let host = state.wiki.as_ref().and_then(|(api, _)| api.host_str());
        let host = host.unwrap_or_default().to_owned();
        let mut actions = Vec::new();
        let is_creation = stage == Stage::Creation && ask.account_exists != Some(true);
        let is_creation = is_creation && !self.is_for_many;
        let service = ask
            .captcha
            .as_ref()
            .map(|captcha| service::of(captcha.kind));
        match service {
            Some(None) if is_creation => actions.push(ANOTHER_CAPTCHA),
            Some(Some(_)) if is_creation => actions.push(SIGNED_UP),
            _ => {}
        }
        actions.push(GIVE_UP);
        let page = |with_widget: bool| {
            let captcha = ask.captcha.as_ref().map(|captcha| ShownCaptcha {
                captcha,
                images,
                pictures,
                folder: &folder,
                signup_page: signup_page.as_ref().map(Url::as_str),
                with_widget,
            });
            let mut head = Html::default();
            let widget = captcha.as_ref().and_then(ShownCaptcha::service);
            let widget = widget.filter(|_| with_widget).map(|(service, _)| service);
            if let Some(service) = widget {
                service.add_scripts(&mut head, &folder);
            }
            let mut content = Html::default();
            let title = match stage {
                Stage::Login => "Log in on ",
                Stage::Creation => "New account on ",
            };
            content
                .html("<h1>")
                .text(title)
                .foreign_up_to(&host, 300)
                .html("</h1>\n");
            if stage == Stage::Creation {
                content
                    .html("<p>Name: ")
                    .foreign_up_to(name, 300)
                    .html("</p>\n");
            }
            if let Some(note) = &note {
                note.add_to(&mut content);
            }
            let form = Form {
                stage,
                ask,
                captcha,
                entered: &state.entered,
                note: note.as_ref(),
            };
            form.add_to(&mut content, &folder, &mark, &actions);
            self.add_limit(&mut content);
            let error = if note.is_some() { "Error: " } else { "" };
            let title = format!("{error}{title}{}", html::shorten(&host, 100));
            frame::page(&title, &head, &content)
        };
        let has_widget = service.flatten().is_some();
        let widget = has_widget.then(|| page(true));
        let policy = service.flatten().map(|service| service.policy);
        Ok(Shown {
            html: page(false),
            widget: widget.zip(policy),
            mark,
            pictures: Arc::clone(pictures),
            awaits_return: false,
        })
    }

    /// Shows the way to another site, and returns the address at which the browser came back; `None` if it does not
    /// within the time.
    ///
    /// # Errors
    /// A report if the person gives up.
    pub fn returned(&self, redirect: &Redirect) -> Result<Option<String>, Box<Report>> {
        let note = self.state().note.take();
        let mark = new_token()?;
        let folder = self.site.folder();
        let mut content =
            redirected::content(&folder, &mark, redirect, note.as_ref(), self.comes_back);
        self.add_limit(&mut content);
        let shown = Shown {
            html: frame::page("Continue on another site", &Html::default(), &content),
            widget: None,
            mark,
            pictures: Arc::default(),
            awaits_return: self.comes_back,
        };
        Ok(match self.ask(shown)? {
            None => None,
            Some(Input::Returned(address)) => Some(address),
            Some(Input::Form(form)) => {
                let address = form::value(&form, redirected::RETURNED);
                Some(address.map_or("", Secret::expose).trim().to_owned())
            }
        })
    }

    /// Shows a refusal, and returns the value to try again with, which is empty for [`Wanted::Nothing`]. Returns `None`
    /// if there is no answer within the time, or an empty one. `value` is the value so far.
    ///
    /// # Errors
    /// A report if the person gives up.
    pub fn revise(
        &self,
        wanted: Wanted,
        value: &str,
        refusal: &str,
    ) -> Result<Option<Secret>, Box<Report>> {
        let mut note = None;
        loop {
            let mark = new_token()?;
            let folder = self.site.folder();
            let mut content =
                revision::content(&folder, &mark, wanted, value, refusal, note.as_ref());
            self.add_limit(&mut content);
            let shown = Shown {
                html: frame::page("Error: the wiki refused", &Html::default(), &content),
                widget: None,
                mark,
                pictures: Arc::default(),
                awaits_return: false,
            };
            let Some(form) = self.ask_form(shown)? else {
                return Ok(None);
            };
            if wanted == Wanted::Nothing {
                return Ok(Some(Secret::new("")));
            }
            let given = form::value(&form, revision::VALUE);
            let Some(given) = given.filter(|given| !given.expose().trim().is_empty()) else {
                note = Some(Note::about(revision::VALUE, "Fill this in, or give up."));
                continue;
            };
            if wanted == Wanted::NewPassword && form::value(&form, revision::AGAIN) != Some(given) {
                note = Some(Note::about(revision::VALUE, "The two passwords differ."));
                continue;
            }
            return Ok(Some(given.clone()));
        }
    }

    /// Shows the result of the run, if anything was shown before.
    pub fn end(&self, report: &Report) {
        let state = self.state();
        if !state.is_announced {
            return;
        }
        let wiki = state.wiki.as_ref().map_or("", |(api, _)| api.as_str());
        let (title, content) = ending::content(report, wiki);
        drop(state);
        self.show_end(title, &content);
    }

    /// Shows that a run with many accounts has ended, if anything was shown before. `results` are its sentences.
    pub fn end_of_many(&self, results: &[String]) {
        if self.state().is_announced {
            let (title, content) = ending::of_many(results);
            self.show_end(title, &content);
        }
    }

    fn show_end(&self, title: &str, content: &Html) {
        let Ok(mark) = Token::random() else {
            return;
        };
        self.site.desk.end(Shown {
            mark,
            html: frame::page(title, &Html::default(), content),
            widget: None,
            pictures: Arc::default(),
            awaits_return: false,
        });
    }

    /// Shows a page, and returns the form that the person submits.
    fn ask_form(&self, shown: Shown) -> Result<Option<Submitted>, Box<Report>> {
        Ok(match self.ask(shown)? {
            Some(Input::Form(form)) => Some(form),
            Some(Input::Returned(_)) | None => None,
        })
    }

    /// Shows a page, and returns the input.
    fn ask(&self, shown: Shown) -> Result<Option<Input>, Box<Report>> {
        self.announce();
        match self.site.desk.ask(shown, self.limit) {
            Some(Input::Form(form)) if form::has_action(&form, GIVE_UP) => {
                Err(Box::new(Report::cancelled()))
            }
            Some(input) => Ok(Some(input)),
            None => {
                print_message(&format!(
                    "nobody answered on the page within {}",
                    self.limit()
                ));
                Ok(None)
            }
        }
    }

    /// Prints the address, and opens the browser at it. The page is the same from then on.
    fn announce(&self) {
        if std::mem::replace(&mut self.state().is_announced, true) {
            return;
        }
        let address = self.site.address();
        let limit = self.limit();
        if let Some(forwarding) = browser::forwarding(self.site.listener()) {
            print_message(&format!(
                "the wiki asks something; this is a session of ssh, so forward the port from your own computer first: {forwarding}"
            ));
        }
        let what = if browser::open(&address) {
            "the wiki asks something; your browser was asked to open"
        } else {
            "open in your browser:"
        };
        print_message(&format!("{what} {address}"));
        print_message(&format!(
            "the address works in the first browser that opens it; the page waits {limit} for each answer, and Ctrl-C ends it"
        ));
    }

    /// Adds the time that the page waits.
    fn add_limit(&self, content: &mut Html) {
        let limit = self.limit();
        let text = format!(
            "The command waits {limit} for your answer. It serves this page to this browser alone, until it ends."
        );
        content.element("p", &[("class", "small")], &text);
    }
}

fn new_token() -> Result<Token, Box<Report>> {
    Token::random().map_err(|error| {
        let message = format!("this computer gives no random numbers ({error})");
        Box::new(Report::failed(mwaccount::Reason::Other, message))
    })
}
