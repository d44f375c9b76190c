//! The rules the law note lists and this table does not hold, each with its reason.
//!
//! Only three reasons are admitted: no event of ours can trigger it; it is known from memory and from
//! nothing else (flag M); it was repealed.

/// Identifier, and why there is no row.
pub const EXCEPTIONS: &[(&str, &str)] = &[
    (
        "DO-07",
        "ce n'est pas un délai : le décret écrit encore deux ans où la loi dit trois ; DO-04-3 et DO-05-3 suivent la loi",
    ),
    (
        "DO-17",
        "aucun événement d'un enfant ne la déclenche : l'envoi annuel à l'observatoire est un acte du Département",
    ),
    (
        "AU-09",
        "aucun délai ne court : la commission d'accès à l'autonomie existe (source S, l'arrêté a deux dates)",
    ),
];
