//! Names, vehicles and the words of a dealer's day.

use crate::dice::Dice;

/// Advisors of the sample deck.
pub const ADVISORS: [&str; 5] = ["乔丹", "科比", "詹姆斯", "麦迪", "姚明"];
/// Technicians of the sample deck.
pub const TECHNICIANS: [&str; 5] = ["马拉多纳", "贝克汉姆", "罗纳尔多", "鲁尼", "卡卡"];
/// Those who call the customers.
pub const CALLERS: [&str; 4] = ["李静", "王珺", "赵敏", "孙堃"];

const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕";
const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国文斌玉兰红宇浩然子轩梓涵喆堃珺淼昊翀";
const COMPANIES: [&str; 4] = ["北京顺达物流有限公司", "宏远建材公司", "京通汽车租赁公司", "天和食品配送中心"];
const VEHICLES: [(&str, &str); 6] = [
    ("夏利N3", "LFPX2AHA"),
    ("夏利N5", "LFPX4AHB"),
    ("威姿", "LFPH4ABC"),
    ("威志", "LFPH5ABC"),
    ("威乐", "LFPM4ACC"),
    ("夏利A+", "LFPX2AHD"),
];

/// A car and who drives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Vehicle {
    pub vin: String,
    pub plate: String,
    pub model: &'static str,
    pub owner: String,
    pub phone: String,
}

/// Hands out vehicles, each once.
#[derive(Default)]
pub struct Fleet {
    built: u32,
}

impl Fleet {
    /// Vehicles that none of the first `built` equals.
    pub fn after(built: u32) -> Self {
        Self { built }
    }

    /// A vehicle with a VIN and a plate that no other one has.
    pub fn next(&mut self, dice: &mut Dice) -> Vehicle {
        self.built += 1;
        let serial = self.built;
        let (model, prefix) = dice.pick(&VEHICLES);
        Vehicle { vin: vin(prefix, serial), plate: plate(serial), model, owner: owner(dice), phone: phone(dice) }
    }
}

fn vin(prefix: &str, serial: u32) -> String {
    let body = format!("{prefix}0D1{:06}", 100_000 + serial);
    let sum: u32 = body.chars().zip(WEIGHTS).map(|(letter, weight)| vin_value(letter) * weight).sum();
    let check = match sum % 11 {
        10 => 'X',
        rest => char::from_digit(rest, 10).unwrap_or('0'),
    };
    format!("{prefix}{check}D1{:06}", 100_000 + serial)
}

/// Weights of the places in a vehicle identification number (ISO 3779 check digit, as GB 16735 has it).
const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

fn vin_value(letter: char) -> u32 {
    match letter {
        'A'..='H' => letter as u32 - 'A' as u32 + 1,
        'J'..='R' => letter as u32 - 'J' as u32 + 1,
        'S'..='Z' => letter as u32 - 'S' as u32 + 2,
        digit => digit.to_digit(10).unwrap_or(0),
    }
}

/// Digits and second letter together name the serial, so no two plates are equal below 200 000 vehicles.
fn plate(serial: u32) -> String {
    let city = b"ACEFGHJKLMNPQ"[serial as usize % 13] as char;
    let letter = b"ABCDEFGHJKLMNPQRSTUV"[(serial / 10_000 + serial % 10_000 / 500) as usize % 20] as char;
    format!("京{city}{letter}{:04}", (u64::from(serial) * 7919 + 350) % 10_000)
}

/// A customer's name; now and then a company.
pub fn owner(dice: &mut Dice) -> String {
    if dice.percent(4) {
        return dice.pick(&COMPANIES).to_owned();
    }
    person(dice)
}

/// A person's name.
pub fn person(dice: &mut Dice) -> String {
    let surnames: Vec<char> = SURNAMES.chars().collect();
    let given: Vec<char> = GIVEN.chars().collect();
    let mut name = String::from(dice.pick(&surnames));
    name.push(dice.pick(&given));
    if dice.percent(60) {
        name.push(dice.pick(&given));
    }
    name
}

/// A masked mobile number.
pub fn phone(dice: &mut Dice) -> String {
    format!("{}****{:04}", dice.pick(&["138", "139", "136", "150", "186"]), dice.below(10_000))
}
