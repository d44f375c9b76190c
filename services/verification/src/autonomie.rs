//! Family E, continued: young adults, and the way there.
//!
//! Invariant: a child counts as soon as he is read; nothing of him is kept.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::autonomie::Event;
use domain::codes::{GenreEntretien, NatureMesure, SensAccompagnement};
use domain::evenement::Evenement;
use domain::temps::{moins_mois, plus_mois};
use uuid::Uuid;

use crate::cadre::Cadre;
use crate::enfant::{Enfant, MesureSuivie};
use crate::natures::CONFIE;
use crate::nombres::{Dit, compte, part};

/// Months from eighteen to twenty-one.
const JEUNE_MAJEUR_MOIS: u32 = 36;

/// What the family keeps while children are read.
#[derive(Debug, Default)]
pub(crate) struct Comptes {
    en_contrat: i64,
    accompagnements: Accompagnements,
    majeurs: Majeurs,
    sorties: Sorties,
}

#[derive(Debug, Default)]
struct Accompagnements {
    demandeurs: i64,
    accordees: i64,
    refusees: i64,
    en_attente: i64,
    propositions: i64,
    declinees: i64,
    accords: i64,
    refus: i64,
    arrets: i64,
}

#[derive(Debug, Default)]
struct Majeurs {
    a_17_ans: i64,
    apres_17_ans: i64,
    declines: i64,
    non_tenus: i64,
}

#[derive(Debug, Default)]
struct Sorties {
    avec_contrat: i64,
    couverts: i64,
    seches: i64,
    inconnus: i64,
}

/// The first day of each act of one accompaniment.
#[derive(Default)]
struct Accompagnement {
    propose: Option<NaiveDate>,
    repondu: Option<(NaiveDate, bool)>,
    accorde: Option<NaiveDate>,
    refuse: Option<NaiveDate>,
    arrete: Option<NaiveDate>,
}

impl Accompagnement {
    /// The day it was asked for: a yes, a grant or a refusal, whichever was first.
    fn demande(&self) -> Option<NaiveDate> {
        let yes = self.repondu.filter(|(_, accepte)| *accepte).map(|(le, _)| le);
        [yes, self.accorde, self.refuse].into_iter().flatten().min()
    }

    /// What became of it by a day: granted, refused, or neither yet.
    fn issue(&self, au: NaiveDate) -> Option<bool> {
        let by = |le: Option<NaiveDate>| le.filter(|le| *le <= au);
        match (by(self.accorde), by(self.refuse)) {
            (Some(accorde), Some(refuse)) => Some(accorde <= refuse),
            (Some(_), None) => Some(true),
            (None, Some(_)) => Some(false),
            (None, None) => None,
        }
    }
}

/// What happened to a child on his way, each fact with its day.
fn dits(enfant: &Enfant) -> impl Iterator<Item = (NaiveDate, &Event)> {
    enfant.faits.iter().filter_map(|fait| {
        let Evenement::Autonomie(event) = &fait.evenement else { return None };
        Some((fait.le(), event))
    })
}

fn accompagnements(enfant: &Enfant) -> BTreeMap<Uuid, Accompagnement> {
    let mut known: BTreeMap<Uuid, Accompagnement> = BTreeMap::new();
    for (le, event) in dits(enfant) {
        match event {
            Event::AccompagnementPropose(dit) => {
                known.entry(dit.accompagnement.0).or_default().propose.get_or_insert(le);
            }
            Event::ReponseDuJeune(dit) => {
                let one = known.entry(dit.accompagnement.0).or_default();
                one.repondu.get_or_insert((le, dit.accepte));
            }
            Event::AccompagnementDecide(dit) => {
                let one = known.entry(dit.accompagnement.0).or_default();
                let first = match dit.sens {
                    SensAccompagnement::Accord => &mut one.accorde,
                    SensAccompagnement::Refus => &mut one.refuse,
                    SensAccompagnement::Fin => &mut one.arrete,
                };
                first.get_or_insert(le);
            }
            Event::EntretienTenu(_)
            | Event::EntretienDecline(_)
            | Event::ProjetAutonomieEtabli(_)
            | Event::AnneeEngagee(_)
            | Event::CommissionTenue(_)
            | Event::SortieAse(_)
            | Event::RetourAse(_) => {}
        }
    }
    known
}

impl Comptes {
    /// Takes a child into account.
    pub(crate) fn voir(&mut self, cadre: &Cadre, enfant: &Enfant) {
        let mesures = enfant.mesures_suivies();
        let responsable = enfant.delegation(cadre.au);
        let asked =
            |mesure: &&MesureSuivie<'_>| cadre.service_demande(responsable.or(mesure.service));
        let contrat = |mesure: &&MesureSuivie<'_>| {
            mesure.nature == NatureMesure::ContratJeuneMajeur && mesure.en_vigueur(cadre.au)
        };
        self.en_contrat += i64::from(mesures.iter().filter(asked).any(|one| contrat(&one)));
        // Nobody comes of age in a file that was never opened.
        let majorite = enfant.majorite().filter(|_| enfant.ouvert);
        if let Some(majorite) = majorite.filter(|le| cadre.dans_la_periode(Some(*le))) {
            let confided = |mesure: &MesureSuivie<'_>| {
                CONFIE.contains(&mesure.nature)
                    && majorite.pred_opt().is_some_and(|eve| mesure.en_vigueur(eve))
            };
            if mesures.iter().filter(asked).any(confided) {
                self.majeurs.voit(enfant, majorite);
            }
        }
        if !cadre.service_demande(responsable) {
            return;
        }
        self.accompagnements.voit(cadre, enfant);
        if let Some(majorite) = majorite {
            self.sorties.voit(cadre, enfant, &mesures, majorite);
        }
    }
}

impl Accompagnements {
    fn voit(&mut self, cadre: &Cadre, enfant: &Enfant) {
        let mut demandes = 0;
        for one in accompagnements(enfant).values() {
            let of_it = |le: Option<NaiveDate>| i64::from(cadre.dans_la_periode(le));
            self.propositions += of_it(one.propose);
            self.declinees += of_it(one.repondu.filter(|(_, yes)| !yes).map(|(le, _)| le));
            self.accords += of_it(one.accorde);
            self.refus += of_it(one.refuse);
            self.arrets += of_it(one.arrete);
            if !cadre.dans_la_periode(one.demande()) {
                continue;
            }
            demandes += 1;
            match one.issue(cadre.observation) {
                Some(true) => self.accordees += 1,
                Some(false) => self.refusees += 1,
                None => self.en_attente += 1,
            }
        }
        self.demandeurs += i64::from(0 < demandes);
    }
}

impl Majeurs {
    fn voit(&mut self, enfant: &Enfant, majorite: NaiveDate) {
        let mut before = dits(enfant).filter(|(le, _)| *le < majorite);
        let tenu = before.find_map(|(le, event)| {
            let Event::EntretienTenu(tenu) = event else { return None };
            (tenu.genre == GenreEntretien::DixSeptAns).then_some(le)
        });
        let mut before = dits(enfant).filter(|(le, _)| *le < majorite);
        let decline = before.any(|(_, event)| {
            let Event::EntretienDecline(decline) = event else { return false };
            decline.genre == GenreEntretien::DixSeptAns
        });
        match tenu {
            Some(tenu) if tenu <= moins_mois(majorite, 12) => self.a_17_ans += 1,
            Some(_) => self.apres_17_ans += 1,
            None if decline => self.declines += 1,
            None => self.non_tenus += 1,
        }
    }
}

impl Sorties {
    fn voit(
        &mut self,
        cadre: &Cadre,
        enfant: &Enfant,
        mesures: &[MesureSuivie<'_>],
        majorite: NaiveDate,
    ) {
        let gone = dits(enfant).filter(|(_, event)| matches!(event, Event::SortieAse(_)));
        let young = |le: &NaiveDate| {
            cadre.dans_la_periode(Some(*le))
                && majorite <= *le
                && *le < plus_mois(majorite, JEUNE_MAJEUR_MOIS)
        };
        let days: BTreeSet<NaiveDate> = gone.map(|(le, _)| le).filter(young).collect();
        for le in days {
            let contrat = mesures.iter().any(|mesure| {
                mesure.nature == NatureMesure::ContratJeuneMajeur && mesure.effet <= le
            });
            let projets = dits(enfant).filter(|(dit, _)| *dit <= le);
            let last = projets.filter_map(|(_, event)| {
                let Event::ProjetAutonomieEtabli(projet) = event else { return None };
                Some(projet.non_couverts.is_empty())
            });
            match (contrat, last.last()) {
                (true, _) => self.avec_contrat += 1,
                (false, Some(true)) => self.couverts += 1,
                (false, Some(false)) => self.seches += 1,
                (false, None) => self.inconnus += 1,
            }
        }
    }
}

/// Young adults accompanied.
pub(crate) fn e4(_: &Cadre, comptes: &Comptes) -> Dit {
    let known = &comptes.accompagnements;
    let demandes = known.accordees + known.refusees + known.en_attente;
    Dit::seules(vec![
        compte("en_contrat", "Jeunes en contrat jeune majeur", comptes.en_contrat),
        compte("demandes", "Accompagnements demandés", demandes),
        compte("demandeurs", "Jeunes qui demandent", known.demandeurs),
        compte("accordees", "dont accordés", known.accordees),
        compte("refusees", "dont refusés", known.refusees),
        compte("en_attente", "dont sans décision", known.en_attente),
        compte("propositions", "À côté : propositions de la période", known.propositions),
        compte("declinees", "À côté : propositions déclinées", known.declinees),
        compte("accords", "À côté : accords de la période", known.accords),
        compte("refus", "À côté : refus de la période", known.refus),
        compte("arrets", "À côté : arrêts de la période", known.arrets),
    ])
}

/// The interview a year before eighteen, and those who leave with nothing.
pub(crate) fn e5(_: &Cadre, comptes: &Comptes) -> Dit {
    let Majeurs { a_17_ans, apres_17_ans, declines, non_tenus } = comptes.majeurs;
    let Sorties { avec_contrat, couverts, seches, inconnus } = comptes.sorties;
    let tenus = a_17_ans + apres_17_ans;
    let sorties = avec_contrat + couverts + seches + inconnus;
    Dit::seules(vec![
        part("tenus", "Entretiens tenus avant 18 ans", tenus, tenus + declines + non_tenus),
        compte("tenus_a_17_ans", "dont tenus à 17 ans au plus tard", a_17_ans),
        compte("tenus_apres_17_ans", "dont tenus après 17 ans", apres_17_ans),
        compte("declines", "Entretiens déclinés", declines),
        compte("non_tenus", "Entretiens non tenus", non_tenus),
        part("seches", "Sorties sèches entre 18 et 21 ans", seches, sorties),
        compte("avec_contrat", "Sorties après un contrat jeune majeur", avec_contrat),
        compte("besoins_couverts", "Sorties sans contrat, besoins couverts", couverts),
        compte("besoins_inconnus", "Sorties sans contrat, besoins non renseignés", inconnus),
    ])
}
