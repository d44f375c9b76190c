//! What is irregular in status, minority and emancipation.

use chrono::NaiveDate;
use uuid::Uuid;

use super::Irregularite;
use crate::droit::Charge;
use crate::enfant::Parcours;
use crate::temps::age;

/// The age from which a minor may be emancipated (C. civ., art. 413-2).
const AGE_D_EMANCIPATION: i32 = 16;

/// The findings of a parcours on a day.
pub(super) fn irregularites(parcours: &Parcours, _: NaiveDate) -> Vec<Irregularite> {
    let found = emancipe_trop_tot(parcours).into_iter();
    let found = found.chain(recueils_sans_information(parcours));
    found.chain(refus_sans_recours(parcours)).collect()
}

fn emancipe_trop_tot(parcours: &Parcours) -> Option<Irregularite> {
    let emancipe = parcours.identite.emancipe?;
    let naissance = parcours.identite.naissance()?;
    (age(naissance.le, emancipe) < AGE_D_EMANCIPATION).then(|| Irregularite {
        code: "EMANCIPATION_AVANT_SEIZE_ANS",
        article: "C. civ., art. 413-2",
        objet: Uuid::nil(),
        charge: Charge::Ase,
        depuis: emancipe,
        phrase: "L'émancipation précède les seize ans : la date, ou la naissance, est à vérifier."
            .to_owned(),
    })
}

/// Who remits a child is told his delays and rights, and the procès-verbal says so.
fn recueils_sans_information(parcours: &Parcours) -> Vec<Irregularite> {
    let known = parcours.statut.recueils.iter();
    let untold = known.filter_map(|(id, recueil)| {
        let pv = recueil.dresse()?;
        (pv.fait.informes != Some(true) && !pv.fait.remis_par.is_empty()).then(|| Irregularite {
            code: "RECUEIL_SANS_INFORMATION",
            article: "CASF, art. L224-5",
            objet: id.0,
            charge: Charge::Ase,
            depuis: pv.le(),
            phrase: "Le procès-verbal ne dit pas que les parents ont été informés de leurs délais \
                     et de leurs droits."
                .to_owned(),
        })
    });
    untold.collect()
}

fn refus_sans_recours(parcours: &Parcours) -> Vec<Irregularite> {
    let minorites = parcours.identite.minorites.iter();
    let refused = minorites.flat_map(|(id, minorite)| {
        minorite.refus.iter().filter(|refus| !refus.fait.voies_de_recours).map(|refus| {
            Irregularite {
                code: "REFUS_SANS_RECOURS",
                article: "CASF, art. R223-2",
                objet: id.0,
                charge: Charge::Ase,
                depuis: refus.le(),
                phrase: "Le refus de prise en charge ne mentionne ni les recours ni leurs délais."
                    .to_owned(),
            }
        })
    });
    refused.collect()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::codes::{CasPupille, Titulaire};
    use crate::enfant::Commande;
    use crate::essais::*;
    use crate::identite::{self, MinoriteRefusee};
    use crate::ids::{MinoriteId, RecueilId};
    use crate::statut::{self, PvDresse};
    use uuid::Uuid;

    #[test]
    fn piege_25_l_emancipation_est_possible_a_seize_ans_et_irreguliere_la_veille() {
        let emancipee = |jour: &str| {
            let faits = vec![lea_nee_le("2010-02-01"), le(jour, fait(declarer_emancipation()))];
            irregularites(faits, "2026-06-01")
        };
        expect![[r#"
            []
        "#]]
        .assert_debug_eq(&emancipee("2026-02-01"));
        expect![[r#"
            [
                "EMANCIPATION_AVANT_SEIZE_ANS · L'émancipation précède les seize ans : la date, ou la naissance, est à vérifier. (C. civ., art. 413-2)",
            ]
        "#]]
        .assert_debug_eq(&emancipee("2026-01-31"));
    }

    #[test]
    fn un_recueil_dit_que_les_parents_sont_informes() {
        let remis = |informes| {
            let pv = PvDresse {
                recueil: RecueilId(Uuid::from_u128(0x71)),
                cas: CasPupille::RemisParUnParent,
                remis_par: vec![Titulaire::Mere],
                informes,
                decideur: cadre(),
            };
            let pv = fait(Commande::Statut(statut::Command::DresserPv(pv)));
            irregularites(vec![lea(), le("2026-02-01", pv)], "2026-02-01")
        };
        expect![[r#"
            []
        "#]]
        .assert_debug_eq(&remis(Some(true)));
        expect![[r#"
            [
                "RECUEIL_SANS_INFORMATION · Le procès-verbal ne dit pas que les parents ont été informés de leurs délais et de leurs droits. (CASF, art. L224-5)",
            ]
        "#]]
        .assert_debug_eq(&remis(None));
    }

    #[test]
    fn un_refus_de_prise_en_charge_dit_les_recours() {
        let refuse = |voies_de_recours| {
            let minorite = MinoriteId(Uuid::from_u128(0x74));
            let refus = MinoriteRefusee { minorite, voies_de_recours, decideur: cadre() };
            let refus = fait(Commande::Identite(identite::Command::RefuserMinorite(refus)));
            irregularites(vec![lea(), le("2026-02-01", refus)], "2026-02-01")
        };
        expect![[r#"
            []
        "#]]
        .assert_debug_eq(&refuse(true));
        expect![[r#"
            [
                "REFUS_SANS_RECOURS · Le refus de prise en charge ne mentionne ni les recours ni leurs délais. (CASF, art. R223-2)",
            ]
        "#]]
        .assert_debug_eq(&refuse(false));
    }
}
