//! The effects of changes: the words that the cells of the table are written in.

use super::terms::Tier;

/// The texts of an effect.
pub(crate) struct EffectTexts {
    pub tier: Tier,
    /// Who breaks, and how; or why nobody does.
    pub consequence: &'static str,
    /// What would make the change compatible; none where it is.
    pub remedy: Option<&'static str>,
}

macro_rules! effects {
    ($($name:ident = $tier:ident, $consequence:literal $(, $remedy:literal)?;)*) => {
        /// What a change does to consumers.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Effect {
            $($name,)*
        }

        impl Effect {
            pub const fn texts(self) -> &'static EffectTexts {
                match self {
                    $(Self::$name => &EffectTexts {
                        tier: Tier::$tier,
                        consequence: $consequence,
                        remedy: effects!(@option $($remedy)?),
                    },)*
                }
            }
        }
    };
    (@option) => { None };
    (@option $remedy:literal) => { Some($remedy) };
}

effects! {
    // Wire: requests

    RequestRejected = Wire,
        "A deployed consumer may still send what the service now rejects.",
        "Keep accepting what was accepted, or put the new rule on a new operation.";
    RequestIgnored = Wire,
        "A deployed consumer may still send it; the service rejects it, or ignores it.",
        "Keep it, mark it as deprecated, and remove it with the next major version.";
    DefaultChanged = Wire,
        "The service assumes another value where a deployed consumer sends none.",
        "Keep the default, and let consumers that want the other value send it.";

    // Wire: responses

    ResponseWidened = Wire,
        "A deployed consumer receives what it was not made for.",
        "Keep responses within what was promised, or send the new only to those who ask for it.";
    ResponseLost = Wire,
        "A deployed consumer no longer receives what it relies on.",
        "Keep sending it, mark it as deprecated, and remove it with the next major version.";

    // Wire: requests and responses

    EncodingChanged = Wire,
        "A deployed consumer and the service read the same bytes in different ways.",
        "Keep the encoding, and offer the other one beside it under a new name or media type.";
    Undecidable = Wire,
        "No rule can tell whether the new value allows all that the old one did; a deployed consumer may break.",
        "Show that nothing that was valid has become invalid, and approve the change.";
    Unknown = Wire,
        "The review does not know what this means; a person has to decide.",
        "Look at it, and approve the change.";

    ExtensionRead = Wire,
        "Tools that read the extension send or accept other messages.",
        "Look at what your tools make of it, and approve the change.";

    // Wire: around the messages

    EndpointRemoved = Wire,
        "A deployed consumer that calls it gets an error.",
        "Keep it, mark it as deprecated, and remove it with the next major version.";
    ServerRemoved = Wire,
        "A deployed consumer that calls this address no longer reaches the service.",
        "Keep the address beside the new one.";
    AuthNarrowed = Wire,
        "A deployed consumer that authenticates as before is rejected.",
        "Keep the old authentication as an alternative.";
    AuthChanged = Wire,
        "A deployed consumer requests its token, or calls, in a form that is no longer right.",
        "Keep the old one working beside the new one.";

    // Source

    NameChanged = Source,
        "Generated code has another name for it; code that uses the old one stops compiling.",
        "Keep the name.";
    TypeChanged = Source,
        "Generated code gives it another type; code that uses it stops compiling.",
        "Keep the type, and add another place for the new one.";
    OrderChanged = Source,
        "Generated code has them in another order; code that relies on the order breaks, or does something else.",
        "Keep the order, and add new ones at the end.";
    StatusAdded = Source,
        "A deployed consumer treats a status that it does not know by its class; generated code gets a new case, and code \
         that lists all of them stops compiling.",
        "Describe errors by a range or by `default`, which cover new ones.";
    ClosedExtended = Source,
        "A deployed consumer that does not validate ignores it; generated code that takes no other property gets another \
         type.",
        "Leave objects of responses open, so that they can be extended.";
    DefaultAssumed = Source,
        "Generated code assumes another value where a response has none; code that relies on the old one does something \
         else.",
        "Keep the default, or send the value in each response.";
    NameRemoved = Source,
        "Generated code no longer has it; code that names it stops compiling.",
        "Keep it, and mark it as deprecated.";

    // Compatible

    RequestWidened = Compatible, "The service accepts all that it accepted, and more.";
    ResponseNarrowed = Compatible, "Consumers receive nothing that they could not receive before.";
    ResponseExtended = Compatible, "Consumers that do not know it ignore it.";
    Added = Compatible, "It is new; consumers that do not use it see no difference.";
    Covered = Compatible, "A range, or the default, describes it too.";
    Negotiated = Compatible, "A consumer receives it only if its `Accept` allows it.";
    AuthCovered = Compatible,
        "A consumer that authenticates as before is accepted: another requirement asks for no more than this one.";
    Deprecated = Compatible, "Nothing breaks yet; consumers are asked to move.";

    ExtensionNoticed = Compatible, "Nobody breaks; it announces something to those who read it.";

    // Docs

    ExtensionUnread = Docs, "No known tool makes anything else than documentation of it.";
    TextChanged = Docs, "Words only; no message and no generated name differs.";
    SimulatorOnly = Docs, "Only the simulator uses it; the service does not know it.";
}
