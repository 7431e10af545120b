//! A thread for each wiki, with the default transport.

use std::{
    thread,
    time::{Duration, Instant},
};

use mwaccount::{Answers, NewAccount, Step, Wiki};
use support::{
    accounts::{PASSWORD, admin},
    file,
    random::Random,
    tls_server::CERTIFICATE,
};

use crate::{Clients, outcomes::Outcomes};

pub fn run(clients: &Clients) -> Outcomes {
    let outcomes = Outcomes::default();
    let end = Instant::now() + clients.length();
    thread::scope(|scope| {
        for number in 0..clients.wikis {
            let outcomes = &outcomes;
            scope.spawn(move || {
                let mut client = Client {
                    address: address(clients, number),
                    random: Random(number as u64),
                    outcomes,
                };
                client.run(clients.pause(), end, number);
            });
        }
    });
    outcomes
}

/// Returns the address of a wiki, every third over TLS.
fn address(clients: &Clients, number: usize) -> String {
    let api = clients.api(number);
    if number.is_multiple_of(3) {
        api.replace("http:", "https:")
    } else {
        api
    }
}

struct Client<'o> {
    address: String,
    random: Random,
    outcomes: &'o Outcomes,
}

impl Client<'_> {
    fn run(&mut self, pause: Duration, end: Instant, number: usize) {
        let mut wiki = self.connect();
        // The first creations are spread over one pause, the others follow at about that distance.
        let mut wait = pause.mul_f64(self.random.below(1000) as f64 / 1000.0);
        for count in 0.. {
            let left = end.saturating_duration_since(Instant::now());
            thread::sleep(wait.min(left));
            if wait >= left {
                return;
            }
            wait = pause.mul_f64(0.5 + self.random.below(1000) as f64 / 1000.0);
            let account = NewAccount::new(format!("Load {number} {count}")).password(PASSWORD);
            self.create(&mut wiki, account);
        }
    }

    fn connect(&self) -> Wiki {
        let builder = Wiki::builder(&self.address).ca_file(file(CERTIFICATE));
        builder.timeout(Duration::from_secs(5)).build().unwrap()
    }

    /// Creates an account in one of the ways of a caller.
    fn create(&mut self, wiki: &mut Wiki, account: NewAccount) {
        match self.random.below(16) {
            0 => {
                *wiki = self.connect();
                self.answer(wiki, account);
            }
            1 => self.cancel(wiki, account),
            2 => self.suspend(wiki, account),
            3 => {
                // A probe that fails is not a creation, and not counted.
                let _ = wiki.probe(&account);
                self.answer(wiki, account);
            }
            4 => {
                // A login that fails leaves an anonymous caller.
                let _ = wiki.log_in(admin()).step();
                self.answer(wiki, account);
                wiki.log_out();
            }
            // Left at its first step.
            5 => self.outcomes.count(&wiki.create(account).step()),
            _ => self.answer(wiki, account),
        }
    }

    fn answer(&self, wiki: &mut Wiki, account: NewAccount) {
        let mut creation = wiki.create(account);
        let mut step = creation.step();
        if matches!(step, Ok(Step::Ask(_))) {
            step = creation.answer(answers());
        }
        self.outcomes.count(&step);
    }

    fn cancel(&mut self, wiki: &mut Wiki, account: NewAccount) {
        let canceller = wiki.canceller();
        let after = Duration::from_millis(self.random.below(20) as u64);
        let other = thread::spawn({
            let canceller = canceller.clone();
            move || {
                thread::sleep(after);
                canceller.cancel();
            }
        });
        self.answer(wiki, account);
        other.join().unwrap();
        canceller.reset();
    }

    fn suspend(&self, wiki: &mut Wiki, account: NewAccount) {
        let mut creation = wiki.create(account);
        let step = creation.step();
        if !matches!(step, Ok(Step::Ask(_))) {
            return self.outcomes.count(&step);
        }
        let text = creation.suspend().unwrap();
        let builder = Wiki::resume_builder(text.expose()).ca_file(file(CERTIFICATE));
        let (mut other, conversation) = builder.build().unwrap();
        // A suspended text has no password.
        let answers = answers().with("password", PASSWORD);
        let step = other.attach(conversation).answer(answers);
        self.outcomes.count(&step);
    }
}

fn answers() -> Answers {
    Answers::new().with("captcha", "Paris")
}
