//! From what is true to what is typed: the commands, chapter by chapter.
//!
//! # Invariants
//!
//! - The file of a child is opened before anything else is typed about him.
//! - Each thing is typed after what it rests on; two things that do not rest on each other may be
//!   typed in any order, as in an office.

mod accueil;
mod evaluation;
mod identite;
mod information;
mod mesure;
mod projet;
mod suivi;

use chrono::NaiveDate;
use proto::reprise::v1::Commande;

use crate::calendrier::REPRISE;
use crate::hasard::Hasard;
use crate::journal::{Finalite, Instant, Journal, instant};
use crate::mesure::Origine;
use crate::monde::Monde;

pub(crate) use information::{commande_recevoir, survenu_a};

/// What is written while it is written.
pub(crate) struct Ecriture<'a> {
    pub(crate) monde: &'a Monde,
    pub(crate) journal: Journal,
    /// By child: the first day he is heard of.
    premiers_contacts: Vec<NaiveDate>,
    /// By child: when his file was opened.
    inscrits: Vec<Option<Instant>>,
    /// By information: when its reception was typed.
    recues: Vec<Option<Instant>>,
    /// By child: when the end of his last accueil was typed; the next begins after it.
    sorties: Vec<Option<Instant>>,
    /// By parcours, and by measure of its chain: when it was typed.
    mesures: Vec<Vec<Instant>>,
    /// By child: when the last act about his PPE was typed.
    ppe: Vec<Option<Instant>>,
}

/// What is written in one go, in the order of its first date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Objet {
    Demenagement {
        famille: usize,
        residence: usize,
    },
    Information(usize),
    /// The parcours opened by one decision; the first of them names it.
    Parcours(usize),
}

/// All the commands of a model, in the order of their instants.
pub(crate) fn ecrire(monde: &Monde, hasard: Hasard) -> Vec<Commande> {
    let mut ecriture = socle(monde, hasard);
    ecriture.suivis();
    ecriture.journal.finir()
}

/// What the published figures are counted from. The chapters told after it only add to it.
fn socle(monde: &Monde, hasard: Hasard) -> Ecriture<'_> {
    let ids = monde.enfants.iter().map(|enfant| enfant.id.to_string()).collect();
    let mut ecriture = Ecriture {
        monde,
        journal: Journal::new(hasard, ids),
        premiers_contacts: premiers_contacts(monde),
        inscrits: vec![None; monde.enfants.len()],
        recues: vec![None; monde.informations.len()],
        sorties: vec![None; monde.enfants.len()],
        mesures: vec![Vec::new(); monde.parcours.len()],
        ppe: vec![None; monde.enfants.len()],
    };
    for (_, objet) in objets(monde) {
        ecriture.objet(objet);
    }
    for enfant in 0..monde.enfants.len() {
        ecriture.projets(enfant);
    }
    ecriture
}

fn objets(monde: &Monde) -> Vec<(NaiveDate, Objet)> {
    let mut objets = Vec::new();
    for (rang, information) in monde.informations.iter().enumerate() {
        objets.push((information.arrivee, Objet::Information(rang)));
    }
    for (rang, parcours) in monde.parcours.iter().enumerate() {
        let precedent = rang.checked_sub(1).map(|avant| monde.parcours[avant].decision);
        if precedent != Some(parcours.decision) {
            objets.push((parcours.prononcee, Objet::Parcours(rang)));
        }
    }
    for (famille, foyer) in monde.familles.iter().enumerate() {
        for (residence, demenagement) in foyer.residences.iter().enumerate().skip(1) {
            objets.push((demenagement.du, Objet::Demenagement { famille, residence }));
        }
    }
    objets.sort_unstable();
    objets
}

fn premiers_contacts(monde: &Monde) -> Vec<NaiveDate> {
    let mut premiers = vec![NaiveDate::MAX; monde.enfants.len()];
    let mut entendu = |enfant: usize, le: NaiveDate| premiers[enfant] = premiers[enfant].min(le);
    for information in &monde.informations {
        for &enfant in &information.enfants {
            entendu(enfant, information.arrivee);
        }
    }
    for evaluation in &monde.evaluations {
        for &(enfant, le) in &evaluation.joints {
            entendu(enfant, le);
        }
    }
    for parcours in &monde.parcours {
        let mna_le = monde.enfants[parcours.enfant].mna_le.unwrap_or(parcours.prononcee);
        entendu(parcours.enfant, parcours.prononcee.min(mna_le));
    }
    premiers
}

impl Ecriture<'_> {
    fn objet(&mut self, objet: Objet) {
        match objet {
            Objet::Information(rang) => {
                self.journal.finalite = Finalite::Information;
                self.information(rang);
            }
            Objet::Demenagement { famille, residence } => {
                self.journal.finalite = Finalite::Information;
                self.demenagement(famille, residence);
            }
            Objet::Parcours(rang) => {
                let reprise = self.monde.parcours[rang].origine == Origine::Reprise;
                self.journal.finalite = if reprise { Finalite::Reprise } else { Finalite::Mesure };
                self.parcours(rang);
            }
        }
    }

    /// The first day a child is heard of.
    pub(crate) fn premier_contact(&self, enfant: usize) -> NaiveDate {
        self.premiers_contacts[enfant]
    }

    /// Has this child a file since a day, opened before an instant?
    pub(crate) fn connu_avant(&self, enfant: usize, le: NaiveDate, avant: Instant) -> bool {
        self.premiers_contacts[enfant] <= le
            && self.inscrits[enfant].is_some_and(|ouvert| ouvert < avant)
    }

    /// The instant after which anything may be typed about these children.
    pub(crate) fn apres(&self, enfants: &[usize]) -> Instant {
        let ouverts = enfants.iter().filter_map(|&enfant| self.inscrits[enfant]);
        // The files of before are taken over first.
        let heure = if self.journal.finalite == Finalite::Reprise { 6 } else { 15 };
        let ouverture = instant(REPRISE, heure, 0);
        ouverts.max().map_or(ouverture, |ouvert| ouvert.max(ouverture))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use prost::Message;
    use proto::commun::v1::EnteteCommande;
    use proto::reprise::v1::commande::Commande as Ordre;

    use super::*;
    use crate::Cibles;

    const ESSAI_A: &str = include_str!("../donnees/essai_a.json");
    const ESSAI_B: &str = include_str!("../donnees/essai_b.json");

    /// With the chapters that aim at no figure, or without.
    fn commandes(json: &str, graine: u64, tout: bool) -> Vec<Commande> {
        let cibles = Cibles::lire(json).unwrap();
        let mut monde = Monde::simuler(&cibles.plan, graine);
        let hasard = std::mem::replace(&mut monde.hasard, Hasard::new(0));
        let mut ecriture = socle(&monde, hasard);
        if tout {
            ecriture.suivis();
        }
        ecriture.journal.finir()
    }

    /// The identifier of a command: its head is the first field of any request.
    fn identifiant(commande: &Commande) -> String {
        #[derive(Clone, PartialEq, Message)]
        struct Requete {
            #[prost(message, optional, tag = "1")]
            entete: Option<EnteteCommande>,
        }
        let octets = commande.encode_to_vec();
        let mut reste = octets.as_slice();
        prost::encoding::decode_key(&mut reste).unwrap();
        Requete::decode_length_delimited(reste).unwrap().entete.unwrap().commande_id
    }

    /// What a command says, but for the versions it corrects: they count all that was typed before.
    fn sans_versions(commande: &Commande) -> Commande {
        let mut commande = commande.clone();
        let cibles = match &mut commande.commande {
            Some(Ordre::DossierAnnuler(annuler)) => &mut annuler.cibles,
            Some(Ordre::DossierRectifier(rectifier)) => &mut rectifier.cibles,
            Some(_) | None => return commande,
        };
        cibles.iter_mut().for_each(|cible| cible.version = 0);
        commande
    }

    #[test]
    fn les_chapitres_de_plus_ne_font_qu_ajouter() {
        for (json, graine) in [(ESSAI_A, 1), (ESSAI_A, 2), (ESSAI_B, 3)] {
            let (avant, tout) = (commandes(json, graine, false), commandes(json, graine, true));
            let connues: BTreeSet<String> = avant.iter().map(identifiant).collect();
            let restent = tout.iter().filter(|commande| connues.contains(&identifiant(commande)));
            assert!(
                restent.map(sans_versions).eq(avant.iter().map(sans_versions)),
                "seed {graine}"
            );
            let ajoutees = tout.len() - avant.len();
            assert!(ajoutees * 10 > avant.len(), "{ajoutees} added to {}", avant.len());
        }
    }
}
