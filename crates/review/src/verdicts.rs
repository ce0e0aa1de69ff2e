//! The verdicts of the [policy](crate::policy): the words that its cells are written in.

use crate::change::Tier;

/// What a change means.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub tier: Tier,
    /// Who breaks, and how; or why nobody does.
    pub consequence: &'static str,
    /// What would make it compatible; empty where it is.
    pub remedy: &'static str,
}

macro_rules! verdicts {
    ($($name:ident = $tier:ident, $consequence:literal, $remedy:literal;)*) => {
        $(pub(crate) static $name: Verdict =
            Verdict { tier: Tier::$tier, consequence: $consequence, remedy: $remedy };)*
    };
}

verdicts! {
    // Wire: what is sent

    REFUSES = Wire,
        "A deployed consumer may still send what the service now refuses.",
        "Keep taking what was taken, or put the new rule on a new operation.";
    DROPS = Wire,
        "A deployed consumer may still send it; the service refuses it, or no longer heeds it.",
        "Keep it, mark it as deprecated, and remove it with the next major version.";
    MEANS_OTHERWISE = Wire,
        "The service understands otherwise what a deployed consumer leaves out.",
        "Keep the default, and let consumers that want the other value send it.";

    // Wire: what comes

    SURPRISES = Wire,
        "A deployed consumer receives what it was not made for.",
        "Keep what is sent within what was promised, or send the new only to those who ask for it.";
    MISSES = Wire,
        "A deployed consumer no longer receives what it relies on.",
        "Keep sending it, mark it as deprecated, and remove it with the next major version.";

    // Wire: both ways

    RESHAPES = Wire,
        "A deployed consumer and the service read the same bytes in different ways.",
        "Keep the form, and offer the other one beside it under a new name or media type.";
    UNDECIDED = Wire,
        "No rule can tell whether the new takes all that the old did; a deployed consumer may break.",
        "Show that nothing that was valid has become invalid, and approve the change.";
    UNKNOWN = Wire,
        "Nobody has told what this means; it needs a person.",
        "Look at it, and approve the change.";

    // Wire: around the messages

    GONE = Wire,
        "A deployed consumer that calls it gets an error.",
        "Keep it, mark it as deprecated, and remove it with the next major version.";
    UNREACHABLE = Wire,
        "A deployed consumer that calls this address no longer reaches the service.",
        "Keep the address beside the new one.";
    LOCKS_OUT = Wire,
        "A deployed consumer that signs in as it did is refused.",
        "Keep the way in that it had as an alternative.";
    MISLEADS = Wire,
        "A deployed consumer asks for its token, or calls, in a way that no longer fits.",
        "Keep the old one working beside the new one.";

    // Source

    RENAMES = Source,
        "Generated code has another name for it; code that uses the old one stops compiling.",
        "Keep the name.";
    RETYPES = Source,
        "Generated code gives it another type; code that uses it stops compiling.",
        "Keep the type, and add another place for the new one.";
    REORDERS = Source,
        "Generated code has them in another order; code that goes by the order breaks, or does something else.",
        "Keep the order, and add new ones at the end.";
    DROPS_NAME = Source,
        "Generated code no longer has it; code that names it stops compiling.",
        "Keep it, and mark it as deprecated.";

    // Compatible

    ACCEPTS = Compatible, "The service takes all that it took, and more.", "";
    PROMISES = Compatible, "Consumers receive nothing that they could not receive before.", "";
    OFFERS = Compatible, "It is new; who does not use it sees no difference.", "";
    IGNORED = Compatible, "Consumers that do not know it pass it by.", "";
    COVERED = Compatible, "A range, or the default, describes it too.", "";
    WARNS = Compatible, "Nothing breaks yet; consumers are told to move.", "";

    // Docs

    WORDS = Docs, "Words only; no message and no generated name differs.", "";
    SIMULATED = Docs, "Only the simulator heeds it; the service knows nothing of it.", "";
}
