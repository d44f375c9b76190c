//! What is not a report is refused with a French sentence that names the place.

use impression::{Erreur, pdf, xlsx};
use serde_json::{Value, json};

use crate::rapports::{octets, petit};

/// Both printers refuse alike; the sentence.
#[track_caller]
fn refus(json: &[u8]) -> String {
    let [classeur, document] = [xlsx::rapport(json), pdf::rapport(json)].map(Result::unwrap_err);
    assert!(matches!(classeur, Erreur::Illisible(_)) && classeur.vient_de_l_entree());
    assert_eq!(classeur.to_string(), document.to_string());
    classeur.to_string()
}

/// The small report with one member changed, refused.
#[track_caller]
fn change(place: &str, valeur: Value) -> String {
    let mut rapport = petit();
    *rapport.pointer_mut(place).expect("the report has this member") = valeur;
    refus(&octets(&rapport))
}

#[test]
fn un_json_rompu_est_refuse_avec_sa_place() {
    let dit = refus(b"{\"registre\": ");
    assert_eq!(
        dit,
        "Ce n’est pas un rapport d’activité imprimable : le JSON est rompu ligne 1, colonne 13."
    );
    assert!(refus(b"").contains("rompu"));
    assert!(refus(b"[]").contains("un objet y est attendu"));
}

#[test]
fn un_membre_absent_est_nomme() {
    let mut rapport = petit();
    rapport.as_object_mut().unwrap().remove("donnees_au");
    let dit = refus(&octets(&rapport));
    assert_eq!(dit, "Ce n’est pas un rapport d’activité imprimable : il y manque « donnees_au ».");
    let mut rapport = petit();
    rapport["indicateurs"][1]["valeurs"][0].as_object_mut().unwrap().remove("den");
    let dit = refus(&octets(&rapport));
    assert!(dit.contains("dans « indicateurs[1].valeurs[0] », il y manque « den »"), "{dit}");
}

#[test]
fn un_membre_d_un_autre_type_est_nomme() {
    for (place, valeur, attendu) in [
        ("/position", json!("941"), "dans « position », un nombre entier y est attendu"),
        ("/position", json!(941.5), "dans « position », un nombre entier y est attendu"),
        ("/position", json!(1_i64 << 53), "dans « position », un nombre entier y est attendu"),
        ("/territoire", json!(null), "dans « territoire », un texte y est attendu"),
        (
            "/donnees_au",
            json!("2023-02-30"),
            "dans « donnees_au », une date AAAA-MM-JJ y est attendue",
        ),
        ("/diffusion", json!("publique"), "« interne » ou « publication »"),
        ("/indicateurs", json!({}), "dans « indicateurs », une liste y est attendue"),
        ("/indicateurs", json!([]), "il ne contient aucun indicateur"),
        (
            "/indicateurs/0/section",
            json!("autre"),
            "dans « indicateurs[0].section », une section du rapport",
        ),
        (
            "/indicateurs/0/valeurs/0/genre",
            json!("ratio"),
            "dans « indicateurs[0].valeurs[0].genre »",
        ),
        (
            "/indicateurs/0/valeurs/0/valeur",
            json!(19.0),
            "dans « indicateurs[0].valeurs[0].valeur »",
        ),
        ("/indicateurs/1/valeurs/0/den", json!(0), "un nombre au-dessus de zéro y est attendu"),
        ("/periode/au", json!("2021-12-31"), "le dernier jour vient avant le premier"),
    ] {
        let dit = change(place, valeur);
        assert!(dit.contains(attendu), "{place} : {dit}");
    }
}

#[test]
fn ce_qui_est_facultatif_peut_manquer() {
    let mut rapport = petit();
    for membre in ["territoire", "territoire_libelle", "departement_libelle", "diffusion"] {
        rapport.as_object_mut().unwrap().remove(membre);
    }
    for membre in [
        "numerateur",
        "denominateur",
        "regle_de_date",
        "role_du_territoire",
        "date_de_l_age",
        "source",
        "ventilations",
    ] {
        rapport["indicateurs"][0].as_object_mut().unwrap().remove(membre);
    }
    rapport["nouveaute"] = json!({"d’un registre": "à venir"});
    xlsx::rapport(&octets(&rapport)).unwrap();
}
