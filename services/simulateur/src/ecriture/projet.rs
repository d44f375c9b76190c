//! The PPE: established, signed or not, revised.

use chrono::NaiveDate;
use proto::projet::v1::{
    Etabli, EtablirRequest, NoterRefusDeSignerRequest, Revise, ReviserRequest, SignatureRefusee,
    Signe, SignerRequest,
};
use proto::reprise::v1::commande::Commande as Ordre;

use super::Ecriture;
use crate::calendrier::{LIMITE, ouvre, plus};
use crate::journal::{Finalite, Instant, decideur, texte};
use crate::population::Projet;

impl Ecriture<'_> {
    /// The PPE of a child.
    pub(super) fn projets(&mut self, enfant: usize) {
        let monde = self.monde;
        self.journal.finalite = Finalite::Mesure;
        for projet in &monde.enfants[enfant].projets {
            let mut apres = self.etablir(enfant, projet);
            apres = self.signer(enfant, projet, 1, projet.etabli_le, apres);
            for (rang, &le) in (2..).zip(&projet.revisions) {
                apres = self.reviser_projet(enfant, projet, rang, le, apres);
                apres = self.signer(enfant, projet, rang, le, apres);
            }
            self.ppe[enfant] = Some(apres);
        }
    }

    /// What somebody writes about a child.
    pub(super) fn objectifs(&mut self, enfant: usize) -> Option<proto::commun::v1::TexteScelle> {
        let monde = self.monde;
        let connu = &monde.enfants[enfant];
        let nom = monde.familles[connu.famille].nom;
        Some(texte(monde.mots.recit(&mut self.journal.hasard, connu.prenom, nom)))
    }

    fn etablir(&mut self, enfant: usize, projet: &Projet) -> Instant {
        let le = projet.etabli_le;
        let etabli = Etabli {
            projet: projet.id.to_string(),
            objectifs: self.objectifs(enfant),
            decideur: Some(decideur(&mut self.journal.hasard, "responsable_delegation", le)),
            ..Etabli::default()
        };
        let acte = self.journal.acte(&[enfant], le, self.apres(&[enfant]));
        self.journal
            .ecrire(acte, |entete| {
                Ordre::ProjetEtablir(EtablirRequest { entete, etabli: Some(etabli) })
            })
            .a
    }

    fn reviser_projet(
        &mut self,
        enfant: usize,
        projet: &Projet,
        edition: u32,
        le: NaiveDate,
        apres: Instant,
    ) -> Instant {
        let revise = Revise {
            projet: projet.id.to_string(),
            edition,
            objectifs: self.objectifs(enfant),
            decideur: Some(decideur(&mut self.journal.hasard, "responsable_delegation", le)),
            ..Revise::default()
        };
        let acte = self.journal.acte(&[enfant], le, apres);
        self.journal
            .ecrire(acte, |entete| {
                Ordre::ProjetReviser(ReviserRequest { entete, revise: Some(revise) })
            })
            .a
    }

    /// The Département signs; a parent signs, or refuses, and the PPE stands.
    fn signer(
        &mut self,
        enfant: usize,
        projet: &Projet,
        edition: u32,
        etablie_le: NaiveDate,
        apres: Instant,
    ) -> Instant {
        let le = ouvre(plus(etablie_le, self.journal.hasard.entre(0, 9))).min(LIMITE);
        let a = self.signature(enfant, projet, edition, "president", le, apres);
        let parent = self.journal.hasard.parmi(&["mere", "pere"]);
        if self.journal.hasard.pour_mille(700) {
            return self.signature(enfant, projet, edition, parent, le, a);
        }
        if !self.journal.hasard.pour_mille(300) {
            return a;
        }
        let refus = SignatureRefusee {
            projet: projet.id.to_string(),
            edition,
            signataire: parent.to_owned(),
            motif: self.objectifs(enfant),
        };
        let acte = self.journal.acte(&[enfant], le, a);
        self.journal
            .ecrire(acte, |entete| {
                Ordre::ProjetNoterRefusDeSigner(NoterRefusDeSignerRequest {
                    entete,
                    refus: Some(refus),
                })
            })
            .a
    }

    fn signature(
        &mut self,
        enfant: usize,
        projet: &Projet,
        edition: u32,
        signataire: &str,
        le: NaiveDate,
        apres: Instant,
    ) -> Instant {
        let signe =
            Signe { projet: projet.id.to_string(), edition, signataire: signataire.to_owned() };
        let acte = self.journal.acte(&[enfant], le, apres);
        self.journal
            .ecrire(acte, |entete| {
                Ordre::ProjetSigner(SignerRequest { entete, signe: Some(signe) })
            })
            .a
    }
}
