//! Plain types that every room uses; this room imports nothing of ours.

pub mod address;
mod code;
pub mod declaration;
pub mod digest;
pub mod digits;
pub mod failure;
pub mod finding;
mod finding_codes;
pub mod finding_groups;
pub mod folder_name;
pub mod holidays;
pub mod lang;
pub mod names;
pub mod nearest;
pub mod number;
pub mod parquet;
pub mod period;
pub mod real_path;
pub mod side_by_side;
pub mod system_fault;
pub mod table_id;
pub mod text;
