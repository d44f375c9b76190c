//! How the legal track, the way to adult life, the situation, minority and birth are written.

use domain::codes::{
    CasPupille, ConclusionMinorite, Connaissance, DecisionAutorite, FondementAse, GenreEntretien,
    MotifSortieAse, SensAccompagnement, SourceObservation, TitulaireAutorite, VoieJuridique,
};
use proto::dossier::v1 as dos;

use super::{LireResponse, Noms, Words, label, object};

/// What the measures do not say already.
pub(super) fn lines(response: &LireResponse, noms: &Noms) -> Vec<String> {
    let mut lines: Vec<String> = response.prenatal.iter().map(prenatal).collect();
    lines.extend(response.minorites.iter().map(|one| minorite(one, noms)));
    if let Some(etat) = &response.statut {
        lines.extend(statut(etat));
        lines.extend(etat.recueils.iter().map(|one| recueil(one, noms)));
    }
    if let Some(etat) = &response.autonomie {
        lines.push(autonomie(etat));
        lines.extend(etat.accompagnements.iter().map(|one| accompagnement(one, noms)));
    }
    lines.extend(situation(&response.situation));
    lines
}

fn prenatal(etat: &dos::EtatPrenatal) -> String {
    let mut said = Words::new(if etat.a_naitre { "à naître" } else { "alerte prénatale" });
    said.add("signalé le ", &etat.signale_le);
    said.add("terme prévu le ", &etat.terme_prevu_le);
    said.add("clos le ", &etat.clos_le);
    said.finish()
}

fn minorite(one: &dos::EtatMinorite, noms: &Noms) -> String {
    let mut said = object(noms, &one.minorite, "évaluation de la minorité");
    said.add("à l'abri le ", &one.mise_a_l_abri_le);
    said.add("prolongations : ", &one.prolongations.to_string());
    said.add("répit jusqu'au ", &one.repit_jusqu_au);
    said.add("", label::<ConclusionMinorite>(&one.conclusion));
    said.add("refusée le ", &one.refusee_le);
    said.finish()
}

/// Said only when the measures do not say it.
fn statut(etat: &dos::EtatStatut) -> Option<String> {
    let usual = ["sans_mesure", "assistance_educative", "accueil_provisoire", "majeur"];
    if usual.contains(&etat.voie.as_str()) && etat.titulaire.is_empty() {
        return None;
    }
    let mut said = Words::new(&format!("statut : {}", label::<VoieJuridique>(&etat.voie)));
    said.add("L222-5 ", label::<FondementAse>(&etat.fondement_ase));
    said.add("autorité parentale : ", label::<TitulaireAutorite>(&etat.titulaire));
    said.add("", label::<DecisionAutorite>(&etat.decision));
    said.add("depuis le ", &etat.depuis);
    Some(said.finish())
}

fn recueil(one: &dos::EtatRecueil, noms: &Noms) -> String {
    let mut said = object(noms, &one.recueil, label::<CasPupille>(&one.cas));
    said.add("PV du ", &one.pv_le);
    said.add("provisoire jusqu'au ", &one.provisoire_jusqu_au);
    said.add("admis le ", &one.admis_le);
    said.add("repris le ", &one.repris_le);
    said.add("dernier conseil de famille le ", &one.dernier_conseil_le);
    said.add("fini le ", &one.fini_le);
    said.finish()
}

fn autonomie(etat: &dos::EtatAutonomie) -> String {
    let mut said = Words::new("autonomie");
    for entretien in &etat.entretiens {
        said.add("", &format!("{} le {}", label::<GenreEntretien>(&entretien.genre), entretien.le));
    }
    if !etat.projet_le.is_empty() {
        let besoins = format!("{}, {} besoins couverts sur 6", etat.projet_le, etat.couverts.len());
        said.add("projet du ", &besoins);
    }
    said.add("année scolaire jusqu'au ", &etat.annee_jusqu_au);
    said.add("sorti le ", &etat.sorti_le);
    said.add("", label::<MotifSortieAse>(&etat.motif_sortie));
    said.add("revenu le ", &etat.revenu_le);
    said.add("21 ans le ", &etat.vingt_et_un_ans_le);
    said.finish()
}

fn accompagnement(one: &dos::EtatAccompagnement, noms: &Noms) -> String {
    let mut said = object(noms, &one.accompagnement, "accompagnement");
    said.add("proposé le ", &one.propose_le);
    said.add_if(one.accepte == Some(true), "accepté par le jeune");
    said.add_if(one.accepte == Some(false), "refusé par le jeune");
    said.add("", label::<SensAccompagnement>(&one.sens));
    said.add("décidé le ", &one.decide_le);
    said.finish()
}

/// The questions answered, one a line, then how many were not asked.
fn situation(rubriques: &[dos::EtatRubrique]) -> Vec<String> {
    let (asked, not_asked): (Vec<_>, Vec<_>) =
        rubriques.iter().partition(|one| !one.connaissance.is_empty());
    let mut lines: Vec<String> = asked.into_iter().map(answer).collect();
    if !not_asked.is_empty() {
        let applies = not_asked.iter().filter(|one| one.applicable != Some(false)).count();
        let all = not_asked.len();
        lines.push(format!(
            "situation : {all} rubriques pas encore demandées, dont {applies} à demander"
        ));
    }
    lines
}

fn answer(one: &dos::EtatRubrique) -> String {
    let known = if one.valeur_libelle.is_empty() {
        label::<Connaissance>(&one.connaissance)
    } else {
        &one.valeur_libelle
    };
    let source = label::<SourceObservation>(&one.source);
    format!("situation, {} : {known} ({source}, {})", one.libelle, one.observee_le)
}
