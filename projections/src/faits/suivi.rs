//! What follows a child: the way to adult life, health, situation, moves, separations, parents, findings.

use domain::accueil::Fin;
use domain::codes::{Code as _, NatureLien};
use domain::enfant::Parcours;
use domain::entourage::Lien;
use domain::histoire::{Datee, Effectif};
use domain::irregularites::periodes;
use domain::situation::de_cle;
use uuid::Uuid;

use super::ligne::{
    FaitAccompagnement, FaitActeSante, FaitDeplacement, FaitEntretien, FaitIrregularite,
    FaitParente, FaitProjetAutonomie, FaitSeparation, FaitSituation, FaitSortie, trie,
};

/// One row an accompaniment.
pub(super) fn accompagnements(enfant: Uuid, parcours: &Parcours) -> Vec<FaitAccompagnement> {
    use domain::codes::SensAccompagnement::{self as Sens, Accord, Fin, Refus};
    let known = parcours.autonomie.accompagnements.iter();
    known
        .map(|(id, accompagnement)| {
            let reponse = accompagnement.reponses.first();
            let decided = |sens: Sens| {
                let mut decisions = accompagnement.decisions.iter();
                decisions.find(|one| one.fait.sens == sens).map(Datee::le)
            };
            FaitAccompagnement {
                enfant,
                accompagnement: id.0,
                propose_le: accompagnement.proposes.first().map(Datee::le),
                repondu_le: reponse.map(Datee::le),
                accepte: reponse.map(|reponse| reponse.fait.accepte),
                accorde_le: decided(Accord),
                refuse_le: decided(Refus),
                arrete_le: decided(Fin),
            }
        })
        .collect()
}

/// One row an interview, held or declined. Of one kind and one day, the one that was held.
pub(super) fn entretiens(enfant: Uuid, parcours: &Parcours) -> Vec<FaitEntretien> {
    let etat = &parcours.autonomie;
    let declined = etat.declines.iter().map(|one| (one.fait.genre, one.le(), false));
    let held = etat.entretiens.iter().map(|one| (one.fait.genre, one.le(), true));
    let row = |(genre, le, tenu): (domain::codes::GenreEntretien, _, _)| FaitEntretien {
        enfant,
        genre: genre.cle(),
        le,
        tenu,
    };
    trie(declined.chain(held).map(row).collect())
}

/// One row a project of access to autonomy.
pub(super) fn projets_autonomie(enfant: Uuid, parcours: &Parcours) -> Vec<FaitProjetAutonomie> {
    let row = |projet: &Datee<domain::autonomie::ProjetAutonomieEtabli>| {
        let besoins: Vec<_> = projet.fait.non_couverts.iter().map(|besoin| besoin.cle()).collect();
        let non_couverts =
            if besoins.is_empty() { String::new() } else { format!(" {} ", besoins.join(" ")) };
        FaitProjetAutonomie { enfant, le: projet.le(), non_couverts }
    };
    trie(parcours.autonomie.projets.iter().map(row).collect())
}

/// One row an exit.
pub(super) fn sorties(enfant: Uuid, parcours: &Parcours) -> Vec<FaitSortie> {
    let etat = &parcours.autonomie;
    let row = |sortie: &Datee<domain::autonomie::SortieAse>| FaitSortie {
        enfant,
        le: sortie.le(),
        motif: sortie.fait.motif.cle(),
        situation_apres: sortie.fait.situation_apres.map(domain::codes::Code::cle),
        retour_le: etat.retours.iter().map(Datee::le).find(|retour| sortie.le() <= *retour),
    };
    trie(etat.sorties.iter().map(row).collect())
}

/// One row a health act, its kind and its day.
pub(super) fn actes_sante(enfant: Uuid, parcours: &Parcours) -> Vec<FaitActeSante> {
    let row = |acte: &Datee<domain::sante::ActeRealise>| FaitActeSante {
        enfant,
        acte: acte.fait.acte.cle(),
        le: acte.le(),
        prochain_le: acte.fait.prochain_le,
    };
    trie(parcours.sante.actes.iter().map(row).collect())
}

/// One row an answer. Of one question and one day, the last told.
pub(super) fn situations(enfant: Uuid, parcours: &Parcours) -> Vec<FaitSituation> {
    let mut rows = Vec::new();
    for observee in &parcours.situation.observations {
        for reponse in &observee.fait.reponses {
            let Some(rubrique) = de_cle(&reponse.rubrique) else { continue };
            rows.push(FaitSituation {
                enfant,
                rubrique: rubrique.cle,
                le: observee.le(),
                connaissance: reponse.connaissance.cle(),
                valeur: reponse.valeur.clone(),
                source: observee.fait.source.cle(),
            });
        }
    }
    trie(rows)
}

/// One row an episode that a change of place ended.
pub(super) fn deplacements(enfant: Uuid, parcours: &Parcours) -> Vec<FaitDeplacement> {
    let known = parcours.accueil.accueils.iter();
    known
        .filter_map(|(id, accueil)| {
            let (le, motif) = accueil.fins.iter().find_map(|fin| match fin.fait {
                Fin::Changement(motif) => Some((fin.le(), motif)),
                Fin::Sortie(_) => None,
            })?;
            let decide = accueil.changements.iter().rfind(|decide| decide.le() <= le);
            Some(FaitDeplacement {
                enfant,
                accueil: id.0,
                le,
                motif: motif.cle(),
                principal: accueil.debut().is_some_and(|debut| debut.fait.principal),
                decide_le: decide.map(Datee::le),
                urgence: decide.is_some_and(|decide| decide.fait.urgence),
            })
        })
        .collect()
}

/// One row a separation.
pub(super) fn separations(enfant: Uuid, parcours: &Parcours) -> Vec<FaitSeparation> {
    let mut rows = Vec::new();
    for (id, accueil) in &parcours.accueil.accueils {
        for separation in &accueil.separations {
            let again = accueil.reunions.iter().copied().filter(|le| separation.le() <= *le);
            rows.push(FaitSeparation {
                enfant,
                accueil: id.0,
                le: separation.le(),
                motif: separation.fait.motif.cle(),
                reunie_le: again.min(),
            });
        }
    }
    trie(rows)
}

/// One row a father or a mother who is known.
pub(super) fn parentes(enfant: Uuid, parcours: &Parcours) -> Vec<FaitParente> {
    let declared =
        parcours.entourage.liens.values().filter_map(|lien: &Lien| lien.declares.first());
    let parents = declared
        .filter(|declare| matches!(declare.fait.nature, NatureLien::Mere | NatureLien::Pere));
    let row = |declare: &Datee<domain::entourage::LienDeclare>| FaitParente {
        enfant,
        personne: declare.fait.personne.0,
        nature: declare.fait.nature.cle(),
        depuis: declare.le(),
    };
    trie(parents.map(row).collect())
}

/// One row a time during which a finding could be made.
pub(super) fn irregularites(enfant: Uuid, histoire: &[Effectif]) -> Vec<FaitIrregularite> {
    let row = |periode: domain::irregularites::Periode| {
        let found = periode.irregularite;
        FaitIrregularite {
            enfant,
            code: found.code,
            objet: found.objet,
            ouverte_le: periode.ouverte_le,
            fermee_le: periode.fermee_le,
            depuis: found.depuis,
            article: found.article,
            charge: found.charge.cle(),
        }
    };
    trie(periodes(histoire).into_iter().map(row).collect())
}
