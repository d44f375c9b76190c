//! What holds of every échéance: the order in which they are read, and what a departure takes away.

use uuid::Uuid;

use super::{Echeance, Etat, RESTENT, echeances};
use crate::droit::regle;
use crate::essais::*;
use crate::evenement::Acte;
use crate::temps::{Survenu, ZONE};

fn at(id: &str, objet: u128, instant: &str) -> Echeance {
    let since = Survenu::a(instant.parse().expect("an instant"), ZONE);
    Echeance::ouvrir(id, Uuid::from_u128(objet), since).expect("a rule in force")
}

#[test]
fn d_un_meme_jour_la_premiere_heure_passe_la_premiere_et_le_jour_entier_apres() {
    let matin = at("ME-14", 9, "2026-04-08T08:00:00+02:00");
    let soir = at("ME-14", 1, "2026-04-08T20:00:00+02:00");
    let jour_entier = at("IP-17", 0, "2026-04-01T09:00:00+02:00");
    let jour_entier = jour_entier.limitee_au(Some(jour("2026-04-10")));
    let mut found = [&jour_entier, &soir, &matin];
    found.sort_by_key(|one| one.rang());
    assert_eq!(found, [&matin, &soir, &jour_entier]);
}

/// Evaluated since 15 January, and gone to the Gironde on 16 March.
fn partie() -> Vec<Acte> {
    vec![
        lea(),
        le("2026-01-09", fait(recevoir(I1))),
        le("2026-01-12", fait(qualifier(I1))),
        le("2026-01-15", fait(mandater(&[I1], cadre()))),
        le("2026-03-02", fait(transmettre(cadre()))),
        le("2026-03-20", fait(accepter("2026-03-16"))),
    ]
}

#[track_caller]
fn state(faits: &[Acte], id: &str, au: &str) -> Etat {
    let all = echeances(&parcours(faits.to_vec()));
    let mut found = all.iter().filter(|one| one.regle.id == id);
    let (Some(one), None) = (found.next(), found.next()) else { panic!("{id}: {all:?}") };
    one.etat(Survenu::le(jour(au)))
}

#[test]
fn ce_que_reprend_un_autre_departement_n_est_plus_du_par_celui_qui_transmet() {
    for id in ["IP-04", "IP-08", "IP-09"] {
        assert_eq!(state(&partie(), id, "2026-03-15"), Etat::Ouverte, "{id}");
        assert_eq!(state(&partie(), id, "2026-03-16"), Etat::SansObjet, "{id}");
        assert_eq!(state(&partie(), id, "2027-01-01"), Etat::SansObjet, "{id}");
    }
    let decidee = le("2026-03-10", fait(ne_pas_qualifier(cadre())));
    let suites = [partie()[..2].to_vec(), vec![decidee], partie()[4..].to_vec()].concat();
    assert_eq!(state(&suites, "IP-11", "2026-03-15"), Etat::Ouverte);
    assert_eq!(state(&suites, "IP-11", "2026-03-16"), Etat::SansObjet);
    assert_eq!(state(&suites, "IP-03", "2026-03-16"), Etat::Tenue, "what was kept stays kept");
}

#[test]
fn ce_que_doivent_les_autres_ne_part_pas_avec_le_dossier() {
    let placee = [
        vec![lea(), le("2026-01-09", fait(ordonner(placement(M1).until("2026-12-31"))))],
        partie()[4..].to_vec(),
    ]
    .concat();
    assert_eq!(state(&placee, "ME-01", "2026-06-01"), Etat::Ouverte, "the judge's");
    assert_eq!(state(&placee, "DO-01", "2026-03-16"), Etat::SansObjet, "ours until then");
}

#[test]
fn un_dossier_revenu_retrouve_ce_qui_court_encore() {
    let revenue = |le_jour| [partie(), vec![le(le_jour, fait(revenir()))]].concat();
    assert_eq!(state(&revenue("2026-04-09"), "IP-04", "2026-04-09"), Etat::Ouverte, "its last day");
    assert_eq!(state(&revenue("2026-04-10"), "IP-04", "2026-04-10"), Etat::SansObjet);
    assert_eq!(state(&revenue("2026-04-10"), "IP-08", "2026-04-10"), Etat::Ouverte, "no number");
}

#[test]
fn chaque_regle_qui_reste_est_de_la_table_et_a_la_charge_du_departement() {
    for (id, raison) in RESTENT {
        let regle = regle(id, jour("2026-01-01")).expect("a rule of the table");
        assert!(regle.charge.du_departement() && !raison.is_empty(), "{id}");
    }
}
