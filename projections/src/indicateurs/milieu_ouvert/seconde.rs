//! Version 2 of B1 to B4: the PEAD by both classifications, who is in the stock, who waits for whom.

use domain::mesure::Famille;

use super::super::stocks::{a_domicile, mesures_en_vigueur};
use super::super::vies::coupes::{Unite, combien, par_age, par_cle};
use super::super::vies::{Mesure, est_un_accueil, vies};
use super::super::{Cadre, Calcul, Resultat, Ventilation, compte, part};
use crate::registre::{Definition, Registres, Somme};
use crate::tranches::attentes_de_mesure;

const B1: Definition = super::DEFINITIONS[0];
const B2: Definition = super::DEFINITIONS[1];
const B3: Definition = super::DEFINITIONS[2];
const B4: Definition = super::DEFINITIONS[3];

/// The definitions that take the place of those of the first registry.
pub(in super::super) const DEFINITIONS: &[Definition] = &[
    Definition {
        calcul: |cadre| {
            Box::pin(async {
                a_domicile(cadre, Famille::AideADomicile, super::b1(cadre).await?).await
            })
        },
        version: 2,
        registres: Registres::depuis(2),
        definition: "AED et AED renforcées en vigueur le dernier jour : effet au plus tard ce jour, terme ce jour ou après, sans fin, renouvellement, majorité, émancipation ni décès avant ou ce jour, exercées ou non ; par âge révolu de l'enfant ce jour, par sexe, par territoire. Parmi elles, celles dont le libellé local commence par « PEAD ». À côté : celles qui ne sont pas exercées, celles qui s'exercent encore après leur terme, celles dont l'effet est différé. Est appelée « PEAD » la mesure dont le libellé local commence par ces quatre lettres, majuscules ou non.",
        ..B1
    },
    Definition {
        calcul: |cadre| {
            Box::pin(async {
                a_domicile(cadre, Famille::MilieuOuvert, super::b2(cadre).await?).await
            })
        },
        version: 2,
        registres: Registres::depuis(2),
        definition: "AEMO, AEMO renforcées et AEMO avec hébergement en vigueur le dernier jour, exercées ou non ; par âge révolu de l'enfant ce jour, par sexe, par territoire. Parmi elles, celles dont le libellé local commence par « PEAD ». Les lignes à côté sont celles de B1, et les renforcées sont dites à part. Est appelée « PEAD » la mesure dont le libellé local commence par ces quatre lettres, majuscules ou non.",
        ..B2
    },
    Definition {
        calcul: |cadre| Box::pin(b3(cadre)),
        version: 2,
        registres: Registres::depuis(2),
        definition: "Part des AEMO parmi les AED et AEMO en vigueur le même jour, unité mesure. Par base légale : chaque mesure est classée par la nature que la décision écrit (taux). Variante : mesures exercées seulement. Par libellé local : les placements à domicile que le Département appelle « PEAD » et que leur nature ne met ni en AED ni en AEMO sont comptés avec les AEMO (taux_avec_pead) ; ou toutes les mesures ainsi appelées sont retirées des deux côtés (taux_sans_pead). Les mesures en vigueur appelées « PEAD » sont dites, par base légale : AED, AEMO, confié ou placement direct, autre. Est appelée « PEAD » la mesure dont le libellé local commence par ces quatre lettres, majuscules ou non.",
        sommes: &[
            B3.sommes[0],
            B3.sommes[1],
            B3.sommes[2],
            B3.sommes[3],
            Somme {
                total: "pead",
                parties: &["pead_aed", "pead_aemo", "pead_placement", "pead_autre"],
            },
            Somme { total: "pead_aed", parties: &["B1:dont_pead"] },
            Somme { total: "pead_aemo", parties: &["B2:dont_pead"] },
            Somme { total: "taux.num@territoire", parties: &["B2:en_vigueur@territoire"] },
            Somme {
                total: "taux.den@territoire",
                parties: &["B1:en_vigueur@territoire", "B2:en_vigueur@territoire"],
            },
            Somme {
                total: "taux_avec_pead.num",
                parties: &["taux.num", "pead_placement", "pead_autre"],
            },
            Somme { total: "taux.num", parties: &["taux_sans_pead.num", "pead_aemo"] },
            Somme {
                total: "taux_avec_pead.den",
                parties: &["taux.den", "pead_placement", "pead_autre"],
            },
            Somme { total: "taux.den", parties: &["taux_sans_pead.den", "pead_aed", "pead_aemo"] },
        ],
        ..B3
    },
    Definition {
        calcul: |cadre| Box::pin(b4(cadre)),
        version: 2,
        registres: Registres::depuis(2),
        definition: "AED, AEMO non renforcées et AEMO renforcées en vigueur dont aucun acte n'a commencé l'exercice le dernier jour. Jours d'attente moyens depuis l'effet, depuis la réception par l'ASE, depuis l'attribution au service, chacun sur les mesures dont la date est connue. Le total, par service auquel la mesure a été attribuée en dernier (ou non attribuée), par jours écoulés depuis l'effet, par âge révolu de l'enfant le dernier jour, par territoire.",
        sommes: &[
            B4.sommes[0],
            B4.sommes[1],
            B4.sommes[2],
            Somme { total: "total", parties: &["aed", "aemo", "aemo_r"] },
        ],
        ..B4
    },
];

async fn b3(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let mut resultat = super::b3(cadre).await?;
    let lives = vies(cadre).await?;
    let pead = mesures_en_vigueur(cadre, lives, Mesure::est_pead);
    let of = |famille| combien(pead.iter().filter(|(mesure, _)| mesure.famille() == famille));
    let (aed, aemo) = (of(Famille::AideADomicile), of(Famille::MilieuOuvert));
    let placed = combien(pead.iter().filter(|(mesure, _)| est_un_accueil(mesure)));
    let rows = super::stock(cadre).await?;
    let (all_aed, all_aemo) = (rows.n("aed")? - aed, rows.n("aemo")? - aemo);
    resultat.valeurs.extend([
        part("taux_sans_pead", "Sans aucun PEAD", all_aemo, all_aemo + all_aed),
        compte("pead", "Mesures appelées « PEAD » par le Département", combien(&pead)),
        compte("pead_aed", "dont AED, selon la décision", aed),
        compte("pead_aemo", "dont AEMO, selon la décision", aemo),
        compte("pead_placement", "dont confiés ou placés, selon la décision", placed),
        compte("pead_autre", "dont autres, selon la décision", of(Famille::Autre)),
    ]);
    Ok(resultat)
}

async fn b4(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let mut resultat = super::b4(cadre).await?;
    let lives = vies(cadre).await?;
    let waiting = mesures_en_vigueur(cadre, lives, |mesure| {
        matches!(mesure.famille(), Famille::AideADomicile | Famille::MilieuOuvert)
            && mesure.demarree_le.is_none_or(|demarree| cadre.au < demarree)
    });
    let units: Vec<Unite<'_>> = waiting.iter().map(|(_, unit)| *unit).collect();
    resultat.valeurs.push(compte("total", "Mesures en attente", combien(&waiting)));
    let bands = attentes_de_mesure();
    let days = waiting.iter().map(|(mesure, _)| {
        let rang = bands.de((cadre.au - mesure.effet_le).num_days());
        &*bands.tranches[rang.expect("the bands hold every wait")].cle
    });
    let liste = bands.tranches.iter().map(|band| (band.cle.clone(), band.libelle.clone()));
    let attente = par_cle(liste, days);
    let axes = [
        ("operateur", par_operateur(&waiting)),
        ("attente", attente),
        ("age", par_age(&units, cadre.au)),
        ("territoire", cadre.par_service(&units)),
    ];
    let cuts = axes.into_iter().map(|(axe, lignes)| Ventilation { axe, de: "total", lignes });
    resultat.ventilations.extend(cuts);
    Ok(resultat)
}

/// A line a service, and one for those given to none.
fn par_operateur(waiting: &[(&Mesure, Unite<'_>)]) -> Vec<super::super::Valeur> {
    const NON_ATTRIBUEE: &str = "non_attribuee";
    let key = |mesure: &Mesure| mesure.operateur.clone().unwrap_or(NON_ATTRIBUEE.to_owned());
    let mut known: Vec<String> =
        waiting.iter().filter_map(|(mesure, _)| mesure.operateur.clone()).collect();
    known.sort_unstable();
    known.dedup();
    let lines = known.into_iter().map(|service| (service.clone(), service));
    let lines = lines.chain([(NON_ATTRIBUEE.to_owned(), "non attribuées".to_owned())]);
    let keys: Vec<String> = waiting.iter().map(|(mesure, _)| key(mesure)).collect();
    par_cle(lines, keys.iter().map(String::as_str))
}
