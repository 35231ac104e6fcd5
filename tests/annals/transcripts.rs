//! Transcripts of the command line: the README's own commands, and what can go wrong.

#[test]
fn transcripts_read_as_they_are_kept() {
    trycmd::TestCases::new()
        .case("README.md")
        .case("tests/transcripts/*.trycmd");
}
