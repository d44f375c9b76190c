//! Where a child stands beside his measures: legal track, way to adult life, situation, minority, birth.

use chrono::NaiveDate;
use domain::autonomie::{Accompagnement, vingt_et_un_ans};
use domain::codes::Code;
use domain::enfant::Parcours;
use domain::histoire::Datee;
use domain::identite::Minorite;
use domain::ids::{AccompagnementId, MinoriteId, RecueilId};
use domain::situation::{Connu, RUBRIQUES, Rubrique, applicable};
use domain::statut::{self, Recueil};
use proto::dossier::v1 as fil;

use super::etats::{day, of_object};

fn key<C: Code>(code: Option<C>) -> String {
    code.map(|code| code.cle().to_owned()).unwrap_or_default()
}

fn keys<C: Code>(codes: &[C]) -> Vec<String> {
    codes.iter().map(|code| code.cle().to_owned()).collect()
}

/// The legal track on a day.
pub(super) fn statut(parcours: &Parcours, au: NaiveDate) -> fil::EtatStatut {
    // Nobody holds authority over one who is of age.
    let of_age = parcours.identite.majorite().is_some_and(|majorite| majorite <= au);
    let autorite = parcours.statut.autorite_au(au).filter(|_| !of_age);
    let recueils = &parcours.statut.recueils;
    fil::EtatStatut {
        voie: key(Some(statut::voie(parcours, au))),
        fondement_ase: key(statut::fondement_ase(parcours, au)),
        titulaire: key(autorite.map(|autorite| autorite.fait.titulaire)),
        decision: key(autorite.map(|autorite| autorite.fait.decision)),
        depuis: day(autorite.map(|autorite| autorite.fait.effet(autorite.le()))),
        recueils: recueils
            .iter()
            .map(|(id, recueil)| recueil_state(parcours, *id, recueil))
            .collect(),
    }
}

fn recueil_state(parcours: &Parcours, id: RecueilId, recueil: &Recueil) -> fil::EtatRecueil {
    let cas = recueil.admission().map(|admis| admis.fait.cas);
    fil::EtatRecueil {
        recueil: id.0.to_string(),
        cas: key(recueil.dresse().map(|pv| pv.fait.cas).or(cas)),
        pv_le: day(recueil.dresse().map(Datee::le)),
        provisoire_jusqu_au: day(recueil.provisoire_jusqu_au()),
        admis_le: day(recueil.admission().map(Datee::le)),
        repris_le: day(recueil.reprises.first().map(Datee::le)),
        dernier_conseil_le: day(recueil.conseils.last().map(Datee::le)),
        fini_le: day(statut::fini(parcours, recueil)),
        version: of_object(parcours, id.0),
    }
}

/// The way to adult life on a day; absent: nothing is known of it.
pub(super) fn autonomie(parcours: &Parcours, au: NaiveDate) -> Option<fil::EtatAutonomie> {
    let etat = &parcours.autonomie;
    let projet = etat.projets.last();
    let sorti = etat.sorti_au(au);
    let known = fil::EtatAutonomie {
        entretiens: etat
            .entretiens
            .iter()
            .map(|tenu| fil::EtatEntretien {
                genre: key(Some(tenu.fait.genre)),
                le: day(Some(tenu.le())),
            })
            .collect(),
        projet_le: day(projet.map(Datee::le)),
        couverts: projet.map(|projet| keys(&projet.fait.couverts)).unwrap_or_default(),
        non_couverts: projet.map(|projet| keys(&projet.fait.non_couverts)).unwrap_or_default(),
        accompagnements: etat
            .accompagnements
            .iter()
            .map(|(id, known)| accompagnement(parcours, *id, known))
            .collect(),
        annee_jusqu_au: day(etat.annees.last().map(|annee| annee.fait.jusqu_au)),
        sorti_le: day(sorti.map(Datee::le)),
        motif_sortie: key(sorti.map(|sortie| sortie.fait.motif)),
        revenu_le: day(etat.retours.last().map(Datee::le)),
        vingt_et_un_ans_le: String::new(),
    };
    let droit_jusqu_au = day(vingt_et_un_ans(parcours));
    (known != fil::EtatAutonomie::default())
        .then_some(fil::EtatAutonomie { vingt_et_un_ans_le: droit_jusqu_au, ..known })
}

fn accompagnement(
    parcours: &Parcours,
    id: AccompagnementId,
    known: &Accompagnement,
) -> fil::EtatAccompagnement {
    let decide = known.decisions.last();
    fil::EtatAccompagnement {
        accompagnement: id.0.to_string(),
        propose_le: day(known.proposes.last().map(Datee::le)),
        accepte: known.reponses.last().map(|reponse| reponse.fait.accepte),
        sens: key(decide.map(|decide| decide.fait.sens)),
        decide_le: day(decide.map(Datee::le)),
        version: of_object(parcours, id.0),
    }
}

/// Every question of the table, with what is known of it on a day; none when nothing was ever asked.
pub(super) fn situation(parcours: &Parcours, au: NaiveDate) -> Vec<fil::EtatRubrique> {
    if parcours.situation.observations.is_empty() {
        return vec![];
    }
    RUBRIQUES.iter().map(|rubrique| rubrique_state(parcours, rubrique, au)).collect()
}

fn rubrique_state(parcours: &Parcours, rubrique: &Rubrique, au: NaiveDate) -> fil::EtatRubrique {
    let asked = fil::EtatRubrique {
        rubrique: rubrique.cle.to_owned(),
        libelle: rubrique.libelle.to_owned(),
        numero: u32::from(rubrique.numero),
        variable: rubrique.variable.to_owned(),
        applicable: applicable(parcours, rubrique, au),
        ..fil::EtatRubrique::default()
    };
    let Connu::Observe { reponse, source, le } = parcours.situation.connu(rubrique.cle, au) else {
        return asked;
    };
    let valeur = reponse.valeur.as_deref().unwrap_or_default();
    fil::EtatRubrique {
        connaissance: key(Some(reponse.connaissance)),
        valeur: valeur.to_owned(),
        valeur_libelle: rubrique.libelle_de(valeur).to_owned(),
        observee_le: day(Some(le)),
        source: key(Some(source)),
        ..asked
    }
}

/// Assessments of minority.
pub(super) fn minorites(parcours: &Parcours) -> Vec<fil::EtatMinorite> {
    let known = parcours.identite.minorites.iter();
    known.map(|(id, minorite)| minorite_state(parcours, *id, minorite)).collect()
}

fn minorite_state(parcours: &Parcours, id: MinoriteId, minorite: &Minorite) -> fil::EtatMinorite {
    let repit = minorite.repits.last().map(|repit| repit.fait.jusqu_au);
    let prolongations = u32::try_from(minorite.prolongations.len()).unwrap_or(u32::MAX);
    fil::EtatMinorite {
        minorite: id.0.to_string(),
        mise_a_l_abri_le: day(minorite.mise_a_l_abri().map(Datee::le)),
        prolongations,
        repit_jusqu_au: day(repit),
        conclusion: key(minorite.conclusion()),
        refusee_le: day(minorite.refus.last().map(Datee::le)),
        version: of_object(parcours, id.0),
    }
}

/// The prenatal alert, when there was one.
pub(super) fn prenatal(parcours: &Parcours, au: NaiveDate) -> Option<fil::EtatPrenatal> {
    let identite = &parcours.identite;
    let signale = identite.a_naitre.last()?;
    Some(fil::EtatPrenatal {
        signale_le: day(Some(signale.le())),
        terme_prevu_le: day(signale.fait.terme_prevu_le),
        a_naitre: identite.a_naitre_au(au) && identite.prenatals_clos.is_empty(),
        clos_le: day(identite.prenatals_clos.last().map(Datee::le)),
    })
}
