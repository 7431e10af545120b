//! The limits of what a page or an answer may cost, by its length. Honest pages and answers stay far
//! below them: in the recordings of all releases a page has 26 bytes or more for each element and text,
//! and the values of an answer take at most 12 times its length in memory.

use crate::{Error, Reason};

/// The elements, texts and attributes that any page may have.
const BASE_NODES: usize = 1 << 12;
/// The bytes of a page for each further element or text, and for each further attribute.
const BYTES_PER_NODE: usize = 8;

/// The memory that the values of any answer may take, in bytes.
const BASE_MEMORY: usize = 1 << 18;
/// The memory that the values of an answer may take, by its length.
const MEMORY_PER_BYTE: usize = 14;

/// The length of the fields of any form, as they are suspended. A suspended conversation has them twice.
const BASE_FORM: usize = 1 << 15;
/// The length of the requests of any answer, as they are suspended. A session keeps them too.
const REQUESTS: usize = 1 << 16;

/// The length that an option adds to a field, besides its texts.
pub(super) const OPTION: usize = 20;

/// A page, form or answer that exceeds its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the wiki's page has more elements, fields or text than this library reads")]
pub(crate) struct TooLarge;

impl From<TooLarge> for Error {
    fn from(error: TooLarge) -> Self {
        Self::new(Reason::TooLarge, error.to_string())
    }
}

/// The rest of a limit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget(usize);

impl Budget {
    /// Returns the number of elements and texts, or of attributes, of a page of this length.
    pub fn of_nodes(length: usize) -> Self {
        Self(BASE_NODES + length / BYTES_PER_NODE)
    }

    /// Returns the memory for the values of an answer of this length, in bytes.
    pub fn of_values(length: usize) -> Self {
        Self(BASE_MEMORY + MEMORY_PER_BYTE * length)
    }

    /// Returns the length of the fields of a form in a page of this length.
    pub fn of_form(length: usize) -> Self {
        Self(BASE_FORM + length / 2)
    }

    /// Returns the length of the AuthenticationRequests of an answer.
    pub fn of_requests() -> Self {
        Self(REQUESTS)
    }

    pub fn left(self) -> usize {
        self.0
    }

    /// Subtracts a part.
    ///
    /// # Errors
    /// If less is left.
    pub fn take(&mut self, part: usize) -> Result<(), TooLarge> {
        let left = self.0.checked_sub(part);
        self.0 = left.unwrap_or_default();
        left.map(|_| ()).ok_or(TooLarge)
    }
}
