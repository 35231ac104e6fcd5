//! Names of months and years, taken from the model's way of writing a day.

use crate::model::CivilDate;

/// `November` for 11; empty for a number that is no month.
pub fn month_name(month: u32) -> String {
    let day = CivilDate::new(2000, month, 1).map(CivilDate::long);
    let name = day.as_deref().and_then(|d| d.split(' ').nth(1));
    name.unwrap_or_default().to_owned()
}

/// `1945`, `44 BCE`.
pub fn year_name(year: i32) -> String {
    let day = CivilDate::new(year, 1, 1).map(CivilDate::long);
    let name = day.as_deref().and_then(|d| d.splitn(3, ' ').nth(2));
    name.map_or_else(|| year.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_years_have_names() {
        assert_eq!(month_name(11), "November");
        assert_eq!(month_name(13), "");
        assert_eq!(year_name(1945), "1945");
        assert_eq!(year_name(-43), "44 BCE");
    }
}
