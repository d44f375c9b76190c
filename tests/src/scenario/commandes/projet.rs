//! The projet pour l'enfant: established, revised, signed or not.

use domain::codes::{MotifRevisionPpe, Signataire};
use proto::projet::v1 as pro;
use proto::reprise::v1::Commande;

use super::{Lecture, sealed};
use crate::scenario::lignes::contenu;
use crate::scenario::phrase::code;

pub(super) fn etablir_projet(lecture: &mut Lecture<'_>) -> Commande {
    let (projet, enfants) = lecture.object();
    let objectifs = sealed(lecture.phrase.take("objectifs "));
    let (rubriques, objectifs_suivis, reference) = contenu(lecture);
    let decideur = lecture.decideur();
    let etabli =
        Some(pro::Etabli { projet, objectifs, rubriques, objectifs_suivis, reference, decideur });
    pro::EtablirRequest { entete: lecture.entete(enfants), etabli }.into()
}

fn edition(lecture: &mut Lecture<'_>) -> u32 {
    let said = lecture.phrase.take("édition ").expect("say which edition");
    said.parse().expect("an edition is a number")
}

pub(super) fn reviser_projet(lecture: &mut Lecture<'_>) -> Commande {
    let (projet, enfants) = lecture.object();
    let (rubriques, objectifs_suivis, reference) = contenu(lecture);
    let motif = lecture.phrase.take("motif ").map(|said| code::<MotifRevisionPpe>(&said));
    let revise = pro::Revise {
        projet,
        edition: edition(lecture),
        motif: motif.unwrap_or_default(),
        objectifs: sealed(lecture.phrase.take("objectifs ")),
        rubriques,
        objectifs_suivis,
        reference,
        decideur: lecture.decideur(),
    };
    pro::ReviserRequest { entete: lecture.entete(enfants), revise: Some(revise) }.into()
}

fn signataire(lecture: &mut Lecture<'_>) -> String {
    code::<Signataire>(&lecture.phrase.take("par ").expect("say who signs: « par la mère »"))
}

pub(super) fn signer_projet(lecture: &mut Lecture<'_>) -> Commande {
    let (projet, enfants) = lecture.object();
    let (edition, signataire) = (edition(lecture), signataire(lecture));
    let signe = Some(pro::Signe { projet, edition, signataire });
    pro::SignerRequest { entete: lecture.entete(enfants), signe }.into()
}

pub(super) fn noter_refus_de_signer(lecture: &mut Lecture<'_>) -> Commande {
    let (projet, enfants) = lecture.object();
    let (edition, signataire) = (edition(lecture), signataire(lecture));
    let motif = sealed(lecture.phrase.take("motif "));
    let refus = Some(pro::SignatureRefusee { projet, edition, signataire, motif });
    pro::NoterRefusDeSignerRequest { entete: lecture.entete(enfants), refus }.into()
}
