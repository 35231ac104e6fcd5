//! How far the work is, on a terminal, for work over a second.

use crate::pipeline;
use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// A line on standard error that is written again and again.
pub struct Progress {
    shown: bool,
    start: Instant,
    last: Mutex<Option<Instant>>,
}

impl Progress {
    /// Begins to count the time.
    pub fn start() -> Progress {
        Progress {
            shown: std::io::stderr().is_terminal(),
            start: Instant::now(),
            last: Mutex::new(None),
        }
    }

    /// Whether anybody sees it.
    pub fn is_shown(&self) -> bool {
        self.shown
    }

    /// Tells how far the work is, five times a second at most.
    pub fn tell(&self, now: pipeline::Progress) {
        let passed = self.start.elapsed();
        if passed < Duration::from_secs(1) {
            return;
        }
        let Ok(mut last) = self.last.lock() else {
            return;
        };
        if last.is_some_and(|at| at.elapsed() < Duration::from_millis(200)) {
            return;
        }
        *last = Some(Instant::now());
        let mut out = std::io::stderr().lock();
        // Nothing depends on it; a closed terminal is no error.
        let _ = write!(out, "\r\x1b[K{}", line(now, passed));
        let _ = out.flush();
    }

    /// Takes the line away.
    pub fn end(&self) {
        let told = self.last.lock().is_ok_and(|last| last.is_some());
        if told {
            let mut out = std::io::stderr().lock();
            let _ = write!(out, "\r\x1b[K");
            let _ = out.flush();
        }
    }
}

/// `120 of 300 files, 41 %, 12.3 MB/s, 8 s left`.
fn line(now: pipeline::Progress, passed: Duration) -> String {
    let seconds = passed.as_secs_f64();
    let rate = now.bytes as f64 / seconds;
    let share = now.bytes as f64 / now.of_bytes.max(1) as f64;
    let mut out = format!(
        "{} of {} files, {:.0} %, {:.1} MB/s",
        now.files,
        now.of_files,
        share * 100.0,
        rate / 1e6
    );
    if rate > 0.0 {
        let left = now.of_bytes.saturating_sub(now.bytes) as f64 / rate;
        out.push_str(&format!(", {left:.0} s left"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_rate_and_remaining_time() {
        let now = pipeline::Progress {
            files: 1,
            of_files: 4,
            bytes: 10_000_000,
            of_bytes: 40_000_000,
        };
        let said = line(now, Duration::from_secs(2));
        assert_eq!(said, "1 of 4 files, 25 %, 5.0 MB/s, 6 s left");
    }
}
