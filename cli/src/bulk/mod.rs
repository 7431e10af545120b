//! `mwaccount bulk`.

mod asker;
mod check;
mod control;
mod directory;
mod dry_run;
mod farm;
mod feed;
mod outcome;
mod passwords;
mod paths;
mod plan;
mod progress;
mod report_file;
mod results;
mod row_check;
mod spreadsheet;
mod stopped;
mod summary;
mod table;
mod verify;
mod wiki_limits;
mod wiki_run;
mod worker;

use std::{
    path::PathBuf,
    process,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use mwaccount::bulk::{Journal, wiki_name};

use self::{
    check::CheckedTable,
    control::Control,
    outcome::STATUS_USAGE,
    passwords::PasswordFile,
    paths::Paths,
    plan::Plan,
    progress::Progress,
    summary::Summary,
    table::Table,
    worker::{Shared, Worker},
};
use crate::{
    args, interrupt, network,
    terminal::{clear_bars, print_message},
    wiki_setup,
};

/// The lengths of generated passwords.
pub const PASSWORD_LENGTHS: std::ops::RangeInclusive<u64> = passwords::generate::LENGTHS;

/// Creates the accounts of a file, prints the summary, and ends the process.
pub fn bulk(args: &args::Bulk) -> ! {
    let control = Arc::new(Control::default());
    let interrupted = Arc::clone(&control);
    interrupt::watch(move || interrupted.interrupt());
    let summary = run(args, &control).unwrap_or_else(|summary| *summary);
    clear_bars();
    if summary.outcome == "error" {
        for problem in &summary.problems {
            print_message(problem);
        }
        print_message(summary.message.as_deref().unwrap_or_default());
    }
    if args.output.json || summary.outcome != "error" {
        summary.print(args.output.json);
    }
    control.console.close();
    process::exit(summary.status)
}

fn run(args: &args::Bulk, control: &Arc<Control>) -> Result<Summary, Box<Summary>> {
    let usage = |message: String| Box::new(Summary::error(message, STATUS_USAGE));
    let paths = Paths::new(args).map_err(usage)?;
    let journal = match paths.journal() {
        // A dry run needs none.
        Err(_) if args.dry_run => PathBuf::new(),
        journal => journal.map_err(usage)?,
    };
    let table = Table::open(&paths.file).map_err(|message| usage(paths.with_hint(message)))?;
    let plan = Plan {
        table,
        wikis: paths.wikis.clone(),
        reason: args.reason.clone(),
        language: args.language.clone(),
        mail_password: args.mail_password,
    };
    let checked = check(&plan)?;
    let opened = match args.dry_run && !journal.exists() {
        true => Journal::default(),
        false => Journal::open(&journal).map_err(|error| usage(error.message))?,
    };
    let from_report = |report: Box<crate::report::Report>| {
        Box::new(Summary::error(
            report.message.clone().unwrap_or_default(),
            report.status(),
        ))
    };
    let http_auth = network::http_auth(&args.network, &control.console).map_err(from_report)?;
    let credentials =
        wiki_setup::credentials(&args.creator, &control.console).map_err(from_report)?;
    // The options of the clients are the same for all: what is wrong with them is found here.
    network::transport(&args.network).map_err(from_report)?;
    let passwords = args.generate_passwords.as_deref().filter(|_| !args.dry_run);
    let passwords = passwords
        .map(|path| PasswordFile::open(path, args.password_length as usize).map_err(usage));
    let workers = workers(&checked);
    let shared = Arc::new(Shared {
        args: args.clone(),
        plan,
        control: Arc::clone(control),
        journal: opened,
        passwords: Mutex::new(passwords.transpose()?),
        credentials,
        http_auth,
        prompting: Mutex::new(()),
        workers: Arc::clone(&workers),
    });
    control.begin(workers.len());
    start(&shared, &workers);
    let asking = control.wait();
    Ok(Summary::of_run(
        &shared,
        &workers,
        &asking,
        paths.report.as_ref(),
        &journal,
    ))
}

/// Checks the whole table.
fn check(plan: &Plan) -> Result<CheckedTable, Box<Summary>> {
    let name = plan.table.name();
    match check::check(plan) {
        Ok(checked) if checked.rows == 0 => Err(Box::new(Summary::error(
            format!("{name} has no rows"),
            STATUS_USAGE,
        ))),
        Ok(checked) => Ok(checked),
        Err(problems) => {
            let count = problems.count();
            let lines = if count == 1 { "line" } else { "lines" };
            let message = format!("{count} {lines} of {name} cannot be used; nothing was sent");
            Err(Box::new(Summary {
                problems: problems.sentences(),
                ..Summary::error(message, STATUS_USAGE)
            }))
        }
    }
}

fn workers(checked: &CheckedTable) -> Arc<Vec<Worker>> {
    let wikis = checked.wikis.iter().enumerate();
    let is_one_of_many = checked.wikis.len() > 1;
    let workers =
        wikis.map(|(index, (wiki, rows))| Worker::new(index, wiki, *rows, is_one_of_many));
    Arc::new(workers.collect())
}

/// Starts the threads, each of which takes one wiki after another.
fn start(shared: &Arc<Shared>, workers: &Arc<Vec<Worker>>) {
    let next = Arc::new(AtomicUsize::new(0));
    let jobs = (shared.args.jobs as usize).min(workers.len());
    for _ in 0..jobs {
        let (shared, workers, next) = (Arc::clone(shared), Arc::clone(workers), Arc::clone(&next));
        thread::spawn(move || {
            while let Some(worker) = workers.get(next.fetch_add(1, Ordering::SeqCst)) {
                let name = wiki_name(&worker.address);
                let shown = worker.is_one_of_many.then_some(name.as_str());
                wiki_run::run(worker, &shared, Progress::new(shown, worker.rows));
            }
        });
    }
}
