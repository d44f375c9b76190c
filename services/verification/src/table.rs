//! Which indicators the second path counts, and by what.
//!
//! To add one: a function over what its family keeps, and its line here. A version keeps its line for ever.

use chrono::NaiveDate;
use domain::departement::ConseilDonne;

use crate::cadre::Cadre;
use crate::enfant::Enfant;
use crate::nombres::Dit;
use crate::{
    accueil, autonomie, crip, flux, justice, milieu_ouvert, placements, projet, protection,
    qualite, sante, statut, stocks,
};

/// What every family keeps while children are read.
#[derive(Debug, Default)]
pub(crate) struct Comptes {
    crip: crip::Comptes,
    milieu_ouvert: milieu_ouvert::Comptes,
    accueil: accueil::Comptes,
    projet: projet::Comptes,
    autonomie: autonomie::Comptes,
    statut: statut::Comptes,
    sante: sante::Comptes,
    placements: placements::Comptes,
    stocks: stocks::Comptes,
    protection: protection::Comptes,
    flux: flux::Comptes,
    justice: justice::Comptes,
    qualite: qualite::Comptes,
}

impl Comptes {
    /// Takes a child into account, as known at the report's position.
    pub(crate) fn voir(&mut self, cadre: &Cadre, enfant: &Enfant) {
        self.crip.voir(cadre, enfant);
        self.milieu_ouvert.voir(cadre, enfant);
        self.accueil.voir(cadre, enfant);
        self.projet.voir(cadre, enfant);
        self.autonomie.voir(cadre, enfant);
        self.statut.voir(cadre, enfant);
        self.sante.voir(cadre, enfant);
        self.placements.voir(cadre, enfant);
        self.stocks.voir(cadre, enfant);
        self.protection.voir(cadre, enfant);
        self.flux.voir(cadre, enfant);
        self.justice.voir(cadre, enfant);
        self.qualite.voir(cadre, enfant);
    }

    /// Takes advice of the Département into account.
    pub(crate) fn conseille(&mut self, le: NaiveDate, conseil: &ConseilDonne) {
        self.crip.conseille(le, conseil);
    }

    /// Takes a child into account, as recorded on the evening of the last day.
    pub(crate) fn voir_le_soir(&mut self, cadre: &Cadre, enfant: &Enfant) {
        self.crip.voir_le_soir(cadre, enfant);
    }
}

/// How one indicator is told, of what was kept.
type Recompte = fn(&Cadre, &Comptes) -> Dit;

macro_rules! indicateurs {
    ($( $id:literal v $version:literal = $family:ident :: $function:ident ),+ $(,)?) => {
        &[$( ($id, $version, |cadre, comptes| $family::$function(cadre, &comptes.$family)) ),+]
    };
}

/// Identifier, version, how it is counted.
const INDICATEURS: &[(&str, u32, Recompte)] = indicateurs![
    "A1" v 1 = crip::a1,
    "A2" v 1 = crip::a2,
    "A3" v 1 = crip::a3,
    "A4" v 1 = crip::a4,
    "A5" v 1 = crip::a5,
    "A6" v 1 = crip::a6,
    "A8" v 1 = crip::a8,
    "A9" v 1 = crip::a9,
    "A10" v 1 = crip::a10,
    "A11" v 1 = crip::a11,
    "A12" v 1 = crip::a12,
    "A13" v 1 = crip::a13,
    "A14" v 1 = crip::a14,
    "A15" v 1 = crip::a15,
    "A1" v 2 = crip::a1_ventilee,
    "A2" v 2 = crip::a2_ventilee,
    "A3" v 2 = crip::a3,
    "A4" v 2 = crip::a4_ventilee,
    "A7" v 1 = crip::a7,
    "A8" v 2 = crip::a8_ventilee,
    "A13" v 2 = crip::a13_par_segment,
    "A14" v 2 = crip::a14_ventilee,
    "A15" v 2 = crip::a15_par_attente,
    "A16" v 1 = crip::a16,
    "A17" v 1 = crip::a17,
    "A18" v 1 = crip::a18,
    "A19" v 1 = crip::a19,
    "A20" v 1 = crip::a20,
    "A21" v 1 = crip::a21,
    "A22" v 1 = crip::a22,
    "B1" v 1 = milieu_ouvert::b1,
    "B1" v 2 = milieu_ouvert::b1_v2,
    "B2" v 1 = milieu_ouvert::b2,
    "B2" v 2 = milieu_ouvert::b2_v2,
    "B3" v 1 = milieu_ouvert::b3,
    "B3" v 2 = milieu_ouvert::b3_v2,
    "B4" v 1 = milieu_ouvert::b4,
    "B4" v 2 = milieu_ouvert::b4_v2,
    "B5" v 1 = milieu_ouvert::b5,
    "D1" v 1 = accueil::d1,
    "D1" v 2 = accueil::d1_v2,
    "D2" v 1 = accueil::d2,
    "D3" v 1 = accueil::d3,
    "D6" v 1 = accueil::d6,
    "D10" v 1 = accueil::d10,
    "E1" v 1 = accueil::e1,
    "F1" v 1 = projet::f1,
    "E4" v 1 = autonomie::e4,
    "E5" v 1 = autonomie::e5,
    "F2" v 1 = statut::f2,
    "F3" v 1 = statut::f3,
    "G1" v 1 = sante::g1,
    "G2" v 1 = sante::g2,
    "J1" v 1 = justice::j1,
    "J2" v 1 = justice::j2,
    "J3" v 1 = justice::j3,
    "J4" v 1 = placements::j4,
    "J5" v 1 = placements::j5,
    "J6" v 1 = qualite::j6,
    "J7" v 1 = placements::j7,
    "D4" v 1 = protection::d4,
    "D5" v 1 = stocks::d5,
    "D12" v 1 = stocks::d12,
    "D15" v 1 = stocks::d15,
    "D16" v 1 = protection::d16,
    "M1" v 1 = protection::m1,
    "M2" v 1 = protection::m2,
    "M3" v 1 = protection::m3,
    "B10" v 1 = flux::b10,
    "D11" v 1 = flux::d11,
    "D14" v 1 = flux::d14,
    "X1" v 1 = flux::x1,
    "X2" v 1 = flux::x2,
    "X3" v 1 = flux::x3,
    "X4" v 1 = flux::x4,
    "X5" v 1 = flux::x5,
    "X6" v 1 = flux::x6,
    "X7" v 1 = flux::x7,
    "X8" v 1 = flux::x8,
    "X9" v 1 = flux::x9,
    "X10" v 1 = flux::x10,
    "X11" v 1 = flux::x11,
    "X12" v 1 = flux::x12,
];

/// What the events say of that version of an indicator; none: the second path does not count it.
pub(crate) fn recompte(cadre: &Cadre, comptes: &Comptes, id: &str, version: u32) -> Option<Dit> {
    let known = INDICATEURS.iter().find(|(known, of, _)| (*known, *of) == (id, version));
    known.map(|(_, _, recompte)| recompte(cadre, comptes))
}
