//! The moment from which a run that is over its time may no longer be ended: what has begun to be published is finished, so
//! that a run without success has changed nothing. Of several reports those that are published are told.

use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

use crate::base::failure::{Exit, Failure};
use crate::base::lang::Words;
use crate::run::events::{Event, PUBLISHING};

const WORKING: u8 = 0;
const PUBLISHES: u8 = 1;
const OVER: u8 = 2;

/// Stands between a run and its output.
#[derive(Debug, Default)]
pub struct Gate {
    state: AtomicU8,
    published: AtomicUsize,
}

impl Gate {
    /// Lets an event pass, or, where the output is to change and the time is over, waits for the end of the program.
    pub fn heed(&self, event: &Event) {
        match event {
            Event::Step(PUBLISHING, _) => {
                while self.change(WORKING, PUBLISHES) == Err(OVER) {
                    std::thread::park();
                }
            }
            // The work on a further report. What follows the last one, such as the files that are kept of it, is no
            // time in which nothing would have changed.
            Event::Step(..) => drop(self.change(PUBLISHES, WORKING)),
            Event::Report(..) => {
                self.published.fetch_add(1, Ordering::SeqCst);
            }
            _ => {}
        }
    }

    /// The time is over; false while something is being published.
    pub fn close(&self) -> bool {
        self.change(WORKING, OVER) != Err(PUBLISHES)
    }

    /// How many reports have been published.
    pub fn published(&self) -> usize {
        self.published.load(Ordering::SeqCst)
    }

    fn change(&self, from: u8, to: u8) -> Result<u8, u8> {
        self.state.compare_exchange(from, to, Ordering::SeqCst, Ordering::SeqCst)
    }
}

/// What is told of a run that was ended after it had published so many reports.
pub fn passed(seconds: f64, published: usize) -> Failure {
    let state = match published {
        0 => Words { chinese: "原有的报告没有改变".to_owned(), en: "the last report is as it was".to_owned() },
        _ => Words {
            chinese: format!("已经发布 {published} 份新的报告，其余的报告没有改变"),
            en: format!("new reports published: {published}; the others are as they were"),
        },
    };
    Failure::new(
        Exit::Failed,
        format!("超过时限 report.deadline_seconds = {seconds} 秒，已结束；{}", state.chinese),
        format!("ended: not done within report.deadline_seconds = {seconds}; {}", state.en),
    )
    .hint(
        "检查输入是否异常的大、共享盘是否很慢，或放宽时限",
        "look for unusually large inputs or a slow share, or allow more time",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(gate: &Gate, step: &'static str) {
        gate.heed(&Event::Step(step, Words::same("")));
    }

    #[test]
    fn what_is_being_published_is_not_ended_nor_what_follows_it() {
        let gate = Gate::default();
        step(&gate, "writing");
        step(&gate, PUBLISHING);
        assert!(!gate.close());
        gate.heed(&Event::Report(String::new(), Vec::new()));
        assert!(!gate.close(), "files are kept for the next run");
    }

    #[test]
    fn a_further_report_that_is_not_published_is_ended_and_the_first_is_told() {
        let gate = Gate::default();
        step(&gate, PUBLISHING);
        gate.heed(&Event::Report(String::new(), Vec::new()));
        step(&gate, "counting");
        assert!(gate.close() && gate.close());
        let told = passed(5.0, gate.published()).message;
        assert!(told.chinese.contains("已经发布 1 份") && told.en.contains("published: 1"), "{told:?}");
        assert!(!told.chinese.contains("原有的报告没有改变"));
        assert!(passed(5.0, 0).message.chinese.contains("原有的报告没有改变"));
    }
}
