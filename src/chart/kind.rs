//! The kinds of chart: names, when to use them, what they are drawn from.

use super::drawing::Drawing;
use super::{
    ChartOptions, Input, SecondClock, calendar, density, ecdf, gaps, hours, lanes, matrix,
    overview, routes, space_time, stages, survival, timeline, trend,
};
use crate::error::{Error, Result};
use std::str::FromStr;

/// A kind of chart.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Its name.
    pub name: &'static str,
    /// When to use it.
    pub when: &'static str,
    /// What it is drawn from.
    pub wants: Wants,
    /// Whether `--lane` and `--color-by` have a meaning.
    lane: bool,
    color_by: bool,
    /// Whether it has an axis of time, above which a second clock can stand.
    clock: bool,
    draw: fn(&Input<'_>, &ChartOptions) -> Result<Drawing>,
}

/// What a kind of chart is drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// The events that answer.
    Events,
    /// The whole messages to which they belong.
    Messages,
    /// All events, and the window as the focus.
    Everything,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 14] = [
        Kind {
            name: "timeline",
            when: "what happened when: 3 to 80 events to scale, with labels",
            wants: Wants::Events,
            lane: true,
            color_by: false,
            clock: true,
            draw: timeline::draw,
        },
        Kind {
            name: "lanes",
            when: "who did what in parallel: a lane for each place, sender or stage",
            wants: Wants::Events,
            lane: true,
            color_by: true,
            clock: true,
            draw: lanes::draw,
        },
        Kind {
            name: "overview",
            when: "a long span with a short crisis: all of it small, the window large",
            wants: Wants::Everything,
            lane: false,
            color_by: false,
            clock: true,
            draw: overview::draw,
        },
        Kind {
            name: "density",
            when: "when it was busy: events in each hour, day, month or year",
            wants: Wants::Events,
            lane: false,
            color_by: true,
            clock: true,
            draw: density::draw,
        },
        Kind {
            name: "calendar",
            when: "the rhythm of months: a square for each day, weeks across",
            wants: Wants::Events,
            lane: false,
            color_by: false,
            clock: false,
            draw: calendar::draw,
        },
        Kind {
            name: "hours",
            when: "office hours and night work: hour of the day by weekday",
            wants: Wants::Events,
            lane: false,
            color_by: false,
            clock: false,
            draw: hours::draw,
        },
        Kind {
            name: "gaps",
            when: "silences: the longest times without an event",
            wants: Wants::Events,
            lane: true,
            color_by: false,
            clock: true,
            draw: gaps::draw,
        },
        Kind {
            name: "space-time",
            when: "where messages waited: places as lines, one slanted line per message",
            wants: Wants::Messages,
            lane: false,
            color_by: false,
            clock: true,
            draw: space_time::draw,
        },
        Kind {
            name: "stages",
            when: "which stage was slow: a bar for each message, a part for each stage",
            wants: Wants::Messages,
            lane: false,
            color_by: false,
            clock: false,
            draw: stages::draw,
        },
        Kind {
            name: "ecdf",
            when: "what share came within a day: the distribution of delays",
            wants: Wants::Messages,
            lane: false,
            color_by: true,
            clock: false,
            draw: ecdf::draw,
        },
        Kind {
            name: "survival",
            when: "delays of which some never ended: the share still under way, with numbers",
            wants: Wants::Messages,
            lane: false,
            color_by: true,
            clock: false,
            draw: survival::draw,
        },
        Kind {
            name: "trend",
            when: "whether delays grew or shrank: each over time, with a rolling median",
            wants: Wants::Messages,
            lane: false,
            color_by: true,
            clock: true,
            draw: trend::draw,
        },
        Kind {
            name: "routes",
            when: "routes compared: a strip of delays for each, with quartiles",
            wants: Wants::Messages,
            lane: true,
            color_by: false,
            clock: false,
            draw: routes::draw,
        },
        Kind {
            name: "matrix",
            when: "many offices: median delay from each place to each",
            wants: Wants::Messages,
            lane: false,
            color_by: false,
            clock: false,
            draw: matrix::draw,
        },
    ];

    /// Refuses options that would be without effect.
    pub(super) fn check(self, options: &ChartOptions) -> Result<()> {
        let second = matches!(options.second_clock, SecondClock::Of(_));
        let wrong = [
            ("--lane", options.lane.is_some(), self.lane),
            ("--color-by", options.color_by.is_some(), self.color_by),
            ("--second-clock", second, self.clock),
        ];
        for (option, asked, meant) in wrong {
            if asked && !meant {
                let able = Kind::ALL.iter().filter(|kind| match option {
                    "--lane" => kind.lane,
                    "--second-clock" => kind.clock,
                    _ => kind.color_by,
                });
                let names: Vec<&str> = able.map(|kind| kind.name).collect();
                return Err(Error::request(
                    format!("`{option}` has no meaning in the chart `{}`", self.name),
                    format!("leave it out, or draw one of {}", names.join(", ")),
                ));
            }
        }
        Ok(())
    }

    pub(super) fn draw(self, input: &Input<'_>, options: &ChartOptions) -> Result<Drawing> {
        (self.draw)(input, options)
    }
}

impl FromStr for Kind {
    type Err = Error;

    fn from_str(name: &str) -> Result<Kind> {
        let found = Kind::ALL.into_iter().find(|kind| kind.name == name);
        found.ok_or_else(|| {
            let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name).collect();
            Error::request(
                format!("there is no chart `{name}`"),
                format!(
                    "use one of {}; `annals chart --list` says when",
                    names.join(", ")
                ),
            )
        })
    }
}
