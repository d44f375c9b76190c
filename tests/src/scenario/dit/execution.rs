//! How a measure is carried out, as a story writes it: only what was said of it.

use domain::codes::{
    Absence, BeneficiaireDroit, EcartMesure, FormeVisite, GenreSolution, IssueSansExecution,
    IssueVisite, MotifEcart, MotifSeparation, NatureMesure, PositionTitulaire, Titulaire,
};
use proto::dossier::v1 as dos;

use super::{Words, label};

pub(super) fn mesure(said: &mut Words, one: &dos::EtatMesure) {
    said.add("préconisée : ", label::<NatureMesure>(&one.preconisee));
    for ecart in &one.ecarts {
        let between = label::<EcartMesure>(&ecart.ecart);
        said.add(&format!("écart {between} : "), label::<MotifEcart>(&ecart.motif));
    }
    said.add("dans l'attente : ", label::<GenreSolution>(&one.solution_provisoire));
    said.add("dernier contact le ", &one.dernier_contact_le);
    said.add("enfant vu le ", &one.enfant_vu_le);
    said.add_if(
        one.refus_orientation > 0,
        &format!("refus d'orientation : {}", one.refus_orientation),
    );
    positions(said, one);
    said.add_if(
        one.sans_titre_jours > 0,
        &format!("sans titre depuis le {} : {} j", one.sans_titre_depuis, one.sans_titre_jours),
    );
    said.add("jamais exécutée : ", label::<IssueSansExecution>(&one.jamais_executee));
    for visites in &one.visites {
        said.add(
            &format!("visites, {} : ", label::<BeneficiaireDroit>(&visites.beneficiaire)),
            &told(visites),
        );
    }
}

/// Consents written in a contract are not repeated; anything else is said for each holder.
fn positions(said: &mut Words, one: &dos::EtatMesure) {
    if one.positions.iter().all(|position| position.position == "accord_ecrit") {
        return;
    }
    for position in &one.positions {
        let who = label::<Titulaire>(&position.titulaire);
        let what = label::<PositionTitulaire>(&position.position);
        said.add(&format!("{who} : "), &format!("{what} le {}", position.le));
    }
}

fn told(visites: &dos::VisitesDe) -> String {
    let mut issues: Vec<_> = visites.issues.iter().collect();
    issues.sort_unstable();
    let counted =
        issues.iter().map(|(key, count)| format!("{count} {}", label::<IssueVisite>(key)));
    let forme = label::<FormeVisite>(&visites.forme);
    let forme = Some(forme.to_owned()).filter(|forme| !forme.is_empty());
    forme.into_iter().chain(counted).collect::<Vec<_>>().join(" ; ")
}

pub(super) fn accueil(said: &mut Words, one: &dos::EtatAccueil) {
    let absence = label::<Absence>(&one.absence);
    said.add_if(
        !absence.is_empty(),
        &format!("absence : {absence} depuis le {}", one.absent_depuis),
    );
    said.add("fratrie séparée : ", label::<MotifSeparation>(&one.fratrie_separee));
    said.add("changement prévu le ", &one.changement_prevu_le);
}
