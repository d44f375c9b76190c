//! What is told to who sent an information, on request or of right (A17); and advice given without one (A22).
//!
//! # Invariants
//!
//! - Siblings share what is owed to a sender: the earliest of their days, and it has no object when it has none for any.
//! - Advice is the Département's own: it names no child, and is counted the first time it is told.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::codes::{Code as _, GenreEcrit, PorteDEntree, Transip};
use domain::departement::ConseilDonne;
use domain::droit;
use uuid::Uuid;

use super::segments::{Acte, delais};
use super::{Appel, plus_tot};
use crate::cadre::Cadre;
use crate::departs::{Depart, departs, repris_ailleurs};
use crate::ecrits::{differe_depuis, premier_envoi};
use crate::enfant::Enfant;
use crate::nombres::{Coupe, Dit, absente, combien, compte, par_code, part};

/// The kinds of writings that answer a sender.
const RETOURS: &[GenreEcrit] = &[GenreEcrit::RetourExpediteur, GenreEcrit::ReponseExpediteur];

/// What is owed to a sender, over the children of the information.
#[derive(Debug)]
struct Retour {
    depuis: NaiveDate,
    du_le: Option<NaiveDate>,
    tenu: Option<NaiveDate>,
    /// From when it has no object; none: it has one, for a child at least.
    sans_objet: Option<NaiveDate>,
}

/// What is kept of senders.
#[derive(Debug, Default)]
pub(super) struct Comptes {
    /// By information, and the day it was asked.
    demandes: BTreeMap<(Uuid, NaiveDate), Retour>,
    de_droit: BTreeMap<Uuid, Retour>,
    conseils: BTreeMap<Uuid, (NaiveDate, PorteDEntree, Transip)>,
}

impl Retour {
    /// What another child says of the same.
    fn avec(self, other: Option<Self>) -> Self {
        let Some(other) = other else { return self };
        Self {
            depuis: self.depuis.min(other.depuis),
            du_le: plus_tot(self.du_le, other.du_le),
            tenu: plus_tot(self.tenu, other.tenu),
            sans_objet: self.sans_objet.zip(other.sans_objet).map(|(one, two)| one.min(two)),
        }
    }

    /// Lawfully withheld by its last day, and not answered.
    fn differe(&self) -> bool {
        let by = self.sans_objet.zip(self.du_le).is_some_and(|(since, du_le)| since <= du_le);
        by && self.tenu.is_none()
    }
}

impl Comptes {
    /// Takes into account what is owed for a child.
    pub(super) fn voir(&mut self, cadre: &Cadre, enfant: &Enfant, appels: &[Appel<'_>]) {
        let gone = departs(enfant);
        for appel in appels {
            if appel.retiree.is_some() || !cadre.commune_demandee(appel.commune) {
                continue;
            }
            if appel.expediteur_de_droit {
                self.de_droit(enfant, appel, &gone);
            } else {
                self.sur_demande(enfant, appel);
            }
        }
    }

    fn sur_demande(&mut self, enfant: &Enfant, appel: &Appel<'_>) {
        let id = appel.information;
        let known = appel.demandes.iter().filter_map(|le| Some((*le, droit::regle("IP-12", *le)?)));
        for (depuis, regle) in known {
            let retour = Retour {
                depuis,
                du_le: Some(regle.legale(regle.duree.depuis(depuis))),
                tenu: premier_envoi(enfant, RETOURS, id, depuis),
                sans_objet: differe_depuis(enfant, GenreEcrit::ReponseExpediteur, id),
            };
            let others = self.demandes.remove(&(id, depuis));
            self.demandes.insert((id, depuis), retour.avec(others));
        }
    }

    fn de_droit(&mut self, enfant: &Enfant, appel: &Appel<'_>, gone: &[Depart]) {
        let (id, Some(depuis)) = (appel.information, appel.suivie_le) else { return };
        let withheld = differe_depuis(enfant, GenreEcrit::RetourExpediteur, id);
        let retour = Retour {
            depuis,
            du_le: None,
            tenu: premier_envoi(enfant, RETOURS, id, depuis),
            sans_objet: plus_tot(withheld, repris_ailleurs(gone, depuis, None)),
        };
        let others = self.de_droit.remove(&id);
        self.de_droit.insert(id, retour.avec(others));
    }
}

impl super::Comptes {
    /// Takes advice given into account.
    pub(crate) fn conseille(&mut self, le: NaiveDate, conseil: &ConseilDonne) {
        let told = (le, conseil.porte_d_entree, conseil.demandeur);
        self.retours.conseils.entry(conseil.conseil).or_insert(told);
    }
}

/// What is told to senders.
pub(crate) fn a17(cadre: &Cadre, comptes: &super::Comptes) -> Dit {
    let asked = comptes.retours.demandes.values();
    let due: Vec<&Retour> = asked.filter(|retour| cadre.dans_la_periode(retour.du_le)).collect();
    let counted: Vec<&&Retour> = due.iter().filter(|retour| !retour.differe()).collect();
    let in_time = counted
        .iter()
        .filter(|retour| retour.tenu.zip(retour.du_le).is_some_and(|(tenu, du_le)| tenu <= du_le));
    let unanswered = counted.iter().filter(|retour| retour.tenu.is_none());
    let mut lignes = vec![
        part(
            "dans_le_delai",
            "Demandes répondues dans les trois mois",
            combien(in_time),
            combien(counted.iter()),
        ),
        compte("sans_reponse", "Demandes sans réponse", combien(unanswered)),
        compte(
            "differees",
            "Demandes dont l'information est différée, hors du taux",
            combien(due.iter()) - combien(counted.iter()),
        ),
    ];
    let owed = comptes.retours.de_droit.values().filter(|retour| {
        let waits = retour.sans_objet.is_none() || retour.tenu.is_some();
        cadre.dans_la_periode(Some(retour.depuis)) && waits
    });
    let actes: Vec<Acte> = owed.map(|retour| (retour.depuis, retour.tenu)).collect();
    lignes.extend(delais(
        cadre,
        "de_droit_",
        "Retours de droit aux professionnels et élus",
        &actes,
    ));
    Dit::seules(lignes)
}

/// Advice without an information.
pub(crate) fn a22(cadre: &Cadre, comptes: &super::Comptes) -> Dit {
    let libelle = "Conseils donnés sans information préoccupante";
    if cadre.territoire.is_some() {
        return Dit::seules(vec![absente("conseils", libelle)]);
    }
    let all = comptes.retours.conseils.values();
    let here: Vec<_> = all.filter(|(le, ..)| cadre.dans_la_periode(Some(*le))).collect();
    let portes = par_code::<PorteDEntree>(here.iter().map(|(_, porte, _)| porte.cle()));
    let demandeurs = par_code::<Transip>(here.iter().map(|(.., demandeur)| demandeur.cle()));
    let cut = |axe, lignes| Coupe { axe, total: "conseils", lignes };
    Dit {
        lignes: vec![compte("conseils", libelle, combien(here.iter()))],
        coupes: vec![cut("porte", portes), cut("demandeur", demandeurs)],
    }
}
