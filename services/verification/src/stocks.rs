//! Children placed on the last day, by délégation, at a third party's, outside the Département (D5, D12, D15).
//!
//! Invariant: a child counts once, under the délégation in charge of him, else the one his principal measure tells.

use std::collections::BTreeSet;

use domain::codes::{
    Code as _, LieuAccueil,
    NatureMesure::{AccueilDurableBenevole, TiersDigneDeConfiance},
};
use uuid::Uuid;

use crate::cadre::Cadre;
use crate::enfant::{Enfant, MesureSuivie, Sejour, principale};
use crate::natures::CONFIE;
use crate::nombres::{Coupe, Dit, combien, compte, part};
use crate::repartition::Groupe;

/// What the family keeps while children are read.
#[derive(Debug, Default)]
pub(crate) struct Comptes {
    partout: i64,
    hors_mna_partout: i64,
    tous: i64,
    hors_mna: Groupe,
    tiers: i64,
    benevoles: i64,
    foyers: BTreeSet<Uuid>,
    foyer_non_dit: i64,
    confies: i64,
    dans_le_departement: i64,
    hors_du_departement: i64,
    commune_non_dite: i64,
}

impl Comptes {
    /// Takes a child into account.
    pub(crate) fn voir(&mut self, cadre: &Cadre, enfant: &Enfant) {
        let mut mesures = enfant.mesures_suivies();
        mesures.retain(|mesure| mesure.en_vigueur(cadre.au));
        let delegation = enfant.delegation(cadre.au);
        let sejours = enfant.sejours();
        let place = lieu_principal(cadre, &sejours);
        self.chez_un_tiers(cadre, delegation, &mesures, place);
        let Some(principal) = principale(&mesures) else { return };
        let service = delegation.or(principal.service);
        let asked = cadre.service_demande(service);
        let mna = enfant.mna_au(cadre.au);
        self.partout += 1;
        self.tous += i64::from(asked);
        self.hors_mna_partout += i64::from(!mna);
        if asked && !mna {
            self.hors_mna.ajoute(cadre, enfant, service);
        }
        if asked && CONFIE.contains(&principal.nature) {
            self.confie(cadre, place);
        }
    }

    fn chez_un_tiers(
        &mut self,
        cadre: &Cadre,
        delegation: Option<&str>,
        mesures: &[MesureSuivie<'_>],
        place: Option<&Sejour>,
    ) {
        let has = |nature| {
            mesures.iter().any(|mesure| {
                mesure.nature == nature && cadre.service_demande(delegation.or(mesure.service))
            })
        };
        let (tiers, benevole) = (has(TiersDigneDeConfiance), has(AccueilDurableBenevole));
        self.tiers += i64::from(tiers);
        self.benevoles += i64::from(benevole);
        if !tiers && !benevole {
            return;
        }
        let kinds = [LieuAccueil::TiersDigneDeConfiance, LieuAccueil::TiersBenevole];
        let home = place.filter(|place| kinds.iter().any(|kind| kind.cle() == place.lieu));
        match home.and_then(|home| home.foyer) {
            Some(foyer) => {
                self.foyers.insert(foyer);
            }
            None => self.foyer_non_dit += 1,
        }
    }

    fn confie(&mut self, cadre: &Cadre, place: Option<&Sejour>) {
        self.confies += 1;
        let Some(place) = place else { return };
        match &place.commune {
            None => self.commune_non_dite += 1,
            Some(commune) if commune.starts_with(&cadre.departement) => {
                self.dans_le_departement += 1;
            }
            Some(_) => self.hors_du_departement += 1,
        }
    }
}

/// Where a child is on the last day: the principal place he entered last.
fn lieu_principal<'a>(cadre: &Cadre, sejours: &'a [Sejour]) -> Option<&'a Sejour> {
    let mut kept: Option<&Sejour> = None;
    for sejour in sejours.iter().filter(|sejour| sejour.principal && sejour.ouvert(cadre.au)) {
        if kept.is_none_or(|kept| kept.depuis < sejour.depuis) {
            kept = Some(sejour);
        }
    }
    kept
}

/// Placed, by délégation.
pub(crate) fn d5(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let Comptes { partout, hors_mna_partout, tous, hors_mna, .. } = comptes;
    let mut lignes = Vec::new();
    for (cle, cle_part, libelle, n, den) in [
        (
            "hors_mna",
            "part_hors_mna",
            "hors mineurs non accompagnés",
            hors_mna.total,
            *hors_mna_partout,
        ),
        ("tous", "part_tous", "tous", *tous, *partout),
    ] {
        lignes.push(compte(cle, &format!("Enfants accueillis, {libelle}"), n));
        lignes.push(part(cle_part, &format!("Part du Département, {libelle}"), n, den));
    }
    let by_place = hors_mna.territoires(cadre);
    Dit { lignes, coupes: vec![Coupe { axe: "territoire", total: "hors_mna", lignes: by_place }] }
}

/// At a third party's.
pub(crate) fn d12(_: &Cadre, comptes: &Comptes) -> Dit {
    let Comptes { tiers, benevoles, foyers, foyer_non_dit, .. } = comptes;
    let homes = combien(foyers.iter());
    Dit::seules(vec![
        compte("tdc_enfants", "Enfants confiés à un tiers digne de confiance", *tiers),
        compte("adb_enfants", "Enfants en accueil durable et bénévole", *benevoles),
        compte("foyers", "Foyers qui les accueillent", homes),
        compte(
            "foyer_non_dit",
            "À côté : enfants dont le foyer n'est pas identifié",
            *foyer_non_dit,
        ),
    ])
}

/// In another Département.
pub(crate) fn d15(_: &Cadre, comptes: &Comptes) -> Dit {
    let Comptes { confies, dans_le_departement, hors_du_departement, commune_non_dite, .. } =
        comptes;
    let placed = dans_le_departement + hors_du_departement + commune_non_dite;
    Dit::seules(vec![
        part("hors_departement", "Accueillis hors du département", *hors_du_departement, *confies),
        compte("dans_le_departement", "Dans le département", *dans_le_departement),
        compte("commune_non_dite", "Commune du lieu non dite", *commune_non_dite),
        compte("sans_lieu", "Sans lieu ce jour-là", confies - placed),
    ])
}
