//! What a correction changes, told in French.

use expect_test::{Expect, expect};

use super::*;
use crate::decision::Suite;
use crate::enfant::{Commande, Contexte};
use crate::essais::*;

/// What a correction of this file changes, line by line.
#[track_caller]
fn changes(faits: Vec<Acte>, commande: Commande, le: &str, said: Expect) {
    let enfant = enfant(LEA, faits);
    let au = jour(le);
    let contexte = Contexte {
        aujourd_hui: au,
        survenu: Survenu::le(au),
        connu_le: None,
        version_attendue: None,
    };
    let actes = enfant.decide(commande, &contexte).expect("possible");
    let lines: Vec<String> = consequences(&enfant, &actes, au)
        .into_iter()
        .map(|one| format!("{} · {}", one.genre.cle(), one.phrase))
        .collect();
    said.assert_eq(&lines.join("\n"));
}

fn decidee() -> Vec<Acte> {
    vec![
        lea(),
        le("2026-01-09", fait(recevoir(I1))),
        le("2026-01-12", fait(qualifier(I1))),
        le("2026-01-12", fait(mandater(&[I1], cadre()))),
        le("2026-03-20", fait(remettre_rapport())),
        le("2026-03-25", fait(decider(vec![Suite::SansSuite], Some(E1), cadre()))),
    ]
}

#[test]
fn une_arrivee_deplacee_deplace_ce_qui_courait_d_elle() {
    let faits = decidee()[..4].to_vec();
    let recue = fait(recevoir(I1));
    changes(
        faits,
        rectifier(2, recue, Some("2026-01-02")),
        "2026-02-01",
        expect![[r#"
        corrige · Événement n° 2 rectifié.
        echeance_deplacee · IP-04 : échéance du 09/04/2026 devient échéance du 02/04/2026."#]],
    );
}

#[test]
fn une_correction_dit_les_decisions_qui_s_y_fondaient() {
    let recue = fait(remettre_rapport());
    changes(
        decidee(),
        rectifier(5, recue, Some("2026-03-24")),
        "2026-04-01",
        expect![[r#"
        corrige · Événement n° 5 rectifié.
        echeance_deplacee · IP-09 : échéance du 20/03/2026 devient échéance du 24/03/2026.
        decision_fondee · Une décision du 25/03/2026 s'y fonde."#]],
    );
}

#[test]
fn une_qualification_annulee_efface_l_echeance() {
    let faits = decidee()[..3].to_vec();
    changes(
        faits,
        annuler(3),
        "2026-02-01",
        expect![[r#"
        corrige · Événement n° 3 annulé.
        echeance_disparue · IP-04 : échéance du 09/04/2026 n'est plus due.
        echeance_changee · IP-03 : échéance sans date, tenue devient ouverte.
        etat_change · État : qualifiée, en attente de mandat devient pas encore analysée."#]],
    );
}

#[test]
fn un_acte_ordinaire_n_a_pas_de_consequences() {
    changes(decidee(), recevoir(I2), "2026-04-01", expect![""]);
}
