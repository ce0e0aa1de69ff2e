//! When the next call of an operation may be made.
//!
//! The rates are kept as the strictest service counts: in no period of that length, wherever it begins, are there more
//! calls. A burst is allowed, so that a short list is done at once. What is counted is the end of a call, because the
//! request arrived at some time before it: so a request that took long to arrive makes no other one too early.

use std::collections::VecDeque;
use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use super::rate::Rate;

/// What is added to a period, as a part of it: the clocks of two machines run apart by less.
const MARGIN: u32 = 1000;

/// When the next call may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// At once.
    Now,
    /// At this time.
    At(Instant),
    /// After one that is in flight has ended.
    AfterACall,
}

/// The calls of an operation, as far as its rates regard them.
#[derive(Clone, Debug)]
pub struct Limiter {
    windows: Vec<Window>,
}

/// The calls that one rate regards.
#[derive(Clone, Debug)]
struct Window {
    calls: usize,
    period: Duration,
    in_flight: usize,
    /// When each call that has ended leaves the period, in order.
    leaves: VecDeque<Instant>,
}

impl Limiter {
    /// Keeps these rates, all of them.
    pub fn new(rates: &[Rate]) -> Self {
        let window = |rate: &Rate| Window {
            calls: usize::try_from(rate.calls.get()).unwrap_or(usize::MAX),
            period: rate.period + rate.period / MARGIN,
            in_flight: 0,
            leaves: VecDeque::new(),
        };
        Self { windows: rates.iter().map(window).collect() }
    }

    /// Regards calls of earlier runs, the oldest first: when each ended, by the clock of the machine, which may have been
    /// set since. `now` is the same time by both clocks.
    pub fn regard(&mut self, ends: impl IntoIterator<Item = SystemTime>, now: (SystemTime, Instant)) {
        for end in ends {
            // What is in the future of a clock that was set back is taken for new.
            let age = now.0.duration_since(end).unwrap_or_default();
            for window in &mut self.windows {
                let leaves = now.1 + window.period.saturating_sub(age);
                window.leaves.push_back(window.leaves.back().map_or(leaves, |last| leaves.max(*last)));
            }
        }
    }

    /// When the next call may be made.
    pub fn turn(&mut self, now: Instant) -> Turn {
        let turns = self.windows.iter_mut().map(|window| window.turn(now));
        turns.fold(Turn::Now, Turn::later)
    }

    /// A call is made.
    pub fn begin(&mut self) {
        self.windows.iter_mut().for_each(|window| window.in_flight += 1);
    }

    /// A call has ended, of which so many requests were sent.
    pub fn end(&mut self, now: Instant, requests: u32) {
        for window in &mut self.windows {
            window.in_flight = window.in_flight.saturating_sub(1);
            let leaves = std::iter::repeat_n(now + window.period, usize::try_from(requests).unwrap_or(window.calls));
            window.leaves.extend(leaves);
        }
    }
}

impl Window {
    fn turn(&mut self, now: Instant) -> Turn {
        while self.leaves.front().is_some_and(|leaves| *leaves <= now) {
            self.leaves.pop_front();
        }
        let taken = self.in_flight + self.leaves.len();
        match taken.checked_sub(self.calls) {
            None => Turn::Now,
            Some(over) => self.leaves.get(over).map_or(Turn::AfterACall, |leaves| Turn::At(*leaves)),
        }
    }
}

impl Turn {
    fn later(self, other: Self) -> Self {
        match (self, other) {
            (Self::AfterACall, _) | (_, Self::AfterACall) => Self::AfterACall,
            (Self::At(one), Self::At(two)) => Self::At(one.max(two)),
            (Self::Now, turn) | (turn, Self::Now) => turn,
        }
    }
}

#[cfg(test)]
mod tests {
    use test_support::long;

    use super::*;

    const DOCUMENTED: [&str; 2] = ["100/60s", "1500/3600s"];

    fn rates(texts: &[&str]) -> Vec<Rate> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    /// Numbers that are the same in each run, and look like chance.
    struct Chance(u64);

    impl Chance {
        fn below(&mut self, bound: u64) -> u64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) % bound
        }
    }

    /// When requests arrive at the service that are made as soon as the limiter allows, in order. A request takes up to
    /// `latency` milliseconds to arrive, and its response as long again.
    fn arrivals(limiter: &mut Limiter, concurrency: usize, latency: u64, time: Duration) -> Vec<Instant> {
        let mut chance = Chance(latency);
        let start = Instant::now();
        let (mut now, mut ends, mut arrivals) = (start, Vec::new(), Vec::new());
        while now < start + time {
            let turn = if ends.len() < concurrency { limiter.turn(now) } else { Turn::AfterACall };
            if turn == Turn::Now {
                limiter.begin();
                let mut part = || Duration::from_millis(chance.below(latency + 1));
                let arrival = now + part();
                arrivals.push(arrival);
                ends.push(arrival + part());
                continue;
            }
            let end = ends.iter().min().copied();
            now = match turn {
                Turn::At(at) => end.map_or(at, |end| end.min(at)),
                _ => end.unwrap(),
            };
            if end == Some(now) {
                let index = ends.iter().position(|end| *end == now).unwrap();
                ends.swap_remove(index);
                limiter.end(now, 1);
            }
        }
        arrivals.sort_unstable();
        arrivals
    }

    /// A service that counts in periods that begin anywhere.
    fn sliding_judge_refuses(arrivals: &[Instant], rate: &Rate) -> bool {
        arrivals.windows(rate.calls.get() as usize + 1).any(|calls| calls[calls.len() - 1] - calls[0] < rate.period)
    }

    /// A service that counts in periods that begin at whole multiples of their length, from some time on.
    fn fixed_judge_refuses(arrivals: &[Instant], rate: &Rate, since: Instant) -> bool {
        let period = |arrival: &Instant| (*arrival - since).as_millis() / rate.period.as_millis();
        arrivals.chunk_by(|one, two| period(one) == period(two)).any(|calls| calls.len() > rate.calls.get() as usize)
    }

    fn assert_no_refusal(arrivals: &[Instant], rates: &[Rate]) {
        for rate in rates {
            assert!(!sliding_judge_refuses(arrivals, rate), "{rate}");
            for tenth in 0..10 {
                let since = arrivals[0] - rate.period * tenth / 10;
                assert!(!fixed_judge_refuses(arrivals, rate, since), "{rate} {tenth}");
            }
        }
    }

    #[test]
    fn all_that_is_allowed_is_called_and_no_call_is_refused_in_a_long_run() {
        let hours = long(6, 24 * 7);
        let time = Duration::from_secs(3600 * hours);
        let table: [(&[&str], &str); 3] =
            [(&DOCUMENTED, "1500/3600s"), (&["100/60s"], "100/60s"), (&["50/60s", "7/1s"], "50/60s")];
        for (texts, decisive) in table {
            let (rates, decisive): (_, Rate) = (rates(texts), decisive.parse().unwrap());
            for (concurrency, latency) in [(1, 0), (1, 10), (4, 150), (16, 250)] {
                let calls = arrivals(&mut Limiter::new(&rates), concurrency, latency, time);
                assert_no_refusal(&calls, &rates);
                let allowed = time.as_secs_f64() * per_second(&decisive);
                let share = calls.len() as f64 / allowed;
                println!("{texts:?}, {concurrency} at once, latency {latency} ms, {hours} h: {share:.4} of {allowed}");
                assert!(share >= 0.99, "{texts:?} {concurrency} {latency}: {share}");
            }
        }
    }

    fn per_second(rate: &Rate) -> f64 {
        f64::from(rate.calls.get()) / rate.period.as_secs_f64()
    }

    #[test]
    fn a_judge_refuses_what_a_burst_at_each_period_sends() {
        // So that the judges of these tests can be trusted: twice the calls around the border of a period.
        let (start, rate) = (Instant::now(), "100/60s".parse().unwrap());
        let burst = |at: u64| std::iter::repeat_n(start + Duration::from_secs(at), 100);
        let arrivals: Vec<Instant> = burst(59).chain(burst(60)).collect();
        assert!(sliding_judge_refuses(&arrivals, &rate));
        assert!(!fixed_judge_refuses(&arrivals, &rate, start));
        assert!(fixed_judge_refuses(&arrivals, &rate, start - Duration::from_secs(30)));
    }

    #[test]
    fn a_short_list_is_called_at_once() {
        let mut limiter = Limiter::new(&rates(&DOCUMENTED));
        let now = Instant::now();
        for _ in 0..100 {
            assert_eq!(limiter.turn(now), Turn::Now);
            limiter.begin();
        }
        assert_eq!(limiter.turn(now), Turn::AfterACall, "their ends are what the period is counted from");
        let end = now + Duration::from_secs(1);
        limiter.end(end, 1);
        assert_eq!(limiter.turn(end), Turn::At(end + Duration::from_millis(60_060)));
        assert_eq!(Limiter::new(&[]).turn(now), Turn::Now);
    }

    #[test]
    fn a_call_of_which_nothing_was_sent_does_not_count() {
        let mut limiter = Limiter::new(&rates(&["1/60s"]));
        let now = Instant::now();
        limiter.begin();
        limiter.end(now, 0);
        assert_eq!(limiter.turn(now), Turn::Now);
    }

    #[test]
    fn calls_of_an_earlier_run_count() {
        let mut limiter = Limiter::new(&rates(&DOCUMENTED));
        let (now, minute) = (Instant::now(), Duration::from_secs(60));
        // An hour ago all but one call; then as many as a minute allows, half a minute ago; one of them in the future.
        let clock = SystemTime::UNIX_EPOCH + minute * 1_000_000;
        let before = |age: Duration, calls: usize| std::iter::repeat_n(clock - age, calls);
        let ends = before(minute * 59, 1399).chain(before(minute / 2, 99)).chain([clock + minute * 500_000]);
        limiter.regard(ends, (clock, now));
        assert_eq!(limiter.turn(now), Turn::At(now + Duration::from_millis(30_060)));
        let mut calls = 0;
        let mut at = now;
        while calls < 3 {
            match limiter.turn(at) {
                Turn::Now => {
                    limiter.begin();
                    limiter.end(at, 1);
                    calls += 1;
                }
                Turn::At(next) => at = next,
                Turn::AfterACall => panic!("nothing is in flight"),
            }
        }
        assert_eq!(at - now, Duration::from_millis(63_600), "the hour is full after one more");
    }

    #[test]
    fn a_clock_that_jumps_between_two_runs_holds_up_no_call_for_longer_than_a_period() {
        let (now, epoch) = (Instant::now(), SystemTime::UNIX_EPOCH);
        let seconds = |seconds: u64| epoch + Duration::from_secs(seconds);
        // By the clock of 2026, of 1970 and of the year 9999.
        for clock in [seconds(1_790_000_000), epoch, seconds(253_402_300_799)] {
            for end in [epoch, seconds(1_789_999_999), seconds(1_790_000_001), seconds(253_402_300_799)] {
                let mut limiter = Limiter::new(&rates(&DOCUMENTED));
                limiter.regard(std::iter::repeat_n(end, 10_000), (clock, now));
                let longest = now + Duration::from_secs(3600) + Duration::from_secs(3600) / MARGIN;
                match limiter.turn(now) {
                    Turn::Now => assert!(end + Duration::from_secs(3600) < clock),
                    Turn::At(at) => assert!(at <= longest, "{:?}", at - now),
                    Turn::AfterACall => panic!("nothing is in flight"),
                }
            }
        }
    }
}
