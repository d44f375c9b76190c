//! What a history says of who somebody is: the one reading that the index writes and that candidates are
//! compared on.
//!
//! Invariant: a pure function of events whose seals are open; what is closed or erased says nothing.

use domain::codes::{Code as _, Sexe};
use domain::evenement::Evenement;
use domain::flux;
use domain::histoire::{Effectif, Enregistre};
use domain::identite::{self, EtatCivil, Naissance};
use domain::sealed::Sealed;
use domain::temps::Precision;
use domain::{dossier, entourage, personne};
use serde_json::Value;
use uuid::Uuid;

use super::ressemblance::{Etendue, Portrait};
use super::traits::{de_l_adresse, du_godet, du_numero, du_portrait, du_telephone};

/// Somebody who can be found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fiche {
    /// Names and births.
    pub portrait: Portrait,
    /// Addresses, every one he had.
    pub adresses: Vec<String>,
    /// Telephones.
    pub telephones: Vec<String>,
    /// Numbers of files of other institutions: 119, educative assistance, parquet.
    pub numeros: Vec<String>,
    /// The adults a child's file speaks of.
    pub personnes: Vec<Uuid>,
    /// Where in the journal all this is said.
    pub(super) positions: Vec<u64>,
}

/// Members of events that hold the number another institution gave.
const NUMEROS: [&str; 4] = ["numero_ae", "numero_parquet", "reference_externe", "numero_dossier"];

/// Stored names of events that say who somebody is, or correct one that does.
const PARLANTS: [&str; 11] = [
    "enfant_inscrit",
    "enfant_ne",
    "enfant_identifie",
    "naissance_fixee",
    "residence_declaree",
    "information_recue",
    "lien_declare",
    "evenement_annule",
    "evenement_rectifie",
    "dossiers_reunis",
    "dossiers_disjoints",
];

/// Whether a recorded event of a child may change what he is found by.
pub(super) fn parle(event_type: &str) -> bool {
    PARLANTS.contains(&event_type) || event_type.starts_with("dossier_judiciaire")
}

impl Fiche {
    /// What the effective history of a child says. `recorded` tells where the form that counts stands.
    pub(super) fn d_un_enfant(histoire: &[Effectif], recorded: &[Enregistre]) -> Self {
        let mut fiche = Self::default();
        for effectif in histoire {
            if fiche.entend(&effectif.evenement) {
                let par = effectif.rectifie_par.unwrap_or(effectif.cible.version);
                let said = recorded
                    .iter()
                    .find(|e| e.cible.flux == effectif.cible.flux && e.cible.version == par);
                fiche.positions.push(said.map_or(effectif.position, |e| e.position));
            }
        }
        fiche.rangee()
    }

    /// What events already chosen say: those of [`Self::positions`], read again one by one.
    pub(super) fn des_evenements<'a>(events: impl IntoIterator<Item = &'a Evenement>) -> Self {
        let mut fiche = Self::default();
        for event in events {
            fiche.entend(en_sa_forme(event));
        }
        fiche.rangee()
    }

    /// What the effective history of an adult says; nothing of a sender.
    pub(super) fn d_une_personne(histoire: &[flux::Effectif<personne::Event>]) -> Self {
        let mut fiche = Self::default();
        for effectif in histoire {
            if fiche.entend_de_la_personne(&effectif.evenement) {
                return Self::default();
            }
            fiche.positions.push(effectif.position);
        }
        fiche.rangee()
    }

    fn rangee(mut self) -> Self {
        let portrait = &mut self.portrait;
        let lists = [&mut portrait.noms, &mut portrait.prenoms, &mut portrait.meres];
        let others = [&mut self.adresses, &mut self.telephones, &mut self.numeros];
        for list in lists.into_iter().chain(others) {
            list.retain(|text| !text.trim().is_empty());
            let mut seen = Vec::new();
            list.retain(|text| {
                !seen.contains(text) && {
                    seen.push(text.clone());
                    true
                }
            });
        }
        self.personnes.sort_unstable();
        self.personnes.dedup();
        self.positions.sort_unstable();
        self.positions.dedup();
        self
    }

    /// Takes an event of a child into account; whether it said anything.
    fn entend(&mut self, evenement: &Evenement) -> bool {
        if let Evenement::Identite(event) = evenement {
            return self.identite(event);
        }
        if let Evenement::Entourage(entourage::Event::LienDeclare(lien)) = evenement {
            self.personnes.push(lien.personne.0);
            return true;
        }
        self.numero(&evenement.to_stored().data)
    }

    fn identite(&mut self, event: &identite::Event) -> bool {
        if let identite::Event::Inscrit(inscrit) = event {
            self.etat_civil(&inscrit.etat_civil);
            self.naissance(inscrit.naissance.as_ref());
            self.sexe(inscrit.sexe);
        } else if let identite::Event::Identifie(identifie) = event {
            self.etat_civil(&identifie.etat_civil);
            self.naissance(identifie.naissance.as_ref());
            self.sexe(identifie.sexe);
        } else if let identite::Event::Ne(ne) = event {
            ne.etat_civil.iter().for_each(|etat_civil| self.etat_civil(etat_civil));
            self.sexe(ne.sexe);
        } else if let identite::Event::NaissanceFixee(fixee) = event {
            self.naissance(Some(&fixee.naissance));
        } else if let identite::Event::ResidenceDeclaree(residence) = event {
            let adresse = residence.adresse.as_ref().and_then(Sealed::clair);
            self.adresses.extend(adresse.cloned());
            return residence.adresse.is_some();
        } else {
            return false;
        }
        true
    }

    fn etat_civil(&mut self, etat_civil: &Sealed<EtatCivil>) {
        let Some(EtatCivil { nom, prenoms, nom_naissance_mere }) = etat_civil.clair() else {
            return;
        };
        self.portrait.noms.push(nom.clone());
        self.portrait.prenoms.push(prenoms.clone());
        self.portrait.meres.extend(nom_naissance_mere.clone());
    }

    fn naissance(&mut self, naissance: Option<&Naissance>) {
        let Some(naissance) = naissance else { return };
        let claim = (naissance.le, etendue(naissance.precision));
        if !self.portrait.naissances.contains(&claim) {
            self.portrait.naissances.push(claim);
        }
    }

    fn sexe(&mut self, sexe: Sexe) {
        if matches!(sexe, Sexe::Feminin | Sexe::Masculin) {
            self.portrait.sexe = Some(sexe.cle().to_owned());
        }
    }

    /// Numbers of other institutions, wherever a chapter keeps them.
    fn numero(&mut self, data: &Value) -> bool {
        let Value::Object(members) = data else { return false };
        let numbers = NUMEROS.iter().filter_map(|member| members.get(*member)?.as_str());
        let before = self.numeros.len();
        self.numeros.extend(numbers.map(str::to_owned));
        before < self.numeros.len()
    }

    /// Takes an event of an adult into account; whether he is a sender.
    fn entend_de_la_personne(&mut self, event: &personne::Event) -> bool {
        match event {
            personne::Event::Inscrite(inscrite) => {
                if let Some(identite) = inscrite.identite.clair() {
                    self.portrait.noms.push(identite.nom.clone());
                    self.portrait.noms.extend(identite.nom_naissance.clone());
                    self.portrait.prenoms.push(identite.prenoms.clone());
                    let claim = identite.nee_le.map(|le| (le, Etendue::Jour));
                    self.portrait.naissances.extend(claim);
                }
                return inscrite.expediteur;
            }
            personne::Event::AdresseDeclaree(adresse) => {
                self.adresses.extend(adresse.adresse.clair().cloned());
            }
            personne::Event::TelephoneDeclare(telephone) => {
                self.telephones.extend(telephone.telephone.clair().cloned());
            }
            personne::Event::Decedee(_)
            | personne::Event::Annulee(_)
            | personne::Event::Rectifiee(_)
            | personne::Event::Effacee(_) => {}
        }
        false
    }

    /// Everything it is found by.
    pub(super) fn traits(&self) -> Vec<String> {
        let mut traits = du_portrait(&self.portrait);
        traits.extend(self.adresses.iter().flat_map(|adresse| de_l_adresse(adresse)));
        traits.extend(self.telephones.iter().filter_map(|telephone| du_telephone(telephone)));
        traits.extend(self.numeros.iter().filter_map(|numero| du_numero(numero)));
        traits
    }

    /// The whole identities, coarsely: two children who share one may be the same.
    pub(super) fn godets(&self) -> Vec<String> {
        let Portrait { noms, prenoms, naissances, sexe: _, meres: _ } = &self.portrait;
        let mut godets = Vec::new();
        for (nom, prenom) in noms.iter().zip(prenoms) {
            for (le, _) in naissances {
                godets.push(du_godet(nom, prenom, Some(*le)));
                godets.push(format!("d:{le}:{}", du_godet(nom, "", None)));
                godets.push(format!("d:{le}:{}", du_godet("", prenom, None)));
            }
            godets.push(format!("s:{}", du_godet(nom, prenom, None)));
        }
        godets
    }
}

/// A rectification says what it puts in place.
fn en_sa_forme(evenement: &Evenement) -> &Evenement {
    if let Evenement::Dossier(dossier::Event::Rectifie(rectifie)) = evenement {
        return &rectifie.remplacement;
    }
    evenement
}

fn etendue(precision: Precision) -> Etendue {
    match precision {
        Precision::Instant | Precision::Jour => Etendue::Jour,
        Precision::Mois => Etendue::Mois,
        Precision::Annee => Etendue::Annee,
        Precision::Inconnue => Etendue::Inconnue,
    }
}
