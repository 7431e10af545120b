//! Runs of many accounts on emulated wikis in simulated time, with faults, limits and killed processes. Every
//! result is compared with the wiki's own books.

mod basics;
mod faults;
mod limits;

mod runs;
