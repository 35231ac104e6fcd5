//! Classes of numbers in patterns: by how many digits, and which values.

/// Classes of numbers, by their digits and value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract) enum NumberClass {
    /// Any number.
    Num,
    /// One or two digits, 1 to 31.
    Day,
    /// One or two digits, 1 to 12.
    Mon,
    /// Exactly two digits.
    Two,
    /// Four digits, 1000 to 2999.
    Year,
    /// Three or four digits.
    LongYear,
    /// One or two digits, 0 to 24.
    Hour,
    /// Four digits that are hours and minutes.
    Hhmm,
    /// The same with a leading zero.
    ZeroHhmm,
    /// Six digits.
    Six,
    /// Four digits of which the last is 0.
    Decade,
    /// Two digits of which the last is 0.
    Tendigits,
    /// Two or three digits of which the last is 0: "the 470s BC".
    Decadenum,
    /// One digit, 1 to 4: a quarter of a year.
    Four,
    /// One or two digits, 1 to 53: a week of a year.
    Weeknum,
}

/// The names of the classes in patterns.
pub(in crate::extract) const NUMBER_CLASSES: [(&str, NumberClass); 15] = [
    ("NUM", NumberClass::Num),
    ("DAY", NumberClass::Day),
    ("MON", NumberClass::Mon),
    ("TWO", NumberClass::Two),
    ("YEAR", NumberClass::Year),
    ("LONGYEAR", NumberClass::LongYear),
    ("HOUR", NumberClass::Hour),
    ("HHMM", NumberClass::Hhmm),
    ("ZEROHHMM", NumberClass::ZeroHhmm),
    ("SIX", NumberClass::Six),
    ("DECADE", NumberClass::Decade),
    ("TENDIGITS", NumberClass::Tendigits),
    ("DECADENUM", NumberClass::Decadenum),
    ("FOUR", NumberClass::Four),
    ("WEEKNUM", NumberClass::Weeknum),
];

impl NumberClass {
    pub(in crate::extract) fn admits(self, value: u32, digits: u8) -> bool {
        match self {
            NumberClass::Num => true,
            NumberClass::Day => digits <= 2 && (1..=31).contains(&value),
            NumberClass::Mon => digits <= 2 && (1..=12).contains(&value),
            NumberClass::Two => digits == 2,
            NumberClass::Year => digits == 4 && (1000..3000).contains(&value),
            NumberClass::LongYear => matches!(digits, 3 | 4) && value > 0,
            NumberClass::Hour => digits <= 2 && value <= 24,
            NumberClass::Hhmm => digits == 4 && value / 100 <= 24 && value % 100 < 60,
            NumberClass::ZeroHhmm => digits == 4 && value < 1000 && value % 100 < 60,
            NumberClass::Six => digits == 6,
            NumberClass::Decade => {
                digits == 4 && value.is_multiple_of(10) && (1000..3000).contains(&value)
            }
            NumberClass::Tendigits => digits == 2 && value.is_multiple_of(10),
            NumberClass::Weeknum => digits <= 2 && (1..=53).contains(&value),
            NumberClass::Four => digits == 1 && (1..=4).contains(&value),
            NumberClass::Decadenum => {
                matches!(digits, 2 | 3) && value.is_multiple_of(10) && value > 0
            }
        }
    }
}
