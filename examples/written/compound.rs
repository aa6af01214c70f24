//! Compound files (OLE, [MS-CFB]): the container of .xls and of encrypted workbooks.

use std::io::{Cursor, Write};
use std::time::{Duration, UNIX_EPOCH};

use anyhow::Result;

/// The bytes of a compound file with these streams.
pub fn write(streams: &[(&str, &[u8])]) -> Result<Vec<u8>> {
    // Version 3, with sectors of 512 bytes, is what spreadsheet programs wrote.
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new()))?;
    for (name, bytes) in streams {
        file.create_stream(format!("/{name}"))?.write_all(bytes)?;
    }
    // The library notes the time of creation; a fixed one keeps the bytes the same (2013-10-08).
    let created = UNIX_EPOCH + Duration::from_secs(1_381_190_400);
    file.set_created_time("/", created)?;
    file.set_modified_time("/", created)?;
    file.flush()?;
    Ok(file.into_inner().into_inner())
}
