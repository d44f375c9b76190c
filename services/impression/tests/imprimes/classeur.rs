//! The workbook, read back cell by cell.

use std::io::Cursor;

use calamine::{Data, Range, Reader as _, Xlsx};
use impression::xlsx;
use serde_json::{Value, json};

use crate::rapports::{avec_les_chiffres_d_ailleurs, complet, octets, petit};

struct Classeur(Xlsx<Cursor<Vec<u8>>>);

impl Classeur {
    fn de(rapport: &Value) -> Self {
        let octets = xlsx::rapport(&octets(rapport)).expect("it is a report");
        Self(Xlsx::new(Cursor::new(octets)).expect("it is a workbook"))
    }

    fn feuille(&mut self, nom: &str) -> Range<Data> {
        self.0.worksheet_range(nom).expect("the sheet is there")
    }

    /// The cells of the first line whose last one is this key.
    #[track_caller]
    fn ligne(&mut self, feuille: &str, cle: &str) -> Vec<Data> {
        let feuille = self.feuille(feuille);
        let cle = Data::String(cle.to_owned());
        feuille.rows().find(|ligne| ligne.last() == Some(&cle)).expect("the line is there").to_vec()
    }
}

fn texte(texte: &str) -> Data {
    Data::String(texte.to_owned())
}

const INFORMATIONS: &str = "Informations préoccupantes";

#[test]
fn une_feuille_par_section_entre_lisez_moi_et_definitions() {
    let classeur = Classeur::de(&complet());
    assert_eq!(
        classeur.0.sheet_names(),
        [
            "Lisez-moi",
            INFORMATIONS,
            "Évaluations et délais",
            "Actions éducatives à domicile",
            "Enfants confiés et lieux d’accu",
            "Définitions",
        ]
    );
}

#[test]
fn chaque_valeur_du_rapport_est_dans_le_classeur_avec_sa_fraction() {
    let rapport = complet();
    let mut classeur = Classeur::de(&rapport);
    let noms = classeur.0.sheet_names();
    let feuilles: Vec<_> =
        noms[1..noms.len() - 1].iter().map(|nom| classeur.feuille(nom)).collect();
    let mut lues = feuilles.iter().flat_map(|feuille| feuille.rows().skip(1));
    for indicateur in rapport["indicateurs"].as_array().unwrap() {
        let coupes = indicateur["ventilations"].as_array().unwrap();
        let ensemble = json!({"axe": "", "lignes": indicateur["valeurs"]});
        for coupe in [&ensemble].into_iter().chain(coupes) {
            for valeur in coupe["lignes"].as_array().unwrap() {
                let ligne = lues.next().unwrap();
                assert_eq!(ligne[0], texte(indicateur["id"].as_str().unwrap()));
                assert_eq!(ligne[3], texte(valeur["libelle"].as_str().unwrap()));
                for (colonne, membre) in [(6, "num"), (7, "den")] {
                    let exact =
                        valeur[membre].as_i64().map_or(Data::Empty, |n| Data::Float(n as f64));
                    assert_eq!(ligne[colonne], exact, "{valeur}");
                }
                if let Some(n) = valeur["valeur"].as_i64() {
                    assert_eq!(ligne[4], Data::Float(n as f64), "{valeur}");
                }
            }
        }
    }
    assert!(lues.next().is_none());
}

#[test]
fn une_valeur_arrondie_est_le_nombre_qui_s_imprime() {
    let mut classeur = Classeur::de(&complet());
    let ligne = classeur.ligne(INFORMATIONS, "qualifiees");
    assert_eq!(
        ligne[3..8],
        [
            texte("Qualifiées"),
            Data::Float(0.501),
            texte("%"),
            Data::Float(1511.0),
            Data::Float(3015.0)
        ]
    );
    let ligne = classeur.ligne(INFORMATIONS, "mineurs");
    assert_eq!(ligne[4..6], [Data::Float(17.2), texte("‰")]);
    let ligne = classeur.ligne("Évaluations et délais", "remises_moyenne");
    assert_eq!(
        ligne[4..8],
        [Data::Float(123.3), texte("jours"), Data::Float(172_881.0), Data::Float(1402.0)]
    );
    let ligne = classeur.ligne("Évaluations et délais", "urgences_p90");
    assert_eq!(ligne[4..7], [Data::Float(31.0), texte("heures"), Data::Empty]);
    let mut classeur = Classeur::de(&petit());
    assert_eq!(classeur.ligne(INFORMATIONS, "qualifiees")[4], Data::Float(0.063));
}

#[test]
fn une_valeur_masquee_ou_absente_n_a_aucun_nombre() {
    let mut classeur = Classeur::de(&petit());
    let ligne = classeur.ligne(INFORMATIONS, "garcons");
    assert_eq!(ligne[4..8], [texte("s"), Data::Empty, Data::Empty, Data::Empty]);
    let ligne = classeur.ligne(INFORMATIONS, "mediane");
    assert_eq!(ligne[4..8], [texte("–"), Data::Empty, Data::Empty, Data::Empty]);
}

#[test]
fn lisez_moi_dit_la_position_et_definitions_le_sens() {
    let mut classeur = Classeur::de(&complet());
    let dits = classeur.feuille("Lisez-moi");
    for (rubrique, dit) in [
        ("Document", "Rapport d’activité 2022, Département 17"),
        ("Position du journal", "258\u{202f}566"),
        ("Données au", "15\u{a0}février\u{a0}2023"),
        ("Population, réserve", "Arrondie à la centaine."),
    ] {
        let line = [texte(rubrique), texte(dit)];
        assert!(dits.rows().any(|ligne| ligne == line), "{rubrique}");
    }
    let definitions = classeur.feuille("Définitions");
    assert_eq!(definitions.height(), 1 + complet()["indicateurs"].as_array().unwrap().len());
    assert_eq!(definitions.get((1, 5)), Some(&texte("enfant et information")));
}

#[test]
fn une_ligne_de_ventilation_dit_ce_qu_elle_coupe() {
    let mut classeur = Classeur::de(&complet());
    let ligne = classeur.ligne(INFORMATIONS, "t0");
    assert_eq!(ligne[2], texte("Informations reçues, par territoire"));
    assert_eq!((&ligne[3], &ligne[8]), (&texte("Bocage"), &texte("territoire")));
}

#[test]
fn les_chiffres_d_ailleurs_ont_leurs_feuilles_avec_leurs_nombres_exacts() {
    let mut classeur = Classeur::de(&avec_les_chiffres_d_ailleurs());
    let noms = classeur.0.sheet_names();
    let ailleurs = ["Lectures contradictoires", "Rapprochements", "Chiffres publiés ailleurs"];
    assert_eq!(noms[noms.len() - 4..noms.len() - 1], ailleurs);
    let lectures = classeur.feuille(ailleurs[0]);
    assert_eq!(lectures.height(), 1 + 2 + 2, "two readings; one, and one of the ledger");
    assert_eq!(
        lectures.rows().nth(1).unwrap()[4..9],
        [
            texte("A8"),
            texte("Qualifiées"),
            Data::Float(0.501),
            Data::Float(1511.0),
            Data::Float(3015.0)
        ]
    );
    let faces = classeur.feuille(ailleurs[1]);
    let restes: Vec<&[Data]> = faces.rows().skip(1).map(|ligne| &ligne[8..]).collect();
    assert_eq!(restes[0], [Data::Float(-17.0), Data::Float(1.0)]);
    assert_eq!(restes[1], [Data::Empty, Data::Empty]);
    assert_eq!(restes[4], [Data::Float(6.0), Data::Float(125.0)]);
    let publie = classeur.ligne(ailleurs[2], "taux_departement");
    assert_eq!(publie[1..3], [texte("79,8\u{202f}%"), texte("%")]);
}

#[test]
fn un_libelle_qui_ressemble_a_une_formule_reste_un_texte() {
    let mut rapport = petit();
    rapport["indicateurs"][0]["valeurs"][0]["libelle"] = json!("=1+1");
    let mut classeur = Classeur::de(&rapport);
    assert_eq!(classeur.ligne(INFORMATIONS, "recues")[3], texte("=1+1"));
    assert!(classeur.0.worksheet_formula(INFORMATIONS).unwrap().is_empty());
}

#[test]
fn le_meme_rapport_donne_le_meme_classeur_date_de_ses_donnees() {
    let rapport = octets(&complet());
    let classeur = xlsx::rapport(&rapport).unwrap();
    assert!(classeur == xlsx::rapport(&rapport).unwrap());
    // Each member of the archive bears the first day its format knows, not today.
    let membres = classeur.windows(4).enumerate().filter(|(_, window)| *window == b"PK\x03\x04");
    let jours: Vec<&[u8]> = membres.map(|(place, _)| &classeur[place + 10..place + 14]).collect();
    assert!(jours.len() > 5 && jours.iter().all(|jour| *jour == [0, 0, 0x21, 0]), "{jours:?}");
}
