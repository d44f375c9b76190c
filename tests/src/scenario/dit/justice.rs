//! Where a child stands before the courts, a line an object.

use domain::codes::{GenreDecisionJudiciaire, ObjetDemande, SensArret};
use proto::dossier::v1::{self as dos, LireResponse};

use super::{Noms, Words, label, object};

pub(super) fn lignes(response: &LireResponse, noms: &Noms) -> Vec<String> {
    let next = &response.prochaine_audience;
    let files = response.dossiers_judiciaires.iter().map(|one| file(one, noms));
    let hearings = response.audiences.iter().map(|one| hearing(one, next, noms));
    let requests = response.demandes_justice.iter().map(|one| request(one, noms));
    let rulings = response.decisions_judiciaires.iter().map(|one| ruling(one, noms));
    files.chain(hearings).chain(requests).chain(rulings).collect()
}

fn file(one: &dos::EtatDossierJudiciaire, noms: &Noms) -> String {
    let mut said = object(noms, &one.dossier, "dossier judiciaire");
    said.add("", &one.juridiction);
    said.add("cabinet ", &one.cabinet);
    said.add("AE ", &one.numero_ae);
    said.add("parquet ", &one.numero_parquet);
    said.add("depuis le ", &one.depuis);
    said.add("dessaisi le ", &one.dessaisi_le);
    said.finish()
}

fn hearing(one: &dos::EtatAudience, next: &str, noms: &Noms) -> String {
    let mut said = object(noms, &one.audience, "audience");
    said.add("prévue le ", &one.prevue.clone().unwrap_or_default().le);
    said.add_if(one.audience == next, "la prochaine");
    said.add("convocation du ", &one.convocation_recue_le);
    said.add("tenue le ", &one.tenue_le);
    said.add("délibéré au ", &one.delibere_le);
    said.finish()
}

fn request(one: &dos::EtatDemandeJustice, noms: &Noms) -> String {
    let mut said = object(noms, &one.demande, "demande de la justice");
    said.add("", label::<ObjetDemande>(&one.objet));
    said.add("reçue le ", &one.recue_le);
    said.add("pour le ", &one.pour_le);
    said.add("répondue le ", &one.repondue_le);
    said.add_if(one.repondue_le.is_empty(), "ouverte");
    said.finish()
}

fn ruling(one: &dos::EtatDecisionJudiciaire, noms: &Noms) -> String {
    let mut said: Words = object(noms, &one.decision, label::<GenreDecisionJudiciaire>(&one.genre));
    said.add("prononcée le ", &one.prononcee_le);
    said.add("notifiée le ", &one.notifiee_le);
    if !one.precedente.is_empty() {
        said.add("après ", noms.name(&one.precedente));
    }
    said.add("appel du ", &one.appel_le);
    said.add_if(!one.appel_le.is_empty() && one.arret_le.is_empty(), "appel pendant");
    said.add("arrêt du ", &one.arret_le);
    said.add("", label::<SensArret>(&one.sens));
    said.finish()
}
