//! Wikis of all releases, at which faults happen at random.

use std::{
    io::{self, Read},
    thread,
    time::Duration,
};

use support::random::Random;
use testwiki::{Captcha, Fault, KeepAlive, Release, Server, Setting, When, Wiki};

#[derive(clap::Args)]
pub struct Settings {
    #[arg(long, default_value_t = 1000)]
    wikis: usize,
    /// The faults that happen in a second, at all wikis together
    #[arg(long, default_value_t = 5)]
    faults: u64,
    /// Include answers that never end, for clients that limit their size
    #[arg(long)]
    endless: bool,
}

/// Serves until the standard input ends.
pub fn serve(settings: &Settings) {
    let server = Server::start().unwrap();
    let running: Vec<_> = (0..settings.wikis)
        .map(|number| server.add_at(&format!("w{number}"), wiki(number)))
        .collect();
    println!("{}", server.origin());
    let mut kinds = vec![
        Fault::NoConnection,
        Fault::ResetBefore,
        Fault::ResetDuring,
        Fault::ResetAfter,
        Fault::Delay(Duration::from_millis(300)),
        Fault::HalfBody,
        Fault::RetryLater(429, 1),
        Fault::RetryLater(503, 30),
        Fault::ServerError,
        Fault::BadGateway,
        Fault::GatewayTimeout,
        Fault::Challenge,
        Fault::MaxLag(7),
        Fault::ReadOnly,
        Fault::SessionLost,
        Fault::TokenExpired,
        Fault::CaptchaExpired,
    ];
    if settings.endless {
        kinds.extend([Fault::EndlessBody, Fault::GzipBomb]);
    }
    let pause = Duration::from_secs(1) / u32::try_from(settings.faults.max(1)).unwrap();
    let mut random = Random(15);
    thread::spawn(move || {
        loop {
            thread::sleep(pause);
            let fault = random.of(&kinds).clone();
            random.of(&running).fault(fault, When::next());
        }
    });
    io::stdin().read_to_end(&mut Vec::new()).unwrap();
}

/// Returns the wiki of this number: releases, dialects, captchas and the treatment of kept connections differ.
fn wiki(number: usize) -> Wiki {
    let release = [16, 20, 22, 26, 27, 35, 39, 43, 46][number % 9];
    let mut wiki = Wiki::of(Release::first(release));
    if number % 4 == 1 {
        wiki = wiki.captcha(Captcha::Questy);
    }
    if number % 5 == 2 {
        wiki = wiki.setting(Setting::NoApi);
    }
    let millis = Duration::from_millis;
    wiki.keep_alive(match number % 8 {
        3 => KeepAlive::Silent(millis(0)),
        4 => KeepAlive::Silent(millis(50)),
        5 => KeepAlive::Announced(1),
        6 => KeepAlive::Forgotten,
        _ => KeepAlive::Kept,
    })
}
