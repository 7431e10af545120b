//! A conversation from its beginning to its end, with a caller whose every decision is a choice.

use std::time::{Duration, SystemTime};

use mwaccount::{
    Answer, Answers, Ask, Captcha, Credentials, Error, FieldKind, NewAccount, Secret, Session,
    Step, SuspendKeys,
    flow::{Conversation, FetchImage, Flow, Input, Interaction, Poll, resume},
    http::{Reply, Request},
};
use support::{
    accounts::{ADMIN_PASSWORD, PASSWORD, zoe},
    any_caller,
    arithmetic_captcha::solve,
    random::Choices,
    suspended_text::decoded,
};

use crate::{
    bytes::Bytes,
    limits::apart,
    watch::{Watch, not_shown},
};

/// The most answers that a caller gives.
const MOST_STEPS: usize = 8;
/// The time at which every input begins.
pub const BEGIN: Duration = Duration::from_secs(1_790_000_000);

/// The other side: replies to a request at a time.
pub type Wiki<'w> = dyn FnMut(&mut Bytes<'_>, &Request, SystemTime) -> Reply + 'w;

/// A session and its clock, with the wiki that answers it.
pub struct Caller<'w> {
    pub session: Session,
    pub watch: Watch,
    pub wiki: &'w mut Wiki<'w>,
    now: SystemTime,
}

impl<'w> Caller<'w> {
    pub fn new(session: Session, allow_http: bool, wiki: &'w mut Wiki<'w>) -> Self {
        Self {
            watch: Watch::new(&session, allow_http),
            session,
            wiki,
            now: SystemTime::UNIX_EPOCH + BEGIN,
        }
    }

    /// Lets time pass.
    pub fn pass(&mut self, time: Duration) {
        self.now += time;
        self.session.advance_clock(time);
    }

    /// Drives any flow to its next step.
    pub fn drive<F: Flow>(
        &mut self,
        bytes: &mut Bytes<'_>,
        flow: &mut Conversation<F>,
    ) -> Result<F::Output, Error> {
        loop {
            self.session.set_local_time(self.now);
            let request = match flow.next(&mut self.session) {
                Poll::Send(request) => request.clone(),
                Poll::Step(step) => return step,
            };
            self.watch.request(&request);
            self.pass(request.wait);
            self.session.mark_sent();
            let reply = apart(|| (self.wiki)(bytes, &request, self.now));
            self.pass(Duration::from_millis(40));
            self.watch.reply(&request, &reply);
            flow.feed(&mut self.session, reply);
        }
    }

    /// Runs what was resumed, whose course so far is not known, until it ends or its caller gives up.
    pub fn converse_unchecked(&mut self, bytes: &mut Bytes<'_>, interaction: Interaction) {
        let mut flow = Conversation::new(interaction);
        self.watch.forged();
        for _ in 0..MOST_STEPS {
            self.watch.begin();
            match self.drive(bytes, &mut flow) {
                Ok(Step::Created(_) | Step::LoggedIn(_) | Step::Unknown(_)) | Err(_) => return,
                Ok(pause) => self.respond(bytes, &mut flow, &pause),
            }
        }
    }

    /// Runs a creation or a login until it ends or its caller gives up. Returns its last step.
    pub fn converse(
        &mut self,
        bytes: &mut Bytes<'_>,
        interaction: Interaction,
        check: &mut dyn FnMut(&Result<Step, Error>),
    ) -> Result<Step, Error> {
        let mut flow = Conversation::new(interaction);
        self.watch.begin();
        let mut steps = 0;
        loop {
            let step = self.drive(bytes, &mut flow);
            self.watch.step(&step);
            check(&step);
            steps += 1;
            if steps == MOST_STEPS {
                return step;
            }
            let pause = match step {
                Ok(Step::Created(_) | Step::LoggedIn(_) | Step::Unknown(_)) | Err(_) => {
                    return step;
                }
                // Such a caller would never end.
                Ok(Step::Refused(_)) if bytes.is_at_end() => return step,
                Ok(pause) => pause,
            };
            not_shown("a conversation", &format!("{flow:?}"));
            self.pass(*bytes.of(&[
                Duration::from_millis(900),
                Duration::ZERO,
                Duration::from_secs(400),
                Duration::from_secs(90_000),
            ]));
            if let Step::Ask(Ask {
                captcha: Some(captcha),
                ..
            }) = &pause
                && bytes.rarely(4)
            {
                self.fetch_image(bytes, captcha);
            }
            let choice = bytes.below(8);
            let pause = match choice {
                1 | 2 => self.in_another_process(&mut flow, &pause),
                _ => pause,
            };
            self.respond(bytes, &mut flow, &pause);
        }
    }

    /// Gives an answer that the step accepts: the right one, or a random one.
    fn respond(
        &mut self,
        bytes: &mut Bytes<'_>,
        flow: &mut Conversation<Interaction>,
        pause: &Step,
    ) {
        let mut input = match bytes.below(4) {
            1 => any_caller::input(bytes, pause),
            _ => right_input(pause, flow.flow().is_login()),
        };
        if flow.answer(&mut self.session, input.clone()).is_err() {
            let still = flow.next(&mut self.session);
            let Poll::Step(Ok(still)) = still else {
                panic!("an invalid input to {pause:?} led to {still:?}");
            };
            assert_eq!(format!("{still:?}"), format!("{pause:?}"));
            let accepted = any_caller::accepted_input(flow, &self.session, pause);
            if accepted.is_err() && self.watch.is_forged() {
                return;
            }
            input = accepted.unwrap_or_else(|why| panic!("{pause:?} takes nothing: {why}"));
            flow.answer(&mut self.session, input.clone())
                .expect("what was accepted is accepted again");
        }
        if matches!(input, Input::Revise(_) | Input::ReviseLogin(_)) {
            self.watch.revised();
        }
    }

    /// Suspends a conversation and resumes it, which changes nothing, except that passwords are asked for again, as
    /// they are never stored. Returns its step.
    fn in_another_process(&mut self, flow: &mut Conversation<Interaction>, pause: &Step) -> Step {
        let text = flow.suspend(&self.session, &SuspendKeys::default(), self.now);
        let text = text.unwrap_or_else(|error| panic!("{pause:?}: {error}"));
        let content = decoded(&text);
        self.watch.suspended(text.expose(), &content);
        let (session, interaction) =
            resume(text.expose(), &SuspendKeys::default(), self.now).expect("a resumed text");
        assert_eq!(interaction.is_login(), flow.flow().is_login());
        (self.session, *flow) = (session, Conversation::new(interaction));
        let again = flow.next(&mut self.session);
        let Poll::Step(Ok(again)) = again else {
            panic!("{pause:?} became {again:?}");
        };
        let (before, after) = (any_caller::asked(pause), any_caller::asked(&again));
        assert!(
            before.iter().all(|field| after.contains(field)),
            "{pause:?} became {again:?}"
        );
        let second = flow
            .suspend(&self.session, &SuspendKeys::default(), self.now)
            .expect("a second text");
        assert_stays(&second, self.now);
        again
    }

    fn fetch_image(&mut self, bytes: &mut Bytes<'_>, captcha: &Captcha) {
        for url in captcha.image_urls.iter().take(2) {
            let fetched = self.drive(bytes, &mut Conversation::new(FetchImage::new(url.clone())));
            not_shown(
                "an image",
                &format!("{:?}", fetched.map(|image| image.media_type)),
            );
        }
    }
}

/// Asserts that what a text contains stays the same when it is resumed and suspended again.
pub fn assert_stays(text: &Secret, now: SystemTime) {
    let keys = SuspendKeys::default();
    let (session, interaction) = resume(text.expose(), &keys, now).expect("a resumed text");
    let again = Conversation::new(interaction).suspend(&session, &keys, now);
    let again = again.expect("a text of what was resumed");
    assert_eq!(decoded(text), decoded(&again));
}

/// Returns the account that most creations are of.
pub fn account(bytes: &mut Bytes<'_>) -> NewAccount {
    match bytes.below(4) {
        1 => any_caller::account(bytes),
        2 => zoe().email("zoe@example.org").real_name("Zoe"),
        _ => zoe(),
    }
}

/// Returns a creator's credentials.
pub fn credentials(bytes: &mut Bytes<'_>) -> Credentials {
    match bytes.below(8) {
        1 => Credentials::password("Admin@bot", ADMIN_PASSWORD),
        2 => Credentials::password("Nobody", PASSWORD),
        3 => Credentials::in_domain("Admin", ADMIN_PASSWORD, "lab"),
        4 => Credentials::oauth(crate::watch::ACCESS_TOKEN),
        5 => Credentials::password(bytes.text(), ADMIN_PASSWORD),
        _ => Credentials::password("Admin", ADMIN_PASSWORD),
    }
}

/// Returns the input that an emulated wiki takes for right.
fn right_input(pause: &Step, is_login: bool) -> Input {
    match pause {
        Step::Ask(ask) | Step::Restart(ask) => Input::Answers(right_answers(ask)),
        Step::Redirect(redirect) => {
            let state = redirect.url.query_pairs();
            let state = state.filter(|(name, _)| name == "state");
            let mut back: url::Url = "http://127.0.0.1/w/api.php".parse().expect("an address");
            back.query_pairs_mut()
                .append_pair("code", "c0de")
                .extend_pairs(state);
            Input::Returned(back)
        }
        _ if is_login => Input::ReviseLogin(Credentials::password("Admin", ADMIN_PASSWORD)),
        _ => Input::Revise(zoe()),
    }
}

fn right_answers(ask: &Ask) -> Answers {
    let question = ask.captcha.as_ref().and_then(|it| it.question.as_deref());
    let mut answers = Answers::new();
    for field in &ask.fields {
        let value = match (field.name.as_str(), field.kind) {
            (Captcha::FIELD, _) => Answer::from(match question {
                Some(question) if is_sum(question) => solve(question),
                _ => "Paris".to_owned(),
            }),
            ("otpToken", _) => Answer::from("123456"),
            (_, FieldKind::Password) => Answer::from(PASSWORD),
            (_, FieldKind::String) => Answer::from("text"),
            (_, FieldKind::Checkbox) => Answer::from(true),
            (_, FieldKind::Select | FieldKind::Multiselect) => match field.options.first() {
                Some((value, _)) => Answer::from(value.as_str()),
                None => continue,
            },
            _ => continue,
        };
        answers.set(field.name.as_str(), value);
    }
    answers
}

/// Returns true for a question of two small numbers.
fn is_sum(question: &str) -> bool {
    let mut numbers = question.split(['+', '-', '\u{2212}']).map(str::trim);
    let is_number = |text: Option<&str>| {
        text.is_some_and(|text| {
            !text.is_empty() && text.len() < 4 && text.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    is_number(numbers.next()) && is_number(numbers.next()) && numbers.next().is_none()
}
