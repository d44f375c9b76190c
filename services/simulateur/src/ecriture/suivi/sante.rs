//! Health: the bilan of an entry, the looks that follow, the needs written in the PPE; whether a handicap is known.
//!
//! Deliberately absent: any illness. The contract has no word for one.

use chrono::NaiveDate;
use proto::projet::v1::{Revise, ReviserRequest, Rubrique};
use proto::reprise::v1::commande::Commande as Ordre;
use proto::sante::v1::{ActeRealise, NoterActeRequest};
use proto::situation::v1::{Observee, ObserverRequest, Reponse};

use crate::calendrier::{REPRISE, jour_utile, plus, plus_mois};
use crate::ecriture::Ecriture;
use crate::journal::decideur;
use crate::mesure::Origine;
use crate::plan::Genre;
use crate::pratiques::{
    BILAN, BILAN_A_TEMPS, BILAN_DENTAIRE, BILAN_EN_RETARD, HANDICAP, HANDICAP_DEMANDE, Issue,
    ORIENTATION, SUIVI_FAIT, SUIVI_MEDICAL, VERSE_APRES, VERSE_AU_PPE,
};

/// Needs a bilan may find.
const BESOINS: [&str; 7] = [
    "suivi_medical",
    "suivi_psychologique",
    "soins_dentaires",
    "vue_audition_langage",
    "vaccination",
    "developpement",
    "prevention",
];

impl Ecriture<'_> {
    /// The health of a child entrusted to the ASE.
    pub(super) fn sante(&mut self, enfant: usize, rangs: &[usize]) {
        let monde = self.monde;
        let places =
            rangs.iter().copied().filter(|&rang| !monde.parcours[rang].genre.milieu_ouvert());
        let places: Vec<usize> = places.collect();
        let mut vu_le = None;
        for &rang in places.iter().filter(|&&rang| monde.parcours[rang].genre.confie()) {
            let bilan = self.bilan_d_entree(enfant, rang);
            if let Some((le, true)) = bilan {
                self.verser_au_projet(enfant, rang, le);
            }
            vu_le = self.suivi_medical(enfant, rang, bilan.map(|(le, _)| le).or(vu_le));
        }
        if let Some(&premier) = places.first() {
            self.handicap(enfant, premier);
        }
    }

    /// The day of the bilan, and whether it found a need.
    fn bilan_d_entree(&mut self, enfant: usize, rang: usize) -> Option<(NaiveDate, bool)> {
        if !self.est_une_entree(rang) {
            return None;
        }
        let monde = self.monde;
        let parcours = &monde.parcours[rang];
        let delai = match self.journal.hasard.pese(&BILAN) {
            Issue::ATemps => self.journal.hasard.dans(BILAN_A_TEMPS),
            Issue::EnRetard => self.journal.hasard.dans(BILAN_EN_RETARD),
            Issue::Jamais => return None,
        };
        let le = jour_utile(plus(parcours.effet, delai)).filter(|&le| le < parcours.jusqu_a())?;
        let mut besoins = BESOINS.to_vec();
        self.journal.hasard.melange(&mut besoins);
        let trouves = usize::try_from(self.journal.hasard.entre(0, 3)).expect("a small number");
        let besoins = besoins.into_iter().take(trouves).map(str::to_owned).collect();
        self.acte_de_sante(enfant, rang, le, "bilan_entree", besoins);
        Some((le, trouves > 0))
    }

    fn acte_de_sante(
        &mut self,
        enfant: usize,
        rang: usize,
        le: NaiveDate,
        genre: &str,
        besoins: Vec<String>,
    ) {
        let petit = le < plus_mois(self.monde.enfants[enfant].naissance, 72);
        let hasard = &mut self.journal.hasard;
        let vaccination =
            hasard.pese(&[("a_jour", 6), ("a_mettre_a_jour", 3), ("carnet_absent", 1)]);
        let par = match (genre, petit) {
            ("bilan_dentaire", _) => "centre",
            (_, true) => hasard.pese(&[("pmi", 6), ("medecin_traitant", 4)]),
            (_, false) => hasard.pese(&[("medecin_traitant", 5), ("hopital", 2), ("centre", 3)]),
        };
        let acte = ActeRealise {
            acte: genre.to_owned(),
            besoins,
            vaccination: if genre == "bilan_dentaire" {
                String::new()
            } else {
                vaccination.to_owned()
            },
            realise_par: par.to_owned(),
            ..ActeRealise::default()
        };
        let apres = self.mesure_saisie(rang, le);
        self.dire(enfant, le, apres, |entete| {
            Ordre::SanteNoterActe(NoterActeRequest { entete, acte: Some(acte) })
        });
    }

    /// The looks of the years that follow; the day of the last.
    fn suivi_medical(
        &mut self,
        enfant: usize,
        rang: usize,
        vu_le: Option<NaiveDate>,
    ) -> Option<NaiveDate> {
        let monde = self.monde;
        let parcours = &monde.parcours[rang];
        let fin = parcours.jusqu_a();
        let mut dernier = vu_le;
        let mut le = vu_le.unwrap_or(parcours.effet);
        loop {
            le = plus(le, self.journal.hasard.dans(SUIVI_MEDICAL));
            if le >= fin {
                return dernier;
            }
            let dentaire = self.journal.hasard.pour_mille(BILAN_DENTAIRE);
            let utile = jour_utile(le).filter(|&le| parcours.effet <= le && le < fin);
            if let Some(utile) = utile.filter(|_| self.journal.hasard.pour_mille(SUIVI_FAIT)) {
                self.acte_de_sante(enfant, rang, utile, "suivi", Vec::new());
                if dentaire {
                    self.acte_de_sante(enfant, rang, utile, "bilan_dentaire", Vec::new());
                }
                dernier = Some(utile);
            }
        }
    }

    /// The next edition of the PPE speaks of health, where there is a PPE.
    fn verser_au_projet(&mut self, enfant: usize, rang: usize, bilan: NaiveDate) {
        let monde = self.monde;
        let [projet] = &monde.enfants[enfant].projets[..] else { return };
        let Some(apres) = self.ppe[enfant] else { return };
        let derniere = projet.revisions.last().copied().unwrap_or(projet.etabli_le);
        if !self.journal.hasard.pour_mille(VERSE_AU_PPE) {
            return;
        }
        let vise = plus(derniere.max(bilan), self.journal.hasard.dans(VERSE_APRES));
        let fin = monde.parcours[rang].jusqu_a();
        let Some(le) = jour_utile(vise).filter(|&le| le < fin) else { return };
        let edition = u32::try_from(projet.revisions.len() + 2).expect("few editions");
        let rubrique = Rubrique {
            rubrique: "sante".to_owned(),
            concerne: String::new(),
            texte: self.objectifs(enfant),
        };
        let revise = Revise {
            projet: projet.id.to_string(),
            edition,
            decideur: Some(decideur(&mut self.journal.hasard, "responsable_delegation", le)),
            rubriques: vec![rubrique],
            motif: "bilan_de_sante".to_owned(),
            ..Revise::default()
        };
        self.dire(enfant, le, apres, |entete| {
            Ordre::ProjetReviser(ReviserRequest { entete, revise: Some(revise) })
        });
        self.ppe[enfant] = None;
    }

    /// Whether a handicap is known, as asked once.
    fn handicap(&mut self, enfant: usize, rang: usize) {
        let monde = self.monde;
        let parcours = &monde.parcours[rang];
        let demande = self.journal.hasard.pour_mille(HANDICAP_DEMANDE);
        if !demande || parcours.genre == Genre::Mna {
            return;
        }
        let delai = if parcours.origine == Origine::Reprise { (20, 900) } else { (20, 240) };
        let depuis = parcours.effet.max(REPRISE);
        let le = plus(depuis, self.journal.hasard.dans(delai));
        let Some(le) = jour_utile(le).filter(|&le| le < parcours.jusqu_a()) else { return };
        let handicap = self.journal.hasard.pese(&HANDICAP);
        let mut reponses = vec![reponse("handicap", handicap)];
        if handicap == "oui" {
            let orientation = self.journal.hasard.pour_mille(ORIENTATION);
            reponses.push(reponse("orientation_cdaph", if orientation { "oui" } else { "non" }));
        }
        let source =
            self.journal.hasard.pese(&[("famille", 4), ("mdph", 4), ("service_habilite", 2)]);
        let observation = Observee { source: source.to_owned(), reponses };
        let apres = self.mesure_saisie(rang, le);
        self.dire(enfant, le, apres, |entete| {
            Ordre::SituationObserver(ObserverRequest { entete, observation: Some(observation) })
        });
    }
}

/// An answer; nothing said is *ne sait pas*.
fn reponse(rubrique: &str, valeur: &str) -> Reponse {
    let connaissance = if valeur.is_empty() { "ne_sait_pas" } else { "connue" };
    Reponse {
        rubrique: rubrique.to_owned(),
        connaissance: connaissance.to_owned(),
        valeur: valeur.to_owned(),
    }
}
