//! Names of stores as names of folders. A cell may hold any name; a folder of it must lie where it is looked for, on every system.

/// What Windows and paths cannot have.
const FORBIDDEN: &str = "\"*/:<>?\\|";
/// What folders of partitions cannot have besides.
const OF_PARTITIONS: &str = "#%'=[]^{}";
/// Windows has devices of these names, with any ending; some are numbered.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
const NUMBERED: [&str; 2] = ["com", "lpt"];

/// A name as folders of partitions have it: what they and other systems cannot have is written as `%2F`, and so is the dot or
/// space at its end, which Windows leaves out.
pub fn of_partition(name: &str) -> String {
    escaped(name, |sign, _| FORBIDDEN.contains(sign) || OF_PARTITIONS.contains(sign))
}

/// The folder of a store among others of which some are `taken` for other things: its name, but for what a folder cannot have or
/// what would lead to another one. Two names never have one folder.
pub fn of_store(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let is_code = |behind: &str| behind.len() >= 2 && behind.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
    let folder = escaped(name, |sign, behind| FORBIDDEN.contains(sign) || sign == '%' && is_code(behind));
    if !folder.starts_with('.') && !is_device(&folder) && !taken(&folder) {
        return folder;
    }
    let first = folder.chars().next().map_or(0, char::len_utf8);
    coded(&folder[..first]) + &folder[first..]
}

fn escaped(name: &str, hidden: impl Fn(char, &str) -> bool) -> String {
    let body = name.trim_end_matches(['.', ' ']).len();
    let mut escaped = String::new();
    for (at, sign) in name.char_indices() {
        let behind = at + sign.len_utf8();
        if at >= body || sign.is_control() || hidden(sign, &name[behind..]) {
            escaped += &coded(&name[at..behind]);
        } else {
            escaped.push(sign);
        }
    }
    escaped
}

fn coded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn is_device(name: &str) -> bool {
    let name = name.split('.').next().unwrap_or("").trim_end().to_lowercase();
    let is_numbered = |device: &str| {
        let number = name.strip_prefix(device).unwrap_or("");
        number.chars().count() == 1 && number.chars().all(|c| c.is_ascii_digit() || "¹²³".contains(c))
    };
    DEVICES.contains(&name.as_str()) || NUMBERED.iter().any(|device| is_numbered(device))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_a_partition_has_only_what_every_system_can_have() {
        assert_eq!(of_partition("城东/A店"), "城东%2FA店");
        assert_eq!(of_partition("Co. Ltd. "), "Co. Ltd%2E%20");
        assert_eq!(of_partition("50%'[店]"), "50%25%27%5B店%5D");
    }

    #[test]
    fn a_folder_of_a_store_lies_beside_the_others_and_nowhere_else() {
        let folder = |name| of_store(name, |name| name == "logs");
        for (name, expected) in [
            ("城东 A店[旗舰]", "城东 A店[旗舰]"),
            ("../evil", "%2E.%2Fevil"),
            ("..", "%2E%2E"),
            (".", "%2E"),
            ("/tmp/x", "%2Ftmp%2Fx"),
            ("C:\\x", "C%3A%5Cx"),
            (".csr-report", "%2Ecsr-report"),
            ("甲/.", "甲%2F%2E"),
            ("甲.", "甲%2E"),
            ("logs", "%6Cogs"),
            ("Con", "%43on"),
            ("lpt1.店", "%6Cpt1.店"),
            ("complex", "complex"),
            ("50%店", "50%店"),
            ("50%2F", "50%252F"),
            ("a\nb", "a%0Ab"),
        ] {
            assert_eq!(folder(name), expected, "{name:?}");
        }
    }

    #[test]
    fn two_names_have_two_folders() {
        let names = ["a/b", "a%2Fb", "a%2fb", "a%252Fb", "logs", "%6Cogs", ".", "%2E", "..", "%2E.", "a.", "a%2E"];
        let folders: std::collections::BTreeSet<String> =
            names.iter().map(|name| of_store(name, |name| name == "logs")).collect();
        assert_eq!(folders.len(), names.len(), "{folders:?}");
    }
}
