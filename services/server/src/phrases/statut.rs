//! The sentences of the chapter `statut`.

use domain::codes::Code;
use domain::statut::{AutoriteConstatee, AvisJugeRecu, Event};

use super::{dated, list, some, with};

pub(super) fn phrase(event: &Event) -> String {
    match event {
        Event::Constate(constate) => {
            let effet = dated(", à compter du ", constate.effet_le);
            format!("Statut constaté : {}{effet}.", constate.statut.libelle())
        }
        Event::AutoriteConstatee(fait) => autorite(fait),
        Event::PvDresse(pv) => format!(
            "Procès-verbal de recueil : {}{}.",
            pv.cas.libelle(),
            with(", remis par : ", some(list(&pv.remis_par)).as_deref()),
        ),
        Event::EnfantRepris(repris) => {
            format!("L'enfant est repris sans formalité : {}.", repris.par.libelle())
        }
        Event::PupilleAdmis(admis) => {
            let effet = dated(", à compter du ", admis.effet_le);
            format!("Admis comme pupille de l'État : {}{effet}.", admis.cas.libelle())
        }
        Event::AdmissionNotifiee(notifiee) => {
            format!("Arrêté d'admission reçu par : {}.", notifiee.destinataire.libelle())
        }
        Event::RecoursForme(recours) => {
            format!("Recours contre l'admission : {}.", recours.par.libelle())
        }
        Event::RecoursJuge(juge) if juge.admission_annulee => "Admission annulée.".into(),
        Event::RecoursJuge(_) => "Recours contre l'admission rejeté.".into(),
        Event::ConseilTenu(conseil) => {
            format!("Conseil de famille : {}.", list(&conseil.objets))
        }
        Event::PupilleFini(fini) => format!("Fin du statut de pupille : {}.", fini.fin.libelle()),
        Event::AdoptionConsentie(consentie) => format!(
            "Consentement à l'adoption : {}, devant : {}.",
            consentie.par.libelle(),
            consentie.devant.libelle(),
        ),
        Event::ConsentementRetracte(retracte) => {
            format!("Consentement à l'adoption rétracté : {}.", retracte.par.libelle())
        }
        Event::RelationsObservees(observees) => format!(
            "Relations observées, {} : {}{}.",
            observees.parent.libelle(),
            observees.relations.libelle(),
            dated(", depuis le ", observees.depuis),
        ),
        Event::SoutienPropose(soutien) => {
            format!("Soutien proposé : {}.", list(&soutien.parents))
        }
        Event::DelaissementDemande(demande) => {
            format!("Déclaration de délaissement demandée : {}.", list(&demande.parents))
        }
        Event::DelaissementJuge(juge) if juge.declare => "Délaissement parental déclaré.".into(),
        Event::DelaissementJuge(_) => "Demande de délaissement rejetée.".into(),
        Event::DelegationDemandee(demande) => {
            format!("Délégation d'autorité parentale demandée par {}.", demande.demandeur.libelle())
        }
        Event::AvisJugeRecu(avis) => avis_du_juge(avis),
    }
}

fn autorite(fait: &AutoriteConstatee) -> String {
    format!(
        "Autorité parentale{} : {} ({}){}{}.",
        if fait.partielle { ", en partie" } else { "" },
        fait.titulaire.libelle(),
        fait.decision.libelle(),
        with(", ", fait.juridiction.as_deref()),
        dated(", à compter du ", fait.effet_le),
    )
}

fn avis_du_juge(avis: &AvisJugeRecu) -> String {
    format!(
        "Avis du juge des enfants sur la délégation{}.",
        match avis.favorable {
            Some(true) => " : favorable",
            Some(false) => " : défavorable",
            None => "",
        }
    )
}
