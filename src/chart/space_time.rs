use super::ChartOptions;
use crate::error::Result;
use crate::model::Event;
pub fn space_time(_e: &[Event], _o: &ChartOptions) -> Result<String> {
    Ok(String::new())
}
