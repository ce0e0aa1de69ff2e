//! The rates at which operations are called.

use super::rate::Rate;

/// The rates at which operations are called: those that the contract documents, or those that were given.
///
/// Each operation has limits of its own, for each application in each tenant. An operation for which none is documented is
/// called as fast as the service responds.
#[derive(Clone, Debug, Default)]
pub struct Rates {
    given: Option<Vec<Rate>>,
}

impl Rates {
    /// The documented rates.
    pub fn documented() -> Self {
        Self::default()
    }

    /// These rates for every operation, instead of the documented ones; without any, there is no limit.
    pub fn given(rates: Vec<Rate>) -> Self {
        Self { given: Some(rates) }
    }

    /// The rates of an operation, all of which hold.
    pub fn of(&self, operation: &str) -> Vec<Rate> {
        match &self.given {
            Some(rates) => rates.clone(),
            None => documented(operation),
        }
    }
}

fn documented(operation: &str) -> Vec<Rate> {
    let known = defender_actions::operations().iter().find(|known| known.id == operation);
    let limits = known.map(|known| known.rate_limits).unwrap_or_default();
    limits.iter().map(|limit| Rate { calls: limit.calls, period: limit.period }).collect()
}

#[cfg(test)]
mod tests {
    use test_support::contract;

    use super::*;

    #[test]
    fn the_rates_are_those_of_the_contract_unless_others_are_given() {
        let given: Rate = "5/60s".parse().unwrap();
        let mut documented = 0;
        for operation in contract().operations() {
            let limits = operation.rate_limits();
            documented += limits.len();
            let expected: Vec<Rate> =
                limits.iter().map(|limit| Rate { calls: limit.calls, period: limit.period }).collect();
            assert_eq!(Rates::documented().of(operation.name()), expected);
            assert_eq!(Rates::given(vec![given]).of(operation.name()), [given]);
            assert_eq!(Rates::given(Vec::new()).of(operation.name()), []);
        }
        assert!(documented > 0);
        assert_eq!(Rates::documented().of("none"), []);
    }
}
