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
    time::Duration,
};

use mwaccount::bulk::Journal;

use self::{
    check::CheckedTable,
    control::Control,
    outcome::STATUS_USAGE,
    passwords::PasswordFile,
    paths::Paths,
    plan::Plan,
    summary::Summary,
    table::Table,
    worker::{Shared, Worker},
};
use crate::{
    args, interrupt, network,
    open::OpenPage,
    report::Report,
    terminal::{clear_bars, print_failure, print_message},
    wiki_setup,
};

/// Creates the accounts of a file, prints the summary, and ends the process.
pub fn bulk(args: &Arc<args::Bulk>) -> ! {
    let control = Arc::new(Control::default());
    let interrupted = Arc::clone(&control);
    interrupt::watch(move || interrupted.interrupt());
    let summary = run(args, &control).unwrap_or_else(|summary| *summary);
    clear_bars();
    if summary.outcome == "error" {
        for problem in &summary.problems {
            print_message(problem);
        }
        print_failure(summary.message.as_deref().unwrap_or_default());
    }
    let status = match args.output.json || summary.outcome != "error" {
        true => summary.print(args.output.json),
        false => summary.status,
    };
    control.console.close();
    process::exit(status)
}

fn run(args: &Arc<args::Bulk>, control: &Arc<Control>) -> Result<Summary, Box<Summary>> {
    let usage = |message: String| Box::new(Summary::error(message, STATUS_USAGE));
    let paths = Paths::new(args).map_err(usage)?;
    control.console.set_images(&args.images).map_err(usage)?;
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
    let from_report = |report: Box<Report>| {
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
    let page = open_page(&args.open).map_err(from_report)?;
    let passwords = args.generate_passwords.as_deref().filter(|_| !args.dry_run);
    let passwords = passwords
        .map(|path| PasswordFile::open(path, args.password_length as usize).map_err(usage));
    let workers = workers(&checked);
    let shared = Arc::new(Shared {
        args: Arc::clone(args),
        plan,
        control: Arc::clone(control),
        journal: opened,
        passwords: passwords.transpose()?.map(Mutex::new),
        credentials,
        http_auth,
        page,
        prompting: Mutex::new(()),
        workers: Arc::clone(&workers),
    });
    control.begin(workers.len());
    start(&shared, &workers);
    let asking = control.wait();
    let summary = Summary::of_run(&shared, &workers, &asking, paths.report.as_ref(), &journal);
    if let Some(page) = &shared.page {
        page.end_of_many(&summary.sentences());
    }
    Ok(summary)
}

/// Opens the page on which a person answers, if it is asked for.
fn open_page(args: &args::OpenArgs) -> Result<Option<Arc<OpenPage>>, Box<Report>> {
    if !args.open {
        return Ok(None);
    }
    let page = OpenPage::start(Duration::from_secs(args.open_timeout), true)?;
    Ok(Some(Arc::new(page.for_many())))
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
                wiki_run::run(worker, &shared);
            }
        });
    }
}
