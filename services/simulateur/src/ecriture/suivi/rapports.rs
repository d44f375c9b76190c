//! The reports on a child's situation: before a term, every year, every six months under three years.
//!
//! # Invariants
//!
//! - A report is one writing: received from the service that wrote it, approved, sent to the judge, acknowledged, in
//!   that order; each step is typed after the one before.
//!
//! Deliberately absent: what a report says.

use chrono::NaiveDate;
use proto::ecrit::v1::{
    Accuse, EmettreRequest, Emis, NoterAccuseRequest, Rapport, RecevoirRequest, Recu, Valide,
    ValiderRequest,
};
use proto::reprise::v1::commande::Commande as Ordre;

use crate::calendrier::{REPRISE, jour_utile, plus, plus_mois};
use crate::ecriture::Ecriture;
use crate::journal::{Instant, decideur};
use crate::pratiques::{
    ACCUSE_APRES, RAPPORT_ACCUSE, RAPPORT_AVANCE, RAPPORT_D_ECHEANCE, RAPPORT_D_UN_SERVICE,
    RAPPORT_PERIODIQUE, RAPPORT_PLURIDISCIPLINAIRE, RAPPORT_RECU_AVANT, RAPPORT_RETARD,
    RAPPORT_VALIDE,
};
use crate::terme::Segment;

/// The report of a term leaves this many days before it: time for a summons.
const PREAVIS_JOURS: i64 = 8;
/// A term so near the end of a year of report is told by the report of the term alone.
const ECHEANCE_PROCHE_JOURS: i64 = 100;
/// Under this age in months, a report every six months.
const PETIT_MOIS: u32 = 36;

/// A report to be told.
struct Attendu {
    rang: usize,
    genre: &'static str,
    mesure: String,
    du: NaiveDate,
    au: NaiveDate,
    au_juge: bool,
}

impl Ecriture<'_> {
    /// The reports on the measures of a child.
    pub(super) fn rapports(&mut self, rangs: &[usize]) {
        let monde = self.monde;
        for &rang in rangs {
            for segment in &monde.parcours[rang].segments {
                let place = !monde.parcours[rang].genre.milieu_ouvert();
                let exerce = place || segment.demarree.is_some();
                if exerce && du_au_juge(segment.nature) {
                    self.rapports_au_juge(rang, segment);
                }
                if place && monde.parcours[rang].genre.confie() {
                    self.rapports_de_situation(rang, segment);
                }
            }
        }
    }

    fn rapports_au_juge(&mut self, rang: usize, segment: &Segment) {
        let fin = fin(segment);
        let attendu = |genre, du, au| Attendu {
            rang,
            genre,
            mesure: segment.id.to_string(),
            du,
            au,
            au_juge: true,
        };
        let mut du = segment.effet;
        for annee in 1.. {
            let au = plus_mois(segment.effet, 12 * annee);
            if plus(au, ECHEANCE_PROCHE_JOURS) > fin {
                break;
            }
            let le = self.autour(au, &RAPPORT_PERIODIQUE, RAPPORT_AVANCE, RAPPORT_RETARD);
            if let Some(le) = le {
                self.rapport(&attendu("rapport_annuel", du, au), le);
            }
            du = au;
        }
        let avant_terme = plus(segment.terme, -PREAVIS_JOURS);
        if avant_terme < fin && segment.effet < plus(avant_terme, -60) {
            let issues = &RAPPORT_D_ECHEANCE;
            if let Some(le) = self.autour(avant_terme, issues, RAPPORT_AVANCE, RAPPORT_RETARD) {
                self.rapport(&attendu("rapport_echeance", du, avant_terme), le);
            }
        }
    }

    /// Of a child under three, between the reports the judge reads; of whoever no judge reads about, every year.
    fn rapports_de_situation(&mut self, rang: usize, segment: &Segment) {
        let monde = self.monde;
        let enfant = &monde.enfants[monde.parcours[rang].enfant];
        let (fin, trois_ans) = (fin(segment), plus_mois(enfant.naissance, PETIT_MOIS));
        let au_juge = du_au_juge(segment.nature);
        let mut du = segment.effet;
        for semestre in 1_u32.. {
            let au = plus_mois(segment.effet, 6 * semestre);
            if au >= fin {
                break;
            }
            // Every other one is the yearly report.
            let petit = au < trois_ans && (semestre % 2 == 1 || !au_juge);
            let annuel = !au_juge && semestre % 2 == 0;
            if !petit && !annuel {
                continue;
            }
            let le = self.autour(au, &RAPPORT_PERIODIQUE, RAPPORT_AVANCE, RAPPORT_RETARD);
            if let Some(le) = le.filter(|&le| le < fin) {
                let mesure = segment.id.to_string();
                let genre = "rapport_situation";
                self.rapport(&Attendu { rang, genre, mesure, du, au, au_juge: false }, le);
            }
            du = au;
        }
    }

    /// One report, from its reception to its acknowledgement; the day is that of its sending, or of its reception when
    /// it stays in the file.
    fn rapport(&mut self, attendu: &Attendu, le: NaiveDate) {
        let monde = self.monde;
        let parcours = &monde.parcours[attendu.rang];
        let Some(le) = jour_utile(le).filter(|&le| attendu.du < le) else { return };
        let milieu_ouvert = parcours.genre.milieu_ouvert();
        let hasard = &mut self.journal.hasard;
        let d_un_service =
            !attendu.au_juge || milieu_ouvert || hasard.pour_mille(RAPPORT_D_UN_SERVICE);
        let avance = if attendu.au_juge { hasard.dans(RAPPORT_RECU_AVANT) } else { 0 };
        let recu_le = jour_utile(plus(le, -avance).max(REPRISE)).map_or(le, |recu| recu.min(le));
        let valide = hasard.pour_mille(RAPPORT_VALIDE);
        let id = self.uuid();
        let mut apres = self.mesure_saisie(attendu.rang, attendu.du);
        if d_un_service {
            apres = self.recevoir_le_rapport(attendu, &id, recu_le, apres);
        }
        if valide {
            let valide_le = if attendu.au_juge { recu_le } else { le };
            apres = self.valider_le_rapport(parcours.enfant, &id, valide_le, apres);
        }
        if attendu.au_juge {
            self.emettre_le_rapport(attendu, &id, le, apres);
        }
    }

    fn contenu(&mut self, attendu: &Attendu) -> Rapport {
        let pluridisciplinaire = self.journal.hasard.pour_mille(RAPPORT_PLURIDISCIPLINAIRE);
        Rapport {
            du: attendu.du.to_string(),
            au: attendu.au.to_string(),
            evaluation_pluridisciplinaire: Some(pluridisciplinaire),
            bilan_pediatrique_psychique_social: None,
        }
    }

    fn recevoir_le_rapport(
        &mut self,
        attendu: &Attendu,
        id: &str,
        le: NaiveDate,
        apres: Instant,
    ) -> Instant {
        let recu = Recu {
            ecrit: id.to_owned(),
            genre: attendu.genre.to_owned(),
            auteur: "service_habilite".to_owned(),
            objet: attendu.mesure.clone(),
            rapport: Some(self.contenu(attendu)),
            ..Recu::default()
        };
        let enfant = self.monde.parcours[attendu.rang].enfant;
        self.dire(enfant, le, apres, |entete| {
            Ordre::EcritRecevoir(RecevoirRequest { entete, recu: Some(recu) })
        })
    }

    fn valider_le_rapport(
        &mut self,
        enfant: usize,
        id: &str,
        le: NaiveDate,
        apres: Instant,
    ) -> Instant {
        let decideur = decideur(&mut self.journal.hasard, "responsable_delegation", le);
        let valide = Valide { ecrit: id.to_owned(), decideur: Some(decideur) };
        self.dire(enfant, le, apres, |entete| {
            Ordre::EcritValider(ValiderRequest { entete, valide: Some(valide) })
        })
    }

    fn emettre_le_rapport(&mut self, attendu: &Attendu, id: &str, le: NaiveDate, apres: Instant) {
        let enfant = self.monde.parcours[attendu.rang].enfant;
        let emis = Emis {
            ecrit: id.to_owned(),
            genre: attendu.genre.to_owned(),
            destinataire: "juge_des_enfants".to_owned(),
            objet: attendu.mesure.clone(),
            decideur: Some(decideur(&mut self.journal.hasard, "responsable_delegation", le)),
            rapport: Some(self.contenu(attendu)),
            ..Emis::default()
        };
        let apres = self.dire(enfant, le, apres, |entete| {
            Ordre::EcritEmettre(EmettreRequest { entete, emis: Some(emis) })
        });
        let accuse = self.journal.hasard.pour_mille(RAPPORT_ACCUSE);
        let accuse_le = jour_utile(plus(le, self.journal.hasard.dans(ACCUSE_APRES)));
        if let Some(le) = accuse_le.filter(|_| accuse) {
            let accuse = Accuse { ecrit: id.to_owned(), numero: String::new() };
            self.dire(enfant, le, apres, |entete| {
                Ordre::EcritNoterAccuse(NoterAccuseRequest { entete, accuse: Some(accuse) })
            });
        }
    }
}

/// The first day on which the measure runs no more.
fn fin(segment: &Segment) -> NaiveDate {
    segment.fin.map_or(plus(segment.terme, 1), |fin| fin.le)
}

/// The measures on which the judge is told how the child is.
fn du_au_juge(nature: &str) -> bool {
    matches!(
        nature,
        "aemo"
            | "aemo_renforcee"
            | "aemo_hebergement"
            | "placement_ase"
            | "placement_direct"
            | "tiers_digne_de_confiance"
    )
}
