//! Tests of emulated wikis on their own, for the behaviour that no recording has.

mod addresses;
mod client;
mod clocks;
mod command;
mod control;
mod faults;
mod forms;
mod keep_alive;
mod lag;
mod limits;
mod lists;
mod names;
mod pages;
mod preserved;
#[path = "../plain/request.rs"]
mod request;
mod respond;
mod wikis;
