//! The emulated wikis by themselves: what the recordings do not show.

mod client;
mod command;
mod faults;
mod wikis;
