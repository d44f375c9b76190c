//! The child's status: what the commission advises, a délaissement now and then; and the incidents of his places.
//!
//! # Invariants
//!
//! - A délaissement is asked for after a year without relations and after support was proposed to the parent.
//! - A child is admitted as pupille only on the day his placement ends for another reason than a return, when no
//!   measure follows: no stock of placements moves.
//!
//! Deliberately absent: procès-verbaux of recueil, delegations, adoptions.

use chrono::NaiveDate;
use proto::ecrit::v1::{IncidentSurvenu, SignalerIncidentRequest};
use proto::projet::v1::{
    AvisCessec, CessecSaisie, NoterAvisDeLaCommissionRequest, SaisirLaCommissionRequest,
};
use proto::reprise::v1::commande::Commande as Ordre;
use proto::statut::v1::{
    AdmettrePupilleRequest, DelaissementDemande, DelaissementJuge, DemanderDelaissementRequest,
    JugerDelaissementRequest, ObserverRelationsRequest, ProposerSoutienRequest, PupilleAdmis,
    RelationsObservees, SoutienPropose,
};

use crate::calendrier::{LIMITE, REPRISE, jour_utile, jours_entre, plus, plus_mois};
use crate::ecriture::Ecriture;
use crate::journal::{Instant, decideur};
use crate::mesure::MotifFin;
use crate::plan::Genre;
use crate::pratiques::{
    CESSEC_AUTRE, CESSEC_AVIS, CESSEC_AVIS_APRES, CESSEC_JEUNE, DELAISSEMENT_DECLARE,
    DELAISSEMENT_DEMANDE, DELAISSEMENT_JUGE_APRES, INCIDENT, INCIDENTS,
};

/// Under this age in months, the commission examines every child.
const JEUNE_MOIS: u32 = 36;
/// Days without relations before a request: a year and a few weeks.
const SANS_RELATIONS_JOURS: i64 = 390;

impl Ecriture<'_> {
    /// The status of a child entrusted to the ASE, and what happened where he lives.
    pub(super) fn statut(&mut self, enfant: usize, rangs: &[usize]) {
        let monde = self.monde;
        for &rang in rangs {
            if monde.parcours[rang].genre == Genre::Confie {
                self.commission(enfant, rang, rangs.last() == Some(&rang));
            }
            if !monde.parcours[rang].genre.milieu_ouvert() {
                self.incidents(enfant, rang);
            }
        }
    }

    fn commission(&mut self, enfant: usize, rang: usize, derniere: bool) {
        let monde = self.monde;
        let parcours = &monde.parcours[rang];
        let depuis = parcours.effet.max(plus(REPRISE, 1));
        let jeune = depuis < plus_mois(monde.enfants[enfant].naissance, JEUNE_MOIS);
        let chances = if jeune { CESSEC_JEUNE } else { CESSEC_AUTRE };
        let examine = self.journal.hasard.pour_mille(chances);
        let vise = plus(depuis, self.journal.hasard.entre(50, 400));
        let Some(saisie_le) = jour_utile(vise).filter(|&le| le < parcours.jusqu_a()) else {
            return;
        };
        if !examine {
            return;
        }
        let motif = if jeune { "moins_de_trois_ans" } else { "risque_de_delaissement" };
        let saisie = CessecSaisie { examen: self.uuid(), motif: motif.to_owned() };
        let examen = saisie.examen.clone();
        let apres = self.mesure_saisie(rang, saisie_le);
        let apres = self.dire(enfant, saisie_le, apres, |entete| {
            let saisie = Some(saisie);
            Ordre::ProjetSaisirLaCommission(SaisirLaCommissionRequest { entete, saisie })
        });
        let vise = plus(saisie_le, self.journal.hasard.dans(CESSEC_AVIS_APRES));
        let Some(le) = jour_utile(vise).filter(|&le| le < parcours.jusqu_a()) else { return };
        let propose = self.journal.hasard.pese(&CESSEC_AVIS);
        let avis = AvisCessec { examen, avis: propose.to_owned(), precision: None };
        let apres = self.dire(enfant, le, apres, |entete| {
            let avis = Some(avis);
            Ordre::ProjetNoterAvisDeLaCommission(NoterAvisDeLaCommissionRequest { entete, avis })
        });
        let demande = self.journal.hasard.pour_mille(DELAISSEMENT_DEMANDE);
        if propose == "delaissement" && demande {
            self.delaissement(enfant, (rang, derniere), le, apres);
        }
    }

    /// The parent kept no relations; support was proposed; the request, and its judgment.
    fn delaissement(
        &mut self,
        enfant: usize,
        (rang, derniere): (usize, bool),
        avis_le: NaiveDate,
        apres: Instant,
    ) {
        let monde = self.monde;
        let parcours = &monde.parcours[rang];
        let depuis = parcours.effet.max(plus(avis_le, -120));
        let vise = plus(depuis, SANS_RELATIONS_JOURS + self.journal.hasard.entre(0, 90));
        let Some(le) = jour_utile(vise).filter(|&le| le < parcours.jusqu_a()) else { return };
        let apres = self.absence_et_soutien(enfant, avis_le, depuis, apres);
        let requete = self.uuid();
        let demande = DelaissementDemande {
            requete: requete.clone(),
            parents: vec!["mere".to_owned()],
            decideur: Some(decideur(&mut self.journal.hasard, "responsable_delegation", le)),
        };
        let apres = self.dire(enfant, le, apres, |entete| {
            let demande = Some(demande);
            Ordre::StatutDemanderDelaissement(DemanderDelaissementRequest { entete, demande })
        });
        let vise = plus(le, self.journal.hasard.dans(DELAISSEMENT_JUGE_APRES));
        let Some(juge_le) = jour_utile(vise) else { return };
        let declare = self.journal.hasard.pour_mille(DELAISSEMENT_DECLARE);
        let jugement = DelaissementJuge { requete, declare };
        let apres = self.dire(enfant, juge_le, apres, |entete| {
            let jugement = Some(jugement);
            Ordre::StatutJugerDelaissement(JugerDelaissementRequest { entete, jugement })
        });
        if declare && derniere {
            self.peut_etre_pupille(enfant, rang, juge_le, apres);
        }
    }

    fn absence_et_soutien(
        &mut self,
        enfant: usize,
        avis_le: NaiveDate,
        depuis: NaiveDate,
        apres: Instant,
    ) -> Instant {
        let relations = RelationsObservees {
            parent: "mere".to_owned(),
            relations: "absentes".to_owned(),
            depuis: depuis.to_string(),
        };
        let apres = self.dire(enfant, avis_le, apres, |entete| {
            let relations = Some(relations);
            Ordre::StatutObserverRelations(ObserverRelationsRequest { entete, relations })
        });
        let le = jour_utile(plus(avis_le, self.journal.hasard.entre(3, 30))).unwrap_or(avis_le);
        let soutien = SoutienPropose { parents: vec!["mere".to_owned()] };
        self.dire(enfant, le, apres, |entete| {
            let soutien = Some(soutien);
            Ordre::StatutProposerSoutien(ProposerSoutienRequest { entete, soutien })
        })
    }

    /// Admitted when the placement ends without a return.
    fn peut_etre_pupille(
        &mut self,
        enfant: usize,
        rang: usize,
        juge_le: NaiveDate,
        apres: Instant,
    ) {
        let monde = self.monde;
        let fin = monde.parcours[rang].fin;
        let fin = fin.filter(|fin| fin.motif == MotifFin::Autre && juge_le < fin.le);
        let Some(le) = fin.map(|fin| fin.le) else { return };
        let admission = PupilleAdmis {
            recueil: self.uuid(),
            cas: "delaissement".to_owned(),
            effet_le: le.to_string(),
            decideur: Some(decideur(&mut self.journal.hasard, "responsable_delegation", le)),
        };
        self.dire(enfant, le, apres, |entete| {
            let admission = Some(admission);
            Ordre::StatutAdmettrePupille(AdmettrePupilleRequest { entete, admission })
        });
    }

    /// Very few incidents, reported to the authority.
    fn incidents(&mut self, enfant: usize, rang: usize) {
        let monde = self.monde;
        let parcours = &monde.parcours[rang];
        for (numero, sejour) in parcours.sejours.iter().enumerate() {
            let fin = parcours.fin_du_sejour(numero).unwrap_or(plus(LIMITE, 1));
            let du = sejour.du.max(plus(REPRISE, 1));
            let incident = self.journal.hasard.pour_mille(INCIDENT);
            let duree = jours_entre(du, fin) - 2;
            let le = jour_utile(plus(du, self.journal.hasard.entre(1, duree)));
            let Some(le) = le.filter(|&le| incident && le < fin) else { continue };
            let incident = IncidentSurvenu {
                incident: self.uuid(),
                categorie: self.journal.hasard.pese(&INCIDENTS).to_owned(),
                menaces: vec!["l_enfant".to_owned()],
                accueil: sejour.id.to_string(),
                organisation: None,
                recit: self.objectifs(enfant),
            };
            let apres = self.mesure_saisie(rang, le);
            self.dire(enfant, le, apres, |entete| {
                let incident = Some(incident);
                Ordre::EcritSignalerIncident(SignalerIncidentRequest { entete, incident })
            });
        }
    }
}
