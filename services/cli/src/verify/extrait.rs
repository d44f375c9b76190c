//! `parcours verify extrait`: an extract handed over, checked without a server.

use std::fs;

use server::extrait::{Verification, verifier};

use crate::Fin;
use crate::arguments::VerifyExtrait;
use crate::echec::Echec;
use crate::nombres::{accorde, groupes};
use crate::sortie;

/// Checks the file, and says what holds.
///
/// # Errors
/// [`Echec`] when it cannot be read.
pub(super) fn executer(demande: &VerifyExtrait) -> Result<Fin, Echec> {
    let lire = format!("lire {}", demande.fichier.display());
    let octets =
        fs::read(&demande.fichier).map_err(|cause| Echec::Fichier { quoi: lire, cause })?;
    let verification = verifier(&octets);
    for ligne in dite(&verification) {
        sortie::ligne(&ligne);
    }
    Ok(if verification.fautes.is_empty() { Fin::Bien } else { Fin::Incomplet })
}

fn dite(verification: &Verification) -> Vec<String> {
    let Verification { empreinte, cles, evenements, champs, taille, fautes } = verification;
    let mut lignes = vec![format!("Extrait {}", groupes(empreinte))];
    for (cle, empreinte) in cles {
        let nom = cle.rsplit_once('+').map_or(cle.as_str(), |(nom, _)| nom);
        lignes.push(format!("  clé {nom} : {}", groupes(empreinte)));
    }
    lignes.push(format!(
        "  {}, {}, prouvés dans un arbre de {taille}",
        accorde(*evenements as u64, "événement montré", "événements montrés"),
        accorde(*champs as u64, "champ scellé ouvert", "champs scellés ouverts"),
    ));
    lignes.extend(fautes.iter().map(|faute| format!("  ✗ {} : {}", faute.ou, faute.quoi)));
    lignes.push(if fautes.is_empty() {
        "  Tout ce qui est montré tient. Que tout soit montré, c’est le signataire qui l’atteste."
            .to_owned()
    } else {
        "  Cet extrait ne tient pas : ne pas s’y fier.".to_owned()
    });
    lignes
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use server::extrait::Faute;

    use super::*;

    #[test]
    fn ce_qui_ne_tient_pas_est_dit_par_son_lieu() {
        let mut verification = Verification {
            empreinte: "a5a5a5a5".to_owned(),
            cles: vec![("17/parcours+9a3c7f20+AQ".to_owned(), "17171717".to_owned())],
            evenements: 2,
            champs: 1,
            taille: 42,
            fautes: Vec::new(),
        };
        expect![[r#"
            Extrait a5a5 a5a5
              clé 17/parcours+9a3c7f20 : 1717 1717
              2 événements montrés, 1 champ scellé ouvert, prouvés dans un arbre de 42
              Tout ce qui est montré tient. Que tout soit montré, c’est le signataire qui l’atteste."#]]
        .assert_eq(&dite(&verification).join("\n"));
        verification.fautes.push(Faute { ou: "événement 12".to_owned(), quoi: "changé" });
        let said = dite(&verification).join("\n");
        assert!(
            said.ends_with(
                "  ✗ événement 12 : changé\n  Cet extrait ne tient pas : ne pas s’y fier."
            )
        );
    }
}
