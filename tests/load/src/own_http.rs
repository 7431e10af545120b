//! A host with its own HTTP client: one thread steps through the conversations of all wikis in turn.

use std::{
    thread,
    time::{Duration, Instant},
};

use mwaccount::{
    Answers, NewAccount, Reason, Step, TransportError, Wiki,
    flow::{Conversation, Input, Interaction},
    http::Reply,
};
use mwaccount_own_http::send;
use support::{accounts::PASSWORD, random::Random};

use crate::{Clients, outcomes::Outcomes};

const TIMEOUT: Duration = Duration::from_secs(5);

struct Client {
    wiki: Wiki,
    /// The conversation, and the time of its next request.
    conversation: Option<(Conversation<Interaction>, Instant)>,
    count: usize,
}

pub fn run(clients: &Clients) -> Outcomes {
    let outcomes = Outcomes::default();
    let mut random = Random(15);
    let start = Instant::now();
    let connect = |number| Wiki::connect(&clients.api(number)).unwrap();
    let mut all: Vec<_> = (0..clients.wikis)
        .map(|number| Client {
            wiki: connect(number),
            conversation: None,
            count: 0,
        })
        .collect();
    // The creations that were begun.
    let mut begun = 0;
    while start.elapsed() < clients.length() {
        let due = (start.elapsed().as_secs_f64() * clients.rate as f64) as usize;
        while begun < due {
            begun += 1;
            let number = random.below(all.len());
            let client = &mut all[number];
            if random.below(16) == 0 {
                // A conversation that is going on is dropped with its wiki.
                client.conversation = None;
                client.wiki = connect(number);
            }
            if client.conversation.is_none() {
                client.count += 1;
                let name = format!("Load {number} {}", client.count);
                let creation = client.wiki.create(NewAccount::new(name).password(PASSWORD));
                client.conversation = Some((creation.into_conversation(), Instant::now()));
            }
        }
        for client in &mut all {
            client.advance(&mut random, &outcomes);
        }
        thread::sleep(Duration::from_millis(1));
    }
    outcomes
}

impl Client {
    /// Sends the next request if it is time for it, or ends the conversation.
    fn advance(&mut self, random: &mut Random, outcomes: &Outcomes) {
        let Some((conversation, next)) = &mut self.conversation else {
            return;
        };
        if *next > Instant::now() {
            return;
        }
        if let Some(request) = self.wiki.next_request(conversation).unwrap() {
            // A host that waits as it should would block the others: the wait is up to a second.
            thread::sleep(request.wait.min(Duration::from_millis(5)));
            let broken = || TransportError::new(Reason::Unreachable, "the connection broke");
            let reply = match random.below(64) {
                0 => Reply::NotSent(broken()),
                1 => Reply::Lost(broken()),
                _ => send(request, TIMEOUT),
            };
            self.wiki.feed(conversation, reply);
            return;
        }
        let step = self.wiki.step(conversation);
        if matches!(step, Ok(Step::Ask(_))) && random.below(8) > 0 {
            let answers = Answers::new().with("captcha", "Paris");
            let answered = self.wiki.respond(conversation, Input::Answers(answers));
            if answered.is_ok() {
                return;
            }
        }
        outcomes.count(&step);
        self.conversation = None;
    }
}
