//! The figures of the sample deck: the one place of the project that knows them.

use crate::calendar::{Month, month};

/// The month of the report.
pub const SEPTEMBER: Month = month(2013, 9);
/// The first month with calls.
pub const MAY: Month = month(2013, 5);

/// The deck's reasons, in its order.
pub const REASONS: [&str; 5] = ["号码错误", "非本人送修", "无法接通", "拒绝回访", "中途中断"];

/// What one month of the deck says.
pub struct MonthFigures {
    pub month: Month,
    pub due: usize,
    pub called: usize,
    pub successful: usize,
    pub failures: [usize; 5],
    pub first_services: usize,
    /// Item means of the five advisors, so that their mean is the station's value.
    pub items: [[u32; 4]; 5],
    pub by_phone: [usize; 5],
    pub in_person: [usize; 5],
    /// Orders by advisor; the rest has none.
    pub orders: [usize; 5],
    /// Repairs with an answer, by technician.
    pub repairs: [usize; 5],
    /// Of those, not fixed the first time.
    pub not_fixed: [usize; 5],
    pub causes: [(&'static str, usize); 5],
    pub station: f64,
}

/// May to September; what the deck does not say of the earlier months is ours.
pub const MONTHS: [MonthFigures; 5] = [
    MonthFigures {
        month: MAY,
        due: 1198,
        called: 1198,
        successful: 1026,
        failures: [80, 22, 35, 20, 15],
        first_services: 23,
        items: [[90, 90, 86, 90], [92, 90, 90, 92], [86, 84, 88, 86], [88, 86, 84, 86], [88, 88, 88, 88]],
        by_phone: [80, 90, 70, 70, 75],
        in_person: [14, 15, 12, 12, 13],
        orders: [180, 210, 150, 140, 150],
        repairs: [60, 70, 66, 58, 71],
        not_fixed: [2, 2, 1, 3, 2],
        causes: causes([2, 2, 3, 2, 1]),
        station: 88.0,
    },
    MonthFigures {
        month: MAY + 1,
        due: 988,
        called: 988,
        successful: 972,
        failures: [6, 3, 5, 1, 1],
        first_services: 28,
        items: [[90, 92, 88, 90], [94, 92, 90, 92], [88, 86, 88, 86], [88, 88, 84, 84], [90, 88, 90, 88]],
        by_phone: [70, 85, 60, 60, 65],
        in_person: [13, 14, 12, 11, 12],
        orders: [150, 180, 120, 110, 120],
        repairs: [52, 60, 58, 50, 61],
        not_fixed: [1, 2, 1, 2, 1],
        causes: causes([1, 2, 1, 2, 1]),
        station: 88.8,
    },
    MonthFigures {
        month: MAY + 2,
        due: 1140,
        called: 1005,
        successful: 966,
        failures: [12, 8, 2, 2, 15],
        first_services: 29,
        items: [[90, 88, 86, 88], [92, 92, 88, 92], [86, 84, 86, 84], [88, 86, 82, 80], [86, 88, 88, 86]],
        by_phone: [75, 95, 65, 65, 70],
        in_person: [15, 14, 13, 12, 12],
        orders: [170, 200, 140, 130, 140],
        repairs: [58, 66, 62, 55, 68],
        not_fixed: [2, 1, 2, 3, 2],
        causes: causes([2, 2, 2, 3, 1]),
        station: 87.0,
    },
    MonthFigures {
        month: MAY + 3,
        due: 1339,
        called: 1300,
        successful: 1200,
        failures: [20, 10, 20, 30, 20],
        first_services: 28,
        items: [[90, 86, 82, 86], [90, 90, 88, 92], [82, 80, 84, 82], [88, 84, 78, 74], [84, 86, 90, 84]],
        by_phone: [100, 120, 90, 90, 95],
        in_person: [16, 16, 14, 15, 14],
        orders: [200, 230, 165, 150, 165],
        repairs: [70, 80, 78, 72, 85],
        not_fixed: [2, 3, 1, 3, 3],
        causes: causes([2, 3, 3, 3, 1]),
        station: 85.0,
    },
    MonthFigures {
        month: SEPTEMBER,
        due: 1489,
        called: 1386,
        successful: 1289,
        failures: [37, 10, 20, 20, 10],
        first_services: 30,
        items: [[90, 80, 70, 90], [90, 90, 80, 90], [80, 70, 80, 80], [90, 80, 70, 60], [80, 80, 90, 70]],
        by_phone: [120, 150, 110, 110, 110],
        in_person: [20, 18, 19, 20, 16],
        orders: [220, 260, 180, 160, 180],
        repairs: [80, 90, 93, 85, 99],
        not_fixed: [3, 2, 1, 4, 3],
        causes: causes([1, 3, 3, 4, 2]),
        station: 80.5,
    },
];

const fn causes(counts: [usize; 5]) -> [(&'static str, usize); 5] {
    [
        ("诊断错误", counts[0]),
        ("配件质量", counts[1]),
        ("维修技术", counts[2]),
        ("配件缺货", counts[3]),
        ("客户描述不清", counts[4]),
    ]
}

/// First services of January to April 2013, the only orders kept of these months.
pub const EARLY_FIRST_SERVICES: [usize; 4] = [12, 11, 16, 16];

/// Cars sold from January 2012 to August 2013.
pub const SALES: [usize; 20] = [18, 17, 26, 31, 32, 32, 37, 37, 37, 31, 26, 26, 32, 38, 33, 42, 38, 21, 29, 35];
/// The month of the first sale.
pub const FIRST_SALE: Month = month(2012, 1);

/// Of the due orders of May to September: last called in the month after.
pub const CALLED_LATER: [usize; 5] = [2, 3, 4, 9, 14];
/// Of the due orders of the month after: called before they were settled.
pub const CALLED_BEFORE_SETTLEMENT: [usize; 5] = [0, 0, 0, 3, 0];
/// Cases of calls that fit no order. They balance the two above: attempted stays equal to called.
pub const STANDING_ALONE: [usize; 5] = [2, 1, 1, 2, 8];
