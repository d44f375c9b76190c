//! Évaluations: mandated, prevented, handed in.

use domain::codes::{
    Conclusion, Contact, GenreSuite, Mandant, MotifEmpechement, MotifJonction,
    ProfessionnelConsulte,
};
use proto::evaluation::v1 as eva;
use proto::reprise::v1::Commande;

use super::{Lecture, sealed};
use crate::scenario::phrase::{code, list};

/// « E1 sur I1 et I2 pour Léa »: the évaluation, its informations, its children.
fn evaluation_on(lecture: &mut Lecture<'_>) -> (String, Vec<String>, Vec<String>) {
    let head = lecture.head();
    let (about, said) = match head.split_once(" pour ") {
        Some((about, children)) => (about, list(children)),
        None => (head.as_str(), Vec::new()),
    };
    let (evaluation, informations) = about.split_once(" sur ").expect("E sur I [pour X]");
    let informations = list(informations);
    let known = || lecture.noms.children_of(&informations[0]);
    let children = if said.is_empty() { known() } else { said };
    lecture.noms.about(evaluation, &children);
    (lecture.id(evaluation), lecture.ids(&informations), lecture.ids(&children))
}

pub(super) fn mandater(lecture: &mut Lecture<'_>) -> Commande {
    let (evaluation, informations, enfants) = evaluation_on(lecture);
    let service = lecture.phrase.take("service ").unwrap_or_else(|| "DT de La Rochelle".into());
    let mandatee = eva::Mandatee {
        evaluation,
        informations,
        service,
        mandant: lecture.code_or("mandant ", Mandant::Crip),
        equipe: vec![],
        decideur: lecture.decideur(),
    };
    eva::MandaterRequest { entete: lecture.entete(enfants), mandatee: Some(mandatee) }.into()
}

pub(super) fn joindre(lecture: &mut Lecture<'_>) -> Commande {
    let (evaluation, informations, enfants) = evaluation_on(lecture);
    let motif = lecture.code_or("motif ", MotifJonction::Domicile);
    let arrivee_le = lecture.day_after("arrivée du ");
    let joint = Some(eva::EnfantJoint { evaluation, informations, motif, arrivee_le });
    eva::JoindreRequest { entete: lecture.entete(enfants), joint }.into()
}

pub(super) fn noter_contact(lecture: &mut Lecture<'_>) -> Commande {
    let (evaluation, enfants) = lecture.object();
    let genre = code::<Contact>(&lecture.value());
    let note = sealed(lecture.phrase.take("note "));
    let accord_titulaires = match lecture.phrase.says("avec leur accord") {
        true => Some(true),
        false => lecture.phrase.says("sans leur accord").then_some(false),
    };
    let professionnel = lecture.phrase.take("de ").map(|said| code::<ProfessionnelConsulte>(&said));
    let professionnel = professionnel.unwrap_or_default();
    let contact =
        Some(eva::ContactNote { evaluation, genre, note, accord_titulaires, professionnel });
    eva::NoterContactRequest { entete: lecture.entete(enfants), contact }.into()
}

pub(super) fn constater_empechement(lecture: &mut Lecture<'_>) -> Commande {
    let (evaluation, enfants) = lecture.object();
    let motif = code::<MotifEmpechement>(&lecture.value());
    let empechee = Some(eva::Empechee { evaluation, motif });
    eva::ConstaterEmpechementRequest { entete: lecture.entete(enfants), empechee }.into()
}

pub(super) fn remettre_rapport(lecture: &mut Lecture<'_>) -> Commande {
    let (evaluation, enfants) = lecture.object();
    let conclusion = code::<Conclusion>(&lecture.value());
    let proposed = lecture.phrase.take("proposition ").map(|said| list(&said)).unwrap_or_default();
    let rapport = eva::RapportRemis {
        evaluation,
        conclusion,
        dangers: vec![],
        propositions: proposed.iter().map(|suite| code::<GenreSuite>(suite)).collect(),
        synthese: sealed(lecture.phrase.take("synthèse ")),
    };
    eva::RemettreRapportRequest { entete: lecture.entete(enfants), rapport: Some(rapport) }.into()
}

pub(super) fn demander_complement(lecture: &mut Lecture<'_>) -> Commande {
    let (evaluation, enfants) = lecture.object();
    let attendu_le = lecture.day_after("attendu le ");
    let complement = Some(eva::ComplementDemande { evaluation, attendu_le });
    eva::DemanderComplementRequest { entete: lecture.entete(enfants), complement }.into()
}
