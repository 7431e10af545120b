//! The transport that ships: ureq 3 with rustls.

use super::{Limits, Transport};
use crate::wire::{Reply, Request};

/// ureq.
#[derive(Debug)]
pub struct Ureq {}

/// Settings.
#[derive(Debug, Default)]
pub struct UreqBuilder {}

impl Transport for Ureq {
    fn send(&mut self, _request: &Request, _limits: &Limits) -> Reply {
        unimplemented!()
    }
}
