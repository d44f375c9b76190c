//! What the judge is told of changes of place and of separations (J3), and why they happened.
//!
//! # Invariants
//!
//! - A notice is due for a child whom the judge or the parquet confided, that day.
//! - It is late past its instant when both instants are known, past its day otherwise.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::accueil::{ChangementDecide, Event as Accueil, LieuChange};
use domain::codes::{Code as _, GenreEcrit, MotifChangementLieu, MotifSeparation};
use domain::droit;
use domain::evenement::Evenement;
use domain::temps::{Survenu, moins_mois};
use uuid::Uuid;

use crate::cadre::Cadre;
use crate::departs::{Depart, departs, repris_ailleurs};
use crate::ecrits::avis_au_juge;
use crate::enfant::Enfant;
use crate::natures::CONFIE_PAR_LA_JUSTICE;
use crate::nombres::{Coupe, Dit, Ligne, combien, compte, par_code, part};

/// Months before the day foreseen.
const PREAVIS_MOIS: u32 = 1;

/// Notices of one kind.
#[derive(Debug, Default)]
struct Avis {
    dus: i64,
    a_temps: i64,
    en_retard: i64,
}

/// What is kept of notices.
#[derive(Debug, Default)]
pub(super) struct Comptes {
    prevus: Avis,
    urgents: Avis,
    separations: Avis,
    deplacements: Vec<&'static str>,
    separes: Vec<&'static str>,
}

/// One notice: what asks for it, its last moment, when it was given, from when it is not due any more.
struct Du {
    depuis: NaiveDate,
    limite: Survenu,
    donne: Option<Survenu>,
    sans_objet: Option<NaiveDate>,
}

impl Avis {
    fn prend(&mut self, cadre: &Cadre, gone: &[Depart], du: Du) {
        let Du { depuis, limite, donne, sans_objet } = du;
        let gone = repris_ailleurs(gone, depuis, Some(limite.le));
        let left = sans_objet.into_iter().chain(gone).min().is_some_and(|since| since <= limite.le);
        if !cadre.dans_la_periode(Some(limite.le)) || (left && donne.is_none()) {
            return;
        }
        let given = donne.filter(|donne| donne.le <= cadre.observation);
        let late = given.is_some_and(|given| match limite.a.zip(given.a) {
            Some((limite, given)) => limite < given,
            None => limite.le < given.le,
        });
        self.dus += 1;
        self.en_retard += i64::from(late);
        self.a_temps += i64::from(given.is_some() && !late);
    }

    fn sans_avis(&self) -> i64 {
        self.dus - self.a_temps - self.en_retard
    }
}

/// One place a child lived in: what was decided of it, and how he left it.
#[derive(Default)]
struct Lieu<'a> {
    decides: Vec<(Survenu, &'a ChangementDecide)>,
    changes: Vec<(NaiveDate, &'a LieuChange)>,
    sorties: Vec<NaiveDate>,
    separations: Vec<(Survenu, MotifSeparation)>,
}

/// A child, and his places.
struct Suivi<'a> {
    enfant: &'a Enfant,
    lieux: BTreeMap<Uuid, Lieu<'a>>,
}

impl Comptes {
    pub(super) fn voir(&mut self, cadre: &Cadre, enfant: &Enfant) {
        if !cadre.service_demande(enfant.delegation(cadre.au)) {
            return;
        }
        let (suivi, gone) = (Suivi { enfant, lieux: lieux(enfant) }, departs(enfant));
        for (&id, lieu) in &suivi.lieux {
            for du in suivi.prevus(id, lieu) {
                self.prevus.prend(cadre, &gone, du);
            }
            for du in suivi.urgents(id, lieu) {
                self.urgents.prend(cadre, &gone, du);
            }
            for du in suivi.separations(id, lieu) {
                self.separations.prend(cadre, &gone, du);
            }
            let moved = lieu.changes.first().filter(|(le, _)| cadre.dans_la_periode(Some(*le)));
            let moved = moved.filter(|_| enfant.lieu_principal(id));
            self.deplacements.extend(moved.map(|(_, change)| change.motif.cle()));
            // Of one day, the last one told.
            let apart: BTreeMap<NaiveDate, MotifSeparation> =
                lieu.separations.iter().map(|(on, motif)| (on.le, *motif)).collect();
            let apart = apart.into_iter().filter(|(le, _)| cadre.dans_la_periode(Some(*le)));
            self.separes.extend(apart.map(|(_, motif)| motif.cle()));
        }
    }
}

/// What happened of each place, in the order of the facts.
fn lieux(enfant: &Enfant) -> BTreeMap<Uuid, Lieu<'_>> {
    let mut found: BTreeMap<Uuid, Lieu<'_>> = BTreeMap::new();
    for fait in &enfant.faits {
        let Evenement::Accueil(event) = &fait.evenement else { continue };
        if let Accueil::ChangementDecide(decide) = event {
            let known = found.entry(decide.accueil.0).or_default();
            known.decides.push((fait.survenu, decide));
        } else if let Accueil::LieuChange(change) = event {
            found.entry(change.accueil.0).or_default().changes.push((fait.le(), change));
        } else if let Accueil::Termine(termine) = event {
            found.entry(termine.accueil.0).or_default().sorties.push(fait.le());
        } else if let Accueil::FratrieSeparee(separee) = event {
            let known = found.entry(separee.accueil.0).or_default();
            known.separations.push((fait.survenu, separee.motif));
        }
    }
    found
}

impl Suivi<'_> {
    /// Confided by the judge or the parquet: by the measure the place carries out that day, else by any in force.
    fn confie(&self, accueil: Uuid, le: NaiveDate) -> bool {
        let own = self.enfant.titre_le(accueil, le).and_then(|id| self.enfant.nature_de(id));
        match own {
            Some(nature) => CONFIE_PAR_LA_JUSTICE.contains(&nature),
            None => self.enfant.mesures_suivies().iter().any(|mesure| {
                CONFIE_PAR_LA_JUSTICE.contains(&mesure.nature) && mesure.en_vigueur(le)
            }),
        }
    }

    /// When the judge was told of a change of place: by a writing, or on the day the change says.
    fn informe(&self, accueil: Uuid, genres: &[GenreEcrit]) -> Option<Survenu> {
        let told = self.enfant.juge_informe_du_depart(accueil).map(Survenu::le);
        let known = avis_au_juge(self.enfant, genres, accueil).into_iter().chain(told);
        known.min_by_key(|on| (on.le, on.a))
    }

    /// A change foreseen: a month before its day; a change nobody decided beforehand: its day too.
    fn prevus(&self, id: Uuid, lieu: &Lieu<'_>) -> Vec<Du> {
        let not_his = |(_, change): &&(NaiveDate, &LieuChange)| {
            change.motif != MotifChangementLieu::DecisionDuJuge
        };
        let changed = lieu.changes.iter().find(not_his).map(|(le, _)| *le);
        let decided = lieu.decides.iter().filter(|(_, decide)| !decide.urgence);
        let decided = decided.map(|(on, decide)| (on.le, decide.prevu_le.or(changed)));
        let alone = changed.filter(|_| lieu.decides.is_empty()).map(|le| (le, Some(le)));
        let foreseen = decided.chain(alone).filter_map(|(since, le)| Some((since, le?)));
        let confided = foreseen.filter(|(since, _)| self.confie(id, *since));
        let due = confided.map(|(depuis, prevu_le)| Du {
            depuis,
            limite: Survenu::le(self.au_plus_tot(id, depuis, moins_mois(prevu_le, PREAVIS_MOIS))),
            donne: self.informe(id, &[GenreEcrit::AvisChangementLieu]),
            sans_objet: lieu.sorties.first().copied(),
        });
        due.collect()
    }

    /// Never before the child entered for the measure, unless he was in care by another already.
    fn au_plus_tot(&self, id: Uuid, depuis: NaiveDate, avant: NaiveDate) -> NaiveDate {
        let in_care = self.enfant.mesures_suivies().iter().any(|mesure| {
            CONFIE_PAR_LA_JUSTICE.contains(&mesure.nature)
                && mesure.en_vigueur(avant)
                && mesure.exercee_le(avant)
        });
        if in_care {
            return avant;
        }
        let entered =
            self.enfant.titre_le(id, depuis).and_then(|of| self.enfant.exercee_depuis(of));
        let entered = entered.or(self.enfant.entre_le(id));
        entered.map_or(avant, |entered| entered.max(avant))
    }

    fn urgents(&self, id: Uuid, lieu: &Lieu<'_>) -> Vec<Du> {
        let genres = [GenreEcrit::AvisChangementUrgence, GenreEcrit::AvisChangementLieu];
        let decided = lieu.decides.iter().filter(|(_, decide)| decide.urgence);
        let confided = decided.filter(|(on, _)| self.confie(id, on.le));
        let due = confided.filter_map(|(on, _)| sous_48_heures("ME-14", *on));
        due.map(|du| Du { donne: self.informe(id, &genres), ..du }).collect()
    }

    fn separations(&self, id: Uuid, lieu: &Lieu<'_>) -> Vec<Du> {
        let told = avis_au_juge(self.enfant, &[GenreEcrit::AvisSeparationFratrie], id);
        let confided = lieu.separations.iter().filter(|(on, _)| self.confie(id, on.le));
        let due = confided.filter_map(|(on, _)| sous_48_heures("ME-15", *on));
        due.map(|du| Du { donne: told, ..du }).collect()
    }
}

/// Within the hours the rule gives, of an instant; within its days, of a day.
fn sous_48_heures(regle: &str, survenu: Survenu) -> Option<Du> {
    let limite = droit::regle(regle, survenu.le)?.duree.limite(survenu)?;
    Some(Du { depuis: survenu.le, limite, donne: None, sans_objet: None })
}

/// What is told of notices of one kind: keys, labels.
fn lignes(avis: &Avis, (cle, prefixe): (&str, &str), libelle: &str) -> [Ligne; 3] {
    [
        part(cle, &format!("{libelle} : juge informé à temps"), avis.a_temps, avis.dus),
        compte(
            &format!("{prefixe}_en_retard"),
            &format!("{libelle} : informé en retard"),
            avis.en_retard,
        ),
        compte(
            &format!("{prefixe}_sans_avis"),
            &format!("{libelle} : sans avis"),
            avis.sans_avis(),
        ),
    ]
}

/// What the judge is told.
pub(crate) fn j3(_: &Cadre, comptes: &super::Comptes) -> Dit {
    let Comptes { prevus, urgents, separations, deplacements, separes } = &comptes.avis;
    let mut told = Vec::new();
    told.extend(lignes(prevus, ("prevus", "prevus"), "Changements prévus"));
    told.extend(lignes(urgents, ("urgents", "urgents"), "Changements en urgence"));
    told.extend(lignes(separations, ("separations_dues", "separations"), "Séparations"));
    let (moved, apart) = (combien(deplacements.iter()), combien(separes.iter()));
    told.push(compte("deplacements", "Changements de lieu principal", moved));
    told.push(compte("separations", "Séparations de fratrie", apart));
    let cut = |axe, total, lignes| Coupe { axe, total, lignes };
    let moves = par_code::<MotifChangementLieu>(deplacements.iter().copied());
    let separations = par_code::<MotifSeparation>(separes.iter().copied());
    Dit {
        lignes: told,
        coupes: vec![
            cut("motif_de_deplacement", "deplacements", moves),
            cut("motif_de_separation", "separations", separations),
        ],
    }
}
