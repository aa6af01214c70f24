//! The bytes of a package, read so often and no more: a few hundred bytes can name one part as a thousand sheets.

use std::io::{Cursor, Error, Read, Result, Seek, SeekFrom};

/// A library reads every part once, and some of them a second time.
const TIMES: u64 = 4;
/// Small packages are read as often as anybody likes.
const ALWAYS: u64 = 1 << 18;

/// Bytes that can be read [`TIMES`] times in all; then reading them is an error.
pub(super) struct Metered<'a> {
    bytes: Cursor<&'a [u8]>,
    left: u64,
}

impl<'a> Metered<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes: Cursor::new(bytes), left: ALWAYS + TIMES * bytes.len() as u64 }
    }
}

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let read = self.bytes.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| Error::other("parts are read over and over"))?;
        Ok(read)
    }
}

impl Seek for Metered<'_> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.bytes.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_can_be_read_several_times_but_not_for_ever() {
        let bytes = vec![0; 2 << 20];
        let mut metered = Metered::new(&bytes);
        let mut once = || {
            metered.rewind()?;
            metered.read_to_end(&mut Vec::new())
        };
        assert!((0..TIMES).all(|_| once().is_ok()));
        assert!(once().is_err());
    }
}
