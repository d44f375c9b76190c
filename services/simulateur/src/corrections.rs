//! What an office gets wrong, and puts right: a wrong date, a wrong place, a line typed for nothing,
//! an information entered on the wrong child.
//!
//! # Invariants
//!
//! - The wrong line is one the engine accepts on the day it is typed: it breaks no rule, it is only
//!   false.
//! - Once everything is put right, what is left is exactly the model: the truth ignores corrections.

use chrono::NaiveDate;
use proto::commun::v1::{EnteteCommande, Survenu};
use proto::dossier::v1::{AnnulerRequest, Evenement, RectifierRequest, evenement};
use proto::information::v1::{ReaffecterRequest, Recue};
use proto::reprise::v1::commande::Commande as Ordre;

use crate::calendrier::{hors_cloture, plus};
use crate::ecriture::{Ecriture, commande_recevoir, survenu_a};
use crate::information::Information;
use crate::journal::{Acte, Ecrit, Instant};
use crate::population::Identite;

/// A draw this many times finds another file; else nobody is mistaken.
const ESSAIS_MAX: usize = 12;

impl Ecriture<'_> {
    /// It never happened.
    pub(crate) fn annuler(&mut self, ecrit: &Ecrit, motif: &str) -> Instant {
        let enfants = self.journal.concernes(ecrit);
        let acte = self.journal.acte_du_jour(&enfants, ecrit.a);
        let motif = motif.to_owned();
        self.journal
            .corriger(acte, ecrit, |entete| {
                Ordre::DossierAnnuler(AnnulerRequest { entete, cibles: Vec::new(), motif })
            })
            .a
    }

    /// It happened otherwise.
    pub(crate) fn rectifier(
        &mut self,
        ecrit: &Ecrit,
        remplacement: evenement::Evenement,
        survenu: Option<Survenu>,
        motif: &str,
    ) -> Instant {
        let enfants = self.journal.concernes(ecrit);
        let acte = self.journal.acte_du_jour(&enfants, ecrit.a);
        let motif = motif.to_owned();
        let remplacement = Some(Evenement { evenement: Some(remplacement) });
        self.journal
            .corriger(acte, ecrit, |entete| {
                Ordre::DossierRectifier(RectifierRequest {
                    entete,
                    cibles: Vec::new(),
                    motif,
                    remplacement,
                    survenu,
                })
            })
            .a
    }

    /// Writes a command with its right date, or now and then with a date some days too early, put
    /// right later; the instant after which the truth is known.
    pub(crate) fn ecrire_date(
        &mut self,
        enfants: &[usize],
        dates: (NaiveDate, NaiveDate),
        apres: Instant,
        remplacement: evenement::Evenement,
        ordre: impl FnOnce(Option<EnteteCommande>) -> Ordre,
    ) -> Instant {
        let (le, plus_tot) = dates;
        let faux = hors_cloture(plus(le, -self.journal.hasard.entre(1, 4)));
        let errone = faux >= plus_tot && self.journal.hasard.pour_mille(14);
        let acte = self.journal.acte(enfants, le, apres);
        if !errone {
            return self.journal.ecrire(acte, ordre).a;
        }
        let acte = self.journal.acte_a(enfants, faux, acte.a);
        let ecrit = self.journal.ecrire(acte, ordre);
        let survenu = Some(crate::journal::survenu(le));
        self.rectifier(&ecrit, remplacement, survenu, "erreur de date à la saisie")
    }

    /// Another child, on whom an information may be entered by mistake.
    pub(crate) fn intrus(&mut self, information: &Information, avant: Instant) -> Option<usize> {
        if !self.journal.hasard.pour_mille(6) {
            return None;
        }
        let dernier = i64::try_from(self.monde.enfants.len()).expect("few children") - 1;
        for _ in 0..ESSAIS_MAX {
            let rang = usize::try_from(self.journal.hasard.entre(0, dernier)).expect("a rank");
            let enfant = &self.monde.enfants[rang];
            let arrivee = information.arrivee;
            let possible = enfant.famille != information.famille
                && enfant.identite == Identite::Connue
                && enfant.mna_le.is_none()
                && self.connu_avant(rang, arrivee, avant)
                && plus(arrivee, 30) < self.monde.majorite(rang);
            if possible {
                return Some(rang);
            }
        }
        None
    }

    /// Entered on the wrong child, then moved, the first of its children with his own.
    pub(crate) fn recevoir_sur_un_autre(
        &mut self,
        acte: Acte,
        recue: Recue,
        vers: usize,
        de: usize,
    ) -> Instant {
        let information = recue.information.clone();
        let acte = acte.avec(&self.journal, vers, de);
        let ecrit = self.journal.ecrire(acte, |entete| commande_recevoir(entete, recue));
        let mut acte = self.journal.acte_du_jour(&[de, vers], ecrit.a);
        acte.entete.enfants.clear();
        let (de, vers) = (self.journal.enfants[de].clone(), self.journal.enfants[vers].clone());
        self.journal
            .ecrire(acte, |entete| {
                Ordre::InformationReaffecter(ReaffecterRequest {
                    entete,
                    information,
                    de,
                    vers,
                    motif: "saisie sur un autre dossier".to_owned(),
                })
            })
            .a
    }

    /// Entered with a date of arrival some days too early, then put right.
    pub(crate) fn recevoir_mal_date(
        &mut self,
        information: &Information,
        recue: &Recue,
        heure: Instant,
    ) -> Option<Instant> {
        let faux = hors_cloture(plus(information.arrivee, -self.journal.hasard.entre(1, 4)));
        let enfants = &information.enfants;
        if enfants.iter().any(|&enfant| self.premier_contact(enfant) > faux) {
            return None;
        }
        let apres = self.apres(enfants).max(heure);
        let a = self.journal.acte(enfants, information.arrivee, apres).a;
        let acte = self.journal.acte_a(enfants, faux, a);
        let ecrit = self.journal.ecrire(acte, |entete| commande_recevoir(entete, recue.clone()));
        let remplacement = evenement::Evenement::InformationRecue(recue.clone());
        let survenu = Some(survenu_a(information.arrivee, heure));
        Some(self.rectifier(&ecrit, remplacement, survenu, "date d'arrivée mal lue"))
    }

    /// The same sheet typed twice under another number, and annulled.
    pub(crate) fn recevoir_puis_annuler(
        &mut self,
        information: &Information,
        recue: &Recue,
        apres: Instant,
    ) {
        let id = self.journal.hasard.uuid().to_string();
        let double = Recue { information: id, ..recue.clone() };
        let acte = self.journal.acte(&information.enfants, information.arrivee, apres);
        let ecrit = self.journal.ecrire(acte, |entete| commande_recevoir(entete, double));
        self.annuler(&ecrit, "fiche saisie deux fois");
    }
}
