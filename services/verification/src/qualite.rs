//! What the figures stand on (J6): what the law finds wrong in a file on the last day, and what is missing there.
//!
//! # Invariants
//!
//! - A file is found wrong by what had happened by the last day, as known at the report's position; who the child already
//!   was that day, and what the file lacks, are read in all that is known.
//! - One finding a kind and an object; a child counts once.

mod actes;
mod mesures;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::droit::Charge;
use domain::evenement::Evenement;
use domain::identite::Event as Identite;
use domain::mesure::maximum;
use uuid::Uuid;

use crate::cadre::Cadre;
use crate::enfant::Enfant;
use crate::histoire::Fait;
use crate::nombres::{Coupe, Dit, combien, compte, par_cle, part};

/// What a finding is: its kind, and what it is about (nil: the child himself).
type Trouvee = (&'static str, Uuid);

/// What the family keeps while children are read.
#[derive(Debug, Default)]
pub(crate) struct Comptes {
    sortes: Vec<&'static str>,
    enfants: i64,
    suivis: i64,
    sans_commune: i64,
    mesures_bornees: i64,
    sans_terme: i64,
    sans_effet: i64,
}

/// A file on a day: what had happened by then.
struct Dossier {
    enfant: Enfant,
    au: NaiveDate,
}

impl Comptes {
    /// Takes a child into account.
    pub(crate) fn voir(&mut self, cadre: &Cadre, enfant: &Enfant) {
        let responsable = enfant.delegation(cadre.au);
        self.lacunes(cadre, enfant, responsable);
        if !cadre.service_demande(responsable) {
            return;
        }
        let waiting = enfant.mesures_dites();
        let waiting =
            waiting.iter().filter(|mesure| mesure.decidee.is_some() && mesure.effet.is_none());
        self.sans_effet += combien(waiting);
        let by_then = |fait: &&Fait| fait.le() <= cadre.au || dit_d_avance(&fait.evenement);
        let happened: Vec<Fait> = enfant.faits.iter().filter(by_then).cloned().collect();
        let dossier = Dossier { enfant: Enfant::replier(enfant.id, &happened), au: cadre.au };
        let mut found: BTreeSet<Trouvee> = BTreeSet::new();
        actes::trouve(&dossier, &mut found);
        mesures::trouve(&dossier, &mut found);
        self.enfants += i64::from(!found.is_empty());
        self.sortes.extend(found.into_iter().map(|(sorte, _)| sorte));
    }

    fn lacunes(&mut self, cadre: &Cadre, enfant: &Enfant, responsable: Option<&str>) {
        let mut followed = false;
        for mesure in enfant.mesures_suivies() {
            let asked = cadre.service_demande(responsable.or(mesure.service));
            if !asked || !mesure.en_vigueur(cadre.au) {
                continue;
            }
            followed = true;
            if maximum(mesure.nature, cadre.au).is_some() {
                self.mesures_bornees += 1;
                self.sans_terme += i64::from(mesure.terme.is_none());
            }
        }
        self.suivis += i64::from(followed);
        self.sans_commune += i64::from(followed && enfant.commune(cadre.au).is_none());
    }
}

/// Whether an event says who the child already was.
fn dit_d_avance(evenement: &Evenement) -> bool {
    let Evenement::Identite(event) = evenement else { return false };
    match event {
        Identite::Inscrit(_)
        | Identite::NonIdentifieSignale(_)
        | Identite::Identifie(_)
        | Identite::NaissanceFixee(_)
        | Identite::ANaitreSignale(_)
        | Identite::Ne(_) => true,
        Identite::ResidenceDeclaree(_)
        | Identite::MnaReconnu(_)
        | Identite::Emancipe(_)
        | Identite::Decede(_)
        | Identite::PrenatalClos(_)
        | Identite::MisALAbri(_)
        | Identite::MiseALAbriProlongee(_)
        | Identite::RepitAccorde(_)
        | Identite::MinoriteEvaluee(_)
        | Identite::MinoriteRefusee(_) => false,
    }
}

/// The kinds of findings, who owes what is missing, as printed.
const SORTES: [(&str, Charge, &str); 24] = [
    ("INFORMATION_NON_ENREGISTREE", Charge::Crip, "Information dont la réception manque"),
    ("TRANSFERT_SANS_ACCUSE", Charge::Tiers, "Transfert sans accusé de réception"),
    ("TRANSFERT_PAR_VOIE_ORDINAIRE", Charge::Crip, "Transfert par voie ordinaire"),
    (
        "TRANSFERT_SANS_INFORMATION_DES_PARENTS",
        Charge::Crip,
        "Transfert sans information des parents",
    ),
    ("EVALUATEUR_SEUL", Charge::Crip, "Évaluation par une seule personne"),
    ("SUITE_REFUSEE_SANS_REVISION", Charge::Crip, "Suite refusée sans nouvelle décision"),
    ("SANS_TITRE", Charge::Ase, "Enfant accueilli sans titre"),
    ("ACCORD_RETIRE", Charge::Ase, "Mesure poursuivie malgré un accord retiré"),
    ("MESURE_ADMINISTRATIVE_MAINTENUE", Charge::Ase, "Aide à domicile maintenue malgré le juge"),
    ("CONTRAT_TROP_COURT", Charge::Ase, "Contrat plus court que le minimum"),
    ("CHANGEMENT_SANS_ACCORD", Charge::Ase, "Changement de lieu sans accord"),
    ("DECISION_NON_ENREGISTREE", Charge::Ase, "Mesure exercée, décision manquante"),
    ("AU_DELA_DU_MAXIMUM", Charge::Ase, "Durée au-delà du maximum"),
    ("CONSENTEMENT_MANQUANT", Charge::Ase, "Consentement manquant"),
    ("RENOUVELLEMENT_TARDIF", Charge::Ase, "Renouvellement après le terme"),
    ("TERME_SANS_DECISION", Charge::Ase, "Terme passé sans décision"),
    ("PROJET_MANQUANT", Charge::Ase, "Projet pour l'enfant manquant"),
    ("REEXAMEN_EN_RETARD", Charge::Ase, "Information différée à réexaminer"),
    ("RAPPORT_NON_VALIDE", Charge::Ase, "Rapport parti sans validation"),
    ("RAPPORT_SANS_EVALUATION", Charge::Ase, "Rapport sans évaluation pluridisciplinaire"),
    ("BESOINS_DE_SANTE_NON_VERSES", Charge::Ase, "Besoins de santé absents du projet"),
    ("EMANCIPATION_AVANT_SEIZE_ANS", Charge::Ase, "Émancipation avant seize ans"),
    ("RECUEIL_SANS_INFORMATION", Charge::Ase, "Recueil sans information des parents"),
    ("REFUS_SANS_RECOURS", Charge::Ase, "Refus sans voies de recours"),
];

/// What the figures stand on.
pub(crate) fn j6(_: &Cadre, comptes: &Comptes) -> Dit {
    let Comptes { sortes, enfants, suivis, sans_commune, mesures_bornees, sans_terme, sans_effet } =
        comptes;
    let charge = |sorte: &&str| {
        let known = SORTES.iter().find(|(known, ..)| known == sorte);
        known.map_or("", |(_, charge, _)| charge.cle())
    };
    let of_kind =
        par_cle(SORTES.iter().map(|(cle, _, libelle)| (*cle, *libelle)), sortes.iter().copied());
    let charges = Charge::TOUS.into_iter().map(|charge| (charge.cle(), charge.libelle()));
    let owed = par_cle(charges, sortes.iter().map(charge));
    let cut = |axe, lignes| Coupe { axe, total: "irregularites", lignes };
    Dit {
        lignes: vec![
            compte("irregularites", "Irrégularités ouvertes", combien(sortes.iter())),
            compte("enfants_concernes", "Enfants concernés", *enfants),
            part("sans_commune", "Enfants suivis sans commune", *sans_commune, *suivis),
            part("sans_terme", "Mesures sans terme", *sans_terme, *mesures_bornees),
            compte("sans_effet", "Mesures dont l'effet reste à fixer", *sans_effet),
        ],
        coupes: vec![cut("sorte", of_kind), cut("charge", owed)],
    }
}
