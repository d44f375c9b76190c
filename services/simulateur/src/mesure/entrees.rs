//! Who comes in in a year: by a decision as far as there are some, then in the place of another, then directly.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use super::{Execution, Fin, MotifFin, Origine, Parcours, Voie};
use crate::calendrier::{ANNEES, LIMITE, cloture, dernier, hors_cloture, jour, ouvre, plus};
use crate::information::Classe;
use crate::monde::Monde;
use crate::plan::Genre;
use crate::population::Identite;
use crate::territoire::Territoire;

/// Children whom one decision may bring in.
#[derive(Clone, Debug)]
pub(super) struct Candidats {
    enfants: Vec<usize>,
    origine: Origine,
    prononcee: NaiveDate,
    judiciaire: bool,
}

/// What a territory still wants in a year: to stay, or to leave within the year.
#[derive(Clone, Copy, Debug, Default)]
struct Besoin {
    restants: usize,
    courts: usize,
}

type Besoins = [Besoin; 8];

/// The circumstances of an entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entree {
    pub(super) annee: usize,
    pub(super) territoire: Territoire,
    pub(super) origine: Origine,
    pub(super) decision: Uuid,
    pub(super) prononcee: NaiveDate,
    pub(super) effet: NaiveDate,
}

impl Monde {
    pub(super) fn candidats(&mut self) -> BTreeMap<(usize, Territoire), Vec<Candidats>> {
        let mut tous = Vec::new();
        for rang in 0..self.evaluations.len() {
            tous.extend(self.candidats_de_l_evaluation(rang));
        }
        for rang in 0..self.informations.len() {
            tous.extend(self.candidats_de_l_urgence(rang));
        }
        let mut par_annee: BTreeMap<(usize, Territoire), Vec<Candidats>> = BTreeMap::new();
        for candidats in tous {
            let famille = self.enfants[candidats.enfants[0]].famille;
            let territoire = self.familles[famille].territoire(candidats.prononcee);
            if let Some(annee) = ANNEES.iter().position(|&a| a == candidats.prononcee.year()) {
                par_annee.entry((annee, territoire)).or_default().push(candidats);
            }
        }
        par_annee
    }

    fn candidats_de_l_evaluation(&mut self, rang: usize) -> Option<Candidats> {
        let decidee = self.evaluations[rang].decidee_le?;
        let signalee = self.evaluations[rang]
            .informations
            .iter()
            .filter_map(|&i| self.informations[i].signalement)
            .map(|signalement| signalement.le.max(decidee))
            .max();
        let delai =
            if signalee.is_some() { self.hasard.entre(8, 55) } else { self.hasard.entre(5, 26) };
        let prononcee = entree_possible(plus(signalee.unwrap_or(decidee), delai))?;
        Some(Candidats {
            enfants: self.evalues(rang),
            origine: Origine::Evaluation(rang),
            prononcee,
            judiciaire: signalee.is_some(),
        })
    }

    fn candidats_de_l_urgence(&mut self, rang: usize) -> Option<Candidats> {
        let information = &self.informations[rang];
        let delai = match information.classe {
            Classe::Urgente => 1,
            Classe::Empechee => 30,
            Classe::NonQualifiee
            | Classe::Evaluee
            | Classe::Transferee
            | Classe::Rattachee { .. }
            | Classe::Doublon { .. } => return None,
        };
        let le = information.signalement?.le;
        let enfants = information.enfants.clone();
        let prononcee = entree_possible(plus(le, self.hasard.entre(0, delai)))?;
        Some(Candidats { enfants, origine: Origine::Urgence, prononcee, judiciaire: true })
    }

    pub(super) fn entrer(
        &mut self,
        annee: usize,
        territoire: Territoire,
        mut decides: Vec<Candidats>,
        sorties: &[usize],
    ) {
        let mut besoins = self.besoins(annee, territoire);
        self.hasard.melange(&mut decides);
        for candidats in decides {
            self.entrer_par_decision(&mut besoins, annee, territoire, &candidats);
        }
        for &sortie in sorties {
            if self.parcours[sortie].territoire == territoire {
                self.relayer(&mut besoins, annee, sortie);
            }
        }
        for genre in Genre::TOUS {
            while besoins[genre.rang()].restants + besoins[genre.rang()].courts > 0 {
                self.entrer_directement(&mut besoins, annee, territoire, genre);
            }
        }
    }

    fn besoins(&self, annee: usize, territoire: Territoire) -> Besoins {
        let mut besoins = Besoins::default();
        for genre in Genre::TOUS {
            let present =
                |p: &&Parcours| p.genre == genre && p.territoire == territoire && p.fin.is_none();
            let presents = self.parcours.iter().filter(present).count();
            let cible = self.plan.stock(genre, territoire, annee);
            let courts = if genre == Genre::Adb { 0 } else { cible * 7 / 100 };
            besoins[genre.rang()] = Besoin { restants: cible - presents.min(cible), courts };
        }
        besoins
    }

    fn entrer_par_decision(
        &mut self,
        besoins: &mut Besoins,
        annee: usize,
        territoire: Territoire,
        candidats: &Candidats,
    ) {
        if candidats.judiciaire && self.hasard.pour_mille(250) {
            return;
        }
        let urgence = candidats.origine == Origine::Urgence;
        let decision = self.hasard.uuid();
        let effet = self.effet(candidats.prononcee, urgence);
        let entree = Entree {
            annee,
            territoire,
            origine: candidats.origine,
            decision,
            prononcee: candidats.prononcee,
            effet,
        };
        let commun = self.genre_tire(besoins, candidats.judiciaire, urgence);
        for &enfant in &candidats.enfants {
            let autre = self.hasard.pour_mille(150);
            let genre = if autre {
                self.genre_tire(besoins, candidats.judiciaire, urgence)
            } else {
                commun
            };
            // Three siblings, two outcomes.
            if !self.hasard.pour_mille(100) {
                self.placer(besoins, genre, enfant, entree);
            }
        }
    }

    /// The stock that wants most; without a judge, an AED or an accueil by contract.
    fn genre_tire(&mut self, besoins: &Besoins, judiciaire: bool, urgence: bool) -> Genre {
        let veut = |genre: Genre| besoins[genre.rang()].restants + besoins[genre.rang()].courts;
        let choix = if judiciaire {
            let facteur = if urgence { 6 } else { 1 };
            vec![
                (Genre::Aemo, 2 * veut(Genre::Aemo)),
                (Genre::AemoR, 2 * veut(Genre::AemoR)),
                (Genre::Confie, veut(Genre::Confie) * facteur),
                (Genre::Tdc, veut(Genre::Tdc)),
            ]
        } else {
            vec![(Genre::Aed, 12 * veut(Genre::Aed)), (Genre::Confie, veut(Genre::Confie) / 4)]
        };
        self.hasard.pese(&choix)
    }

    fn effet(&mut self, prononcee: NaiveDate, urgence: bool) -> NaiveDate {
        let differe = !urgence && self.hasard.pour_mille(350);
        let effet = if differe { plus(prononcee, self.hasard.entre(1, 9)) } else { prononcee };
        effet.min(jour(prononcee.year(), 12, 15)).max(prononcee)
    }

    /// Puts a child in a stock if it wants him and he may come; whether he did.
    fn placer(
        &mut self,
        besoins: &mut Besoins,
        genre: Genre,
        enfant: usize,
        entree: Entree,
    ) -> bool {
        if !self.admissible(enfant, entree.effet) {
            return false;
        }
        let annee = ANNEES[entree.annee];
        let besoin = &mut besoins[genre.rang()];
        let majorite = self.majorite(enfant);
        let peut_rester = majorite > cloture(annee) && besoin.restants > 0;
        let peut_sortir = entree.effet <= jour(annee, 10, 31) && besoin.courts > 0;
        let (restants, courts) = (besoin.restants, besoin.courts);
        let court =
            peut_sortir && (!peut_rester || self.hasard.pese(&[(false, restants), (true, courts)]));
        if court {
            besoin.courts -= 1;
            let au = plus(dernier(annee), -3).min(majorite);
            let le = self.hasard.jour(plus(entree.effet, 20), au);
            let motif = if le == majorite { MotifFin::Majorite } else { self.motif_tire() };
            self.ouvrir(enfant, genre, entree, Some(Fin { le, motif }));
        } else if peut_rester {
            besoin.restants -= 1;
            self.ouvrir(enfant, genre, entree, None);
        }
        court || peut_rester
    }

    fn admissible(&self, enfant: usize, effet: NaiveDate) -> bool {
        let connu = &self.enfants[enfant];
        let identifie = match connu.identite {
            Identite::Connue => true,
            Identite::Signalee { identifie_le } => identifie_le.is_some_and(|le| le < effet),
        };
        identifie
            && connu.libre_le.is_some_and(|libre| libre <= effet)
            && plus(connu.naissance, 4) <= effet
            && plus(effet, 45) < self.majorite(enfant)
    }

    /// The same child goes from one stock to another on the same day.
    fn relayer(&mut self, besoins: &mut Besoins, annee: usize, sortie: usize) {
        let Parcours { enfant, genre, territoire, fin, .. } = self.parcours[sortie];
        let Some(fin) = fin else { return };
        let (vers, chances) = match genre {
            Genre::Aed => (Genre::Aemo, 250),
            Genre::Aemo => (Genre::Confie, 180),
            Genre::AemoR => (Genre::Confie, 300),
            Genre::Confie => (Genre::Aemo, 250),
            Genre::Direct => (Genre::Confie, 200),
            Genre::Tdc => (Genre::Aemo, 150),
            Genre::Mna | Genre::Adb => return,
        };
        if fin.le > jour(ANNEES[annee], 12, 14) || !self.hasard.pour_mille(chances) {
            return;
        }
        let entree = Entree {
            annee,
            territoire,
            origine: Origine::Relais,
            decision: self.hasard.uuid(),
            prononcee: hors_cloture(plus(fin.le, -self.hasard.entre(0, 3))),
            effet: fin.le,
        };
        if self.placer(besoins, vers, enfant, entree) {
            let suivant = self.parcours.len() - 1;
            self.parcours[sortie].fin =
                Some(Fin { le: fin.le, motif: MotifFin::Remplacement(suivant) });
        }
    }

    fn entrer_directement(
        &mut self,
        besoins: &mut Besoins,
        annee: usize,
        territoire: Territoire,
        genre: Genre,
    ) {
        let dernier_mois = if besoins[genre.rang()].restants > 0 { (12, 14) } else { (10, 28) };
        let (debut, fin) =
            (jour(ANNEES[annee], 1, 8), jour(ANNEES[annee], dernier_mois.0, dernier_mois.1));
        let prononcee = ouvre(self.hasard.jour(debut, fin)).min(fin);
        let effet = self.effet(prononcee, genre == Genre::Mna);
        let enfants = self.enfants_adresses(territoire, genre, effet);
        let entree = Entree {
            annee,
            territoire,
            origine: Origine::Directe,
            decision: self.hasard.uuid(),
            prononcee,
            effet,
        };
        for enfant in enfants {
            self.placer(besoins, genre, enfant, entree);
        }
    }

    /// Children of a family met before, or of a new one; an unaccompanied minor is alone.
    fn enfants_adresses(
        &mut self,
        territoire: Territoire,
        genre: Genre,
        effet: NaiveDate,
    ) -> Vec<usize> {
        if genre == Genre::Mna {
            let mois_restants = 12 - i64::from(effet.month0());
            let age = (181, 213 - mois_restants);
            let famille = self.fonder(territoire, effet, 1, age);
            self.familles[famille].sans_retour = true;
            return self.familles[famille].enfants.clone();
        }
        if self.hasard.pour_mille(350) {
            for _ in 0..10 {
                let dernier = i64::try_from(self.familles.len()).expect("few families") - 1;
                let famille = usize::try_from(self.hasard.entre(0, dernier)).expect("a rank");
                let ici = self.familles[famille].territoire(effet) == territoire;
                let mut enfants = self.familles[famille].enfants.clone();
                enfants.retain(|&enfant| self.admissible(enfant, effet));
                if ici && !self.familles[famille].sans_retour && !enfants.is_empty() {
                    return enfants;
                }
            }
        }
        let enfants = self.fratrie_tiree();
        let famille = self.fonder(territoire, effet, enfants, (2, 198));
        self.familles[famille].enfants.clone()
    }

    pub(super) fn ouvrir(&mut self, enfant: usize, genre: Genre, entree: Entree, fin: Option<Fin>) {
        let Entree { annee, territoire, origine, decision, prononcee, effet } = entree;
        let voie = self.voie_tiree(genre, origine);
        self.parcours.push(Parcours {
            enfant,
            genre,
            territoire,
            origine,
            voie,
            decision,
            prononcee,
            effet,
            recue: None,
            fin: None,
            execution: Execution::default(),
            attend: false,
            segments: Vec::new(),
            sejours: Vec::new(),
        });
        let rang = self.parcours.len() - 1;
        if !self.parcours[rang].contrat() {
            self.parcours[rang].recue = Some(self.reception(annee, origine, prononcee));
        }
        if genre == Genre::Mna {
            self.enfants[enfant].mna_le =
                Some(hors_cloture(plus(prononcee, -self.hasard.entre(0, 6))));
        }
        if origine == Origine::Reprise {
            self.parcours[rang].execution.demarree = Some(plus(effet, 10));
        }
        self.enfants[enfant].libre_le = None;
        if let Some(fin) = fin {
            self.fermer(rang, fin);
        }
    }

    /// Some orders are known three weeks late.
    fn reception(&mut self, annee: usize, origine: Origine, prononcee: NaiveDate) -> NaiveDate {
        if origine == Origine::Reprise {
            return plus(prononcee, 6);
        }
        let tard = self.hasard.pour_mille(50);
        let delai = if tard { self.hasard.entre(20, 27) } else { self.hasard.entre(1, 12) };
        ouvre(plus(prononcee, delai)).min(plus(dernier(ANNEES[annee]), -4)).max(prononcee)
    }

    fn voie_tiree(&mut self, genre: Genre, origine: Origine) -> Voie {
        let judiciaire = match origine {
            Origine::Evaluation(rang) => self.evaluations[rang]
                .informations
                .iter()
                .any(|&information| self.informations[information].signalement.is_some()),
            Origine::Reprise | Origine::Urgence | Origine::Directe | Origine::Relais => true,
        };
        match (genre, origine) {
            (Genre::Confie, _) if !judiciaire => Voie::Provisoire,
            (Genre::Confie, Origine::Urgence) => {
                self.hasard.pese(&[(Voie::Opp, 8), (Voie::Ordinaire, 2)])
            }
            (Genre::Confie, Origine::Directe) => {
                self.hasard.pese(&[(Voie::Opp, 2), (Voie::Provisoire, 2), (Voie::Ordinaire, 6)])
            }
            (Genre::Confie, Origine::Reprise) => {
                self.hasard.pese(&[(Voie::Provisoire, 1), (Voie::Ordinaire, 9)])
            }
            (Genre::Mna, Origine::Directe) => {
                self.hasard.pese(&[(Voie::Opp, 7), (Voie::Tutelle, 1), (Voie::Ordinaire, 2)])
            }
            (
                Genre::Aed
                | Genre::Aemo
                | Genre::AemoR
                | Genre::Confie
                | Genre::Mna
                | Genre::Adb
                | Genre::Tdc
                | Genre::Direct,
                _,
            ) => Voie::Ordinaire,
        }
    }
}

/// Days of entry stop in mid-December; later ones are of the next January.
fn entree_possible(le: NaiveDate) -> Option<NaiveDate> {
    let ouvert = ouvre(le);
    let fin = jour(ouvert.year(), 12, 14);
    let possible = if ouvert > fin { jour(ouvert.year() + 1, 1, 9) } else { ouvert };
    (possible <= LIMITE).then_some(possible)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn une_entree_de_fin_d_annee_est_remise_a_janvier() {
        assert_eq!(entree_possible(jour(2022, 12, 13)), Some(jour(2022, 12, 13)));
        assert_eq!(entree_possible(jour(2022, 12, 20)), Some(jour(2023, 1, 9)));
        assert_eq!(entree_possible(jour(2023, 12, 20)), None);
    }
}
