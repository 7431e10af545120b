//! Fuzz targets. Each is a function of bytes that panics if a promise of the library is broken. `fuzz/libfuzzer` runs
//! them with libFuzzer, `fuzz/tests` for some seconds without it; see `fuzz/README.md`.

mod addresses;
mod answers;
mod bytes;
mod c_abi;
mod conversation;
mod cookies;
mod damage;
mod emulated;
mod fragments;
mod journal;
mod limits;
#[path = "../../cli/src/own_option.rs"]
mod own_option;
mod scratch;
mod suspended;
mod table;
mod watch;

pub use addresses::addresses;
pub use answers::{answers, pages};
pub use c_abi::c_abi;
pub use cookies::cookies;
pub use damage::words;
pub use emulated::{creation, login};
pub use journal::journal;
pub use limits::within_limits;
pub use support::allocations::Counting;
pub use suspended::suspended;
pub use table::table;
pub use watch::{seen, trace};

/// A target: what it is called, what runs one input, and where its inputs begin.
pub struct Target {
    pub name: &'static str,
    pub run: fn(&[u8]),
    /// Returns inputs to begin with, made from the recordings and from the lists of settings.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// Every target. A new one needs a line here, and its four lines in `fuzz/libfuzzer`.
pub const TARGETS: &[Target] = &[
    Target {
        name: "creation",
        run: creation,
        seeds: emulated::creation_seeds,
    },
    Target {
        name: "login",
        run: login,
        seeds: emulated::login_seeds,
    },
    Target {
        name: "answers",
        run: answers,
        seeds: answers::answer_seeds,
    },
    Target {
        name: "pages",
        run: pages,
        seeds: answers::page_seeds,
    },
    Target {
        name: "cookies",
        run: cookies,
        seeds: cookies::seeds,
    },
    Target {
        name: "addresses",
        run: addresses,
        seeds: addresses::seeds,
    },
    Target {
        name: "suspended",
        run: suspended,
        seeds: suspended::seeds,
    },
    Target {
        name: "journal",
        run: journal,
        seeds: journal::seeds,
    },
    Target {
        name: "table",
        run: table,
        seeds: table::seeds,
    },
    Target {
        name: "c_abi",
        run: c_abi,
        seeds: c_abi::seeds,
    },
];
