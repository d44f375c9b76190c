//! A whole year drawn: whatever may be told of many children, most of it in time, some weeks late.
//!
//! Children go by two, and share some informations: what is told of the one is often told of the other.

use domain::codes::{
    Code as _, EmetteurSignalement, LieuAccueil, MentionDecision, MotifRevision, MotifSansObjet,
    Motifsig, NatureMesure, Orientation, PorteDEntree, SourceNaissance,
};
use domain::decision::Suite;
use domain::evenement::Evenement;

use super::Hasard;
use crate::dits::{
    a_naitre, attribuee, change, contractee, decede, demarree, detachee, doublon, effet_fixe,
    emancipe, en_attente, identifie, infirmee, inscrit, joint, levee, mandatee, mesure_recue, mna,
    naissance_fixee, navette, ne, non_identifie, non_qualifiee, ordonnee, prise, projet_etabli,
    projet_revise, qualifiee_en, rapport, rattachee, recue_a, renouvelee, reside_ou, retiree,
    revisee, sejourne, signalee, sorti, terme_modifie, termes, terminee, transferee,
};
use crate::{Requete, id, jour, le};

const LIEUX: [(Option<&str>, Option<&str>); 7] = [
    (Some("17300"), Some("dt_la_rochelle_re_aunis_atlantique")),
    (Some("17300"), Some("dt_la_rochelle_re_aunis_atlantique")),
    (Some("17197"), Some("dt_haute_saintonge")),
    (Some("17999"), Some("dt_haute_saintonge")),
    (Some("33063"), Some("dt_ailleurs")),
    (None, Some("dt_haute_saintonge")),
    (Some("17197"), None),
];

/// What is being told.
struct Annee<'a> {
    hasard: &'a mut Hasard,
    dites: Vec<Requete>,
}

/// A year of that many children.
pub fn annee_au_hasard(hasard: &mut Hasard, enfants: u128) -> Vec<Requete> {
    let mut annee = Annee { hasard, dites: Vec::new() };
    for enfant in 1..=enfants {
        annee.identite(enfant);
        annee.informations(enfant, enfants);
        annee.mesures(enfant);
        annee.projets(enfant);
    }
    annee.dites
}

impl Annee<'_> {
    fn une_fois_sur(&mut self, n: u64) -> bool {
        self.hasard.moins_de(n) == 0
    }

    fn parmi<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.hasard.moins_de(all.len() as u64) as usize]
    }

    /// Tells it of each child, on that day, recorded then or weeks later.
    fn dit(&mut self, jour_dit: &str, enfants: &[u128], evenement: &Evenement) {
        let faits = enfants.iter().map(|enfant| (*enfant, evenement.clone())).collect();
        let delay = if self.une_fois_sur(4) { self.hasard.moins_de(90) } else { 0 };
        let saisie = (jour(jour_dit) + chrono::Days::new(delay)).to_string();
        self.dites.push(le(jour_dit, faits).saisie(&saisie));
    }

    fn identite(&mut self, enfant: u128) {
        let naissance = self.hasard.jour("2003-06-01", 6500);
        let ouvert = self.hasard.jour("2018-01-01", 600);
        match self.hasard.moins_de(10) {
            0 => {
                self.dit(&ouvert, &[enfant], &non_identifie());
                if !self.une_fois_sur(3) {
                    let named = self.hasard.jour("2021-11-01", 400);
                    self.dit(&named, &[enfant], &identifie(&naissance));
                }
            }
            1 => {
                let told = self.hasard.jour("2021-10-01", 300);
                let expected = self.hasard.jour(&told, 150);
                let terme = (!self.une_fois_sur(3)).then_some(&*expected);
                self.dit(&told, &[enfant], &a_naitre(terme));
                if !self.une_fois_sur(3) {
                    let born = self.hasard.jour(&expected, 20);
                    self.dit(&born, &[enfant], &ne());
                }
            }
            _ => self.dit(&ouvert, &[enfant], &inscrit(&naissance)),
        }
        if self.une_fois_sur(8) {
            let (since, source) =
                (self.hasard.jour("2021-06-01", 500), self.parmi(SourceNaissance::TOUS));
            let other = self.hasard.jour("2003-06-01", 6500);
            self.dit(&since, &[enfant], &naissance_fixee(&other, source));
        }
        for _ in 0..self.hasard.moins_de(4) {
            let (commune, service) = self.parmi(&LIEUX);
            let since = self.hasard.jour("2019-01-01", 1500);
            self.dit(&since, &[enfant], &reside_ou(commune, service));
        }
        for (n, evenement) in [(8, mna()), (25, emancipe()), (30, decede())] {
            if self.une_fois_sur(n) {
                let since = self.hasard.jour("2021-06-01", 600);
                self.dit(&since, &[enfant], &evenement);
            }
        }
    }

    fn informations(&mut self, enfant: u128, enfants: u128) {
        for rang in 0..self.hasard.moins_de(4) {
            let information = 900_000 + enfant * 10 + u128::from(rang);
            let with = enfant + 1;
            let shared = enfant % 2 == 1 && with <= enfants && !self.une_fois_sur(3);
            let both: Vec<u128> = if shared { vec![enfant, with] } else { vec![enfant] };
            self.information(&both, information, rang);
        }
    }

    fn information(&mut self, both: &[u128], information: u128, rang: u64) {
        let arrivee = self.hasard.jour("2021-08-01", 600);
        let (commune, service) = self.parmi(&LIEUX);
        let told = self.une_fois_sur(3);
        let porte = self.parmi(PorteDEntree::TOUS);
        let recue = recue_a(information, porte, service, commune.filter(|_| told));
        self.dit(&arrivee, both, &recue);
        let soon = |annee: &mut Self| annee.hasard.jour(&arrivee, 40);
        let before = information - 1;
        if 0 < rang && self.une_fois_sur(4) {
            let attached = soon(self);
            self.dit(&attached, both, &rattachee(information, before));
            if self.une_fois_sur(2) {
                let apart = self.hasard.jour(&attached, 60);
                self.dit(&apart, both, &detachee(information, before));
            }
        } else if 0 < rang && self.une_fois_sur(5) {
            let same = soon(self);
            self.dit(&same, &both[..1], &doublon(information, before));
        }
        if self.une_fois_sur(10) {
            let wrong = soon(self);
            self.dit(&wrong, &both[..1], &retiree(information, both[0] + 1));
            if self.une_fois_sur(2) {
                self.dites.push(le(&arrivee, vec![(both[0], recue)]).saisie("2023-05-01"));
                let after = Requete::saisie(
                    le(&wrong, vec![(both[0], qualifiee_en(information, None))]),
                    "2023-05-02",
                );
                self.dites.push(after);
            }
        }
        if self.une_fois_sur(12) {
            let gone = soon(self);
            self.dit(&gone, both, &transferee(information));
        }
        if self.une_fois_sur(6) {
            let asked = soon(self);
            self.dit(&asked, both, &navette(information));
        }
        self.analyse(both, information, &arrivee);
    }

    fn analyse(&mut self, both: &[u128], information: u128, arrivee: &str) {
        let analysed = self.hasard.jour(arrivee, 30);
        match self.hasard.moins_de(6) {
            0 => {}
            1 => self.dit(&analysed, both, &non_qualifiee(information)),
            2 => {
                self.dit(&analysed, &both[..1], &qualifiee_en(information, Some(30)));
                if let [_, other] = both {
                    self.dit(&analysed, &[*other], &non_qualifiee(information));
                }
            }
            _ => {
                let reduced = self.une_fois_sur(4).then_some(45);
                self.dit(&analysed, both, &qualifiee_en(information, reduced));
            }
        }
        for _ in 0..self.hasard.moins_de(3) {
            let emetteur = self.parmi(EmetteurSignalement::TOUS);
            let sent = self.hasard.jour(arrivee, 150);
            self.dit(&sent, both, &signalee(information, emetteur));
        }
        if self.une_fois_sur(3) {
            return;
        }
        self.evaluation(both, information, &analysed);
    }

    fn evaluation(&mut self, both: &[u128], information: u128, analysed: &str) {
        let evaluation = information + 1_000_000;
        let mandated = self.hasard.jour(analysed, 25);
        if both.len() == 2 && self.une_fois_sur(4) {
            self.dit(&mandated, &both[..1], &mandatee(evaluation, information));
            self.dit(&mandated, &both[1..], &joint(evaluation, information));
        } else {
            self.dit(&mandated, both, &mandatee(evaluation, information));
        }
        let mut remis = mandated.clone();
        for _ in 0..self.hasard.moins_de(3) {
            remis = self.hasard.jour(&remis, 160);
            self.dit(&remis, both, &rapport(evaluation));
        }
        for (rang, enfant) in (0..).zip(both) {
            if self.une_fois_sur(3) {
                continue;
            }
            let decision = information + 2_000_000 + 100_000 * rang;
            let follows = (!self.une_fois_sur(4)).then_some(evaluation);
            let named = if follows.is_none() { vec![information] } else { vec![] };
            let mut suites = vec![self.suite()];
            if self.une_fois_sur(4) {
                suites.push(self.suite());
            }
            let taken = self.hasard.jour(&remis, 40);
            self.dit(&taken, &[*enfant], &prise(decision, follows, &named, suites));
            if self.une_fois_sur(4) {
                let (again, suite) = (self.hasard.jour(&taken, 60), self.suite());
                let motif = self.parmi(MotifRevision::TOUS);
                self.dit(&again, &[*enfant], &revisee(decision, vec![suite], motif));
            }
        }
    }

    fn suite(&mut self) -> Suite {
        let nature =
            self.parmi(&[NatureMesure::Aed, NatureMesure::Tisf, NatureMesure::AedRenforcee]);
        match self.hasard.moins_de(9) {
            0 | 1 => Suite::SansSuite,
            2 => Suite::SansSuiteAvecOrientation { orientation: Orientation::Pmi },
            3 | 4 => Suite::AideAdministrative { nature },
            5 => Suite::TransmissionParquet { motif_signalement: Motifsig::Refus },
            6 => Suite::PoursuiteMesure,
            7 => Suite::ModificationMesure { nature },
            _ => Suite::SansObjet { motif_sans_objet: MotifSansObjet::HorsCompetence },
        }
    }

    fn mesures(&mut self, enfant: u128) {
        let mut before: Option<(u128, String)> = None;
        for rang in 0..self.hasard.moins_de(4) {
            let mesure = 10_000 + enfant * 10 + u128::from(rang);
            let decided = self.hasard.jour("2020-11-01", 850);
            let effet = self.hasard.jour(&decided, 60);
            self.mesure(enfant, mesure, (&decided, &effet), before.as_ref().map(|it| it.0));
            self.sejours(enfant, mesure, &effet);
            before = Some((mesure, effet));
        }
    }

    fn mesure(
        &mut self,
        enfant: u128,
        mesure: u128,
        (decided, effet): (&str, &str),
        before: Option<u128>,
    ) {
        let nature = self.parmi(NatureMesure::TOUS);
        let terme = self.hasard.jour(effet, 800);
        let avec_terme = (!self.une_fois_sur(3)).then_some(&*terme);
        let mut said = termes(mesure, nature, effet, avec_terme);
        let renews = before.filter(|_| self.une_fois_sur(3));
        said.libelle_local =
            self.parmi(&[None, None, Some("PEAD"), Some("pead renforcé")]).map(str::to_owned);
        said.service_responsable = self.parmi(&LIEUX).1.map(str::to_owned);
        match self.hasard.moins_de(8) {
            0 => said.effet_le = None,
            1 => {
                (said.effet_le, said.mentions) = (None, vec![MentionDecision::EffetSuspendu]);
                if self.une_fois_sur(2) {
                    let known = self.hasard.jour(effet, 60);
                    self.dit(&known, &[enfant], &effet_fixe(mesure, &known));
                }
            }
            _ => {}
        }
        if self.une_fois_sur(6) {
            said.recue_le = Some(jour(&self.hasard.jour(decided, 40)));
        }
        let act = match renews {
            Some(before) => renouvelee(before, said),
            None if self.une_fois_sur(3) => contractee(said),
            None => {
                if let Some(before) = before.filter(|_| self.une_fois_sur(4)) {
                    said.chaine = domain::ids::ChaineId(id(before));
                }
                ordonnee(said)
            }
        };
        self.dit(decided, &[enfant], &act);
        if let Some(before) = before.filter(|_| renews.is_none() && self.une_fois_sur(3)) {
            self.dit(effet, &[enfant], &terminee(before, Some(mesure)));
        }
        self.execution(enfant, mesure, effet);
    }

    fn execution(&mut self, enfant: u128, mesure: u128, effet: &str) {
        let all = [
            (2, mesure_recue(mesure), 30),
            (2, attribuee(mesure), 60),
            (4, en_attente(mesure), 60),
            (2, demarree(mesure), 300),
            (6, levee(mesure), 500),
            (12, terminee(mesure, None), 500),
            (15, infirmee(mesure), 300),
        ];
        for (n, evenement, days) in all {
            if self.une_fois_sur(n) {
                let on = self.hasard.jour(effet, days);
                self.dit(&on, &[enfant], &evenement);
            }
        }
        if self.une_fois_sur(10) {
            let (on, terme) = (self.hasard.jour(effet, 200), self.hasard.jour(effet, 900));
            self.dit(&on, &[enfant], &terme_modifie(mesure, &terme));
        }
    }

    fn sejours(&mut self, enfant: u128, mesure: u128, effet: &str) {
        if self.une_fois_sur(2) {
            return;
        }
        let accueil = mesure + 4_000_000;
        let entered = self.hasard.jour(effet, 60);
        let pour = (!self.une_fois_sur(4)).then_some(mesure);
        let principal = !self.une_fois_sur(8);
        let lieu = self.parmi(LieuAccueil::TOUS);
        self.dit(&entered, &[enfant], &sejourne(accueil, pour, lieu, principal));
        let mut last = (accueil, entered);
        if self.une_fois_sur(3) {
            let moved = self.hasard.jour(&last.1, 200);
            let lieu = self.parmi(LieuAccueil::TOUS);
            self.dit(&moved, &[enfant], &change(accueil, accueil + 500_000, lieu));
            last = (accueil + 500_000, moved);
        }
        if self.une_fois_sur(3) {
            let left = self.hasard.jour(&last.1, 300);
            self.dit(&left, &[enfant], &sorti(last.0));
        }
    }

    fn projets(&mut self, enfant: u128) {
        for rang in 0..self.hasard.moins_de(3) {
            let projet = 6_000_000 + enfant * 10 + u128::from(rang);
            let mut edited = self.hasard.jour("2021-01-01", 800);
            self.dit(&edited, &[enfant], &projet_etabli(projet));
            for edition in 2..2 + u32::try_from(self.hasard.moins_de(3)).unwrap() {
                edited = self.hasard.jour(&edited, 300);
                self.dit(&edited, &[enfant], &projet_revise(projet, edition));
            }
        }
    }
}
