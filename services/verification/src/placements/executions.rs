//! Measures never carried out, or carried out otherwise than they were ordered.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::codes::{Code as _, EcartMesure, IssueSansExecution, MotifEcart, MotifFin};
use domain::evenement::Evenement;
use domain::mesure::Event as Mesure;
use uuid::Uuid;

use super::Comptes;
use crate::cadre::Cadre;
use crate::enfant::{Enfant, MesureSuivie};
use crate::natures::suivie;
use crate::nombres::{Coupe, Dit, combien, compte, par_code, part};

/// What is kept of measures.
#[derive(Debug, Default)]
pub(super) struct Executions {
    finies: i64,
    /// How those never carried out ended.
    issues: Vec<&'static str>,
    de_decision: Vec<&'static str>,
    d_execution: Vec<&'static str>,
    par_defaut: i64,
}

impl Executions {
    pub(super) fn voit(&mut self, cadre: &Cadre, enfant: &Enfant, mesures: &[MesureSuivie<'_>]) {
        let responsable = enfant.delegation(cadre.au);
        let of_decision = ecarts(enfant, EcartMesure::PreconiseeOrdonnee);
        let of_execution = ecarts(enfant, EcartMesure::OrdonneeExecutee);
        let asked = mesures.iter().filter(|mesure| {
            suivie(mesure.nature) && cadre.service_demande(responsable.or(mesure.service))
        });
        for mesure in asked {
            let renewed = mesures.iter().any(|other| other.precedente == Some(mesure.mesure));
            if !renewed && cadre.dans_la_periode(mesure.cesse()) {
                self.finit(enfant, mesure);
            }
            let instead = of_execution.get(&mesure.mesure);
            let for_want = instead
                .is_some_and(|(le, motif)| *le <= cadre.au && *motif == MotifEcart::DefautDePlace);
            self.par_defaut += i64::from(for_want && mesure.en_vigueur(cadre.au));
        }
        if cadre.service_demande(responsable) {
            let of_it = |(le, motif): &(NaiveDate, MotifEcart)| {
                cadre.dans_la_periode(Some(*le)).then(|| motif.cle())
            };
            self.de_decision.extend(of_decision.values().filter_map(of_it));
            self.d_execution.extend(of_execution.values().filter_map(of_it));
        }
    }

    /// A measure that nothing renews ended in the period.
    fn finit(&mut self, enfant: &Enfant, mesure: &MesureSuivie<'_>) {
        self.finies += 1;
        let last = mesure.fin.into_iter().chain(mesure.terme).min();
        let carried_out = mesure.exercee.zip(last).is_some_and(|(exercee, last)| exercee <= last);
        if !carried_out {
            self.issues.push(issue(enfant, mesure).cle());
        }
    }
}

/// The last gap of a kind, measure by measure.
fn ecarts(enfant: &Enfant, entre: EcartMesure) -> BTreeMap<Uuid, (NaiveDate, MotifEcart)> {
    let told = enfant.faits.iter().filter_map(|fait| {
        let Evenement::Mesure(Mesure::EcartConstate(ecart)) = &fait.evenement else { return None };
        (ecart.ecart == entre).then_some((ecart.mesure.0, (fait.le(), ecart.motif)))
    });
    told.collect()
}

/// How a measure ended: by its term when that came first, else by what was done that day.
fn issue(enfant: &Enfant, mesure: &MesureSuivie<'_>) -> IssueSansExecution {
    let lapsed = |fin: &NaiveDate| mesure.terme.is_some_and(|terme| terme < *fin);
    let Some(fin) = mesure.fin.filter(|fin| !lapsed(fin)) else { return IssueSansExecution::Echue };
    let acted = enfant.faits.iter().filter(|fait| fait.le() == fin).find_map(|fait| {
        let Evenement::Mesure(event) = &fait.evenement else { return None };
        if let Mesure::Levee(levee) = event {
            (levee.mesure.0 == mesure.mesure).then_some(IssueSansExecution::Levee)
        } else if let Mesure::Terminee(terminee) = event {
            let replaced = terminee.remplacee_par.is_some();
            (terminee.mesure.0 == mesure.mesure).then(|| d_un_acte(replaced, terminee.motif))
        } else {
            None
        }
    });
    let of_age = enfant.majorite() == Some(fin);
    acted.unwrap_or(if of_age { IssueSansExecution::Majorite } else { IssueSansExecution::Autre })
}

fn d_un_acte(replaced: bool, motif: MotifFin) -> IssueSansExecution {
    if replaced || motif == MotifFin::Remplacement {
        return IssueSansExecution::Remplacee;
    }
    if motif == MotifFin::Majorite {
        return IssueSansExecution::Majorite;
    }
    if motif == MotifFin::Echeance { IssueSansExecution::Echue } else { IssueSansExecution::Autre }
}

/// Never carried out, or otherwise.
pub(crate) fn j7(_: &Cadre, comptes: &Comptes) -> Dit {
    let Executions { finies, issues, de_decision, d_execution, par_defaut } = &comptes.executions;
    let never = combien(issues.iter());
    let of_decision = combien(de_decision.iter());
    let of_execution = combien(d_execution.iter());
    let lignes = vec![
        part("part_jamais_executees", "Finies sans exécution", never, *finies),
        compte("jamais_executees", "Mesures jamais exécutées", never),
        compte("ecarts_de_decision", "Écarts entre préconisée et ordonnée", of_decision),
        compte("ecarts_d_execution", "Écarts entre ordonnée et exécutée", of_execution),
        compte("par_defaut", "Exécutées autrement, par défaut de place", *par_defaut),
    ];
    let cut = |axe, total, lignes| Coupe { axe, total, lignes };
    let issues = par_code::<IssueSansExecution>(issues.iter().copied());
    let decision = par_code::<MotifEcart>(de_decision.iter().copied());
    let execution = par_code::<MotifEcart>(d_execution.iter().copied());
    let coupes = vec![
        cut("issue", "jamais_executees", issues),
        cut("motif_de_decision", "ecarts_de_decision", decision),
        cut("motif_d_execution", "ecarts_d_execution", execution),
    ];
    Dit { lignes, coupes }
}
