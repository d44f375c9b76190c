//! The informations and the évaluations, drawn from the quotas of each year.
//!
//! # Invariants
//!
//! - Each year has exactly its quota of each class and of each door.
//! - Every évaluation of an information of 2018–2022 is handed in by the end of 2023; the mean delay
//!   of the reports handed in in 2022 is exactly the target.
//! - An information attached to another, or received twice, names children of that other one.
//!
//! Deliberately absent: what is decided after an évaluation (`suite`).

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use crate::calendrier::{
    ANNEES, LIMITE, dernier, hors_cloture, jour, jours_entre, ouvre, ouvre_voisin, plus, premier,
};
use crate::monde::Monde;
use crate::plan::Informations;
use crate::population::Identite;
use crate::suite::Suites;
use crate::territoire::Territoire;

/// What becomes of an information.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Classe {
    NonQualifiee,
    Evaluee,
    /// Qualified and sent to the parquet without évaluation.
    Urgente,
    /// Qualified, mandated, and the évaluation could not be made: sent to the parquet.
    Empechee,
    /// Gone to another Département before analysis.
    Transferee,
    /// Complementary to another.
    Rattachee {
        principale: usize,
    },
    /// The same message again.
    Doublon {
        original: usize,
    },
}

impl Classe {
    /// Is qualified as an IP.
    pub(crate) fn qualifiee(self) -> bool {
        match self {
            Self::Evaluee | Self::Urgente | Self::Empechee => true,
            Self::NonQualifiee
            | Self::Transferee
            | Self::Rattachee { .. }
            | Self::Doublon { .. } => false,
        }
    }
}

/// The door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Porte {
    Crip,
    Delegation(Territoire),
    AutreService,
}

/// When, beside the évaluation, the parquet was seized.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    Avant,
    Pendant,
    Apres,
}

/// A signalement of the Département.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signalement {
    pub(crate) le: NaiveDate,
    pub(crate) moment: Moment,
}

/// An information.
#[derive(Clone, Debug)]
pub(crate) struct Information {
    pub(crate) id: Uuid,
    pub(crate) famille: usize,
    pub(crate) enfants: Vec<usize>,
    pub(crate) arrivee: NaiveDate,
    pub(crate) classe: Classe,
    pub(crate) porte: Porte,
    /// Qualification, or attachment, or mark of doublon, or transfer; none: not yet.
    pub(crate) traitee_le: Option<NaiveDate>,
    /// Of a qualified information, the children for whom it is not an IP.
    pub(crate) ecartes: Vec<usize>,
    pub(crate) evaluation: Option<usize>,
    pub(crate) signalement: Option<Signalement>,
    /// Copy of a third party's signalement.
    pub(crate) copie_le: Option<NaiveDate>,
}

/// An évaluation.
#[derive(Clone, Debug)]
pub(crate) struct Evaluation {
    pub(crate) id: Uuid,
    pub(crate) decision: Uuid,
    pub(crate) informations: Vec<usize>,
    /// Arrival of the earliest information that feeds it.
    pub(crate) depart: NaiveDate,
    pub(crate) mandat: Option<NaiveDate>,
    pub(crate) joints: Vec<(usize, NaiveDate)>,
    pub(crate) contacts: Vec<NaiveDate>,
    pub(crate) empechee_le: Option<NaiveDate>,
    pub(crate) remise: Option<NaiveDate>,
    /// Demand of a complement, and second report.
    pub(crate) complement: Option<(NaiveDate, NaiveDate)>,
    pub(crate) decidee_le: Option<NaiveDate>,
    pub(crate) suites: Vec<Suites>,
}

/// The last day a report may be handed in when it must be decided and sent before the end.
const DERNIERE_REMISE: NaiveDate =
    NaiveDate::from_ymd_opt(2023, 12, 8).expect("8 December 2023 exists");
/// Shortest time from mandate to report, in days.
const EVALUATION_MIN_JOURS: i64 = 8;

impl Monde {
    /// Six years of informations.
    pub(crate) fn informer(&mut self) {
        for annee in 0..ANNEES.len() {
            self.principales(annee);
        }
        self.calibrer_le_delai();
        self.acheminer_les_evaluations();
        for annee in 0..ANNEES.len() {
            self.signaler(annee);
            self.completer(annee);
        }
        self.ouvrir_les_portes();
        self.copies_de_tiers();
    }

    fn principales(&mut self, annee: usize) {
        let quotas = self.plan.informations[annee];
        let mut classes = classes(&quotas);
        self.hasard.melange(&mut classes);
        let (du, au) = (premier(ANNEES[annee]), dernier(ANNEES[annee]));
        let mut arrivees: Vec<NaiveDate> =
            classes.iter().map(|_| self.hasard.jour(du, au)).collect();
        arrivees.sort_unstable();
        for (classe, arrivee) in classes.into_iter().zip(arrivees) {
            self.principale(classe, arrivee);
        }
    }

    fn principale(&mut self, classe: Classe, arrivee: NaiveDate) {
        if classe == Classe::Evaluee
            && self.hasard.pour_mille(40)
            && let Some(evaluation) = self.evaluation_a_rejoindre(arrivee)
        {
            return self.rejoindre(evaluation, arrivee);
        }
        let famille = self.famille_concernee(arrivee);
        let enfants = self.enfants_nommes(famille, arrivee);
        self.peut_etre_inconnu(famille, &enfants, classe, arrivee);
        let traitee_le = self.traitement(classe, arrivee);
        let ecartes = self.ecartes(classe, &enfants);
        let information = self.informations.len();
        self.informations.push(Information {
            id: self.hasard.uuid(),
            famille,
            enfants,
            arrivee,
            classe,
            porte: Porte::Crip,
            traitee_le,
            ecartes,
            evaluation: None,
            signalement: None,
            copie_le: None,
        });
        self.familles[famille].occupee_jusqu_au = plus(arrivee, 25);
        match classe {
            Classe::Evaluee | Classe::Empechee => self.evaluer(information),
            Classe::Urgente => self.signaler_sans_evaluation(information),
            Classe::NonQualifiee
            | Classe::Transferee
            | Classe::Rattachee { .. }
            | Classe::Doublon { .. } => {}
        }
    }

    fn traitement(&mut self, classe: Classe, arrivee: NaiveDate) -> Option<NaiveDate> {
        let delai = match classe {
            Classe::Urgente => 0,
            Classe::Evaluee | Classe::Empechee => self.hasard.entre(0, 6),
            Classe::NonQualifiee
            | Classe::Transferee
            | Classe::Rattachee { .. }
            | Classe::Doublon { .. } => self.hasard.entre(0, 12),
        };
        let le = match classe {
            Classe::Urgente => arrivee,
            Classe::NonQualifiee
            | Classe::Evaluee
            | Classe::Empechee
            | Classe::Transferee
            | Classe::Rattachee { .. }
            | Classe::Doublon { .. } => ouvre(plus(arrivee, delai)),
        };
        (le <= LIMITE).then_some(le)
    }

    /// A family already met, or a new one.
    fn famille_concernee(&mut self, arrivee: NaiveDate) -> usize {
        if self.hasard.pour_mille(520) {
            for _ in 0..8 {
                let dernier = i64::try_from(self.familles.len()).expect("few families") - 1;
                let famille = usize::try_from(self.hasard.entre(0, dernier)).expect("a rank");
                let connue = &self.familles[famille];
                if !connue.sans_retour
                    && connue.occupee_jusqu_au < arrivee
                    && !self.mineurs(famille, arrivee).is_empty()
                {
                    return famille;
                }
            }
        }
        let (territoire, enfants) = (self.territoire_tire(), self.fratrie_tiree());
        self.fonder(territoire, arrivee, enfants, (1, 205))
    }

    fn enfants_nommes(&mut self, famille: usize, arrivee: NaiveDate) -> Vec<usize> {
        let mineurs = self.mineurs(famille, arrivee);
        let nommes: Vec<usize> =
            mineurs.iter().copied().filter(|_| self.hasard.pour_mille(800)).collect();
        if nommes.is_empty() { vec![mineurs[0]] } else { nommes }
    }

    /// A few only children of new families arrive without a name.
    fn peut_etre_inconnu(
        &mut self,
        famille: usize,
        enfants: &[usize],
        classe: Classe,
        arrivee: NaiveDate,
    ) {
        let &[enfant] = enfants else { return };
        let nouvelle = self.familles[famille].occupee_jusqu_au < jour(2000, 1, 1)
            && self.enfants[enfant].libre_le == Some(jour(1990, 1, 1))
            && self.familles[famille].enfants.len() == 1;
        if !nouvelle || !self.hasard.pour_mille(60) {
            return;
        }
        let bientot = ouvre(plus(arrivee, self.hasard.entre(2, 18))).min(LIMITE);
        let identifie_le = match classe {
            Classe::Evaluee | Classe::Empechee | Classe::Urgente => Some(bientot),
            Classe::NonQualifiee
            | Classe::Transferee
            | Classe::Rattachee { .. }
            | Classe::Doublon { .. } => self.hasard.pour_mille(400).then_some(bientot),
        };
        self.enfants[enfant].identite = Identite::Signalee { identifie_le };
        self.enfants[enfant].libre_le = identifie_le.map(|le| plus(le, 1));
        self.familles[famille].sans_retour = identifie_le.is_none();
    }

    /// In some fratries the information is an IP for the others only.
    fn ecartes(&mut self, classe: Classe, enfants: &[usize]) -> Vec<usize> {
        let plusieurs = classe == Classe::Evaluee && enfants.len() > 1;
        if plusieurs && self.hasard.pour_mille(80) { vec![enfants[0]] } else { Vec::new() }
    }

    fn evaluer(&mut self, information: usize) {
        let Information { arrivee, famille, traitee_le, classe, .. } =
            self.informations[information];
        let mandat = traitee_le.map(|le| ouvre(plus(le, self.hasard.entre(1, 14))));
        let mandat = mandat.filter(|&le| le <= LIMITE);
        let remise = mandat.and_then(|mandat| self.remise(arrivee, mandat));
        let empechee = classe == Classe::Empechee;
        let evaluation = self.evaluations.len();
        self.informations[information].evaluation = Some(evaluation);
        self.familles[famille].occupee_jusqu_au = remise.map_or(LIMITE, |le| plus(le, 45));
        let empechee_le = if empechee { self.empechement(mandat) } else { None };
        self.informations[information].signalement = empechee_le
            .map(|le| Signalement { le: ouvre(plus(le, 3)).min(LIMITE), moment: Moment::Pendant });
        self.evaluations.push(Evaluation {
            id: self.hasard.uuid(),
            decision: self.hasard.uuid(),
            informations: vec![information],
            depart: arrivee,
            mandat,
            joints: Vec::new(),
            contacts: Vec::new(),
            empechee_le,
            remise: if empechee { None } else { remise },
            complement: None,
            decidee_le: None,
            suites: Vec::new(),
        });
    }

    fn empechement(&mut self, mandat: Option<NaiveDate>) -> Option<NaiveDate> {
        mandat.map(|le| ouvre(plus(le, self.hasard.entre(15, 60))).min(plus(LIMITE, -1)))
    }

    fn remise(&mut self, arrivee: NaiveDate, mandat: NaiveDate) -> Option<NaiveDate> {
        let moyenne = self.plan.delai_moyen;
        let delai = self.hasard.duree(moyenne / 5, moyenne);
        let le = ouvre(plus(arrivee, delai)).max(ouvre(plus(mandat, EVALUATION_MIN_JOURS)));
        if arrivee.year() < 2023 {
            return Some(le.min(DERNIERE_REMISE));
        }
        (le <= plus(LIMITE, -4)).then_some(le)
    }

    /// An évaluation decided but not yet mandated, which a second information will feed.
    fn evaluation_a_rejoindre(&mut self, arrivee: NaiveDate) -> Option<usize> {
        let debut = self.evaluations.len().saturating_sub(60);
        (debut..self.evaluations.len()).find(|&rang| {
            let evaluation = &self.evaluations[rang];
            let &[premiere] = evaluation.informations.as_slice() else { return false };
            let premiere = &self.informations[premiere];
            premiere.classe == Classe::Evaluee
                && premiere.arrivee < arrivee
                && premiere.ecartes.is_empty()
                && premiere.arrivee.year() == arrivee.year()
                && evaluation.mandat.is_some_and(|mandat| plus(arrivee, 3) <= mandat)
                && !self.familles[premiere.famille].sans_retour
                && !self.mineurs(premiere.famille, arrivee).is_empty()
        })
    }

    fn rejoindre(&mut self, evaluation: usize, arrivee: NaiveDate) {
        let mandat = self.evaluations[evaluation].mandat;
        let famille = self.informations[self.evaluations[evaluation].informations[0]].famille;
        let mut enfants = self.enfants_nommes(famille, arrivee);
        enfants.retain(|&enfant| self.enfants[enfant].identite == Identite::Connue);
        if enfants.is_empty() {
            enfants
                .push(self.informations[self.evaluations[evaluation].informations[0]].enfants[0]);
        }
        let traitee = ouvre(plus(arrivee, self.hasard.entre(0, 2)));
        let information = self.informations.len();
        self.informations.push(Information {
            id: self.hasard.uuid(),
            famille,
            enfants,
            arrivee,
            classe: Classe::Evaluee,
            porte: Porte::Crip,
            traitee_le: mandat.map(|mandat| traitee.min(mandat)),
            ecartes: Vec::new(),
            evaluation: Some(evaluation),
            signalement: None,
            copie_le: None,
        });
        self.evaluations[evaluation].informations.push(information);
    }

    fn signaler_sans_evaluation(&mut self, information: usize) {
        let le = self.informations[information].arrivee;
        self.informations[information].signalement =
            Some(Signalement { le, moment: Moment::Avant });
    }

    /// Moves reports of 2022 by days until their mean delay is the published one.
    fn calibrer_le_delai(&mut self) {
        let mut remises: Vec<usize> = (0..self.evaluations.len())
            .filter(|&rang| self.evaluations[rang].remise.is_some_and(|le| le.year() == 2022))
            .collect();
        self.hasard.melange(&mut remises);
        let nombre = i64::try_from(remises.len()).expect("few reports");
        let total: i64 = remises.iter().map(|&rang| self.evaluations[rang].delai()).sum();
        let mut ecart = self.plan.delai_moyen * nombre - total;
        const TOURS_MAX: usize = 400;
        for _ in 0..TOURS_MAX {
            for &rang in &remises {
                if ecart == 0 {
                    return;
                }
                ecart -= self.evaluations[rang].glisser(ecart);
            }
        }
    }

    /// What an évaluation goes through, once its report is dated.
    fn acheminer_les_evaluations(&mut self) {
        for rang in 0..self.evaluations.len() {
            let (mandat, remise) = (self.evaluations[rang].mandat, self.evaluations[rang].remise);
            let Some(mandat) = mandat else { continue };
            let fin = remise.or(self.evaluations[rang].empechee_le).unwrap_or(LIMITE);
            self.evaluations[rang].contacts = self.contacts(mandat, fin);
            if let Some(remise) = remise {
                self.evaluations[rang].joints = self.joints(rang, mandat, remise);
                self.conclure(rang, remise);
            }
        }
    }

    fn contacts(&mut self, mandat: NaiveDate, fin: NaiveDate) -> Vec<NaiveDate> {
        let nombre = self.hasard.pese(&[(0, 9), (1, 8), (2, 3)]);
        let mut contacts: Vec<NaiveDate> =
            (0..nombre).map(|_| self.hasard.jour(plus(mandat, 1), plus(fin, -1))).collect();
        contacts.sort_unstable();
        contacts.dedup();
        contacts.retain(|&le| mandat < le && le < fin);
        contacts
    }

    /// Minors of the household whom no information of the évaluation names.
    fn joints(
        &mut self,
        rang: usize,
        mandat: NaiveDate,
        remise: NaiveDate,
    ) -> Vec<(usize, NaiveDate)> {
        if !self.hasard.pour_mille(250) {
            return Vec::new();
        }
        let evaluation = &self.evaluations[rang];
        let nommes = |enfant: &usize| {
            evaluation.informations.iter().any(|&i| self.informations[i].enfants.contains(enfant))
        };
        let famille = self.informations[evaluation.informations[0]].famille;
        let mut autres = self.mineurs(famille, mandat);
        autres.retain(|enfant| !nommes(enfant));
        autres.retain(|&enfant| self.enfants[enfant].identite == Identite::Connue);
        let le = self.hasard.jour(plus(mandat, 2), plus(remise, -3));
        if le >= remise { Vec::new() } else { autres.into_iter().map(|e| (e, le)).collect() }
    }

    fn conclure(&mut self, rang: usize, remise: NaiveDate) {
        let mut dernier_rapport = remise;
        if self.hasard.pour_mille(30) {
            let demande = ouvre(plus(remise, 4));
            let second = ouvre(plus(demande, self.hasard.entre(10, 30)));
            if second <= DERNIERE_REMISE {
                self.evaluations[rang].complement = Some((demande, second));
                dernier_rapport = second;
            }
        }
        let decidee = ouvre(plus(dernier_rapport, self.hasard.entre(1, 18)));
        let du_passe = self.evaluations[rang].depart.year() < 2023;
        let plafonnee = if du_passe { decidee.min(plus(LIMITE, -3)) } else { decidee };
        self.evaluations[rang].decidee_le = Some(plafonnee).filter(|&le| le <= plus(LIMITE, -3));
    }

    /// The evaluated informations that go to the parquet.
    fn signaler(&mut self, annee: usize) {
        let mut evaluees: Vec<usize> = (0..self.informations.len())
            .filter(|&i| {
                let information = &self.informations[i];
                information.classe == Classe::Evaluee && information.arrivee.year() == ANNEES[annee]
            })
            .collect();
        self.hasard.melange(&mut evaluees);
        evaluees.truncate(self.plan.informations[annee].evaluees_signalees);
        for information in evaluees {
            self.informations[information].signalement = self.signalement(information);
        }
    }

    fn signalement(&mut self, information: usize) -> Option<Signalement> {
        let evaluation = &self.evaluations[self.informations[information].evaluation?];
        let qualifiee = self.informations[information].traitee_le?;
        let (mandat, remise, decidee) =
            (evaluation.mandat, evaluation.remise, evaluation.decidee_le);
        let moment =
            self.hasard.pese(&[(Moment::Avant, 6), (Moment::Pendant, 18), (Moment::Apres, 76)]);
        let apres = decidee.map(|le| Signalement { le, moment: Moment::Apres });
        match (moment, mandat, remise) {
            (Moment::Avant, _, _) => Some(Signalement { le: qualifiee, moment: Moment::Avant }),
            (Moment::Pendant, Some(mandat), Some(remise)) => {
                let le = self.hasard.jour(plus(mandat, 1), plus(remise, -1));
                Some(Signalement { le, moment: Moment::Pendant })
            }
            (Moment::Pendant | Moment::Apres, _, _) => apres,
        }
    }

    /// The attached informations and the doublons.
    fn completer(&mut self, annee: usize) {
        let quotas = self.plan.informations[annee];
        let (du, au) = (premier(ANNEES[annee]), dernier(ANNEES[annee]));
        let mut ouvertes: Vec<usize> =
            (0..self.informations.len()).filter(|&i| self.fenetre(i, du, au).is_some()).collect();
        self.hasard.melange(&mut ouvertes);
        for &principale in ouvertes.iter().cycle().take(quotas.rattachees) {
            let (debut, fin) = self.fenetre(principale, du, au).expect("only open ones were kept");
            let arrivee = self.hasard.jour(debut, fin);
            self.suivante(principale, arrivee, Classe::Rattachee { principale });
        }
        for _ in 0..quotas.doublons {
            let original = self.originale(annee);
            let arrivee = plus(self.informations[original].arrivee, self.hasard.entre(0, 6));
            self.suivante(
                original,
                hors_cloture(arrivee).min(LIMITE),
                Classe::Doublon { original },
            );
        }
    }

    /// The days of a year on which another information may be attached to this one.
    fn fenetre(&self, rang: usize, du: NaiveDate, au: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let information = &self.informations[rang];
        let evaluation = &self.evaluations[information.evaluation?];
        if information.classe != Classe::Evaluee {
            return None;
        }
        let fin = evaluation.remise.map_or(LIMITE, |le| plus(le, -2)).min(au);
        let fin = fin.min(plus(self.majorite(information.enfants[0]), -20));
        let debut = plus(information.arrivee, 3).max(du);
        (debut <= fin).then_some((debut, fin))
    }

    /// An information of the year that may have been received twice.
    fn originale(&mut self, annee: usize) -> usize {
        loop {
            let dernier = i64::try_from(self.informations.len()).expect("few informations") - 1;
            let rang = usize::try_from(self.hasard.entre(0, dernier)).expect("a rank");
            let information = &self.informations[rang];
            let principale =
                information.classe.qualifiee() || information.classe == Classe::NonQualifiee;
            if principale && information.arrivee.year() == ANNEES[annee] {
                return rang;
            }
        }
    }

    fn suivante(&mut self, premiere: usize, arrivee: NaiveDate, classe: Classe) {
        let Information { famille, ref enfants, .. } = self.informations[premiere];
        let enfants = match classe {
            Classe::Rattachee { .. } => vec![enfants[0]],
            Classe::Doublon { .. }
            | Classe::NonQualifiee
            | Classe::Evaluee
            | Classe::Urgente
            | Classe::Empechee
            | Classe::Transferee => enfants.clone(),
        };
        let traitee_le = self.traitement(classe, arrivee);
        self.informations.push(Information {
            id: self.hasard.uuid(),
            famille,
            enfants,
            arrivee,
            classe,
            porte: Porte::Crip,
            // Not yet marked would leave a second principal: the quota is of those known to be one.
            traitee_le: traitee_le.or(Some(LIMITE)),
            ecartes: Vec::new(),
            evaluation: None,
            signalement: None,
            copie_le: None,
        });
    }

    /// Each year, exactly so many by each door.
    fn ouvrir_les_portes(&mut self) {
        for (annee, quotas) in self.plan.informations.into_iter().enumerate() {
            let mut comptees: Vec<usize> = (0..self.informations.len())
                .filter(|&i| {
                    let information = &self.informations[i];
                    information.arrivee.year() == ANNEES[annee]
                        && !matches!(information.classe, Classe::Doublon { .. })
                })
                .collect();
            self.hasard.melange(&mut comptees);
            for (information, porte) in comptees.into_iter().zip(portes(&quotas)) {
                self.informations[information].porte = porte;
            }
        }
    }

    fn copies_de_tiers(&mut self) {
        for rang in 0..self.informations.len() {
            let information = &self.informations[rang];
            let Some(traitee) = information.traitee_le else { continue };
            let propre = information.classe == Classe::Evaluee && information.signalement.is_none();
            if propre && self.hasard.pour_mille(25) {
                self.informations[rang].copie_le = Some(ouvre(plus(traitee, 1)).min(LIMITE));
            }
        }
    }

    /// The children an évaluation is about: those for whom an information was qualified, and those
    /// who joined it.
    pub(crate) fn evalues(&self, rang: usize) -> Vec<usize> {
        let evaluation = &self.evaluations[rang];
        let mut enfants = self.mandates(rang);
        enfants.extend(evaluation.joints.iter().map(|&(enfant, _)| enfant));
        enfants
    }

    /// The children for whom an information of the évaluation was qualified.
    pub(crate) fn mandates(&self, rang: usize) -> Vec<usize> {
        let mut enfants = Vec::new();
        for &information in &self.evaluations[rang].informations {
            let information = &self.informations[information];
            for &enfant in &information.enfants {
                if !information.ecartes.contains(&enfant) && !enfants.contains(&enfant) {
                    enfants.push(enfant);
                }
            }
        }
        enfants
    }
}

impl Evaluation {
    fn delai(&self) -> i64 {
        self.remise.map_or(0, |remise| jours_entre(self.depart, remise))
    }

    /// Moves the report towards the gap by one open day, when it stays in 2022; how many days.
    fn glisser(&mut self, ecart: i64) -> i64 {
        let (Some(remise), Some(mandat)) = (self.remise, self.mandat) else { return 0 };
        let nouvelle = ouvre_voisin(remise, ecart.signum());
        let pas = jours_entre(remise, nouvelle);
        let admise = nouvelle.year() == 2022
            && nouvelle <= dernier(2022)
            && plus(mandat, EVALUATION_MIN_JOURS) <= nouvelle
            && pas.abs() <= ecart.abs();
        if admise {
            self.remise = Some(nouvelle);
            pas
        } else {
            0
        }
    }
}

fn classes(quotas: &Informations) -> Vec<Classe> {
    [
        (Classe::NonQualifiee, quotas.non_qualifiees),
        (Classe::Evaluee, quotas.evaluees),
        (Classe::Urgente, quotas.urgentes),
        (Classe::Empechee, quotas.empechees),
        (Classe::Transferee, quotas.transferees),
    ]
    .into_iter()
    .flat_map(|(classe, nombre)| std::iter::repeat_n(classe, nombre))
    .collect()
}

fn portes(quotas: &Informations) -> impl Iterator<Item = Porte> {
    let delegations = Territoire::TOUS.into_iter().flat_map(|territoire| {
        let nombre = quotas.delegations[territoire.rang()];
        std::iter::repeat_n(Porte::Delegation(territoire), nombre)
    });
    let autres = std::iter::repeat_n(Porte::AutreService, quotas.autres_services);
    delegations.chain(autres).chain(std::iter::repeat(Porte::Crip))
}
