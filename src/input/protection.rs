//! Workbooks that are encrypted with a password which every Excel knows: “protect workbook” and “recommend read-only” write
//! them, and Excel opens them without asking. Nobody has ever seen that password, so nobody can take it away.
//!
//! Key derivations and layouts: [MS-OFFCRYPTO] 2.3.4 to 2.3.7, [MS-XLS] 2.2.10.

use aes::cipher::{BlockCipherDecrypt, KeyInit};
use aes::{Aes128, Aes192, Aes256};
use md5::Md5;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::biff_look::{FILE_PASS, Records};
use super::ole::{Ole, u16_at, u32_at};
use super::web_archive::base64;

/// The password of [MS-OFFCRYPTO] 2.4.2.3 and of every Excel.
const KNOWN_TO_EXCEL: &str = "VelvetSweatshop";
/// Records of an .xls are encrypted in stretches with a key each.
const STRETCH: usize = 1_024;
/// Parts of a record's head and records that are never encrypted: BOF, FilePass, UsrExcl, FileLock, InterfaceHdr, RRDInfo,
/// RRDHead.
const HEAD: usize = 4;
const PLAIN_RECORDS: [u16; 7] = [0x0809, FILE_PASS, 0x0194, 0x0195, 0x00E1, 0x0196, 0x0138];
const BOUND_SHEET: u16 = 0x0085;
const EOF: u16 = 0x000A;
/// A record that nobody knows.
const NO_RECORD: u16 = 0x0FFF;
/// A package is encrypted in segments.
const SEGMENT: usize = 4_096;
/// Times that a password is hashed; a file that asks for more wants to stop the reader.
const MOST_SPINS: u32 = 1_000_000;
const STANDARD_SPINS: u32 = 50_000;

fn password() -> Vec<u8> {
    KNOWN_TO_EXCEL.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// The workbook stream of an .xls without its protection; `None` where it has a password of its own.
pub(super) fn plain_stream(stream: &[u8]) -> Option<Vec<u8>> {
    let key = StreamKey::of(pass(stream)?)?;
    let mut plain = stream.to_vec();
    let mut cipher = StreamCipher { key, stretch: None, at: 0, rc4: Rc4::new(&[0]) };
    let mut at = 0;
    while let (Some(kind), Some(length)) = (u16_at(stream, at), u16_at(stream, at + 2)) {
        let (start, end) = (at + HEAD, at + HEAD + usize::from(length));
        if end > plain.len() {
            break;
        }
        if kind == FILE_PASS {
            plain[at..at + 2].copy_from_slice(&NO_RECORD.to_le_bytes());
        } else if !PLAIN_RECORDS.contains(&kind) {
            // Where the sheet begins is not encrypted.
            let start = if kind == BOUND_SHEET { (start + 4).min(end) } else { start };
            cipher.apply(start, &mut plain[start..end]);
        }
        at = end;
    }
    Some(plain)
}

/// How the stream is encrypted, which it says before its sheets begin.
fn pass(stream: &[u8]) -> Option<&[u8]> {
    let mut globals = Records(stream).take_while(|(kind, _)| *kind != EOF);
    globals.find(|(kind, _)| *kind == FILE_PASS).map(|(_, pass)| pass)
}

/// Whether an .xls is obscured, the oldest and weakest way, with the password that Excel knows.
pub(super) fn is_obscured_by_excel(stream: &[u8]) -> bool {
    // The length stands in front, so it comes last.
    let length = KNOWN_TO_EXCEL.len() as u8;
    let turned = KNOWN_TO_EXCEL.bytes().rev().chain([length]);
    let verifier = turned.fold(0_u16, |verifier, byte| {
        let low = u16::from(verifier & 0x4000 != 0);
        (low | ((verifier << 1) & 0x7FFF)) ^ u16::from(byte)
    });
    let stated = pass(stream).and_then(|pass| {
        let old = pass.len() == 4;
        (old || u16_at(pass, 0) == Some(0)).then(|| u16_at(pass, if old { 2 } else { 4 }))?
    });
    stated == Some(verifier ^ 0xCE4B)
}

/// From which the key of every stretch is made.
enum StreamKey {
    /// Of Excel 97: 40 bits.
    Short(Vec<u8>),
    /// Of Excel 2002 and later, and how many bytes of the hash are the key.
    Long(Vec<u8>, usize),
}

impl StreamKey {
    /// The key of the known password, where it is the right one.
    fn of(pass: &[u8]) -> Option<Self> {
        if u16_at(pass, 0)? != 1 {
            return None;
        }
        let (key, verifier, hash) = match u16_at(pass, 2)? {
            1 => {
                let salt = pass.get(6..22)?;
                let first = Md5::digest(password());
                let again = [&first[..5], salt].concat().repeat(16);
                (Self::Short(Md5::digest(again)[..5].to_vec()), pass.get(22..38)?, pass.get(38..54)?)
            }
            2..=4 => {
                let header = pass.get(14..)?;
                let verifier = header.get(u32_at(pass, 10)? as usize..)?;
                let bits = u32_at(header, 16)?;
                let salt = verifier.get(4..20)?;
                let first = Sha1::digest([salt, &password()].concat()).to_vec();
                let length = if bits == 0 { 5 } else { (bits as usize / 8).min(16) };
                (Self::Long(first, length), verifier.get(20..36)?, verifier.get(40..60)?)
            }
            _ => return None,
        };
        let mut both = [verifier, hash].concat();
        Rc4::new(&key.of_stretch(0)).apply(&mut both);
        let (verifier, hash) = both.split_at(16);
        let fits = match key {
            Self::Short(_) => Md5::digest(verifier)[..] == *hash,
            Self::Long(..) => Sha1::digest(verifier)[..] == *hash,
        };
        fits.then_some(key)
    }

    fn of_stretch(&self, number: u32) -> Vec<u8> {
        let number = number.to_le_bytes();
        match self {
            Self::Short(first) => Md5::digest([first, &number[..]].concat()).to_vec(),
            Self::Long(first, length) => {
                let mut key = Sha1::digest([first, &number[..]].concat())[..*length].to_vec();
                // 40 bits are filled up.
                if *length == 5 {
                    key.resize(16, 0);
                }
                key
            }
        }
    }
}

/// The cipher of a stream, going forward only.
struct StreamCipher {
    key: StreamKey,
    stretch: Option<usize>,
    /// Bytes of the stretch that are passed.
    at: usize,
    rc4: Rc4,
}

impl StreamCipher {
    /// Decrypts the bytes at a place of the stream.
    fn apply(&mut self, mut place: usize, mut bytes: &mut [u8]) {
        while !bytes.is_empty() {
            let (stretch, within) = (place / STRETCH, place % STRETCH);
            if self.stretch != Some(stretch) {
                self.rc4 = Rc4::new(&self.key.of_stretch(stretch as u32));
                (self.stretch, self.at) = (Some(stretch), 0);
            }
            self.rc4.apply(&mut vec![0; within - self.at]);
            let (here, rest) = bytes.split_at_mut((STRETCH - within).min(bytes.len()));
            self.rc4.apply(here);
            self.at = within + here.len();
            place += here.len();
            bytes = rest;
        }
    }
}

struct Rc4 {
    state: [u8; 256],
    at: u8,
    other: u8,
}

impl Rc4 {
    fn new(key: &[u8]) -> Self {
        let mut state = [0; 256];
        (0..=255).for_each(|number: u8| state[usize::from(number)] = number);
        let mut other = 0_u8;
        for at in 0..256 {
            other = other.wrapping_add(state[at]).wrapping_add(key[at % key.len()]);
            state.swap(at, usize::from(other));
        }
        Self { state, at: 0, other: 0 }
    }

    fn apply(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            self.at = self.at.wrapping_add(1);
            self.other = self.other.wrapping_add(self.state[usize::from(self.at)]);
            self.state.swap(self.at.into(), self.other.into());
            let sum = self.state[usize::from(self.at)].wrapping_add(self.state[usize::from(self.other)]);
            *byte ^= self.state[usize::from(sum)];
        }
    }
}

/// The package inside an encrypted .xlsx; `None` where it has a password of its own.
pub(super) fn plain_package(ole: &Ole) -> Option<Vec<u8>> {
    let info = ole.stream(&["EncryptionInfo"])?;
    let key = match (u16_at(&info, 0)?, u16_at(&info, 2)?) {
        (4, 4) => PackageKey::agile(info.get(8..)?)?,
        (2..=4, 2) => PackageKey::standard(&info)?,
        _ => return None,
    };
    let package = ole.stream(&["EncryptedPackage"])?;
    let length = u32_at(&package, 0)? as usize;
    let mut plain = package.get(8..)?.to_vec();
    plain.truncate(plain.len() / 16 * 16);
    match key.salt {
        Some((hash, salt)) => {
            for (number, segment) in plain.chunks_mut(SEGMENT).enumerate() {
                let first = hash.of(&[&salt, &(number as u32).to_le_bytes()]);
                cbc(&key.key, first.get(..16)?, segment)?;
            }
        }
        None => ecb(&key.key, &mut plain)?,
    }
    plain.truncate(length);
    Some(plain)
}

/// The key of a package, and by which hash and salt its segments begin, where they are chained.
struct PackageKey {
    key: Vec<u8>,
    salt: Option<(Hash, Vec<u8>)>,
}

impl PackageKey {
    /// Of Excel 2007.
    fn standard(info: &[u8]) -> Option<Self> {
        let header = info.get(12..)?;
        let verifier = header.get(u32_at(info, 8)? as usize..)?;
        let bytes = u32_at(header, 16)? as usize / 8;
        let last = spun(Hash::Sha1, verifier.get(4..20)?, STANDARD_SPINS);
        let last = Sha1::digest([&last[..], &[0; 4]].concat());
        let half = |filler: u8| {
            let mut block = [filler; 64];
            block.iter_mut().zip(last).for_each(|(byte, other)| *byte ^= other);
            Sha1::digest(block)
        };
        let key = [half(0x36), half(0x5C)].concat().get(..bytes)?.to_vec();
        let (mut text, mut hash) = (verifier.get(20..36)?.to_vec(), verifier.get(40..72)?.to_vec());
        ecb(&key, &mut text)?;
        ecb(&key, &mut hash)?;
        (Sha1::digest(text)[..] == hash[..20]).then_some(Self { key, salt: None })
    }

    /// Of Excel 2010 and later.
    fn agile(xml: &[u8]) -> Option<Self> {
        let xml = String::from_utf8_lossy(xml);
        let mut reader = Reader::from_str(&xml);
        let mut data = None;
        loop {
            match reader.read_event().ok()? {
                Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                    "keyData" => data = Some((Hash::named(&text(&tag, "hashAlgorithm")?)?, bytes(&tag, "saltValue")?)),
                    "encryptedKey" => return Some(Self { key: Self::of_password(&tag)?, salt: Some(data?) }),
                    _ => {}
                },
                Event::Eof => return None,
                _ => {}
            }
        }
    }

    /// The key, which lies there encrypted with one made of the password.
    fn of_password(tag: &BytesStart) -> Option<Vec<u8>> {
        let hash = Hash::named(&text(tag, "hashAlgorithm")?)?;
        let salt = bytes(tag, "saltValue")?;
        let length = text(tag, "keyBits")?.parse::<usize>().ok()? / 8;
        let spins: u32 = text(tag, "spinCount")?.parse().ok()?;
        if spins > MOST_SPINS {
            return None;
        }
        let last = spun(hash, &salt, spins);
        let decrypted = |name: &str, purpose: [u8; 8]| {
            let mut key = hash.of(&[&last, &purpose]);
            key.resize(length, 0x36);
            let mut text = bytes(tag, name)?;
            cbc(&key, salt.get(..16)?, &mut text)?;
            Some(text)
        };
        let text = decrypted("encryptedVerifierHashInput", [0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79])?;
        let stated = decrypted("encryptedVerifierHashValue", [0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E])?;
        let found = hash.of(&[&text]);
        if stated.get(..found.len())? != found {
            return None;
        }
        let mut key = decrypted("encryptedKeyValue", [0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6])?;
        key.truncate(length);
        Some(key)
    }
}

fn text(tag: &BytesStart, name: &str) -> Option<String> {
    let attribute = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    Some(attribute.value.into_owned())
}

fn bytes(tag: &BytesStart, name: &str) -> Option<Vec<u8>> {
    Some(base64(text(tag, name)?.as_bytes()))
}

/// The password, hashed over and over.
fn spun(hash: Hash, salt: &[u8], spins: u32) -> Vec<u8> {
    let first = hash.of(&[salt, &password()]);
    (0..spins).fold(first, |last, number| hash.of(&[&number.to_le_bytes(), &last]))
}

#[derive(Clone, Copy)]
enum Hash {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    fn named(name: &str) -> Option<Self> {
        match name {
            "SHA1" | "SHA-1" => Some(Self::Sha1),
            "SHA256" | "SHA-256" => Some(Self::Sha256),
            "SHA384" | "SHA-384" => Some(Self::Sha384),
            "SHA512" | "SHA-512" => Some(Self::Sha512),
            _ => None,
        }
    }

    fn of(self, pieces: &[&[u8]]) -> Vec<u8> {
        let together = pieces.concat();
        match self {
            Self::Sha1 => Sha1::digest(together).to_vec(),
            Self::Sha256 => Sha256::digest(together).to_vec(),
            Self::Sha384 => Sha384::digest(together).to_vec(),
            Self::Sha512 => Sha512::digest(together).to_vec(),
        }
    }
}

/// Decrypts blocks one by one.
fn ecb(key: &[u8], bytes: &mut [u8]) -> Option<()> {
    fn blocks(cipher: &impl BlockCipherDecrypt, bytes: &mut [u8]) {
        for block in bytes.chunks_exact_mut(16) {
            if let Ok(block) = block.try_into() {
                cipher.decrypt_block(block);
            }
        }
    }
    match key.len() {
        16 => blocks(&Aes128::new_from_slice(key).ok()?, bytes),
        24 => blocks(&Aes192::new_from_slice(key).ok()?, bytes),
        32 => blocks(&Aes256::new_from_slice(key).ok()?, bytes),
        _ => return None,
    }
    Some(())
}

/// Decrypts blocks that are chained: each was mixed with the encrypted one before it.
fn cbc(key: &[u8], first: &[u8], bytes: &mut [u8]) -> Option<()> {
    let before = [first, bytes].concat();
    ecb(key, bytes)?;
    bytes.iter_mut().zip(before).for_each(|(byte, other)| *byte ^= other);
    Some(())
}
