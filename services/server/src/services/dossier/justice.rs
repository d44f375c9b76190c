//! Where a child stands before the courts, as `Lire` tells it: files and their numbers, hearings, requests,
//! decisions and appeals.
//!
//! Invariant: states are the domain's; what is written here is only which fact goes in which field.

use chrono::NaiveDate;
use domain::codes::Code as _;
use domain::enfant::Parcours;
use domain::histoire::Datee;
use domain::ids::{AudienceId, DecisionId, DemandeJusticeId, DossierJudiciaireId};
use domain::justice::{Audience, Decision, Demande, Dossier};
use domain::temps::Survenu;
use proto::dossier::v1 as fil;
use proto::wire::Wire as _;

use super::etats::of_object;

fn day(le: Option<NaiveDate>) -> String {
    le.map(|le| le.to_string()).unwrap_or_default()
}

fn text(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

pub(super) fn dossiers(parcours: &Parcours) -> Vec<fil::EtatDossierJudiciaire> {
    let known = &parcours.justice.dossiers;
    known.iter().map(|(&id, dossier)| file(parcours, id, dossier)).collect()
}

fn file(
    parcours: &Parcours,
    id: DossierJudiciaireId,
    dossier: &Dossier,
) -> fil::EtatDossierJudiciaire {
    fil::EtatDossierJudiciaire {
        dossier: id.0.to_string(),
        juridiction: text(dossier.ouvert().map(|ouvert| ouvert.fait.juridiction.as_str())),
        cabinet: text(dossier.cabinet()),
        numero_ae: text(dossier.numero_ae()),
        numero_parquet: text(dossier.numero_parquet()),
        depuis: day(dossier.ouvert().map(Datee::le)),
        dessaisi_le: day(dossier.dessaisis.first().map(Datee::le)),
        version: of_object(parcours, id.0),
    }
}

pub(super) fn audiences(parcours: &Parcours) -> Vec<fil::EtatAudience> {
    let known = &parcours.justice.audiences;
    known.iter().map(|(&id, audience)| hearing(parcours, id, audience)).collect()
}

fn hearing(parcours: &Parcours, id: AudienceId, audience: &Audience) -> fil::EtatAudience {
    fil::EtatAudience {
        audience: id.0.to_string(),
        prevue: audience.prevue().map(|prevue: Survenu| prevue.to_wire()),
        convocation_recue_le: day(audience.convocations.last().map(Datee::le)),
        tenue_le: day(audience.tenue().map(Datee::le)),
        delibere_le: day(audience.tenue().and_then(|tenue| tenue.fait.delibere_le)),
        version: of_object(parcours, id.0),
    }
}

pub(super) fn prochaine_audience(parcours: &Parcours, au: NaiveDate) -> String {
    let next = parcours.justice.prochaine_audience(au);
    next.map(|(id, _, _)| id.0.to_string()).unwrap_or_default()
}

pub(super) fn demandes(parcours: &Parcours) -> Vec<fil::EtatDemandeJustice> {
    let known = &parcours.justice.demandes;
    known.iter().map(|(&id, demande)| request(parcours, id, demande)).collect()
}

fn request(
    parcours: &Parcours,
    id: DemandeJusticeId,
    demande: &Demande,
) -> fil::EtatDemandeJustice {
    let recue = demande.recue();
    let answered = parcours.justice.reponse(parcours, id);
    fil::EtatDemandeJustice {
        demande: id.0.to_string(),
        recue_le: day(recue.map(Datee::le)),
        objet: text(recue.map(|recue| recue.fait.objet.cle())),
        pour_le: day(recue.and_then(|recue| recue.fait.pour_le)),
        repondue_le: day(answered.map(|answered| answered.le)),
        version: of_object(parcours, id.0),
    }
}

pub(super) fn decisions(parcours: &Parcours) -> Vec<fil::EtatDecisionJudiciaire> {
    let known = &parcours.justice.decisions;
    known.iter().map(|(&id, decision)| ruling(parcours, id, decision)).collect()
}

fn ruling(parcours: &Parcours, id: DecisionId, decision: &Decision) -> fil::EtatDecisionJudiciaire {
    let rendue = decision.rendue();
    let arret = decision.arrets.first();
    let precedente = rendue.and_then(|rendue| rendue.fait.precedente);
    fil::EtatDecisionJudiciaire {
        decision: id.0.to_string(),
        genre: text(rendue.map(|rendue| rendue.fait.genre.cle())),
        prononcee_le: day(rendue.map(Datee::le)),
        notifiee_le: day(decision.notifiee().map(|notifiee| notifiee.le)),
        appel_le: day(decision.appels.first().map(Datee::le)),
        arret_le: day(arret.map(Datee::le)),
        sens: text(arret.map(|arret| arret.fait.sens.cle())),
        precedente: precedente.map(|decision| decision.0.to_string()).unwrap_or_default(),
        version: of_object(parcours, id.0),
    }
}
