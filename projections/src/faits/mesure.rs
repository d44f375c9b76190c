//! Measures and episodes of accueil: the measures' side of a history.
//!
//! A measure is executed from its first act, from the first accueil for it, or, when it renews one
//! that is executed, from its own effect: a renewal of what runs does not begin again.

use chrono::NaiveDate;
use domain::accueil::Fin;
use domain::codes::Code as _;
use domain::droit;
use domain::enfant::Parcours;
use domain::histoire::Datee;
use domain::ids::MesureId;
use domain::mesure::{Decidee, Famille, Mesure, famille, survit_a_la_majorite};
use uuid::Uuid;

use super::ligne::{FaitAccueil, FaitMesure};

/// One row a measure whose decision is known, and its day of effect.
pub(super) fn mesures(enfant: Uuid, parcours: &Parcours) -> Vec<FaitMesure> {
    let known = parcours.mesure.mesures.iter();
    known
        .filter_map(|(&id, mesure)| {
            let (decidee, effet_le) = (mesure.decidee()?, mesure.effet()?);
            Some(row(enfant, parcours, (id, mesure, decidee), effet_le))
        })
        .collect()
}

fn row(
    enfant: Uuid,
    parcours: &Parcours,
    (id, mesure, decidee): (MesureId, &Mesure, &Datee<Decidee>),
    effet_le: NaiveDate,
) -> FaitMesure {
    let termes = &decidee.fait.termes;
    let chain = Chain::new(parcours, (id, decidee), effet_le);
    let fin = end(parcours, mesure, decidee);
    FaitMesure {
        enfant,
        mesure: id.0,
        decision: termes.decision.0,
        chaine: termes.chaine.0,
        nature: termes.nature.cle(),
        famille: cle_famille(famille(termes.nature)),
        libelle_local: termes.libelle_local.clone(),
        administrative: decidee.fait.administrative,
        precedente: decidee.fait.precedente.map(|precedente| precedente.0),
        premiere_de_chaine: chain.first && decidee.fait.precedente.is_none(),
        debut_de_chaine: chain.begins,
        ppe_du_le: droit::regle("DO-01", chain.begins)
            .map(|regle| regle.duree.depuis(chain.begins)),
        prononcee_le: decidee.le(),
        effet_le,
        terme_le: mesure.terme(),
        recue_le: mesure.recue_le(),
        attribuee_le: mesure.attributions.first().map(Datee::le),
        operateur: mesure.attributions.last().map(|attribuee| attribuee.fait.service.clone()),
        missionnee_le: mesure.missionnee,
        demarree_le: parcours.executee_le(id),
        fin_le: fin.map(|(le, _)| le),
        motif_fin: fin.map(|(_, motif)| motif),
        service_responsable: termes.service_responsable.clone(),
    }
}

/// The key of a family.
pub(crate) fn cle_famille(famille: Famille) -> &'static str {
    match famille {
        Famille::AideADomicile => "aide_a_domicile",
        Famille::MilieuOuvert => "milieu_ouvert",
        Famille::Confie => "confie",
        Famille::PlacementDirect => "placement_direct",
        Famille::Autre => "autre",
    }
}

/// The place of a measure in its chain.
struct Chain {
    begins: NaiveDate,
    first: bool,
}

impl Chain {
    fn new(
        parcours: &Parcours,
        (id, decidee): (MesureId, &Datee<Decidee>),
        effet_le: NaiveDate,
    ) -> Self {
        let chaine = decidee.fait.termes.chaine;
        let of_it = |mesure: &&Mesure| {
            mesure.decidee().is_some_and(|decidee| decidee.fait.termes.chaine == chaine)
        };
        let begun = parcours.mesure.mesures.iter().filter(|(_, mesure)| of_it(mesure));
        let begun = begun.filter_map(|(&id, mesure)| Some((mesure.effet()?, id)));
        let own = (effet_le, id);
        let first = begun.min().unwrap_or(own);
        Self { begins: first.0, first: first == own }
    }
}

/// The first day it no longer runs, and why.
fn end(
    parcours: &Parcours,
    mesure: &Mesure,
    decidee: &Datee<Decidee>,
) -> Option<(NaiveDate, &'static str)> {
    let enfant = &parcours.identite;
    let fin = mesure.fin(enfant)?;
    let minor_only = !survit_a_la_majorite(decidee.fait.termes.nature);
    let acted = mesure.fins.iter().find(|acted| acted.le() == fin);
    let renewed = mesure.renouvelee.is_some_and(|(_, effet)| effet == fin);
    let motif = match acted {
        Some(acted) => acted.fait.motif.cle(),
        None if renewed => "renouvellement",
        None if mesure.infirmee == Some(fin) => "infirmation",
        None if enfant.decede == Some(fin) => "deces",
        None if minor_only && enfant.emancipe == Some(fin) => "emancipation",
        None => "majorite",
    };
    Some((fin, motif))
}

/// One row an episode whose beginning is known.
pub(super) fn accueils(enfant: Uuid, parcours: &Parcours) -> Vec<FaitAccueil> {
    let chaine = |mesure: MesureId| {
        let decidee = parcours.mesure.mesures.get(&mesure)?.decidee()?;
        Some(decidee.fait.termes.chaine.0)
    };
    let known = parcours.accueil.accueils.iter();
    known
        .filter_map(|(id, accueil)| {
            let debut = accueil.debut()?;
            let mesure = parcours.titres(accueil).last().map(|titre| titre.mesure);
            Some(FaitAccueil {
                enfant,
                accueil: id.0,
                mesure: mesure.map(|mesure| mesure.0),
                chaine: mesure.and_then(chaine),
                lieu: debut.fait.lieu.genre.cle(),
                commune: debut.fait.lieu.commune.clone(),
                place: debut.fait.lieu.lieu.map(|lieu| lieu.0),
                principal: debut.fait.principal,
                depuis: debut.le(),
                jusqu_a: accueil.fin(),
                motif: ended(accueil),
                lieu_id: debut.fait.lieu.lieu.map(|lieu| lieu.0),
            })
        })
        .collect()
}

fn ended(accueil: &domain::accueil::Accueil) -> Option<&'static str> {
    let first = accueil.fins.iter().min_by_key(|fin| fin.le())?;
    Some(match first.fait {
        Fin::Sortie(motif) => motif.cle(),
        Fin::Changement(motif) => motif.cle(),
    })
}
