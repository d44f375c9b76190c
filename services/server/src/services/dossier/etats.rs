//! Where a child's parcours stands on a day: his identity, and the state of each object.
//!
//! Invariant: states are the domain's; what is written here is only which fact goes in which field.

use chrono::NaiveDate;
use domain::codes::Code;
use domain::enfant::Parcours;
use domain::extrait::irregularites_d_extraits;
use domain::histoire::{Datee, Enregistre};
use domain::ids::{AccueilId, MesureId, ProjetId};
use domain::irregularites::irregularites;
use domain::mesure::Mesure;
use domain::projet_pour_enfant::Projet;
use domain::{accueil::Accueil, irregularites::Irregularite};
use proto::commun::v1::CoordonneesResolues;
use proto::dossier::v1 as fil;
use proto::wire::Wire as _;
use uuid::Uuid;

use super::{ecrits, entourage, execution, justice, reunion, suivi, traitement};
use crate::lecture::{Dossier, Point};
use crate::vues::identifiants;

/// The answer of `Lire`.
pub(crate) fn lire(
    dossier: &Dossier,
    point: &Point,
    coordonnees: CoordonneesResolues,
) -> fil::LireResponse {
    let parcours = Parcours::au(&dossier.histoire, point.au);
    let identite = &parcours.identite;
    let residence = identite.residence_au(point.au);
    fil::LireResponse {
        coordonnees: Some(coordonnees),
        enfant: dossier.enfant.0.to_string(),
        etat_civil: identite.etat_civil().map(|etat_civil| etat_civil.to_wire()),
        naissance: identite.naissance().map(|naissance| naissance.to_wire()),
        sexe: identite.sexe().cle().to_owned(),
        identifie: identite.identifie(),
        mna: identite.mna.is_some(),
        commune: residence.and_then(|residence| residence.commune.clone()).unwrap_or_default(),
        service_responsable: residence
            .and_then(|residence| residence.service_responsable.clone())
            .unwrap_or_default(),
        informations: traitement::informations(&parcours),
        evaluations: traitement::evaluations(&parcours),
        decisions: traitement::decisions(&parcours),
        mesures: mesures(&parcours, point.au),
        accueils: accueils(&parcours, point.au),
        projets: projets(&parcours),
        ecrits: ecrits::ecrits(&parcours),
        retenues: ecrits::retenues(&parcours),
        incidents: ecrits::incidents(&parcours),
        sante: ecrits::sante(&parcours),
        statut: Some(suivi::statut(&parcours, point.au)),
        autonomie: suivi::autonomie(&parcours, point.au),
        situation: suivi::situation(&parcours, point.au),
        minorites: suivi::minorites(&parcours),
        prenatal: suivi::prenatal(&parcours, point.au),
        liens: entourage::liens(&parcours, point.au),
        menages: entourage::menages(&parcours, point.au),
        pieces: entourage::pieces(&parcours, point.au),
        dossiers_judiciaires: justice::dossiers(&parcours),
        audiences: justice::audiences(&parcours),
        prochaine_audience: justice::prochaine_audience(&parcours, point.au),
        demandes_justice: justice::demandes(&parcours),
        decisions_judiciaires: justice::decisions(&parcours),
        reunis: identifiants(&dossier.reunis),
        demande_sous: dossier.demande_sous.map(|id| id.0.to_string()).unwrap_or_default(),
        competents: reunion::competents(&parcours, point),
        partages: reunion::partages(&parcours),
        version: dossier.siens().last().map_or(0, version),
        irregularites: irregularites(&parcours, point.au)
            .iter()
            .chain(&irregularites_d_extraits(&dossier.enregistres, point.au))
            .map(|found| irregularite(found, point.au))
            .collect(),
    }
}

fn version(recorded: &Enregistre) -> u32 {
    recorded.cible.version
}

/// The version of the last event about an object: what a command on it expects.
pub(super) fn of_object(parcours: &Parcours, objet: Uuid) -> u32 {
    parcours.objets.get(&objet).copied().unwrap_or_default()
}

pub(super) fn day(le: Option<NaiveDate>) -> String {
    le.map(|le| le.to_string()).unwrap_or_default()
}

fn mesures(parcours: &Parcours, au: NaiveDate) -> Vec<fil::EtatMesure> {
    let known = &parcours.mesure.mesures;
    known.iter().map(|(&id, mesure)| mesure_state(parcours, id, mesure, au)).collect()
}

fn mesure_state(
    parcours: &Parcours,
    id: MesureId,
    mesure: &Mesure,
    au: NaiveDate,
) -> fil::EtatMesure {
    let termes = mesure.decidee().map(|decidee| &decidee.fait.termes);
    let attribuee = mesure.attributions.last().map(Datee::le);
    let executee = parcours.executee_le(id).filter(|executee| *executee <= au);
    let waits = mesure.en_vigueur(&parcours.identite, au) && executee.is_none();
    let waited = |depuis: Option<NaiveDate>| {
        let jours = (au - depuis.filter(|_| waits)?).num_days();
        u32::try_from(jours).ok()
    };
    let ended = mesure.fin(&parcours.identite).filter(|fin| *fin <= au);
    let etat = fil::EtatMesure {
        mesure: id.0.to_string(),
        chaine: termes.map(|termes| termes.chaine.0.to_string()).unwrap_or_default(),
        nature: termes.map(|termes| termes.nature.cle().to_owned()).unwrap_or_default(),
        libelle_local: termes.and_then(|termes| termes.libelle_local.clone()).unwrap_or_default(),
        etat: mesure.etat(&parcours.identite, executee, au).cle().to_owned(),
        prononcee_le: day(mesure.decidee().map(Datee::le)),
        effet_le: day(mesure.effet()),
        terme_le: day(mesure.terme()),
        recue_le: day(mesure.recue_le()),
        attribuee_le: day(attribuee),
        demarree_le: day(executee),
        finie_le: day(ended),
        attente_depuis_effet_jours: waited(mesure.effet()),
        attente_depuis_reception_jours: waited(mesure.recue_le()),
        attente_depuis_attribution_jours: waited(attribuee),
        version: of_object(parcours, id.0),
        ..fil::EtatMesure::default()
    };
    execution::mesure(parcours, id, mesure, au, etat)
}

fn accueils(parcours: &Parcours, au: NaiveDate) -> Vec<fil::EtatAccueil> {
    let known = parcours.accueil.accueils.iter();
    known
        .map(|(&id, accueil)| {
            execution::accueil(accueil, au, accueil_state(parcours, id, accueil, au))
        })
        .collect()
}

fn accueil_state(
    parcours: &Parcours,
    id: AccueilId,
    accueil: &Accueil,
    au: NaiveDate,
) -> fil::EtatAccueil {
    let debut = accueil.debut();
    let mesure = parcours.mesure_d_accueil(accueil, au);
    fil::EtatAccueil {
        accueil: id.0.to_string(),
        mesure: mesure.map(|mesure| mesure.0.to_string()).unwrap_or_default(),
        genre: debut.map(|debut| debut.fait.lieu.genre.cle().to_owned()).unwrap_or_default(),
        depuis: day(debut.map(Datee::le)),
        jusqu_au: day(accueil.fin()),
        principal: debut.is_some_and(|debut| debut.fait.principal),
        version: of_object(parcours, id.0),
        ..fil::EtatAccueil::default()
    }
}

fn projets(parcours: &Parcours) -> Vec<fil::EtatProjet> {
    let known = &parcours.projet.projets;
    known.iter().map(|(&id, projet)| projet_state(parcours, id, projet)).collect()
}

fn projet_state(parcours: &Parcours, id: ProjetId, projet: &Projet) -> fil::EtatProjet {
    let etabli = projet.etabli().map(Datee::le);
    let last = projet.revisions.iter().max_by_key(|revise| revise.fait.edition).map(Datee::le);
    let this_edition = |edition: u32| edition == projet.edition();
    fil::EtatProjet {
        projet: id.0.to_string(),
        etabli_le: day(etabli),
        edition: projet.edition(),
        derniere_edition_le: day(last.or(etabli)),
        signataires: projet
            .signatures
            .iter()
            .filter(|signe| this_edition(signe.fait.edition))
            .map(|signe| signe.fait.signataire.cle().to_owned())
            .collect(),
        refus: projet
            .refus
            .iter()
            .filter(|refusee| this_edition(refusee.fait.edition))
            .map(|refusee| refusee.fait.signataire.cle().to_owned())
            .collect(),
        version: of_object(parcours, id.0),
        ..ecrits::derniere_edition(projet)
    }
}

fn irregularite(found: &Irregularite, au: NaiveDate) -> fil::Irregularite {
    let Irregularite { code, article, objet, charge, depuis, phrase } = found;
    fil::Irregularite {
        code: (*code).to_owned(),
        article: (*article).to_owned(),
        objet: if objet.is_nil() { String::new() } else { objet.to_string() },
        depuis: depuis.to_string(),
        phrase: phrase.clone(),
        charge: charge.libelle().to_owned(),
        age_jours: found.age_jours(au),
    }
}
