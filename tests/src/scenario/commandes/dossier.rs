//! Corrections and erasure.

use domain::codes::MotifEffacement;
use proto::commun::v1::Cible;
use proto::dossier::v1 as dos;
use proto::reprise::v1::Commande;
use proto::wire::{ActeDemande, demande};

use super::{Lecture, Saisie, comprendre};
use crate::scenario::noms::Noms;
use crate::scenario::phrase::{Phrase, list};

/// « 4 de Léa », or « 4 de Léa et 3 de Tom ».
fn targets(lecture: &mut Lecture<'_>) -> Vec<Cible> {
    let target = |said: String| {
        let (version, child) = said.split_once(" de ").expect("l'événement N de X");
        let version = version.parse().expect("an event has a number");
        Cible { enfant: lecture.noms.id(child), version }
    };
    list(&lecture.phrase.parts[0].head).into_iter().map(target).collect()
}

pub(super) fn annuler(lecture: &mut Lecture<'_>) -> Commande {
    let cibles = targets(lecture);
    let motif = lecture.phrase.take("motif ").unwrap_or_else(|| "erreur de saisie".into());
    dos::AnnulerRequest { entete: lecture.entete(vec![]), cibles, motif }.into()
}

/// « effacer le dossier de Léa, motif décision de justice, décision TJ 2036-12 ».
pub(super) fn effacer(lecture: &mut Lecture<'_>) -> Commande {
    let name = lecture.head();
    let enfant = lecture.id(&name);
    let efface = dos::DossierEfface {
        motif: lecture.code_or("motif ", MotifEffacement::TermeDeConservation),
        decision: lecture.phrase.take("décision ").expect("say by which decision"),
    };
    dos::EffacerRequest { entete: lecture.entete(vec![enfant]), efface: Some(efface) }.into()
}

/// « rectifier l'événement 4 de Léa, motif … par : admettre A1 pour Léa : foyer…, le 2026-03-02 ».
/// The day said after the colon, if one is, is the right one.
pub(super) fn rectifier(
    correction: &str,
    replacement: &str,
    noms: &mut Noms,
    saisie: Saisie,
) -> Commande {
    let head = correction.strip_prefix("rectifier l'événement ").expect("rectifier l'événement N");
    let dated = replacement.split(", ").any(|clause| clause.starts_with("le "));
    let understood = comprendre(replacement, noms, saisie);
    let asked = demande(&understood).expect("the replacement is a command of the contract");
    let ActeDemande::Fratrie(mut asked_of) = asked.acte else {
        panic!("an information is moved, not rectified")
    };
    let (_, commande) = asked_of.remove(0);
    let event = domain::enfant::asked(&commande).expect("a correction replaces no event");
    let mut lecture = Lecture { noms, saisie, phrase: Phrase::lue(head) };
    let cibles = targets(&mut lecture);
    let motif = lecture.phrase.take("motif ").unwrap_or_else(|| "erreur de saisie".into());
    let request = dos::RectifierRequest {
        entete: lecture.entete(vec![]),
        cibles,
        motif,
        remplacement: Some(proto::wire::evenement(&event)),
        survenu: dated.then(|| proto::wire::Wire::to_wire(&asked.survenu)),
    };
    lecture.phrase.finish();
    request.into()
}
