//! The French of a verification: a line a check, a line a finding.

use chrono::{DateTime, SecondsFormat, Utc};
use eventstore::tree::Hash;
use eventstore::verify::{
    Changed, CommandFault, Finding, HeadFault, HeadName, Kind, Report, Span, StreamRow,
};
use uuid::Uuid;

use crate::nombres::{accorde, entier};

/// « 120 000 ».
pub(super) fn nombre(valeur: u64) -> String {
    entier(valeur.cast_signed())
}

/// « la position 12 », « les positions 12 à 15 ».
pub(super) fn ou(span: Span) -> String {
    let Span { first, last } = span;
    if first == last {
        return format!("la position {}", nombre(first.get()));
    }
    format!("les positions {} à {}", nombre(first.get()), nombre(last.get()))
}

/// What was checked, with how many.
pub(super) fn verifications(rapport: &Report) -> Vec<String> {
    let racine =
        rapport.root.as_ref().map_or("pas de racine : il manque des positions".to_owned(), hexa);
    let non_comparees = match rapport.unchecked {
        0 => String::new(),
        autant => format!(" (dont {} sans comparaison possible)", nombre(autant)),
    };
    let tetes = rapport.heads + rapport.outside;
    vec![
        format!("événements     {} relus, feuilles recalculées", nombre(rapport.events)),
        format!("flux           {} suivis, version après version", nombre(rapport.streams)),
        format!("commandes      {} dont les positions se suivent", nombre(rapport.commands)),
        format!("sous-arbres    {} comparés", nombre(rapport.subtrees)),
        format!(
            "têtes signées  {} lues, dont {} gardées ailleurs{non_comparees}",
            nombre(tetes),
            nombre(rapport.outside)
        ),
        format!("racine         {racine}"),
    ]
}

/// What does not hold, where, and what was expected.
pub(super) fn constat(constat: &Finding) -> String {
    let Finding { log: _, span, kind, more } = constat;
    let ou = span.map(|span| format!("{} : ", majuscule(&ou(span)))).unwrap_or_default();
    let suite = match more {
        0 => String::new(),
        autant => format!(" (et {} plus loin)", accorde(*autant, "autre", "autres")),
    };
    format!("{ou}{}{suite}", quoi(kind))
}

fn quoi(kind: &Kind) -> String {
    match kind {
        Kind::Missing => "des événements ont disparu".to_owned(),
        Kind::Repeated => "deux événements à la même place".to_owned(),
        Kind::Unreadable(colonne) => {
            format!("la colonne {colonne} ne peut être celle d’un événement")
        }
        Kind::Leaf { computed, stored, changed } => format!(
            "{} ; feuille recalculée {}, conservée {}",
            change(*changed),
            hexa(computed),
            hexa(stored)
        ),
        Kind::LeafVersion(version) => format!("feuille d’une version inconnue ({version})"),
        Kind::Payload(cause) => format!("le contenu n’est pas du JSON canonique ({cause})"),
        Kind::PayloadNotAnObject => "le contenu n’est pas un objet JSON".to_owned(),
        Kind::Instant { previous, found } => format!(
            "enregistré {}, pas après l’événement précédent ({})",
            instant(*found),
            instant(*previous)
        ),
        Kind::InTheFuture { found } => {
            format!("enregistré {}, plus d’un jour après l’horloge de la base", instant(*found))
        }
        Kind::Version { stream, expected, found } => {
            format!("version {found} du flux {stream}, la {expected} est attendue")
        }
        Kind::StreamOrder(flux) => {
            format!("les versions du flux {flux} ne suivent pas les positions")
        }
        Kind::StreamKind(flux) => format!("le flux {flux} change de genre"),
        Kind::Stream { stream, expected, found } => format!(
            "la table des flux dit « {} » du flux {stream}, ses événements « {} »",
            dit(found.as_ref()),
            dit(expected.as_ref())
        ),
        Kind::Name(numero) => {
            format!("le nom n° {numero} du dictionnaire n’en est pas un, ou sert deux fois")
        }
        Kind::Subtree { level, index } => format!(
            "la racine conservée du sous-arbre {index} (niveau {level}) n’est pas celle des feuilles"
        ),
        Kind::SubtreeBeyondEnd { level, index } => {
            format!(
                "le sous-arbre {index} (niveau {level}) couvre des événements qui n’existent pas"
            )
        }
        Kind::NoSuchLog(numero) => {
            format!("des événements sont du journal n° {numero}, que la table des journaux n’a pas")
        }
        Kind::Command { command, fault } => commande(*command, fault),
        Kind::Head { head, fault } => format!("{} {}", nom(head), tete(fault)),
    }
}

fn change(changed: Changed) -> &'static str {
    match changed {
        Changed::Unknown => "la ligne ou sa feuille a été changée",
        Changed::Row => "la ligne a été changée : une tête signée couvre sa feuille",
        Changed::Leaf => "la feuille a été changée : une tête signée couvre la ligne",
    }
}

fn dit(ligne: Option<&StreamRow>) -> String {
    ligne.map_or("aucune ligne".to_owned(), |ligne| {
        format!("version {}, dernière position {}", ligne.version, ligne.last)
    })
}

fn commande(commande: Uuid, fault: &CommandFault) -> String {
    match fault {
        CommandFault::Missing => {
            format!("l’événement dit la commande {commande}, et aucune ne le couvre")
        }
        CommandFault::OfAnother(autre) => {
            format!("la commande {commande} le couvre, et l’événement dit la commande {autre}")
        }
        CommandFault::Overlap => {
            format!("la commande {commande} couvre ce qu’une autre couvre déjà")
        }
        CommandFault::Instant => {
            format!("l’instant de la commande {commande} n’est pas celui de son dernier événement")
        }
        CommandFault::BeyondEnd => {
            format!("la commande {commande} couvre des événements qui n’existent pas")
        }
    }
}

fn tete(fault: &HeadFault) -> String {
    match fault {
        HeadFault::Refused(cause) => format!("n’est pas crue ({cause})"),
        HeadFault::Differs { signed, computed } => format!(
            "ne tient pas : lignes et empreintes ont été réécrites après la dernière tête qui tient ; racine \
             signée {}, recalculée {}",
            hexa(signed),
            hexa(computed)
        ),
        HeadFault::OtherHistory => {
            "ne tient pas alors qu’une plus grande tient : deux histoires ont été signées"
                .to_owned()
        }
        HeadFault::BeyondEnd => {
            "les couvre, et le journal s’arrête avant : sa fin a été coupée".to_owned()
        }
        HeadFault::Gone => "a été gardée ailleurs et n’est plus parmi les têtes signées".to_owned(),
    }
}

fn nom(head: &HeadName) -> String {
    let HeadName { size, outside } = head;
    let gardee = outside.as_ref().map(|source| format!(" gardée dans {source}"));
    format!("la tête de taille {}{}", nombre(size.get()), gardee.unwrap_or_default())
}

fn instant(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Micros, true)
}

fn hexa(hash: &Hash) -> String {
    hash.iter().map(|octet| format!("{octet:02x}")).collect()
}

fn majuscule(texte: &str) -> String {
    let mut lettres = texte.chars();
    let premiere = lettres.next().map(|lettre| lettre.to_uppercase().to_string());
    premiere.unwrap_or_default() + lettres.as_str()
}
