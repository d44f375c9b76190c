//! What arrived in the period, and where it stands at the report's position.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::codes::{Code as _, EmetteurSignalement, PorteDEntree};
use projections::territoires::Carte;

use super::{Comptes, Temoin, premiere};
use crate::cadre::Cadre;
use crate::nombres::{Coupe, Dit, Ligne, combien, compte, par_place, part, pour_mille};

/// An information of the cohort: what all the children it arrived for in the period say together.
pub(super) struct Arrivee<'a> {
    pub(super) temoins: Vec<&'a Temoin>,
    /// What every child who knows of it says, arrived for him in the period or not.
    tous: &'a [Temoin],
}

impl Arrivee<'_> {
    pub(super) fn une(&self, test: impl Fn(&Temoin) -> bool) -> bool {
        self.temoins.iter().any(|temoin| test(temoin))
    }

    pub(super) fn premier_jour(
        &self,
        of: impl Fn(&Temoin) -> Option<NaiveDate>,
    ) -> Option<NaiveDate> {
        self.temoins.iter().filter_map(|temoin| of(temoin)).min()
    }

    pub(super) fn premier_nom(&self, of: impl Fn(&Temoin) -> Option<&str>) -> Option<String> {
        self.temoins.iter().fold(None, |kept, temoin| premiere(kept, of(temoin)))
    }

    pub(super) fn commune(&self) -> Option<String> {
        self.premier_nom(|temoin| temoin.commune.as_deref())
    }

    fn service(&self) -> Option<String> {
        self.premier_nom(|temoin| temoin.service.as_deref())
    }

    fn porte(&self, porte: PorteDEntree) -> bool {
        self.premier_nom(|temoin| temoin.porte).is_some_and(|through| through == porte.cle())
    }

    /// Not the same message as another.
    pub(super) fn recue(&self) -> bool {
        self.une(|temoin| !temoin.doublon)
    }

    /// Neither doublon nor attached.
    pub(super) fn principale(&self) -> bool {
        self.une(|temoin| !temoin.doublon && !temoin.rattachee)
    }

    pub(super) fn qualifiee(&self) -> bool {
        self.une(|temoin| temoin.qualifiee)
    }

    /// Explicitly not qualified for all its children, and qualified for none.
    fn non_qualifiee(&self) -> bool {
        !self.qualifiee() && !self.une(|temoin| !temoin.non_qualifiee)
    }

    pub(super) fn evaluee(&self) -> bool {
        self.une(|temoin| temoin.rapport.is_some())
    }

    /// When the first signalement of the Département came, if one did.
    fn moment(&self) -> Option<Moment> {
        let signalee = self.premier_jour(|temoin| temoin.signalee)?;
        let by = |day: Option<NaiveDate>| day.is_some_and(|day| day <= signalee);
        Some(if by(self.premier_jour(|temoin| temoin.rapport)) {
            Moment::Apres
        } else if by(self.premier_jour(|temoin| temoin.mandatee)) {
            Moment::Pendant
        } else {
            Moment::Avant
        })
    }

    /// The days of signalement by one kind of sender: siblings share one.
    fn jours_de_signalement(&self, sender: EmetteurSignalement) -> i64 {
        let days = self.tous.iter().flat_map(|temoin| &temoin.signalements);
        let days: BTreeSet<NaiveDate> =
            days.filter(|(_, by)| *by == sender).map(|(le, _)| *le).collect();
        combien(days.iter())
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Moment {
    Avant,
    Pendant,
    Apres,
}

impl Comptes {
    /// The informations that arrived in the period, whatever the territory.
    pub(super) fn arrivees(&self, cadre: &Cadre) -> Vec<Arrivee<'_>> {
        let of_the_period =
            |temoin: &&Temoin| cadre.dans_la_periode(temoin.arrivee) && !temoin.retiree;
        let all = self
            .informations
            .values()
            .map(|tous| Arrivee { temoins: tous.iter().filter(of_the_period).collect(), tous });
        all.filter(|arrivee| !arrivee.temoins.is_empty()).collect()
    }

    /// Those of the territory asked for.
    pub(super) fn cohorte(&self, cadre: &Cadre) -> Vec<Arrivee<'_>> {
        let mut all = self.arrivees(cadre);
        all.retain(|arrivee| cadre.commune_demandee(arrivee.commune().as_deref()));
        all
    }

    pub(super) fn recues(&self, cadre: &Cadre) -> Vec<Arrivee<'_>> {
        let mut all = self.cohorte(cadre);
        all.retain(Arrivee::recue);
        all
    }

    pub(super) fn principales(&self, cadre: &Cadre) -> Vec<Arrivee<'_>> {
        let mut all = self.cohorte(cadre);
        all.retain(Arrivee::principale);
        all
    }

    /// The children an information received in the period names, minors on its arrival: each once, those of
    /// an IP alone when asked, those somebody can name or the others.
    fn mineurs(&self, cadre: &Cadre, of_an_ip: bool, nommes: bool) -> i64 {
        let mut children: BTreeSet<u32> = BTreeSet::new();
        for arrivee in self.arrivees(cadre) {
            let ip = arrivee.principale() && arrivee.qualifiee();
            if !arrivee.recue() || (of_an_ip && !ip) {
                continue;
            }
            let counted = arrivee.temoins.iter().filter(|temoin| {
                temoin.ouvert
                    && temoin.nomme == nommes
                    && temoin.mineur_a_l_arrivee
                    && cadre.commune_demandee(temoin.commune.as_deref())
            });
            children.extend(counted.map(|temoin| temoin.enfant));
        }
        combien(children.iter())
    }
}

/// How many of a cohort are as said.
pub(super) fn dont<'a>(all: &[Arrivee<'a>], test: impl Fn(&Arrivee<'a>) -> bool) -> i64 {
    combien(all.iter().filter(|arrivee| test(arrivee)))
}

/// Received.
pub(crate) fn a1(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let cohorte = comptes.cohorte(cadre);
    let lignes = vec![
        compte("recues", "Informations reçues", dont(&cohorte, Arrivee::recue)),
        compte(
            "dont_rattachees",
            "dont rattachées à une autre",
            dont(&cohorte, |arrivee| arrivee.recue() && !arrivee.principale()),
        ),
        compte("doublons", "Doublons, non comptés", dont(&cohorte, |arrivee| !arrivee.recue())),
    ];
    let whole = cadre.carte.filter(|_| cadre.territoire.is_none());
    let cut = |carte: &Carte| Coupe {
        axe: "territoire",
        total: "recues",
        lignes: par_place(&Cadre::places(carte), |place, cle, libelle| {
            let here = |arrivee: &Arrivee<'_>| {
                let commune = arrivee.commune();
                arrivee.recue() && Cadre::place_de_la_commune(carte, commune.as_deref()) == place
            };
            compte(cle, libelle, dont(&cohorte, here))
        }),
    };
    Dit { lignes, coupes: whole.map(cut).into_iter().collect() }
}

/// Informations préoccupantes.
pub(crate) fn a2(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let ip = dont(&comptes.principales(cadre), Arrivee::qualifiee);
    Dit::seules(vec![compte("ip", "Informations préoccupantes", ip)])
}

/// For a thousand inhabitants.
pub(crate) fn a3(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let whole = cadre.territoire.is_none() && cadre.annee_civile();
    let known = cadre.population.filter(|_| whole);
    let known = known.and_then(|population| {
        population.millesimes.iter().filter(|one| one.au <= cadre.du).max_by_key(|one| one.au)
    });
    let (minors, young) = (known.map(|one| one.de_0_a_17), known.map(|one| one.de_0_a_19));
    let ip = dont(&comptes.principales(cadre), Arrivee::qualifiee);
    Dit::seules(vec![
        pour_mille(
            "ip_pour_mille_0_17",
            "Informations préoccupantes pour 1 000 habitants de 0 à 17 ans",
            ip,
            minors,
        ),
        pour_mille(
            "mineurs_pour_mille_0_17",
            "Mineurs concernés pour 1 000 habitants de 0 à 17 ans",
            comptes.mineurs(cadre, true, true),
            minors,
        ),
        pour_mille(
            "informations_pour_mille_0_19",
            "Informations reçues pour 1 000 habitants de 0 à 19 ans",
            combien(comptes.recues(cadre).iter()),
            young,
        ),
    ])
}

/// Minors named.
pub(crate) fn a4(cadre: &Cadre, comptes: &Comptes) -> Dit {
    Dit::seules(vec![
        compte(
            "a4a",
            "Mineurs distincts nommés dans une information reçue",
            comptes.mineurs(cadre, false, true),
        ),
        compte(
            "a4b",
            "Mineurs distincts nommés dans une information préoccupante",
            comptes.mineurs(cadre, true, true),
        ),
        compte("non_identifies", "Mineurs non identifiés", comptes.mineurs(cadre, false, false)),
    ])
}

/// Received by the CRIP itself.
pub(crate) fn a5(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let recues = comptes.recues(cadre);
    let direct = dont(&recues, |arrivee| arrivee.porte(PorteDEntree::Crip));
    let total = combien(recues.iter());
    Dit::seules(vec![part("par_la_crip", "Reçues directement par la CRIP", direct, total)])
}

/// Come through a délégation.
pub(crate) fn a6(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let mut through = comptes.arrivees(cadre);
    through.retain(|arrivee| {
        arrivee.recue()
            && arrivee.porte(PorteDEntree::DelegationTerritoriale)
            && cadre.service_demande(arrivee.service().as_deref())
    });
    let cut = |carte: &Carte| {
        par_place(&Cadre::places(carte), |place, cle, libelle| {
            let here = |arrivee: &Arrivee<'_>| {
                Cadre::place_du_service(carte, arrivee.service().as_deref()) == place
            };
            compte(cle, libelle, dont(&through, here))
        })
    };
    let total = combien(through.iter());
    Dit {
        lignes: vec![compte("par_delegation", "Entrées par une délégation territoriale", total)],
        coupes: vec![Coupe {
            axe: "delegation",
            total: "par_delegation",
            lignes: cadre.carte.map(cut).unwrap_or_default(),
        }],
    }
}

/// Qualified, and evaluated.
pub(crate) fn a8(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let all = comptes.principales(cadre);
    let (n, recues) = (combien(all.iter()), combien(comptes.recues(cadre).iter()));
    let waits = |arrivee: &Arrivee<'_>| !arrivee.qualifiee() && !arrivee.non_qualifiee();
    let gone = |arrivee: &Arrivee<'_>| arrivee.une(|temoin| temoin.transferee);
    let of = |cle: &str, libelle: &str, count: i64| -> Ligne { part(cle, libelle, count, n) };
    let evaluees = dont(&all, Arrivee::evaluee);
    Dit::seules(vec![
        of("qualifiees", "Qualifiées", dont(&all, Arrivee::qualifiee)),
        of("non_qualifiees", "Non qualifiées", dont(&all, Arrivee::non_qualifiee)),
        of(
            "pas_encore_analysees",
            "Pas encore analysées",
            dont(&all, |arrivee| waits(arrivee) && !gone(arrivee)),
        ),
        of(
            "transferees_avant_analyse",
            "Transférées avant analyse",
            dont(&all, |arrivee| waits(arrivee) && gone(arrivee)),
        ),
        of("evaluees_sur_principales", "Qualifiées et évaluées, sur les principales", evaluees),
        part("evaluees_sur_recues", "Qualifiées et évaluées, sur les reçues", evaluees, recues),
    ])
}

/// Classed at first analysis.
pub(crate) fn a9(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let all = comptes.principales(cadre);
    let closed = dont(&all, Arrivee::non_qualifiee);
    let total = combien(all.iter());
    Dit::seules(vec![part("non_qualifiees", "Classées au niveau 1", closed, total)])
}

/// Sent to the parquet.
pub(crate) fn a11(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let all = comptes.principales(cadre);
    let sent = |arrivee: &Arrivee<'_>| arrivee.moment().is_some();
    let at = |moment: Moment| dont(&all, |arrivee| arrivee.moment() == Some(moment));
    let qualified = dont(&all, Arrivee::qualifiee);
    let both = dont(&all, |arrivee| sent(arrivee) && arrivee.qualifiee());
    let own =
        all.iter().map(|arrivee| arrivee.jours_de_signalement(EmetteurSignalement::Departement));
    let next: i64 = own.map(|days| (days - 1).max(0)).sum();
    let copies: i64 =
        all.iter().map(|arrivee| arrivee.jours_de_signalement(EmetteurSignalement::Tiers)).sum();
    let total = combien(all.iter());
    Dit::seules(vec![
        part("sur_principales", "Signalées, sur les principales", dont(&all, sent), total),
        part("sur_qualifiees", "Signalées, sur les qualifiées", both, qualified),
        compte(
            "avant",
            "Premier signalement sans évaluation ou avant le mandat",
            at(Moment::Avant),
        ),
        compte("pendant", "Premier signalement pendant l'évaluation", at(Moment::Pendant)),
        compte("apres", "Premier signalement après le rapport", at(Moment::Apres)),
        compte("secondes", "Signalements suivants du Département, non comptés", next),
        compte("copies_de_tiers", "Copies de signalements de tiers, non comptées", copies),
    ])
}
