//! The family of the CRIP by registry 2: told by hand, drawn, and drawn again with what a year drawn leaves out (hours,
//! transmitters, fiches navettes answered, complements).

use chiffres::dits::{
    mandatee, non_qualifiee, ordonnee, qualifiee, rapport, rattachee, reside, signalee, termes,
};
use chiffres::dits_de_la_crip::{
    complement_demande, complement_recu, inscrit_de_sexe, navette_envoyee, navette_retournee,
    recue_de, recue_en_urgence, signalee_a,
};
use chiffres::hasard::Hasard;
use chiffres::recits::{HAUTE_SAINTONGE, LA_ROCHELLE};
use chiffres::{Monde, Requete, a, le};
use domain::codes::{Code as _, EmetteurSignalement, NatureMesure, Sexe, Transip};
use domain::evenement::Evenement;
use eventstore::Position;
use projections::rapport::Demande;

use super::{annee, population, territoires};

/// What is compared here.
const FAMILLE: [&str; 15] = [
    "A1", "A2", "A3", "A4", "A7", "A8", "A13", "A14", "A15", "A16", "A18", "A19", "A20", "A21",
    "A12",
];

/// Whatever registry 2 says there of the family, the events say too.
async fn s_accorde(monde: &Monde, territoire: Option<&str>, position: Position, contexte: &str) {
    let demande = Demande {
        registre: Some(2),
        indicateurs: FAMILLE.iter().map(|id| (*id).to_owned()).collect(),
        ..chiffres::pour_2022(territoire, Some(position))
    };
    let rapport = monde.rapport(&demande).await;
    let constat = monde.second_chemin_de(&rapport.json, &demande.indicateurs).await;
    let said: Vec<String> = constat.ecarts.iter().map(ToString::to_string).collect();
    assert!(said.is_empty(), "{contexte}, {territoire:?}, {position}:\n{}", said.join("\n"));
    assert_eq!(constat.verifies.len(), FAMILLE.len(), "{contexte}");
}

#[tokio::test]
async fn la_crip_du_registre_2_dite_a_la_main_se_recompte() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let head = monde.tete().await.get();
    for part in [0, 7, 20] {
        for territoire in territoires() {
            s_accorde(&monde, territoire, Position::new(head * part / 20), "à la main").await;
        }
    }
}

#[tokio::test]
async fn la_crip_du_registre_2_tiree_au_hasard_se_recompte() {
    for graine in [31, 32] {
        let monde = annee(graine, 200).await;
        let head = monde.tete().await.get();
        let mut hasard = Hasard(graine + 1000);
        for territoire in [None, Some("haute_saintonge")] {
            s_accorde(&monde, territoire, Position::new(head), &format!("graine {graine}")).await;
        }
        for _ in 0..3 {
            let position = Position::new(hasard.moins_de(head));
            s_accorde(&monde, None, position, &format!("graine {graine}")).await;
        }
    }
}

/// What siblings are told, each sometimes alone.
struct Fratrie<'a> {
    hasard: &'a mut Hasard,
    enfants: [u128; 2],
    dites: Vec<Requete>,
}

impl Fratrie<'_> {
    fn dit(&mut self, le_jour: &str, evenement: &Evenement) {
        let who = match self.hasard.moins_de(4) {
            0 => vec![self.enfants[0]],
            1 => vec![self.enfants[1]],
            _ => self.enfants.to_vec(),
        };
        let said = who.into_iter().map(|enfant| (enfant, evenement.clone())).collect();
        self.dites.push(if self.hasard.moins_de(5) == 0 {
            le(le_jour, said)
        } else {
            a(&format!("{le_jour}T{:02}:20:00Z", 6 + self.hasard.moins_de(12)), said)
        });
    }

    fn nait(&mut self) {
        for (enfant, (commune, service)) in
            self.enfants.into_iter().zip([LA_ROCHELLE, HAUTE_SAINTONGE])
        {
            let naissance = self.hasard.jour("2004-02-01", 6500);
            let sexe = Sexe::TOUS[self.hasard.moins_de(Sexe::TOUS.len() as u64) as usize];
            let named = inscrit_de_sexe(&naissance, sexe);
            self.dites
                .push(le("2018-01-01", vec![(enfant, named), (enfant, reside(commune, service))]));
        }
    }

    fn information(&mut self, information: u128) {
        let arrivee = self.hasard.jour("2021-10-01", 500);
        let by = [Transip::Snated, Transip::Parents, Transip::Mairie];
        let by = by[self.hasard.moins_de(3) as usize];
        let recue = match self.hasard.moins_de(2) {
            0 => recue_en_urgence(information, by),
            _ => recue_de(information, by),
        };
        self.dit(&arrivee, &recue);
        let soon = self.hasard.jour(&arrivee, 30);
        match self.hasard.moins_de(5) {
            0 => self.dit(&soon, &non_qualifiee(information)),
            1 => self.dit(&soon, &rattachee(information, information - 1)),
            _ => self.dit(&soon, &qualifiee(information)),
        }
        for _ in 0..self.hasard.moins_de(3) {
            let sent = self.hasard.jour(&arrivee, 4);
            let hour = format!("{sent}T{:02}:50:00Z", 5 + self.hasard.moins_de(14));
            let plain = signalee(information, EmetteurSignalement::Departement);
            let how = self.hasard.moins_de(2) == 0;
            self.dit(&sent, &if how { plain } else { signalee_a(information, &hour) });
        }
        for _ in 0..self.hasard.moins_de(3) {
            let services = ["dt_haute_saintonge", "dt_la_rochelle_re_aunis_atlantique", "ailleurs"];
            let service = services[self.hasard.moins_de(3) as usize];
            let asked = self.hasard.jour(&arrivee, 20);
            self.dit(&asked, &navette_envoyee(information, service));
            if self.hasard.moins_de(3) > 0 {
                let back = self.hasard.jour(&arrivee, 60);
                self.dit(&back, &navette_retournee(information, service));
            }
        }
        self.evaluation(information, &soon);
    }

    fn evaluation(&mut self, information: u128, depuis: &str) {
        let evaluation = information + 1_000_000;
        self.dit(depuis, &mandatee(evaluation, information));
        for _ in 0..self.hasard.moins_de(3) {
            let handed_in = self.hasard.jour(depuis, 120);
            self.dit(&handed_in, &rapport(evaluation));
            let asked = self.hasard.jour(&handed_in, 20);
            self.dit(&asked, &complement_demande(evaluation));
            if self.hasard.moins_de(2) == 0 {
                let answered = self.hasard.jour(depuis, 160);
                self.dit(&answered, &complement_recu(evaluation));
            }
        }
    }
}

#[tokio::test]
async fn les_heures_les_navettes_et_les_complements_se_recomptent() {
    for graine in [41, 42] {
        let mut hasard = Hasard(graine);
        let mut told = Vec::new();
        for paire in 1..=80 {
            let enfants = [2 * paire, 2 * paire + 1];
            let mut fratrie = Fratrie { hasard: &mut hasard, enfants, dites: Vec::new() };
            fratrie.nait();
            for rang in 0..3 {
                fratrie.information(10_000 + 10 * paire + rang);
            }
            let effet = fratrie.hasard.jour("2022-01-01", 600);
            let measure = termes(enfants[0] + 5_000, NatureMesure::PlacementAse, &effet, None);
            fratrie.dites.push(le(&effet, vec![(enfants[0], ordonnee(measure))]));
            told.extend(fratrie.dites);
        }
        let mut monde = Monde::nouveau().await;
        monde.raconte(told).await;
        monde.runner().catch_up().await.unwrap();
        let head = monde.tete().await;
        for territoire in [None, Some("haute_saintonge")] {
            s_accorde(&monde, territoire, head, &format!("graine {graine}")).await;
        }
        let chiffres = monde.chiffres_du_registre(2).await;
        for (indicateur, cle) in [("A18", "mesurees"), ("A20", "navettes"), ("A21", "demandes")] {
            let counted: u32 = chiffres.valeur(indicateur, cle).parse().unwrap();
            assert!(counted > 5, "{indicateur} {cle} {counted}");
        }
    }
}
