//! What is typed, when: the commands in the making, their instants and the versions of each child.
//!
//! # Invariants
//!
//! - Nothing is typed before it happened, nor before what it needs, nor after the end of 2023.
//! - Each instant is used once: sorting by it is a total order.
//! - Each command appends one event to each child it names, and what the engine adds ([`crate::partage`]); a
//!   correction names the version that this gives to the event it corrects.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Timelike, Utc};
use prost_types::Timestamp;
use proto::commun::v1::{
    Cible, Decideur, Entete, EnteteCommande, Precision, Survenu, TexteScelle, texte_scelle,
};
use proto::reprise::v1::{Commande, commande::Commande as Ordre};

use crate::calendrier::{LIMITE, REPRISE, jours_entre, ouvre, plus};
use crate::hasard::Hasard;
use crate::partage::{self, Effet, Partages};

/// An instant of the journal.
pub(crate) type Instant = DateTime<Utc>;

/// Why the data is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finalite {
    Reprise,
    Information,
    Mesure,
}

impl Finalite {
    fn cle(self) -> &'static str {
        match self {
            Self::Reprise => "reprise",
            Self::Information => "traitement_information",
            Self::Mesure => "suivi_mesure",
        }
    }
}

/// A command being prepared: its head is ready, its body comes.
pub(crate) struct Acte {
    pub(crate) a: Instant,
    pub(crate) entete: EnteteCommande,
    enfants: Vec<usize>,
}

impl Acte {
    /// The same act, with one child in the place of another.
    pub(crate) fn avec(mut self, journal: &Journal, vrai: usize, autre: usize) -> Self {
        for enfant in &mut self.enfants {
            if *enfant == vrai {
                *enfant = autre;
            }
        }
        self.entete.enfants =
            self.enfants.iter().map(|&enfant| journal.enfants[enfant].clone()).collect();
        self
    }
}

/// A command written: when, and its place among the drafts.
#[derive(Clone, Debug)]
pub(crate) struct Ecrit {
    pub(crate) a: Instant,
    numero: usize,
}

struct Brouillon {
    a: Instant,
    enfants: Vec<usize>,
    ordre: Ordre,
    /// The draft whose events a correction is about.
    corrige: Option<usize>,
}

/// The drafts.
pub(crate) struct Journal {
    pub(crate) hasard: Hasard,
    pub(crate) finalite: Finalite,
    /// Identifiers of the children, as sent.
    pub(crate) enfants: Vec<String>,
    departement: &'static str,
    brouillons: Vec<Brouillon>,
    instants: BTreeSet<Instant>,
    reprise: Instant,
}

impl Journal {
    pub(crate) fn new(hasard: Hasard, enfants: Vec<String>) -> Self {
        Self {
            hasard,
            finalite: Finalite::Reprise,
            enfants,
            departement: "17",
            brouillons: Vec::new(),
            instants: BTreeSet::new(),
            reprise: instant(REPRISE, 7, 0),
        }
    }

    /// Prepares a command typed some days after its date, and after an instant.
    pub(crate) fn acte(&mut self, enfants: &[usize], le: NaiveDate, apres: Instant) -> Acte {
        let a = self.saisie(le, apres);
        self.acte_a(enfants, le, a)
    }

    /// Prepares a command about a day that the Département learnt later.
    pub(crate) fn acte_connu(
        &mut self,
        enfants: &[usize],
        le: NaiveDate,
        connu_le: NaiveDate,
        apres: Instant,
    ) -> Acte {
        let a = self.saisie(connu_le, apres);
        let mut acte = self.acte_a(enfants, le, a);
        acte.entete.connu_le = connu_le.max(le).to_string();
        acte
    }

    /// Prepares a command about that very day, typed on it if the office is still open.
    pub(crate) fn acte_du_jour(&mut self, enfants: &[usize], apres: Instant) -> Acte {
        let le = ouvre(plus(apres.date_naive(), self.hasard.entre(1, 9))).min(LIMITE);
        let a = instant(le, 8, self.hasard.entre(0, 34_000)).max(apres);
        self.acte_a(enfants, a.date_naive(), a)
    }

    /// Prepares a command typed at a chosen instant, or just after when that one is taken.
    pub(crate) fn acte_a(&mut self, enfants: &[usize], le: NaiveDate, a: Instant) -> Acte {
        let a = self.libre(a);
        let connu_le = plus(le, self.hasard.entre(0, jours_entre(le, a.date_naive()).min(3)));
        let entete = EnteteCommande {
            entete: Some(Entete {
                departement: self.departement.to_owned(),
                finalite: self.finalite.cle().to_owned(),
                correlation: String::new(),
            }),
            commande_id: self.hasard.uuid().to_string(),
            enfants: enfants.iter().map(|&enfant| self.enfants[enfant].clone()).collect(),
            survenu: Some(survenu(le)),
            connu_le: connu_le.to_string(),
            version_attendue: None,
            enregistre_a: Some(horodatage(a)),
        };
        Acte { a, entete, enfants: enfants.to_vec() }
    }

    /// Writes a prepared command.
    pub(crate) fn ecrire(
        &mut self,
        acte: Acte,
        ordre: impl FnOnce(Option<EnteteCommande>) -> Ordre,
    ) -> Ecrit {
        let Acte { a, entete, enfants } = acte;
        let ordre = ordre(Some(entete));
        self.brouillons.push(Brouillon { a, enfants, ordre, corrige: None });
        Ecrit { a, numero: self.brouillons.len() - 1 }
    }

    /// The children of a command written before.
    pub(crate) fn concernes(&self, ecrit: &Ecrit) -> Vec<usize> {
        self.brouillons[ecrit.numero].enfants.clone()
    }

    /// Writes the correction of a command written before.
    pub(crate) fn corriger(
        &mut self,
        acte: Acte,
        corrige: &Ecrit,
        ordre: impl FnOnce(Option<EnteteCommande>) -> Ordre,
    ) -> Ecrit {
        let ecrit = self.ecrire(acte, ordre);
        self.brouillons[ecrit.numero].corrige = Some(corrige.numero);
        ecrit
    }

    /// The commands in the order of their instants, corrections pointing at what they correct.
    pub(crate) fn finir(self) -> Vec<Commande> {
        let mut ordre: Vec<usize> = (0..self.brouillons.len()).collect();
        ordre.sort_unstable_by_key(|&numero| self.brouillons[numero].a);
        let versions = versions(&self.brouillons, &ordre, self.enfants.len());
        let mut brouillons: Vec<Option<Brouillon>> =
            self.brouillons.into_iter().map(Some).collect();
        ordre
            .into_iter()
            .filter_map(|numero| brouillons[numero].take())
            .map(|brouillon| {
                let cibles = brouillon.corrige.map(|corrige| {
                    let cible = |&(enfant, version): &(usize, u32)| Cible {
                        enfant: self.enfants[enfant].clone(),
                        version,
                    };
                    versions[corrige].iter().map(cible).collect()
                });
                Commande { commande: Some(viser(brouillon.ordre, cibles)) }
            })
            .collect()
    }

    /// When something of a day is typed: in working hours, most often at once, sometimes weeks later.
    fn saisie(&mut self, le: NaiveDate, apres: Instant) -> Instant {
        if self.finalite == Finalite::Reprise {
            self.reprise = self.reprise.max(apres) + Duration::milliseconds(1_700);
            return self.reprise;
        }
        let jours = match self.hasard.entre(0, 99) {
            0..45 => 0,
            45..65 => 1,
            65..85 => self.hasard.entre(2, 4),
            85..97 => self.hasard.entre(5, 10),
            _ => self.hasard.entre(11, 30),
        };
        let voulu = instant(ouvre(plus(le, jours)), 7, self.hasard.entre(1_800, 37_800));
        let a = if voulu > apres { voulu } else { self.juste_apres(apres) };
        if a > fin() { self.avant_la_fin(le, apres) } else { a }
    }

    fn juste_apres(&mut self, apres: Instant) -> Instant {
        let a = apres + Duration::seconds(self.hasard.entre(40, 1_500));
        if (7..18).contains(&a.hour()) {
            return a;
        }
        instant(ouvre(plus(a.date_naive(), 1)), 7, self.hasard.entre(1_800, 9_000)).max(a)
    }

    /// The last days: everything that happened is typed before the end.
    fn avant_la_fin(&mut self, le: NaiveDate, apres: Instant) -> Instant {
        let a = instant(le.max(plus(LIMITE, -3)), 8, self.hasard.entre(0, 34_000));
        if a > apres { a } else { apres + Duration::seconds(self.hasard.entre(1, 40)) }
    }

    fn libre(&mut self, voulu: Instant) -> Instant {
        let mut a = voulu;
        while !self.instants.insert(a) {
            a += Duration::microseconds(1);
        }
        a
    }
}

/// Nothing is typed in the evening of the last Friday, unless what came before was.
fn fin() -> Instant {
    instant(LIMITE, 17, 1_800)
}

/// The versions that each draft gives to each child, following the order of recording.
fn versions(brouillons: &[Brouillon], ordre: &[usize], enfants: usize) -> Vec<Vec<(usize, u32)>> {
    let mut courantes = vec![0_u32; enfants];
    let mut versions = vec![Vec::new(); brouillons.len()];
    let mut partages = Partages::default();
    for &numero in ordre {
        for &enfant in &brouillons[numero].enfants {
            courantes[enfant] += 1;
            versions[numero].push((enfant, courantes[enfant]));
        }
        for (enfant, ajoutes) in ajoutes(&mut partages, brouillons, numero) {
            courantes[enfant] += ajoutes;
        }
    }
    versions
}

/// What the engine adds to the files when a draft is recorded.
fn ajoutes(
    partages: &mut Partages,
    brouillons: &[Brouillon],
    numero: usize,
) -> BTreeMap<usize, u32> {
    let Brouillon { enfants, ordre, corrige, .. } = &brouillons[numero];
    let about = corrige.map_or(ordre, |corrige| &brouillons[corrige].ordre);
    let Some(objet) = partage::objet(about) else { return BTreeMap::new() };
    if let (Ordre::InformationReaffecter(_), &[de, vers]) = (ordre, &enfants[..]) {
        return partages.deplace(objet, de, vers);
    }
    let effet = if matches!(ordre, Ordre::DossierAnnuler(_)) {
        Effet::Annule
    } else if corrige.is_some() {
        Effet::Corrige
    } else {
        Effet::Ajoute
    };
    partages.acte(objet, enfants, effet)
}

/// Gives a correction its targets.
fn viser(ordre: Ordre, cibles: Option<Vec<Cible>>) -> Ordre {
    let Some(cibles) = cibles else { return ordre };
    if let Ordre::DossierAnnuler(mut annuler) = ordre {
        annuler.cibles = cibles;
        return Ordre::DossierAnnuler(annuler);
    }
    if let Ordre::DossierRectifier(mut rectifier) = ordre {
        rectifier.cibles = cibles;
        return Ordre::DossierRectifier(rectifier);
    }
    ordre
}

/// A day and a number of seconds after an hour of it, universal time.
pub(crate) fn instant(le: NaiveDate, heure: u32, secondes: i64) -> Instant {
    let minuit = le.and_time(NaiveTime::MIN).and_utc();
    minuit + Duration::hours(i64::from(heure)) + Duration::seconds(secondes)
}

/// An instant, as sent.
pub(crate) fn horodatage(a: Instant) -> Timestamp {
    let nanos = i32::try_from(a.timestamp_subsec_nanos()).expect("less than a second");
    Timestamp { seconds: a.timestamp(), nanos }
}

/// A day, as sent.
pub(crate) fn survenu(le: NaiveDate) -> Survenu {
    Survenu { le: le.to_string(), a: None, precision: Precision::Jour.into() }
}

/// A text to be sealed.
pub(crate) fn texte(clair: String) -> TexteScelle {
    TexteScelle { etat: Some(texte_scelle::Etat::Clair(clair)) }
}

/// Who decided that day.
pub(crate) fn decideur(hasard: &mut Hasard, qualite: &str, le: NaiveDate) -> Decideur {
    Decideur {
        agent: format!("agt-{:03}", hasard.entre(1, 40)),
        qualite: qualite.to_owned(),
        delegation: format!("{}-{:02}", le.format("%Y"), hasard.entre(1, 12)),
        signe_le: le.to_string(),
        electronique: hasard.pour_mille(700),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendrier::jour;

    #[test]
    fn rien_n_est_saisi_avant_d_avoir_eu_lieu_ni_apres_la_fin() {
        let mut journal = Journal::new(Hasard::new(3), vec![String::new()]);
        journal.finalite = Finalite::Information;
        let mut apres = instant(LIMITE, 9, 0);
        for rang in 0..300 {
            let le = if rang % 3 == 0 { LIMITE } else { jour(2022, 5, 8) };
            let acte = journal.acte(&[0], le, apres);
            assert!(acte.a > apres && acte.a.date_naive() >= le);
            assert!(acte.a < instant(jour(2023, 12, 31), 22, 0), "{}", acte.a);
            if rang % 10 == 0 {
                apres = acte.a;
            }
        }
    }
}
