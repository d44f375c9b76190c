//! Placement: admissions, moves, absences.

use domain::codes::{Absence, LieuAccueil, MotifChangementLieu, MotifSortie};
use proto::accueil::v1 as acc;
use proto::reprise::v1::Commande;

use super::Lecture;
use super::information::pair;
use crate::scenario::phrase::{code, objects};

fn place(lecture: &mut Lecture<'_>) -> Option<acc::Lieu> {
    Some(acc::Lieu {
        genre: code::<LieuAccueil>(&lecture.value()),
        commune: lecture.phrase.take("commune ").unwrap_or_default(),
        secret: lecture.phrase.says("lieu secret"),
        ..acc::Lieu::default()
    })
}

pub(super) fn admettre(lecture: &mut Lecture<'_>) -> Commande {
    let mesure = lecture.phrase.take("mesure ").map(|name| lecture.id(&name));
    let (lieu, relais) = (place(lecture), lecture.phrase.says("en relais"));
    let urgence = lecture.phrase.says("en urgence");
    let mut admissions = Vec::new();
    for (name, children) in objects(&lecture.head()) {
        lecture.noms.about(&name, &children);
        let [child] = children.as_slice() else { panic!("an accueil is one child's: {name}") };
        let admis = acc::Admis {
            accueil: lecture.id(&name),
            mesure: mesure.clone().unwrap_or_default(),
            lieu: lieu.clone(),
            principal: !relais,
            urgence,
        };
        admissions.push(acc::AdmissionEnfant { enfant: lecture.id(child), admis: Some(admis) });
    }
    acc::AdmettreRequest { entete: lecture.entete(vec![]), admissions }.into()
}

pub(super) fn changer_de_lieu(lecture: &mut Lecture<'_>) -> Commande {
    let (accueil, nouvel_accueil, enfants) = pair(lecture, " à ");
    let change = acc::LieuChange {
        accueil,
        nouvel_accueil,
        lieu: place(lecture),
        motif: lecture.code_or("motif ", MotifChangementLieu::InteretDeLEnfant),
        juge_informe_le: lecture.day_after("juge informé le "),
    };
    acc::ChangerDeLieuRequest { entete: lecture.entete(enfants), change: Some(change) }.into()
}

pub(super) fn terminer_accueil(lecture: &mut Lecture<'_>) -> Commande {
    let (accueil, enfants) = lecture.object();
    let motif = code::<MotifSortie>(&lecture.value());
    let termine = Some(acc::Termine { accueil, motif });
    acc::TerminerRequest { entete: lecture.entete(enfants), termine }.into()
}

pub(super) fn constater_absence(lecture: &mut Lecture<'_>) -> Commande {
    let (accueil, enfants) = lecture.object();
    let genre = code::<Absence>(&lecture.value());
    let absence = Some(acc::AbsenceConstatee { accueil, genre });
    acc::ConstaterAbsenceRequest { entete: lecture.entete(enfants), absence }.into()
}

pub(super) fn constater_retour(lecture: &mut Lecture<'_>) -> Commande {
    let (accueil, enfants) = lecture.object();
    let retour = Some(acc::RetourConstate { accueil });
    acc::ConstaterRetourRequest { entete: lecture.entete(enfants), retour }.into()
}
