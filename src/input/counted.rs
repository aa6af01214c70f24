//! A file that is taken as it is: what a warehouse has counted.

use std::sync::Arc;

use super::discover::InputFile;
use super::read::load;
use crate::base::address::Place;
use crate::base::digest::sha256;
use crate::base::lang::Words;
use crate::settings::InputLimits;

/// The bytes of a file, with their hash.
///
/// # Errors
/// Why it cannot be read.
pub fn whole(file: &InputFile, limits: &InputLimits) -> Result<(Vec<u8>, Arc<str>), Words> {
    let bytes = load(file, limits).map_err(|problem| problem.at(Place::file(&file.name)).message)?;
    let hash = sha256(&bytes).into();
    Ok((bytes, hash))
}
