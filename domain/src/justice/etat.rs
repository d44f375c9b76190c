//! What is known of what passed between the child and the courts, object by object.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    AdministrateurDesigne, AppelForme, ArretRendu, AudienceFixee, AudienceRenvoyee, AudienceTenue,
    AvocatDemande, AvocatDesigne, CabinetChange, CommuniqueAuParquet, ConvocationRecue,
    DecisionNotifiee, DecisionRendue, DemandeRecue, DemandeRepondue, Dessaisi, DossierConsulte,
    DossierOuvert, EnfantEntendu, Event, HospitalisationTerminee, InterdictionLevee,
    RetourneParParquet, Saisie,
};
use crate::codes::{Autorite, GenreDecisionJudiciaire, GenreEcrit, PartieAudience};
use crate::enfant::Parcours;
use crate::histoire::{Datee, Effectif};
use crate::ids::{AudienceId, DecisionId, DemandeJusticeId, DossierJudiciaireId};
use crate::temps::Survenu;

/// What is known, object by object; in each, the oldest fact first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// Judicial files.
    pub dossiers: BTreeMap<DossierJudiciaireId, Dossier>,
    /// Seizures of a judge or of the procureur.
    pub saisines: Vec<Datee<Saisie>>,
    /// Decisions, by the identifier their measures name.
    pub decisions: BTreeMap<DecisionId, Decision>,
    /// Hearings.
    pub audiences: BTreeMap<AudienceId, Audience>,
    /// Whether the child was heard.
    pub auditions: Vec<Datee<EnfantEntendu>>,
    /// Requests from justice.
    pub demandes: BTreeMap<DemandeJusticeId, Demande>,
}

/// What is known of one judicial file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dossier {
    /// Opened: once in a sound history.
    pub ouverts: Vec<Datee<DossierOuvert>>,
    /// Changes of cabinet or number.
    pub cabinets: Vec<Datee<CabinetChange>>,
    /// Given up for another court.
    pub dessaisis: Vec<Datee<Dessaisi>>,
    /// Lawyers asked for.
    pub avocats_demandes: Vec<Datee<AvocatDemande>>,
    /// Lawyers designated.
    pub avocats_designes: Vec<Datee<AvocatDesigne>>,
    /// Ad hoc administrators.
    pub administrateurs: Vec<Datee<AdministrateurDesigne>>,
    /// Sent to the procureur.
    pub communications: Vec<Datee<CommuniqueAuParquet>>,
    /// Sent back by him.
    pub retours: Vec<Datee<RetourneParParquet>>,
}

/// What is known of one decision, for this child.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    /// The dispositif: one in a sound history.
    pub rendues: Vec<Datee<DecisionRendue>>,
    /// Notified to a party.
    pub notifications: Vec<Datee<DecisionNotifiee>>,
    /// Appeals.
    pub appels: Vec<Datee<AppelForme>>,
    /// Arrêts: one in a sound history.
    pub arrets: Vec<Datee<ArretRendu>>,
    /// Its interdiction de sortie is lifted.
    pub interdictions_levees: Vec<Datee<InterdictionLevee>>,
    /// The child left the hospital where it had placed him.
    pub hospitalisations_finies: Vec<Datee<HospitalisationTerminee>>,
}

/// What is known of one hearing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Audience {
    /// Fixed.
    pub fixees: Vec<Datee<AudienceFixee>>,
    /// Put off.
    pub renvois: Vec<Datee<AudienceRenvoyee>>,
    /// Summons received.
    pub convocations: Vec<Datee<ConvocationRecue>>,
    /// The file was read.
    pub consultations: Vec<Datee<DossierConsulte>>,
    /// Held: once in a sound history.
    pub tenues: Vec<Datee<AudienceTenue>>,
}

/// What is known of one request from justice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Demande {
    /// Received: once in a sound history.
    pub recues: Vec<Datee<DemandeRecue>>,
    /// Answered.
    pub reponses: Vec<Datee<DemandeRepondue>>,
}

impl DecisionRendue {
    /// Provisional measures by the judge himself: what the delays of CPC 1184 and 1185 run from.
    #[must_use]
    pub fn provisoire_du_juge(&self) -> bool {
        use GenreDecisionJudiciaire as G;
        match self.genre {
            G::OrdonnanceSansAudience | G::OrdonnanceProvisoire => {
                self.autorite == Autorite::JugeDesEnfants
            }
            G::OrdonnanceParquet
            | G::OrdonnanceProrogation
            | G::Jugement
            | G::NonLieu
            | G::OrdonnanceRectificative
            | G::AutreOrdonnance
            | G::Arret => false,
        }
    }

    /// A decision of the judge on the merits.
    #[must_use]
    pub fn au_fond(&self) -> bool {
        use GenreDecisionJudiciaire as G;
        match self.genre {
            G::Jugement | G::NonLieu => true,
            G::OrdonnanceParquet
            | G::OrdonnanceSansAudience
            | G::OrdonnanceProvisoire
            | G::OrdonnanceProrogation
            | G::OrdonnanceRectificative
            | G::AutreOrdonnance
            | G::Arret => false,
        }
    }
}

impl Dossier {
    /// How it was opened, when it is known.
    #[must_use]
    pub fn ouvert(&self) -> Option<&Datee<DossierOuvert>> {
        self.ouverts.first()
    }

    /// Its cabinet today: the last one said.
    #[must_use]
    pub fn cabinet(&self) -> Option<&str> {
        let changed = self.cabinets.iter().rev().find_map(|change| change.fait.cabinet.as_deref());
        changed.or_else(|| self.ouvert()?.fait.cabinet.as_deref())
    }

    /// Its number at the greffe.
    #[must_use]
    pub fn numero_ae(&self) -> Option<&str> {
        let changed =
            self.cabinets.iter().rev().find_map(|change| change.fait.numero_ae.as_deref());
        changed.or_else(|| self.ouvert()?.fait.numero_ae.as_deref())
    }

    /// Its number at the parquet.
    #[must_use]
    pub fn numero_parquet(&self) -> Option<&str> {
        let changed =
            self.cabinets.iter().rev().find_map(|change| change.fait.numero_parquet.as_deref());
        changed.or_else(|| self.ouvert()?.fait.numero_parquet.as_deref())
    }
}

impl Decision {
    /// The dispositif, when it is known.
    #[must_use]
    pub fn rendue(&self) -> Option<&Datee<DecisionRendue>> {
        self.rendues.first()
    }

    /// The day it was notified to the Département: as told apart, else as told with the dispositif.
    #[must_use]
    pub fn notifiee_au_departement(&self) -> Option<Survenu> {
        let to_us = |one: &&Datee<DecisionNotifiee>| one.fait.partie == PartieAudience::Departement;
        let apart = self.notifications.iter().find(to_us).map(|one| one.survenu);
        apart.or_else(|| self.rendue()?.fait.notifiee_le.map(Survenu::le))
    }

    /// The first day it was notified to anybody.
    #[must_use]
    pub fn notifiee(&self) -> Option<Survenu> {
        let apart = self.notifications.iter().map(|one| one.survenu).min();
        let with_it = self.rendue().and_then(|rendue| rendue.fait.notifiee_le).map(Survenu::le);
        [apart, with_it].into_iter().flatten().min()
    }

    /// Somebody appealed, and the court has not yet decided.
    #[must_use]
    pub fn appel_pendant(&self) -> Option<&Datee<AppelForme>> {
        self.appels.first().filter(|_| self.arrets.is_empty())
    }
}

impl Audience {
    /// When it is to be held: the last day said, unless it was put off without a day.
    #[must_use]
    pub fn prevue(&self) -> Option<Survenu> {
        let fixed = self.fixees.last().map(|fixee| (fixee.survenu, Some(fixee.fait.prevue)));
        let put_off = self.renvois.last().map(|renvoi| (renvoi.survenu, renvoi.fait.prevue));
        match (fixed, put_off) {
            (Some((fixed, prevue)), Some((put_off, _))) if put_off < fixed => prevue,
            (_, Some((_, prevue))) => prevue,
            (Some((_, prevue)), None) => prevue,
            (None, None) => None,
        }
    }

    /// How it was held.
    #[must_use]
    pub fn tenue(&self) -> Option<&Datee<AudienceTenue>> {
        self.tenues.first()
    }
}

impl Demande {
    /// How it was received, when it is known.
    #[must_use]
    pub fn recue(&self) -> Option<&Datee<DemandeRecue>> {
        self.recues.first()
    }
}

impl Etat {
    /// The next hearing that is not held, from a day on.
    #[must_use]
    pub fn prochaine_audience(&self, au: NaiveDate) -> Option<(AudienceId, &Audience, Survenu)> {
        let waiting = self.audiences.iter().filter(|(_, audience)| audience.tenue().is_none());
        let dated = waiting
            .filter_map(|(&id, audience)| Some((id, audience, audience.prevue()?)))
            .filter(|(_, _, prevue)| au <= prevue.le);
        dated.min_by_key(|&(id, _, prevue)| (prevue.le, prevue.a, id))
    }

    /// When justice was first answered: by an answer of this chapter, or a writing about the request.
    #[must_use]
    pub fn reponse(&self, parcours: &Parcours, demande: DemandeJusticeId) -> Option<Survenu> {
        let here = self.demandes.get(&demande).and_then(|known| known.reponses.first());
        let ecrits = parcours.ecrit.emis_pour(GenreEcrit::ReponseJustice, demande.0);
        ecrits.map(|emis| emis.survenu).chain(here.map(|reponse| reponse.survenu)).min()
    }
}

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    match event {
        Event::Saisie(fait) => etat.saisines.push(effectif.datee(fait)),
        Event::EnfantEntendu(fait) => etat.auditions.push(effectif.datee(fait)),
        Event::DemandeRecue(fait) => {
            etat.demandes.entry(fait.demande).or_default().recues.push(effectif.datee(fait));
        }
        Event::DemandeRepondue(fait) => {
            etat.demandes.entry(fait.demande).or_default().reponses.push(effectif.datee(fait));
        }
        Event::DossierOuvert(_)
        | Event::CabinetChange(_)
        | Event::Dessaisi(_)
        | Event::AvocatDemande(_)
        | Event::AvocatDesigne(_)
        | Event::AdministrateurDesigne(_)
        | Event::CommuniqueAuParquet(_)
        | Event::RetourneParParquet(_) => evolve_dossier(etat, effectif, event),
        Event::DecisionRendue(_)
        | Event::DecisionNotifiee(_)
        | Event::AppelForme(_)
        | Event::ArretRendu(_)
        | Event::InterdictionLevee(_)
        | Event::HospitalisationTerminee(_) => evolve_decision(etat, effectif, event),
        Event::AudienceFixee(_)
        | Event::ConvocationRecue(_)
        | Event::AudienceRenvoyee(_)
        | Event::AudienceTenue(_)
        | Event::DossierConsulte(_) => evolve_audience(etat, effectif, event),
    }
}

macro_rules! evolve_object {
    ($function:ident, $map:ident, $key:ident { $( $event:ident => $list:ident ),+ $(,)? }) => {
        fn $function(etat: &mut Etat, effectif: &Effectif, event: &Event) {
            $(
                if let Event::$event(fait) = event {
                    etat.$map.entry(fait.$key).or_default().$list.push(effectif.datee(fait));
                }
            )+
        }
    };
}

evolve_object!(evolve_dossier, dossiers, dossier {
    DossierOuvert => ouverts,
    CabinetChange => cabinets,
    Dessaisi => dessaisis,
    AvocatDemande => avocats_demandes,
    AvocatDesigne => avocats_designes,
    AdministrateurDesigne => administrateurs,
    CommuniqueAuParquet => communications,
    RetourneParParquet => retours,
});

evolve_object!(evolve_decision, decisions, decision {
    DecisionRendue => rendues,
    DecisionNotifiee => notifications,
    AppelForme => appels,
    ArretRendu => arrets,
    InterdictionLevee => interdictions_levees,
    HospitalisationTerminee => hospitalisations_finies,
});

evolve_object!(evolve_audience, audiences, audience {
    AudienceFixee => fixees,
    ConvocationRecue => convocations,
    AudienceRenvoyee => renvois,
    AudienceTenue => tenues,
    DossierConsulte => consultations,
});
