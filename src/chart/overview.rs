pub fn draw(_: &super::Input<'_>, _: &super::ChartOptions) -> crate::error::Result<super::Drawing> { Err(crate::error::Error::request("x","y")) }
