//! Measures: ordered or agreed, waiting, begun, lifted, ended.

use domain::codes::{
    Autorite, MentionDecision, MotifAttente, MotifFin, MotifSuspension, NatureMesure,
    SituationApres, Titulaire,
};
use proto::mesure::v1 as mes;
use proto::reprise::v1::Commande;

use super::Lecture;
use crate::scenario::phrase::{code, list, objects};

/// The measures of the head, one a child, with the terms the sentence says once.
fn measures(lecture: &mut Lecture<'_>, usual: Autorite) -> Vec<mes::MesureEnfant> {
    let named = objects(&lecture.head());
    let decision = lecture.phrase.take("décision ");
    let decision = decision.unwrap_or_else(|| format!("décision de {}", named[0].0));
    let consents = lecture.phrase.take("accord ").map(|said| list(&said)).unwrap_or_default();
    let mentions = lecture.phrase.take("mention ").map(|said| list(&said)).unwrap_or_default();
    let terms = mes::Mesure {
        decision: lecture.id(&decision),
        nature: code::<NatureMesure>(&lecture.value()),
        fondement: lecture.phrase.take("fondement ").unwrap_or_default(),
        libelle_local: lecture.phrase.take("dite ").unwrap_or_default(),
        autorite: lecture.code_or("par le ", usual),
        effet_le: lecture.day_after("à compter du "),
        terme_le: lecture.day_after("jusqu'au "),
        notifiee_le: lecture.day_after("notifiée le "),
        service_responsable: lecture.phrase.take("délégation ").unwrap_or_default(),
        consentements: consents.iter().map(|said| code::<Titulaire>(said)).collect(),
        mentions: mentions.iter().map(|said| code::<MentionDecision>(said)).collect(),
        ..mes::Mesure::default()
    };
    let mut found = Vec::new();
    for (name, children) in named {
        lecture.noms.about(&name, &children);
        let [child] = children.as_slice() else { panic!("a measure is one child's: {name}") };
        let mesure = Some(mes::Mesure { mesure: lecture.id(&name), ..terms.clone() });
        found.push(mes::MesureEnfant { enfant: lecture.id(child), mesure });
    }
    found
}

pub(super) fn ordonner(lecture: &mut Lecture<'_>) -> Commande {
    let mesures = measures(lecture, Autorite::JugeDesEnfants);
    mes::OrdonnerRequest { entete: lecture.entete(vec![]), mesures }.into()
}

pub(super) fn contracter(lecture: &mut Lecture<'_>) -> Commande {
    let decideur = lecture.decideur();
    let mut mesures = measures(lecture, Autorite::President);
    for mesure in mesures.iter_mut().filter_map(|one| one.mesure.as_mut()) {
        mesure.decideur.clone_from(&decideur);
    }
    mes::ContracterRequest { entete: lecture.entete(vec![]), mesures }.into()
}

/// « M1 par M2 »: the chain is that of the first measure.
pub(super) fn renouveler(lecture: &mut Lecture<'_>) -> Commande {
    let head = lecture.head();
    let (previous, next) = head.split_once(" par ").expect("renouveler M1 par M2");
    let children = lecture.noms.children_of(previous);
    let child = children.first().unwrap_or_else(|| panic!("nobody has {previous}"));
    lecture.phrase.parts[0].head = format!("{next} pour {child}");
    let signed = lecture.phrase.says("sous contrat");
    let usual = if signed { Autorite::President } else { Autorite::JugeDesEnfants };
    let decideur = if signed { lecture.decideur() } else { None };
    let mesures = measures(lecture, usual);
    let precedente = lecture.id(previous);
    let renewal = |mes::MesureEnfant { enfant, mesure }| {
        let mesure = mesure.map(|mesure| mes::Mesure {
            chaine: precedente.clone(),
            decideur: decideur.clone(),
            ..mesure
        });
        let renouvelee = mes::Renouvelee { precedente: precedente.clone(), mesure };
        mes::RenouvellementEnfant { enfant, renouvelee: Some(renouvelee) }
    };
    let renouvellements = mesures.into_iter().map(renewal).collect();
    mes::RenouvelerRequest { entete: lecture.entete(vec![]), renouvellements }.into()
}

pub(super) fn recevoir_mesure(lecture: &mut Lecture<'_>) -> Commande {
    let (mesure, enfants) = lecture.object();
    let recue = Some(mes::Recue { mesure });
    mes::RecevoirRequest { entete: lecture.entete(enfants), recue }.into()
}

pub(super) fn attribuer(lecture: &mut Lecture<'_>) -> Commande {
    let (mesure, enfants) = lecture.object();
    let attribuee = Some(mes::Attribuee { mesure, service: lecture.value() });
    mes::AttribuerRequest { entete: lecture.entete(enfants), attribuee }.into()
}

pub(super) fn mettre_en_attente(lecture: &mut Lecture<'_>) -> Commande {
    let (mesure, enfants) = lecture.object();
    let motif = code::<MotifAttente>(&lecture.value());
    let rang = lecture.phrase.take("rang ").map(|rank| rank.parse().expect("a rank is a number"));
    let attente = Some(mes::MiseEnAttente { mesure, motif, rang });
    mes::MettreEnAttenteRequest { entete: lecture.entete(enfants), attente }.into()
}

pub(super) fn missionner(lecture: &mut Lecture<'_>) -> Commande {
    let (mesure, enfants) = lecture.object();
    let missionnee = Some(mes::Missionnee { mesure });
    mes::MissionnerRequest { entete: lecture.entete(enfants), missionnee }.into()
}

pub(super) fn demarrer(lecture: &mut Lecture<'_>) -> Commande {
    let (mesure, enfants) = lecture.object();
    let demarree = Some(mes::Demarree { mesure });
    mes::DemarrerRequest { entete: lecture.entete(enfants), demarree }.into()
}

pub(super) fn suspendre(lecture: &mut Lecture<'_>) -> Commande {
    let (mesure, enfants) = lecture.object();
    let motif = code::<MotifSuspension>(&lecture.value());
    let suspendue = Some(mes::Suspendue { mesure, motif });
    mes::SuspendreRequest { entete: lecture.entete(enfants), suspendue }.into()
}

pub(super) fn reprendre(lecture: &mut Lecture<'_>) -> Commande {
    let (mesure, enfants) = lecture.object();
    let reprise = Some(mes::Reprise { mesure });
    mes::ReprendreRequest { entete: lecture.entete(enfants), reprise }.into()
}

fn situation_apres(lecture: &mut Lecture<'_>) -> String {
    lecture.phrase.take("puis ").map(|said| code::<SituationApres>(&said)).unwrap_or_default()
}

pub(super) fn lever(lecture: &mut Lecture<'_>) -> Commande {
    let (mesure, enfants) = lecture.object();
    let levee = mes::Levee {
        mesure,
        motif: code::<MotifFin>(&lecture.value()),
        situation_apres: situation_apres(lecture),
        decision: String::new(),
    };
    mes::LeverRequest { entete: lecture.entete(enfants), levee: Some(levee) }.into()
}

pub(super) fn terminer_mesure(lecture: &mut Lecture<'_>) -> Commande {
    let (mesure, enfants) = lecture.object();
    let by = lecture.phrase.take("remplacée par ");
    let terminee = mes::Terminee {
        mesure,
        motif: code::<MotifFin>(&lecture.value()),
        situation_apres: situation_apres(lecture),
        remplacee_par: by.map(|name| lecture.id(&name)).unwrap_or_default(),
    };
    mes::TerminerRequest { entete: lecture.entete(enfants), terminee: Some(terminee) }.into()
}
