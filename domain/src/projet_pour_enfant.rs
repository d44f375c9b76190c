//! The projet pour l'enfant (PPE, CASF L223-1-1): established, revised, signed.
//!
//! # Invariants
//!
//! - Established once; editions follow each other without a hole.
//! - The Département establishes it. A parent's refusal to sign is recorded, and does not remove it.
//! - Its objectives are sealed under the child's key.
//!
//! Deliberately absent: headings, views by recipient, the evaluation of objectives.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::Decideur;
use crate::codes::Signataire;
use crate::enfant::Parcours;
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::ids::{EnfantId, ProjetId};
use crate::refus::Refus;
use crate::sealed::Sealed;

/// Every PPE of the child.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// By identifier.
    pub projets: BTreeMap<ProjetId, Projet>,
}

/// What is known of one PPE.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Projet {
    /// Establishments: one in a sound history.
    pub etablis: Vec<Datee<Etabli>>,
    /// Revisions, oldest first.
    pub revisions: Vec<Datee<Revise>>,
    /// Signatures.
    pub signatures: Vec<Datee<Signe>>,
    /// Refusals to sign.
    pub refus: Vec<Datee<SignatureRefusee>>,
}

/// What may be asked of a PPE.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Establishes it.
    Etablir(Etabli),
    /// Gives it a new edition.
    Reviser(Revise),
    /// Someone signs an edition.
    Signer(Signe),
    /// Someone refuses to.
    NoterRefusDeSigner(SignatureRefusee),
}

evenements! {
    /// Established by the Département.
    Etabli = "projet_etabli.v1",
    /// A new edition.
    Revise = "projet_revise.v1",
    /// An edition was signed.
    Signe = "projet_signe.v1",
    /// A signature was refused.
    SignatureRefusee = "projet_signature_refusee.v1",
}

/// Established: edition 1.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Etabli {
    /// Which PPE.
    pub projet: ProjetId,
    /// Sealed.
    pub objectifs: Option<Sealed<String>>,
    /// Who established it.
    pub decideur: Option<Decideur>,
}

/// A new edition.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Revise {
    /// Which PPE.
    pub projet: ProjetId,
    /// 2 for the first revision.
    pub edition: u32,
    /// Sealed.
    pub objectifs: Option<Sealed<String>>,
    /// Who decided.
    pub decideur: Option<Decideur>,
}

/// An edition was signed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Signe {
    /// Which PPE.
    pub projet: ProjetId,
    /// Which edition.
    pub edition: u32,
    /// By whom.
    pub signataire: Signataire,
}

/// A signature was refused.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignatureRefusee {
    /// Which PPE.
    pub projet: ProjetId,
    /// Which edition.
    pub edition: u32,
    /// By whom.
    pub signataire: Signataire,
    /// Sealed.
    pub motif: Option<Sealed<String>>,
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::Etablir(event) => Event::Etabli(event),
            Self::Reviser(event) => Event::Revise(event),
            Self::Signer(event) => Event::Signe(event),
            Self::NoterRefusDeSigner(event) => Event::SignatureRefusee(event),
        }
    }
}

impl Event {
    /// The PPE it is about.
    #[must_use]
    pub fn projet(&self) -> ProjetId {
        match self {
            Self::Etabli(event) => event.projet,
            Self::Revise(event) => event.projet,
            Self::Signe(event) => event.projet,
            Self::SignatureRefusee(event) => event.projet,
        }
    }

    pub(crate) fn confie_les_scelles(&mut self, enfant: EnfantId) {
        let texte = match self {
            Self::Etabli(etabli) => &mut etabli.objectifs,
            Self::Revise(revise) => &mut revise.objectifs,
            Self::SignatureRefusee(refusee) => &mut refusee.motif,
            Self::Signe(_) => return,
        };
        if let Some(texte) = texte {
            texte.confie_a(enfant.0);
        }
    }
}

impl Projet {
    /// The establishment, when it is known.
    #[must_use]
    pub fn etabli(&self) -> Option<&Datee<Etabli>> {
        self.etablis.first()
    }

    /// The number of the last edition; 0 before any.
    #[must_use]
    pub fn edition(&self) -> u32 {
        let revised = self.revisions.iter().map(|revise| revise.fait.edition).max();
        revised.unwrap_or(u32::from(!self.etablis.is_empty()))
    }

    /// An edition revised or signed that nobody established.
    fn edition_sans_projet(&self) -> Option<u32> {
        let revised = self.revisions.iter().map(|revise| revise.fait.edition);
        let signed = self.signatures.iter().map(|signe| signe.fait.edition);
        let refused = self.refus.iter().map(|refusee| refusee.fait.edition);
        let derniere = if self.etablis.is_empty() { 0 } else { self.edition() };
        revised.chain(signed).chain(refused).find(|&edition| derniere < edition)
    }

    /// The number that should stand where the editions, in the order of their days, skip or repeat one.
    fn edition_hors_suite(&self) -> Option<u32> {
        let mut attendues = (2..).zip(&self.revisions);
        attendues.find(|(attendue, revise)| revise.fait.edition != *attendue).map(|(due, _)| due)
    }
}

/// Decides a command about a PPE, from the parcours on the day of the act.
///
/// # Errors
///
/// Already established, unknown, or an edition out of order.
pub fn decide(parcours: &Parcours, command: Command) -> Result<Event, Refus> {
    match command {
        Command::Etablir(etabli) => etablir(parcours, etabli),
        Command::Reviser(revise) => reviser(parcours, revise),
        Command::Signer(signe) => {
            edition_exists(parcours, signe.projet, signe.edition)?;
            Ok(Event::Signe(signe))
        }
        Command::NoterRefusDeSigner(refusee) => {
            edition_exists(parcours, refusee.projet, refusee.edition)?;
            Ok(Event::SignatureRefusee(refusee))
        }
    }
}

fn etablir(parcours: &Parcours, etabli: Etabli) -> Result<Event, Refus> {
    let known = parcours.projet.projets.get(&etabli.projet);
    if known.is_some_and(|known| !known.etablis.is_empty()) {
        return Err(Refus::ProjetDejaEtabli { projet: etabli.projet });
    }
    if etabli.decideur.is_none() {
        return Err(Refus::DecideurManquant);
    }
    Ok(Event::Etabli(etabli))
}

fn reviser(parcours: &Parcours, revise: Revise) -> Result<Event, Refus> {
    let derniere = edition_exists(parcours, revise.projet, 1)?;
    if revise.edition != derniere + 1 {
        return Err(Refus::EditionHorsSuite { attendue: derniere + 1 });
    }
    if revise.decideur.is_none() {
        return Err(Refus::DecideurManquant);
    }
    Ok(Event::Revise(revise))
}

fn edition_exists(parcours: &Parcours, projet: ProjetId, edition: u32) -> Result<u32, Refus> {
    let known = parcours.projet.projets.get(&projet);
    let derniere = known.map_or(0, Projet::edition);
    if (1..=derniere).contains(&edition) {
        Ok(derniere)
    } else {
        Err(Refus::EditionInconnue { projet, edition })
    }
}

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    let entry = etat.projets.entry(event.projet()).or_default();
    match event {
        Event::Etabli(etabli) => entry.etablis.push(effectif.datee(etabli)),
        Event::Revise(revise) => entry.revisions.push(effectif.datee(revise)),
        Event::Signe(signe) => entry.signatures.push(effectif.datee(signe)),
        Event::SignatureRefusee(refusee) => entry.refus.push(effectif.datee(refusee)),
    }
}

/// What cannot be true of the PPE together.
pub fn contradictions(etat: &Etat, found: &mut Vec<(Uuid, Refus)>) {
    for (&projet, known) in &etat.projets {
        if known.etablis.len() > 1 {
            found.push((projet.0, Refus::ProjetDejaEtabli { projet }));
        }
        if let Some(edition) = known.edition_sans_projet() {
            found.push((projet.0, Refus::EditionInconnue { projet, edition }));
        }
        if let Some(attendue) = known.edition_hors_suite() {
            found.push((projet.0, Refus::EditionHorsSuite { attendue }));
        }
        let first_signature = known.signatures.iter().map(Datee::le).min();
        if let (Some(signe), Some(etabli)) = (first_signature, known.etabli().map(Datee::le))
            && signe < etabli
        {
            found.push((projet.0, Refus::SignatureAvantProjet { projet, etabli }));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::essais::*;
    use crate::evenement::Acte;

    fn etabli() -> Vec<Acte> {
        vec![lea(), le("2026-03-01", fait(etablir_projet(cadre())))]
    }

    #[test]
    fn un_projet_s_etablit_une_fois_sous_une_signature() {
        given([lea()]).on("2026-03-01").when(etablir_projet(None)).then_refused(expect![
            "DECIDEUR_MANQUANT · Cet acte engage le Département : il manque qui l'a décidé."
        ]);
        given([lea()])
            .on("2026-03-01")
            .when(etablir_projet(cadre()))
            .then(expect!["projet_etabli"]);
        given(etabli()).on("2026-03-02").when(etablir_projet(cadre())).then_refused(expect![
            "PROJET_DEJA_ETABLI · Ce projet pour l'enfant est déjà établi. (CASF, art. L223-1-1)"
        ]);
    }

    #[test]
    fn les_editions_se_suivent_sans_trou() {
        given([lea()]).on("2026-03-01").when(reviser_projet(2)).then_refused(expect![
            "EDITION_INCONNUE · L'édition 1 de ce projet pour l'enfant n'est pas enregistrée."
        ]);
        given(etabli())
            .on("2026-09-01")
            .when(reviser_projet(3))
            .then_refused(expect!["EDITION_HORS_SUITE · L'édition suivante porte le numéro 2."]);
        given(etabli())
            .on("2026-09-01")
            .when(reviser_projet(1))
            .then_refused(expect!["EDITION_HORS_SUITE · L'édition suivante porte le numéro 2."]);
        let dossier = given(etabli()).on("2026-09-01").when(reviser_projet(2)).then_file();
        assert_eq!(parcours(dossier.clone()).projet.projets[&P1].edition(), 2);
        given(dossier).on("2026-12-01").when(reviser_projet(3)).then(expect!["projet_revise"]);
    }

    #[test]
    fn une_edition_intercalee_entre_deux_autres_est_refusee() {
        let mut revise = etabli();
        revise.push(le("2026-09-01", fait(reviser_projet(2))));
        given(revise)
            .on("2026-06-01")
            .recorded_on("2026-09-02")
            .when(reviser_projet(2))
            .then_refused(expect!["EDITION_HORS_SUITE · L'édition suivante porte le numéro 3."]);
    }

    #[test]
    fn on_signe_une_edition_qui_existe_le_jour_du_projet_au_plus_tot() {
        given(etabli()).on("2026-03-01").when(signer_projet(1)).then(expect!["projet_signe"]);
        given(etabli()).on("2026-03-01").when(signer_projet(2)).then_refused(expect![
            "EDITION_INCONNUE · L'édition 2 de ce projet pour l'enfant n'est pas enregistrée."
        ]);
        given(etabli())
            .on("2026-02-28")
            .recorded_on("2026-03-02")
            .when(signer_projet(1))
            .then_refused(expect![
                "EDITION_INCONNUE · L'édition 1 de ce projet pour l'enfant n'est pas enregistrée."
            ]);
    }

    #[test]
    fn un_projet_signe_ne_s_annule_ni_ne_se_deplace_apres_sa_signature() {
        let mut signe = etabli();
        signe.push(le("2026-03-15", fait(signer_projet(1))));
        given(signe.clone()).on("2026-04-01").when(annuler(2)).then_refused(expect![
            "EDITION_INCONNUE · L'édition 1 de ce projet pour l'enfant n'est pas enregistrée."
        ]);
        let deplacer = |jour: &str| {
            let projet = rectifier(2, fait(etablir_projet(cadre())), Some(jour));
            given(signe.clone()).on("2026-04-01").when(projet)
        };
        deplacer("2026-03-15").then(expect!["evenement_rectifie"]);
        deplacer("2026-03-16").then_refused(expect!["SIGNATURE_AVANT_PROJET · La signature précéderait l'établissement du projet, le 16/03/2026."]);
    }
}
