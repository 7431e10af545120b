//! Many accounts on one wiki, none twice: rows, a journal that outlives the process, and the pace that the
//! wiki allows.
//!
//! ```no_run
//! use mwaccount::{NewAccount, Wiki, bulk::{Bulk, Event, Journal}};
//!
//! let mut wiki = Wiki::connect("https://wiki.example.org/w/api.php")?;
//! let rows = ["Ann Example", "Ben Example"].map(|name| {
//!     NewAccount::new(name).email("workshop@example.org").mail_password()
//! });
//! let journal = Journal::open("workshop.journal")?;
//! let mut bulk = Bulk::new(rows).journal(journal.wiki("wiki.example.org"));
//! while let Some(event) = bulk.next(&mut wiki) {
//!     match event {
//!         Event::Row(row) => println!("{}: {}", row.asked, row.outcome),
//!         Event::Wait(wait) => println!("waiting {:?}: {}", wait.duration, wait.message),
//!         Event::Step(step) => {
//!             println!("the wiki asks: {step:?}");
//!             bulk.skip()?;
//!         }
//!         Event::Stopped(stop) => {
//!             println!("stopped: {}", stop.message);
//!             break;
//!         }
//!         _ => {}
//!     }
//! }
//! # Ok::<(), mwaccount::Error>(())
//! ```
//!
//! Run again with the same journal, it creates exactly the rest. A request that may create an account is
//! recorded in the journal and synced before it is sent, and its result after it. So a row of which only
//! the first is recorded may exist: the wiki is asked about it before anything else is created.
//!
//! One session, one connection and one token serve all rows: an account takes 1 request on 1.27 and later,
//! 2 on older wikis, and the creator logs in once. The pace is the wiki's: what it asks to wait is waited,
//! and a limit on accounts stops the run or is waited for.

mod event;
mod journal;
mod limits;
mod repeated_password;
mod row;
mod run;
mod verdict;
mod wiki_name;

pub use self::{
    event::{Details, Event, Outcome, RowResult, Stop, Wait},
    journal::{Journal, WikiJournal},
    row::Row,
    run::Bulk,
    wiki_name::wiki_name,
};
