//! `testwiki`: an emulated MediaWiki on the loopback address.

use std::{
    fs,
    io::{self, Write},
    net::IpAddr,
    path::PathBuf,
    process::{self, ExitCode},
    thread,
};

use clap::{CommandFactory, FromArgMatches, Parser};
use serde_json::{Map, Value};
use testwiki::{
    CERTIFICATE, Control, Fault, KeepAlive, Options, Profile, RunningWiki, Server, Setting,
};

/// An emulated MediaWiki of any release, for testing tools that create accounts.
///
/// Prints the URL of the wiki, or a line for each of several, and runs until it is stopped. The administrator is Admin, with the password adminpass12345.
#[derive(Parser)]
#[command(name = "testwiki", version)]
struct Arguments {
    #[command(flatten)]
    options: Options,
    /// The port, or 0 for any free one
    #[arg(long, default_value_t = 0, value_name = "PORT")]
    port: u16,
    /// A loopback address to listen on; each further one serves a wiki of its own with the same settings
    #[arg(
        long = "address",
        default_value = "127.0.0.1",
        value_name = "ADDRESS",
        num_args = 1
    )]
    addresses: Vec<IpAddr>,
    /// Print the https URL. Its certificate is self-signed (see --certificate)
    #[arg(long)]
    https: bool,
    /// Write the certificate of https to FILE, in PEM, for clients to trust
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// Print an address for tests after the wiki's, or one for each of several wikis: it shows accounts, mails and requests,
    /// and changes settings, faults and the clock (see docs/testing.md)
    #[arg(long)]
    control: bool,
    /// End when standard input is closed, as it is when the program ends that holds the other end of its pipe
    #[arg(long)]
    exit_with_parent: bool,
    /// List the settings, the faults, and the behaviour of the release, and exit
    #[arg(long)]
    list: bool,
}

impl Arguments {
    fn list(&self, to: &mut impl Write) -> io::Result<()> {
        let release = self.options.release();
        writeln!(to, "Settings:")?;
        for (name, note) in Setting::names() {
            writeln!(to, "  {name:<10} {note}")?;
        }
        writeln!(to, "Faults:")?;
        for name in Fault::names() {
            writeln!(to, "  {name}")?;
        }
        writeln!(to, "Kept connections:")?;
        for name in KeepAlive::names() {
            writeln!(to, "  {name}")?;
        }
        writeln!(to, "MediaWiki {release}:")?;
        for (name, holds) in Profile::of(release).behaviours() {
            writeln!(to, "  {:<4} {name}", if holds { "yes" } else { "no" })?;
        }
        Ok(())
    }
}

/// Starts the wikis, one on each address.
fn start(arguments: &Arguments) -> Result<(Server, Vec<RunningWiki>), String> {
    let message = |error: std::io::Error| error.to_string();
    if let Some(file) = &arguments.certificate {
        fs::write(file, CERTIFICATE).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    let (first, others) = arguments
        .addresses
        .split_first()
        .ok_or("no address given")?;
    let server = Server::start_on(*first, arguments.port).map_err(message)?;
    let mut wikis = vec![server.add_at("", arguments.options.wiki())];
    for address in others {
        let wiki = arguments.options.wiki();
        wikis.push(server.add_on(*address, wiki).map_err(message)?);
    }
    for wiki in &wikis {
        arguments.options.apply_to(wiki);
    }
    Ok((server, wikis))
}

/// Prints a line for each URL. Nobody can use a wiki whose address cannot be printed.
fn announce(urls: impl Iterator<Item = String>) -> Result<(), String> {
    let mut output = io::stdout().lock();
    for url in urls {
        writeln!(output, "{url}").map_err(|error| format!("cannot print the address: {error}"))?;
    }
    Ok(())
}

/// Waits until standard input is closed.
fn wait_for_parent() {
    let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
}

fn run(arguments: &Arguments, given: Map<String, Value>) -> Result<(), String> {
    // Before the wiki is there, so that it ends with a parent that does not wait for it.
    if arguments.exit_with_parent {
        thread::spawn(|| {
            wait_for_parent();
            process::exit(0);
        });
    }
    let (_server, wikis) = start(arguments)?;
    let control = match arguments.control {
        true => Some(Control::start(&wikis, &given).map_err(|it| it.to_string())?),
        false => None,
    };
    let url = |wiki: &RunningWiki| match arguments.https {
        true => wiki.secure_url(),
        false => wiki.url(),
    };
    let controls = control.iter().flat_map(Control::urls);
    announce(wikis.iter().map(url).chain(controls))?;
    loop {
        thread::park();
    }
}

fn main() -> ExitCode {
    let matches = Arguments::command().get_matches();
    let arguments = Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    if arguments.list {
        // A reader that has seen enough, as `head`, is no failure.
        let _ = arguments.list(&mut io::stdout().lock());
        return ExitCode::SUCCESS;
    }
    match run(&arguments, Options::to_json(&matches)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "testwiki: {error}");
            ExitCode::FAILURE
        }
    }
}
