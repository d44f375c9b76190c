//! Séjours told by hand, and the identity of stocks and flows on any life.

use domain::codes::Sexe;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn jour(n: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2022, 1, 1).unwrap() + chrono::TimeDelta::days(n)
}

fn mesure(rang: u128, nature: NatureMesure, du: i64, au: Option<i64>) -> Mesure {
    Mesure {
        mesure: Uuid::from_u128(rang),
        chaine: Uuid::from_u128(rang),
        decision: Uuid::from_u128(rang),
        nature,
        libelle_local: None,
        administrative: false,
        premiere_de_chaine: true,
        prononcee_le: jour(du),
        effet_le: jour(du),
        terme_le: au.map(jour),
        fin_le: None,
        motif_fin: None,
        demarree_le: None,
        operateur: None,
        service: None,
    }
}

fn vie(mesures: Vec<Mesure>) -> Vie {
    Vie {
        enfant: Uuid::from_u128(1),
        naissance: Some(jour(-3000)),
        sexe: Sexe::Feminin,
        mna_le: None,
        majorite_le: Some(jour(3575)),
        service: None,
        ip_le: None,
        mesures,
        accueils: Vec::new(),
    }
}

fn jours_de(sejours: &[Sejour<'_>]) -> Vec<(NaiveDate, Option<NaiveDate>)> {
    sejours.iter().map(|sejour| (sejour.intervalle.entree, sejour.intervalle.sortie)).collect()
}

#[test]
fn un_renouvellement_le_lendemain_du_terme_n_est_pas_une_sortie() {
    use NatureMesure::{Aemo, AemoRenforcee};
    let vie = vie(vec![
        mesure(1, Aemo, 0, Some(99)),
        mesure(2, AemoRenforcee, 100, Some(199)),
        mesure(3, Aemo, 201, None),
    ]);
    let known = sejours(&vie, Stock::Aemo);
    assert_eq!(jours_de(&known), [(jour(0), Some(jour(200))), (jour(201), None)]);
    assert_eq!(known[0].mesures.len(), 2);
}

#[test]
fn un_stock_ne_voit_pas_les_mesures_d_un_autre_et_la_protection_les_voit_toutes() {
    use NatureMesure::{Aed, Mjie, PlacementAse};
    let vie = vie(vec![
        mesure(1, Aed, 0, Some(49)),
        mesure(2, PlacementAse, 50, Some(99)),
        mesure(3, Mjie, 100, None),
    ]);
    assert_eq!(jours_de(&sejours(&vie, Stock::Aed)), [(jour(0), Some(jour(50)))]);
    assert_eq!(jours_de(&sejours(&vie, Stock::Accueil)), [(jour(50), Some(jour(100)))]);
    assert_eq!(jours_de(&sejours(&vie, Stock::Protection)), [(jour(0), Some(jour(100)))]);
    assert!(sejours(&vie, Stock::Aemo).is_empty());
}

#[test]
fn un_mineur_non_accompagne_l_est_de_sa_reconnaissance_a_sa_majorite() {
    let mut vie = vie(vec![mesure(1, NatureMesure::PlacementAse, 0, None)]);
    assert!(sejours(&vie, Stock::Mna).is_empty());
    vie.mna_le = Some(jour(10));
    vie.majorite_le = Some(jour(40));
    assert_eq!(jours_de(&sejours(&vie, Stock::Mna)), [(jour(10), Some(jour(40)))]);
    vie.mna_le = Some(jour(40));
    assert!(sejours(&vie, Stock::Mna).is_empty(), "recognised on his birthday: never a minor");
}

#[test]
fn une_mesure_finie_avant_de_prendre_effet_n_a_jamais_couru() {
    let mut early = mesure(1, NatureMesure::Aed, 10, Some(20));
    early.fin_le = Some(jour(10));
    assert_eq!(early.intervalle(), None);
    early.fin_le = Some(jour(30));
    assert_eq!(early.intervalle(), Intervalle::new(jour(10), Some(jour(21))));
    assert_eq!(early.motif(), super::super::TERME_SANS_ACTE, "its term came first");
    early.fin_le = Some(jour(15));
    early.motif_fin = Some("absence_de_danger".into());
    assert_eq!(early.motif(), "absence_de_danger");
}

fn natures() -> impl Strategy<Value = NatureMesure> {
    use NatureMesure::{Aed, Aemo, ContratJeuneMajeur, OppJuge, PlacementAse, Tutelle};
    prop::sample::select(vec![Aed, Aemo, ContratJeuneMajeur, OppJuge, PlacementAse, Tutelle])
}

fn vies() -> impl Strategy<Value = Vie> {
    let one =
        (natures(), -400..400_i64, prop::option::of(-20..400_i64), prop::option::of(0..500_i64));
    let mna = prop::option::of(-300..300_i64);
    (prop::collection::vec(one, 0..7), mna, 0..500_i64).prop_map(|(drawn, mna, majorite)| {
        let measures = (1..).zip(drawn).map(|(rang, (nature, du, terme, fin))| {
            let mut told = mesure(rang, nature, du, terme.map(|days| du + days));
            told.fin_le = fin.map(|days| jour(du + days));
            told
        });
        let mut drawn = vie(measures.collect());
        drawn.mesures.sort_by_key(|mesure| (mesure.effet_le, mesure.mesure));
        (drawn.mna_le, drawn.majorite_le) = (mna.map(jour), Some(jour(majorite)));
        drawn
    })
}

fn dans(le: Option<NaiveDate>, du: NaiveDate, au: NaiveDate) -> bool {
    le.is_some_and(|le| (du..=au).contains(&le))
}

const STOCKS: [Stock; 6] =
    [Stock::Aed, Stock::Aemo, Stock::Accueil, Stock::Mna, Stock::JeuneMajeur, Stock::Protection];

proptest! {
    /// For any life, any stock, any period: before + entries = after + exits, in séjours and in measures.
    #[test]
    fn le_stock_d_avant_et_les_entrees_font_celui_d_apres_et_les_sorties(
        vie in vies(), du in -450..450_i64, jours in 0..800_i64,
    ) {
        let (du, au) = (jour(du), jour(du + jours));
        let veille = du.pred_opt().unwrap();
        for stock in STOCKS {
            let known = sejours(&vie, stock);
            let [mut left, mut right] = [0, 0];
            for sejour in &known {
                left += i32::from(sejour.intervalle.contient(veille)) + i32::from(sejour.commence(du, au));
                right += i32::from(sejour.intervalle.contient(au)) + i32::from(dans(sejour.intervalle.sortie, du, au));
            }
            prop_assert_eq!(left, right, "{:?}", stock);
            let measures = vie.mesures.iter().filter_map(|mesure| stock.intervalle(&vie, mesure));
            let balance: i32 = measures.map(|known| {
                let entered = (du..=au).contains(&known.entree);
                let left = dans(known.sortie, du, au);
                i32::from(known.contient(veille)) + i32::from(entered)
                    - i32::from(known.contient(au)) - i32::from(left)
            }).sum();
            prop_assert_eq!(balance, 0, "{:?}", stock);
        }
    }

    /// Séjours are the days on which a measure of the stock holds him, and no two of them touch.
    #[test]
    fn les_sejours_sont_les_jours_tenus_par_une_mesure_et_ne_se_touchent_pas(vie in vies()) {
        for stock in STOCKS {
            let known = sejours(&vie, stock);
            for pair in known.windows(2) {
                prop_assert!(pair[0].intervalle.sortie.unwrap() < pair[1].intervalle.entree);
            }
            for n in -400..900 {
                let held = vie.mesures.iter().any(|mesure| {
                    stock.intervalle(&vie, mesure).is_some_and(|known| known.contient(jour(n)))
                });
                let inside = known.iter().filter(|sejour| sejour.intervalle.contient(jour(n))).count();
                prop_assert_eq!(inside, usize::from(held), "{:?} day {}", stock, n);
            }
        }
    }
}
