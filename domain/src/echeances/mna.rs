//! Unaccompanied minors (rules MN).

use uuid::Uuid;

use super::Echeance;
use crate::codes::{ConclusionMinorite, GenreEcrit, SourceNaissance};
use crate::droit::{Duree, Genre, LOI, Regle};
use crate::enfant::Parcours;
use crate::histoire::Datee;
use crate::identite::Minorite;
use crate::statut::assistance_educative;
use crate::temps::Survenu;

/// The rows.
pub(super) const REGLES: &[Regle] = &[
    Regle {
        id: "MN-01",
        article: "CASF, art. R221-11 I",
        genre: Genre::Max,
        duree: Duree::Jours(5),
        verification: "V",
        declencheur: "premier jour de prise en charge, ou fin de la période précédente",
        cloture: "décision sur la minorité, placement, ou prolongation",
        explication: "L'accueil provisoire d'urgence dure cinq jours, prolongeables deux fois pour la même durée.",
        ..LOI
    },
    Regle {
        id: "MN-01A",
        article: "CASF, art. R221-11 I",
        genre: Genre::Immediate,
        verification: "V",
        declencheur: "accueil provisoire d'urgence, ou sa prolongation",
        cloture: "avis au procureur de la République",
        explication: "Le procureur est avisé immédiatement de l'accueil et de chaque prolongation.",
        ..LOI
    },
    Regle {
        id: "MN-02",
        article: "CASF, art. R221-11 II et III",
        genre: Genre::Immediate,
        verification: "V",
        declencheur: "premier jour de prise en charge",
        cloture: "temps de répit, besoins de santé repérés",
        explication: "Avant toute évaluation, un temps de répit est accordé et les besoins de santé sont repérés ; ce qui est constaté ne sert pas à évaluer la minorité.",
        ..LOI
    },
    Regle {
        id: "MN-03",
        article: "C. civ., art. 388",
        genre: Genre::Immediate,
        verification: "V26",
        declencheur: "évaluation concluant à un doute",
        cloture: "minorité reconnue, ou âge fixé par l'autorité judiciaire",
        explication: "Le doute profite à l'intéressé ; seule l'autorité judiciaire ordonne un examen osseux, avec son accord.",
        ..LOI
    },
];

/// The échéances of a parcours under these rules.
pub(super) fn echeances(parcours: &Parcours) -> Vec<Echeance> {
    let mut found: Vec<Echeance> = Vec::new();
    for (id, minorite) in &parcours.identite.minorites {
        found.extend(periodes(parcours, id.0, minorite));
        found.extend(avis(parcours, id.0, minorite));
        found.extend(repit(id.0, minorite));
        found.extend(doute(parcours, id.0, minorite));
    }
    let deces = parcours.identite.decede;
    found.into_iter().map(|one| one.sans_objet_depuis(deces, "décès")).collect()
}

/// What ends the shelter: a decision either way, or a judge's order.
fn fin(parcours: &Parcours, minorite: &Minorite, debut: Survenu) -> Option<Survenu> {
    let reconnu = parcours.identite.mna.filter(|mna| debut.le <= *mna).map(Survenu::le);
    let refuse = minorite.refus.iter().map(|refus| refus.survenu);
    let effets = parcours.mesure.mesures.values().filter_map(|mesure| mesure.effet());
    let place = effets.filter(|le| debut.le <= *le && assistance_educative(parcours, *le));
    refuse.chain(reconnu).chain(place.map(Survenu::le)).min_by_key(|survenu| survenu.le)
}

// MN-01: five days, and each extension five more from the end of what it extends.
fn periodes(parcours: &Parcours, objet: Uuid, minorite: &Minorite) -> Vec<Echeance> {
    let Some(abri) = minorite.mise_a_l_abri() else { return vec![] };
    let fin = fin(parcours, minorite, abri.survenu);
    let mut found: Vec<Echeance> = Vec::new();
    let mut start = abri.survenu;
    for rank in 0..=minorite.prolongations.len() {
        let Some(echeance) = Echeance::ouvrir("MN-01", objet, start) else { break };
        let suite = minorite.prolongations.get(rank).map(|one| one.survenu);
        let next = echeance.stricte.unwrap_or(start);
        found.push(echeance.tenue_par(suite.or(fin)));
        start = Survenu::le(next.le);
    }
    found
}

// MN-01A: the procureur is told of the shelter and of each extension.
fn avis(parcours: &Parcours, objet: Uuid, minorite: &Minorite) -> Vec<Echeance> {
    let debut = minorite.mises_a_l_abri.iter().map(|fait| fait.survenu);
    let told = debut.chain(minorite.prolongations.iter().map(|fait| fait.survenu));
    let open = |survenu: Survenu| {
        let mut sent = parcours.ecrit.emis_pour(GenreEcrit::AvisMiseALAbri, objet);
        let by = sent.find(|emis| survenu.le <= emis.le()).map(|emis| emis.survenu);
        Echeance::ouvrir("MN-01A", objet, survenu).map(|echeance| echeance.tenue_par(by))
    };
    told.filter_map(open).collect()
}

// MN-02.
fn repit(objet: Uuid, minorite: &Minorite) -> Option<Echeance> {
    let abri = minorite.mise_a_l_abri()?;
    let mut granted = minorite.repits.iter();
    let by = granted.find(|repit| repit.fait.besoins_de_sante_reperes);
    let echeance = Echeance::ouvrir("MN-02", objet, abri.survenu)?;
    Some(echeance.tenue_par(by.map(|repit| repit.survenu)))
}

// MN-03.
fn doute(parcours: &Parcours, objet: Uuid, minorite: &Minorite) -> Option<Echeance> {
    let mut assessed = minorite.evaluations.iter();
    let doute = assessed.find(|one| one.fait.conclusion == ConclusionMinorite::Doute)?;
    let reconnu = parcours.identite.mna.filter(|mna| doute.le() <= *mna).map(Survenu::le);
    let mut births = parcours.identite.naissances.iter();
    let juge = births.find(|claim| {
        claim.fait.source == SourceNaissance::DecisionJudiciaire && doute.le() <= claim.le()
    });
    let echeance = Echeance::ouvrir("MN-03", objet, doute.survenu)?;
    Some(echeance.tenue_par(reconnu.or(juge.map(|claim: &Datee<_>| claim.survenu))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{Correspondant, ElementMinorite};
    use crate::echeances::Etat;
    use crate::enfant::Commande;
    use crate::essais::*;
    use crate::evenement::{Acte, Evenement};
    use crate::identite::{self, Command};
    use crate::ids::{EcritId, MinoriteId};

    const N1: MinoriteId = MinoriteId(Uuid::from_u128(0x74));

    fn dit(command: Command) -> Evenement {
        fait(Commande::Identite(command))
    }

    fn abri() -> Evenement {
        dit(Command::MettreALAbri(identite::MisALAbri { minorite: N1 }))
    }

    fn prolonge() -> Evenement {
        let fait = identite::MiseALAbriProlongee { minorite: N1, decideur: cadre() };
        dit(Command::ProlongerMiseALAbri(fait))
    }

    fn reconnu() -> Evenement {
        dit(Command::ReconnaitreMna(identite::MnaReconnu {}))
    }

    fn arrive(suite: Vec<Acte>) -> Vec<Acte> {
        let debut = vec![lea_nee_le("2009-06-15"), le("2026-12-24", abri())];
        [debut, suite].concat()
    }

    fn of(faits: &[Acte], id: &str) -> Vec<Echeance> {
        let all = crate::echeances::echeances(&parcours(faits.to_vec()));
        all.into_iter().filter(|one| one.regle.id == id).collect()
    }

    fn etat(faits: &[Acte], id: &str, au: &str) -> Etat {
        of(faits, id).last().expect(id).etat(Survenu::le(jour(au)))
    }

    #[test]
    fn mn_01_l_accueil_d_urgence_dure_cinq_jours_prolonges_deux_fois() {
        assert_eq!(etat(&arrive(vec![]), "MN-01", "2026-12-29"), Etat::Ouverte);
        assert_eq!(etat(&arrive(vec![]), "MN-01", "2026-12-30"), Etat::Depassee);
        let deux = arrive(vec![le("2026-12-29", prolonge()), le("2027-01-03", prolonge())]);
        let limites: Vec<_> = of(&deux, "MN-01").iter().filter_map(Echeance::legale).collect();
        assert_eq!(limites, ["2026-12-29", "2027-01-03", "2027-01-08"].map(jour));
        let decide = |jour: &str| [deux.clone(), vec![le(jour, reconnu())]].concat();
        assert_eq!(etat(&decide("2027-01-08"), "MN-01", "2027-02-01"), Etat::Tenue);
        assert_eq!(etat(&decide("2027-01-09"), "MN-01", "2027-02-01"), Etat::TenueEnRetard);
    }

    #[test]
    fn mn_01_le_procureur_est_avise_de_l_accueil_et_de_chaque_prolongation() {
        let avise = |numero: u128, jour: &str| {
            let emis = crate::ecrit::Emis {
                ecrit: EcritId(Uuid::from_u128(numero)),
                genre: GenreEcrit::AvisMiseALAbri,
                destinataire: Correspondant::Procureur,
                objet: Some(N1.0),
                voie: None,
                numero: None,
                decideur: cadre(),
                rapport: None,
                pieces: vec![],
            };
            le(jour, fait(Commande::Ecrit(crate::ecrit::Command::Emettre(emis))))
        };
        let un = arrive(vec![avise(1, "2026-12-24"), le("2026-12-29", prolonge())]);
        let states = |faits: &[Acte]| {
            let au = Survenu::le(jour("2026-12-30"));
            of(faits, "MN-01A").iter().map(|one| one.etat(au)).collect::<Vec<_>>()
        };
        assert_eq!(states(&un), [Etat::Tenue, Etat::Ouverte]);
        let deux = [un, vec![avise(2, "2026-12-29")]].concat();
        assert_eq!(states(&deux), [Etat::Tenue, Etat::Tenue]);
    }

    #[test]
    fn mn_02_le_temps_de_repit_vient_d_abord_avec_les_besoins_de_sante() {
        let repit = |besoins_de_sante_reperes: bool| {
            let jusqu_au = jour("2026-12-28");
            let fait = identite::RepitAccorde { minorite: N1, jusqu_au, besoins_de_sante_reperes };
            arrive(vec![le("2026-12-24", dit(Command::AccorderRepit(fait)))])
        };
        assert_eq!(etat(&arrive(vec![]), "MN-02", "2026-12-26"), Etat::Ouverte);
        assert_eq!(etat(&repit(false), "MN-02", "2026-12-26"), Etat::Ouverte);
        assert_eq!(etat(&repit(true), "MN-02", "2026-12-26"), Etat::Tenue);
    }

    #[test]
    fn mn_03_le_doute_profite_a_l_interesse_jusqu_a_une_decision() {
        let doute = identite::MinoriteEvaluee {
            minorite: N1,
            conclusion: ConclusionMinorite::Doute,
            elements: vec![ElementMinorite::Entretiens],
        };
        let doute = || arrive(vec![le("2027-01-05", dit(Command::EvaluerMinorite(doute.clone())))]);
        assert_eq!(etat(&doute(), "MN-03", "2027-01-06"), Etat::Ouverte);
        let reconnu = [doute(), vec![le("2027-01-07", reconnu())]].concat();
        assert_eq!(etat(&reconnu, "MN-03", "2027-01-07"), Etat::Tenue);
    }
}
