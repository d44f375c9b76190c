//! What is irregular in the measures.

use chrono::NaiveDate;

use super::Irregularite;
use crate::accueil::Fin;
use crate::autonomie::au_dela_du_droit;
use crate::codes::{NatureMesure, PositionTitulaire};
use crate::droit::{self, Charge};
use crate::echeances::accord_de_lieu;
use crate::enfant::Parcours;
use crate::histoire::Datee;
use crate::ids::{AccueilId, MesureId};
use crate::mesure::{
    self, AccordNote, Mesure, Voix, remplace_l_aide_a_domicile, sans_accord, survit_a_la_majorite,
};

/// The findings of a parcours on a day, in the order of the measures.
pub(super) fn irregularites(parcours: &Parcours, au: NaiveDate) -> Vec<Irregularite> {
    let mut found = Vec::new();
    for (&id, mesure) in &parcours.mesure.mesures {
        found.extend(decision_inconnue(id, mesure));
        found.extend(au_dela_du_maximum(id, mesure));
        found.extend(accompagne_trop_longtemps(parcours, id, mesure, au));
        found.extend(consentement_manquant(parcours, id, mesure));
        found.extend(renouvellement_tardif(parcours, id, mesure));
        found.extend(echue(parcours, id, mesure, au));
        found.extend(sans_projet(parcours, id, mesure, au));
        found.extend(sans_titre(parcours, id, au));
        found.extend(accord_retire(parcours, id, mesure, au));
        found.extend(maintenue_malgre_le_juge(parcours, id, mesure, au));
        found.extend(contrat_trop_court(id, mesure));
    }
    found.extend(
        parcours.accueil.accueils.keys().filter_map(|&id| deplace_sans_accord(parcours, id)),
    );
    found
}

/// Kept in an accueil that nothing founds any more: the red list.
fn sans_titre(parcours: &Parcours, mesure: MesureId, au: NaiveDate) -> Option<Irregularite> {
    let kept = mesure::sans_titre(parcours, mesure)?;
    let lasts = kept.depuis <= au && kept.jusqu_au.is_none_or(|fin| au < fin);
    lasts.then(|| Irregularite {
        code: "SANS_TITRE",
        article: "C. civ., art. 375 ; CASF, art. L223-2",
        objet: mesure.0,
        charge: Charge::Ase,
        depuis: kept.depuis,
        phrase: format!("L'enfant est accueilli sans titre ({} jour(s)).", kept.jours(au)),
    })
}

/// A contract goes on although a holder took his consent back, or opposes.
fn accord_retire(
    parcours: &Parcours,
    mesure: MesureId,
    known: &Mesure,
    au: NaiveDate,
) -> Option<Irregularite> {
    let decidee = known.decidee().filter(|decidee| decidee.fait.administrative)?;
    let voix = Voix::de(parcours, decidee.fait.termes.nature, au);
    let positions = known.positions();
    let heard = positions.iter().filter(|(who, _)| voix.compte(**who)).map(|(_, said)| said);
    let against = heard.filter(|(position, le)| match position {
        PositionTitulaire::AccordRetire | PositionTitulaire::Opposition => {
            decidee.le() <= *le && *le <= au
        }
        PositionTitulaire::AccordEcrit | PositionTitulaire::InformeParEcrit => false,
    });
    let depuis = against.map(|(_, le)| *le).min()?;
    known.en_vigueur(&parcours.identite, au).then(|| Irregularite {
        code: "ACCORD_RETIRE",
        article: "CASF, art. L223-2",
        objet: mesure.0,
        charge: Charge::Ase,
        depuis,
        phrase: "La mesure administrative se poursuit malgré le retrait d'un accord.".into(),
    })
}

/// Once the judge acts at home or confides the child, the aide à domicile does not go on by default.
fn maintenue_malgre_le_juge(
    parcours: &Parcours,
    mesure: MesureId,
    known: &Mesure,
    au: NaiveDate,
) -> Option<Irregularite> {
    let enfant = &parcours.identite;
    let nature = known.decidee().filter(|it| it.fait.administrative)?.fait.termes.nature;
    let at_home = matches!(nature, NatureMesure::Aed | NatureMesure::AedRenforcee);
    let judicial = parcours.mesure.mesures.values().filter(|other| {
        let decidee = other.decidee().filter(|it| !it.fait.administrative);
        decidee.is_some_and(|it| remplace_l_aide_a_domicile(it.fait.termes.nature))
            && other.en_vigueur(enfant, au)
    });
    let depuis = judicial.filter_map(Mesure::effet).min()?;
    (at_home && known.en_vigueur(enfant, au)).then(|| Irregularite {
        code: "MESURE_ADMINISTRATIVE_MAINTENUE",
        article: "C. civ., art. 375 ; CASF, art. L223-2",
        objet: mesure.0,
        charge: Charge::Ase,
        depuis: known.effet().map_or(depuis, |effet| effet.max(depuis)),
        phrase: "L'aide à domicile se poursuit alors que le juge est intervenu.".into(),
    })
}

/// A contract shorter than the Département's own minimum (ME-09).
fn contrat_trop_court(mesure: MesureId, known: &Mesure) -> Option<Irregularite> {
    let decidee = known.decidee()?;
    let nature = decidee.fait.termes.nature;
    if !matches!(nature, NatureMesure::Aed | NatureMesure::AedRenforcee) {
        return None;
    }
    let regle = droit::regle("ME-09A", decidee.le())?;
    let short = known.terme()? < regle.duree.depuis(known.effet()?).pred_opt()?;
    short.then(|| Irregularite {
        code: "CONTRAT_TROP_COURT",
        article: regle.article,
        objet: mesure.0,
        charge: Charge::Ase,
        depuis: decidee.le(),
        phrase: regle.explication.into(),
    })
}

/// A child admitted by contract changed place before the holders answered, or were deemed to consent.
fn deplace_sans_accord(parcours: &Parcours, id: AccueilId) -> Option<Irregularite> {
    let accueil = parcours.accueil.accueils.get(&id)?;
    let changed = accueil.fins.iter().find(|fin| matches!(fin.fait, Fin::Changement(_)))?.le();
    let mesure = parcours.mesure.mesures.get(&parcours.mesure_d_accueil(accueil, changed)?)?;
    let administrative = mesure.decidee()?.fait.administrative;
    let consented = |note: &Datee<AccordNote>| {
        note.fait.position == PositionTitulaire::AccordEcrit && note.le() <= changed
    };
    let deemed = accord_de_lieu(parcours, id).into_iter().any(|asked| {
        asked.tenue.is_none() && asked.stricte.is_some_and(|limite| limite.le < changed)
    });
    let agreed = mesure.accords.iter().any(consented) || deemed;
    (administrative && !agreed).then(|| Irregularite {
        code: "CHANGEMENT_SANS_ACCORD",
        article: "CASF, art. L223-2 et R223-8",
        objet: id.0,
        charge: Charge::Ase,
        depuis: changed,
        phrase: "Le lieu d'accueil a changé sans l'accord des représentants légaux.".into(),
    })
}

/// Executed, but nobody recorded who ordered it.
fn decision_inconnue(mesure: MesureId, known: &Mesure) -> Option<Irregularite> {
    let depuis = known.demarree.or(known.attributions.first().map(Datee::le))?;
    known.decidee().is_none().then(|| Irregularite {
        code: "DECISION_NON_ENREGISTREE",
        article: "C. civ., art. 375 ; CASF, art. L223-2",
        objet: mesure.0,
        charge: Charge::Ase,
        depuis,
        phrase: "La mesure s'exerce, mais la décision qui la fonde n'est pas enregistrée.".into(),
    })
}

fn au_dela_du_maximum(mesure: MesureId, known: &Mesure) -> Option<Irregularite> {
    let decidee = known.decidee()?;
    let regle = known.au_dela_du_maximum()?;
    Some(Irregularite {
        code: "AU_DELA_DU_MAXIMUM",
        article: regle.article,
        objet: mesure.0,
        charge: Charge::Ase,
        depuis: decidee.le(),
        phrase: format!("La durée décidée dépasse le maximum. {}", regle.explication),
    })
}

/// A young adult accompanied past 21 years, by his contract or because nothing ended it.
fn accompagne_trop_longtemps(
    parcours: &Parcours,
    mesure: MesureId,
    known: &Mesure,
    au: NaiveDate,
) -> Option<Irregularite> {
    let decidee = known.decidee()?;
    let runs = known.en_vigueur(&parcours.identite, au).then_some(au);
    let last = known.terme().or(runs)?;
    let (limite, regle) = au_dela_du_droit(parcours, decidee.fait.termes.nature, last)?;
    Some(Irregularite {
        code: "AU_DELA_DU_MAXIMUM",
        article: regle.article,
        objet: mesure.0,
        charge: Charge::Ase,
        depuis: known.terme().map_or(limite, |_| decidee.le()),
        phrase: format!("La durée décidée dépasse le maximum. {}", regle.explication),
    })
}

fn consentement_manquant(
    parcours: &Parcours,
    mesure: MesureId,
    known: &Mesure,
) -> Option<Irregularite> {
    let decidee = known.decidee()?;
    let effet = known.effet().map_or(decidee.le(), |effet| effet.max(decidee.le()));
    let voix = Voix::de(parcours, decidee.fait.termes.nature, effet);
    let positions = known.positions();
    let heard = positions.iter().filter(|(who, _)| voix.compte(**who));
    let agreed = heard.map(|(_, said)| said).any(|(position, _)| match position {
        PositionTitulaire::AccordEcrit | PositionTitulaire::AccordRetire => true,
        PositionTitulaire::InformeParEcrit | PositionTitulaire::Opposition => false,
    });
    let asked = decidee.fait.administrative && !sans_accord(decidee.fait.termes.nature);
    (asked && !agreed).then(|| Irregularite {
        code: "CONSENTEMENT_MANQUANT",
        article: "CASF, art. L223-2",
        objet: mesure.0,
        charge: Charge::Ase,
        depuis: decidee.le(),
        phrase: voix.manque().into(),
    })
}

/// Decided after the term: a re-ordering. The days between are *sans titre*.
fn renouvellement_tardif(
    parcours: &Parcours,
    mesure: MesureId,
    known: &Mesure,
) -> Option<Irregularite> {
    let decidee = known.decidee()?;
    let precedente = parcours.mesure.mesures.get(&decidee.fait.precedente?)?;
    let terme = precedente.terme()?;
    let jours = (decidee.le() - terme).num_days();
    (jours > 0).then(|| Irregularite {
        code: "RENOUVELLEMENT_TARDIF",
        article: "C. civ., art. 375",
        objet: mesure.0,
        charge: Charge::Ase,
        depuis: terme,
        phrase: format!("La mesure a été décidée {jours} jour(s) après le terme de la précédente."),
    })
}

fn echue(
    parcours: &Parcours,
    mesure: MesureId,
    known: &Mesure,
    au: NaiveDate,
) -> Option<Irregularite> {
    let terme = known.terme()?;
    let ended = known.fin(&parcours.identite).is_some_and(|fin| fin <= au);
    (terme < au && !ended).then(|| Irregularite {
        code: "TERME_SANS_DECISION",
        article: "C. civ., art. 375 ; CASF, art. L223-5",
        objet: mesure.0,
        charge: Charge::Ase,
        depuis: terme,
        phrase: format!("Le terme du {} est passé sans décision.", terme.format("%d/%m/%Y")),
    })
}

/// Three months after the effect, a minor with a measure has a PPE (DO-01).
fn sans_projet(
    parcours: &Parcours,
    mesure: MesureId,
    known: &Mesure,
    au: NaiveDate,
) -> Option<Irregularite> {
    let nature = known.decidee()?.fait.termes.nature;
    let effet = known.effet()?;
    let regle = droit::regle("DO-01", effet)?;
    let du = regle.duree.depuis(effet);
    let none = parcours.projet.projets.values().all(|projet| projet.etabli().is_none());
    let concerned = !survit_a_la_majorite(nature) && known.en_vigueur(&parcours.identite, au);
    (concerned && none && du < au).then(|| Irregularite {
        code: "PROJET_MANQUANT",
        article: regle.article,
        objet: mesure.0,
        charge: Charge::Ase,
        depuis: du,
        phrase: "Aucun projet pour l'enfant n'est établi trois mois après l'effet.".into(),
    })
}
