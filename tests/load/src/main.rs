//! `mwaccount-load`: clients of a thousand wikis in one process, the wikis with their faults, and what the clients use of
//! memory, descriptors and threads. `tests/load/run` runs them all.

mod heap;
mod outcomes;
mod own_http;
mod samples;
mod threads;
mod usage;
mod watch;
mod wikis;

use std::{process::ExitCode, time::Duration};

use clap::{Parser, Subcommand};
use support::allocations::Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[derive(Parser)]
#[command(name = "mwaccount-load")]
struct Arguments {
    #[command(subcommand)]
    part: Part,
}

#[derive(Subcommand)]
enum Part {
    /// Serve wikis with faults until the standard input ends; prints their address
    Wikis(wikis::Settings),
    /// Create accounts with the default transport, a thread for each wiki
    Threads(Clients),
    /// Create accounts with the HTTP client of a host that steps through all conversations in turn
    OwnHttp(Clients),
    /// Run a command, and fail if what it and its children use grows
    Watch(watch::Settings),
}

/// Settings of the programs that create accounts.
#[derive(clap::Args)]
struct Clients {
    /// The address that `wikis` printed
    address: String,
    #[arg(long, default_value_t = 1000)]
    wikis: usize,
    /// The length of the run in seconds
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// The creations that are begun in a second, by all together
    #[arg(long, default_value_t = 20)]
    rate: u64,
}

impl Clients {
    /// Returns the address of a wiki, counted from 0.
    fn api(&self, number: usize) -> String {
        format!("{}/w{number}/api.php", self.address)
    }

    fn length(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }

    /// Returns the time between two creations of one wiki.
    fn pause(&self) -> Duration {
        Duration::from_secs_f64(self.wikis as f64 / self.rate as f64)
    }
}

fn main() -> ExitCode {
    match Arguments::parse().part {
        Part::Wikis(settings) => wikis::serve(&settings),
        Part::Threads(clients) => {
            return heap::watch(clients.length(), || threads::run(&clients).print());
        }
        Part::OwnHttp(clients) => {
            return heap::watch(clients.length(), || own_http::run(&clients).print());
        }
        Part::Watch(settings) => return watch::run(&settings),
    }
    ExitCode::SUCCESS
}
