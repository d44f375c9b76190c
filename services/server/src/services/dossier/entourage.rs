//! The adults around the child and the pièces of his file, as `Lire` tells them: identifiers and codes.

use chrono::NaiveDate;
use domain::codes::Code as _;
use domain::enfant::Parcours;
use proto::dossier::v1 as fil;

pub(super) fn liens(parcours: &Parcours, au: NaiveDate) -> Vec<fil::EtatLien> {
    let held = parcours.entourage.liens_au(au);
    let declared = held.into_iter().filter_map(|lien| lien.declare());
    let told = |declare: &domain::histoire::Datee<domain::entourage::LienDeclare>| fil::EtatLien {
        lien: declare.fait.lien.0.to_string(),
        personne: declare.fait.personne.0.to_string(),
        nature: declare.fait.nature.cle().to_owned(),
        source: declare.fait.source.cle().to_owned(),
        depuis: declare.le().to_string(),
        version: super::etats::of_object(parcours, declare.fait.lien.0),
    };
    declared.map(told).collect()
}

pub(super) fn menages(parcours: &Parcours, au: NaiveDate) -> Vec<fil::EtatMenage> {
    let menages = parcours.entourage.menages.values();
    let told =
        |observe: &domain::histoire::Datee<domain::entourage::MenageObserve>| fil::EtatMenage {
            menage: observe.fait.menage.0.to_string(),
            personnes: observe.fait.personnes.iter().map(|one| one.0.to_string()).collect(),
            principal: observe.fait.principal,
            observe_le: observe.le().to_string(),
            version: super::etats::of_object(parcours, observe.fait.menage.0),
        };
    menages.filter_map(|menage| menage.compose(au)).map(told).collect()
}

pub(super) fn pieces(parcours: &Parcours, au: NaiveDate) -> Vec<fil::EtatPiece> {
    let day = |le: Option<NaiveDate>| le.map(|le| le.to_string()).unwrap_or_default();
    let told = |versee: &domain::histoire::Datee<domain::piece::Versee>| fil::EtatPiece {
        piece: versee.fait.piece.0.to_string(),
        nature: versee.fait.nature.cle().to_owned(),
        auteur: versee.fait.auteur.cle().to_owned(),
        date: day(versee.fait.date),
        recue_le: day(versee.fait.recue_le),
        regime: versee.fait.regime.cle().to_owned(),
        deposee: versee.fait.adresse.is_some(),
        version: super::etats::of_object(parcours, versee.fait.piece.0),
    };
    parcours.piece.versees_au(au).into_iter().map(told).collect()
}
