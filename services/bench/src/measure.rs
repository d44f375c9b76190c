//! What a measure says: a value with its unit, the goal it has, and the rounds it is the median of.
//!
//! Invariant: a measure without a round that counts has no value, and is not held.

use serde::Serialize;

/// One figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mesure {
    /// Short and stable: `W1.64`.
    pub id: String,
    /// What is measured, in French.
    pub name: String,
    /// What it should reach.
    pub goal: Option<Goal>,
    /// The median of the rounds; none when none counts.
    pub value: Option<f64>,
    /// Of the value and of the rounds.
    pub unit: &'static str,
    /// Against what it is compared to, when it is.
    pub ratio: Option<f64>,
    /// Whether the goal is reached; none when there is no goal.
    pub held: Option<bool>,
    /// The rounds that count, in the order they ran.
    pub rounds: Vec<f64>,
    /// How many rounds were dropped because the machine moved under them.
    pub dropped: usize,
    /// Latencies and costs, for workloads.
    pub detail: Option<Detail>,
    /// What else to know, in French.
    pub note: String,
}

/// What a measure should reach.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// The value is at least that.
    AtLeast(f64),
    /// The value is at most that.
    AtMost(f64),
    /// The ratio is at least that.
    RatioAtLeast(f64),
}

/// Latencies, in milliseconds, and costs: medians of the rounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Detail {
    /// Half of the commands took less.
    pub p50_ms: f64,
    /// 95 % took less.
    pub p95_ms: f64,
    /// 99 % took less.
    pub p99_ms: f64,
    /// 99.9 % took less.
    pub p999_ms: f64,
    /// Events a transaction.
    pub events_per_commit: f64,
    /// Processor time an event, of the database and of this process, in microseconds.
    pub cpu_us_per_event: f64,
    /// Bytes of write-ahead log an event.
    pub wal_bytes_per_event: f64,
    /// Share of the attempts that met a conflict.
    pub conflict_share: f64,
}

impl Mesure {
    /// A figure from its rounds.
    pub fn of(
        id: impl Into<String>,
        name: impl Into<String>,
        unit: &'static str,
        rounds: Vec<f64>,
    ) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            goal: None,
            value: median(&rounds),
            unit,
            ratio: None,
            held: None,
            rounds,
            dropped: 0,
            detail: None,
            note: String::new(),
        }
    }

    /// With what it should reach. A ratio must be given first.
    #[must_use]
    pub fn aiming_at(mut self, goal: Goal) -> Self {
        let reached = match goal {
            Goal::AtLeast(least) => self.value.is_some_and(|value| value >= least),
            Goal::AtMost(most) => self.value.is_some_and(|value| value <= most),
            Goal::RatioAtLeast(least) => self.ratio.is_some_and(|ratio| ratio >= least),
        };
        self.held = Some(reached);
        self.goal = Some(goal);
        self
    }

    /// With its ratio to another figure.
    #[must_use]
    pub fn against(mut self, ratio: Option<f64>) -> Self {
        self.ratio = ratio;
        self
    }

    /// With what else to know.
    #[must_use]
    pub fn noting(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// The smallest and the largest round.
    pub fn range(&self) -> Option<(f64, f64)> {
        let first = *self.rounds.first()?;
        let widen = |(low, high): (f64, f64), round: &f64| (low.min(*round), high.max(*round));
        Some(self.rounds.iter().fold((first, first), widen))
    }
}

/// The middle of a list, or the mean of its two middles.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    let lower = if sorted.len().is_multiple_of(2) { sorted[middle - 1] } else { upper };
    Some(f64::midpoint(lower, upper))
}

/// The nearest-rank quantile of a sorted list: 0 of an empty one.
pub fn quantile(sorted: &[u32], share: f64) -> u32 {
    let rank = (share * as_f64(sorted.len())).ceil().max(1.0);
    // The rank is a whole number between 1 and the length: the conversion loses nothing.
    sorted.get(rank as usize - 1).or(sorted.last()).copied().unwrap_or(0)
}

/// A count as a number to divide by.
pub fn as_f64(count: usize) -> f64 {
    // No run counts to 2^53.
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_the_middle_and_nothing_has_none() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn a_quantile_is_one_of_the_values() {
        let hundred: Vec<u32> = (1..=100).collect();
        assert_eq!(quantile(&hundred, 0.50), 50);
        assert_eq!(quantile(&hundred, 0.99), 99);
        assert_eq!(quantile(&hundred, 0.999), 100);
        assert_eq!(quantile(&[], 0.5), 0);
    }

    #[test]
    fn a_goal_is_held_by_the_value_or_by_the_ratio_and_never_by_nothing() {
        let measured = |rounds| Mesure::of("W", "nom", "/s", rounds);
        assert_eq!(measured(vec![5.0]).aiming_at(Goal::AtLeast(5.0)).held, Some(true));
        assert_eq!(measured(vec![5.1]).aiming_at(Goal::AtMost(5.0)).held, Some(false));
        assert_eq!(measured(vec![]).aiming_at(Goal::AtMost(5.0)).held, Some(false));
        let compared = measured(vec![5.0]).against(Some(3.1));
        assert_eq!(compared.aiming_at(Goal::RatioAtLeast(3.0)).held, Some(true));
        assert_eq!(measured(vec![5.0]).aiming_at(Goal::RatioAtLeast(3.0)).held, Some(false));
    }
}
