//! `parcours verify`, `tete` and `ancrer`: what they check, what they keep, and how they say that something is wrong.

use std::fs::{self, Permissions};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc;

use postgres::{Client, NoTls};

use crate::essai::{Essai, Fin, inscrire, parcours};

/// A server whose journal has some events, all under a signed head.
fn essai(inscrits: u128) -> Essai {
    let essai = Essai::nouveau();
    inscrits_de_plus(&essai, 1, inscrits);
    essai
}

fn inscrits_de_plus(essai: &Essai, premier: u128, dernier: u128) {
    let lignes: Vec<_> =
        (premier..=dernier).map(|numero| inscrire(1 << 64 | numero, numero, "Zélie")).collect();
    let fin = essai.importer(&essai.fichier(&lignes));
    assert_eq!(fin.code, Some(0), "{fin:?}");
    // A file, and its line in the bucket of its identity.
    signee(essai, dernier * 2);
}

/// Waits for the notary: a head covers so many events within a second or so of the last one.
fn signee(essai: &Essai, taille: u128) {
    const QUESTIONS_MAX: usize = 1_000;
    for _ in 0..QUESTIONS_MAX {
        if taille_signee(essai) >= taille {
            return;
        }
    }
    panic!("no head covers {taille} events");
}

fn taille_signee(essai: &Essai) -> u128 {
    let fin = essai.dire("technique", &["tete"]);
    assert_eq!(fin.code, Some(0), "{fin:?}");
    fin.dit.lines().nth(1).unwrap().parse().unwrap()
}

/// The public key of the journal of cases, as `tete` says it.
fn cle(essai: &Essai) -> String {
    let fin = essai.dire("technique", &["tete"]);
    let cle = fin.erreurs.lines().find_map(|ligne| ligne.strip_prefix("clé "));
    cle.unwrap().to_owned()
}

fn verifier(essai: &Essai, arguments: &[&str]) -> Fin {
    let mut commande = parcours();
    commande.args(["verify", "journal", "--journal", "17/parcours", "--database-url"]);
    commande.arg(essai.base.url()).args(arguments);
    // Another folder than that of a developer's own server.
    commande.arg("--donnees").arg(essai.dossier.path());
    Fin::de(&commande.output().unwrap())
}

fn falsifier(essai: &Essai, commande: &str) {
    let mut client = Client::connect(&essai.base.admin_url(), NoTls).unwrap();
    client.batch_execute("alter table journal.event disable trigger all").unwrap();
    client.batch_execute(commande).unwrap();
}

#[test]
fn un_journal_intact_tient_et_dit_ce_qui_a_ete_verifie() {
    let essai = essai(30);
    let fin = verifier(&essai, &["--cle", &cle(&essai)]);
    assert_eq!(fin.code, Some(0), "{fin:?}");
    for attendu in [
        "Journal 17/parcours\n",
        "événements     60 relus",
        "flux           31 suivis",
        "commandes      30 dont",
        "Tout tient : prouvé par les têtes signées jusqu’à la position 60.",
    ] {
        assert!(fin.dit.contains(attendu), "{attendu:?} is not in {}", fin.dit);
    }
    let sans_cle = verifier(&essai, &[]);
    assert_eq!(sans_cle.code, Some(0), "{sans_cle:?}");
    assert!(sans_cle.dit.contains("aucune tête signée ne le prouve"), "{sans_cle:?}");
    assert!(sans_cle.erreurs.contains("Aucune clé publique"), "{sans_cle:?}");
}

#[test]
fn une_ligne_changee_est_dite_par_sa_position_et_le_code_est_deux() {
    let essai = essai(20);
    let cle = cle(&essai);
    falsifier(&essai, "update journal.event set actor = 'autre' where log_id = 1 and position = 7");
    let fin = verifier(&essai, &["--cle", &cle]);
    assert_eq!(fin.code, Some(2), "{fin:?}");
    assert!(fin.dit.contains("✗ La position 7 : la ligne a été changée"), "{}", fin.dit);
    assert!(fin.dit.contains("Ce journal ne tient pas"), "{}", fin.dit);
    assert!(!fin.dit.contains("autre") && !fin.dit.contains("Zélie"), "{}", fin.dit);
}

#[test]
fn une_tete_gardee_dit_que_la_fin_a_ete_coupee() {
    let essai = essai(12);
    let (cle, coffre) = (cle(&essai), essai.dossier.path().join("coffre"));
    let vers = format!("{}/", coffre.display());
    let fin = essai.dire("technique", &["ancrer", "--vers", &vers]);
    assert_eq!(fin.code, Some(0), "{fin:?}");
    falsifier(
        &essai,
        "alter table journal.tree_head disable trigger all;
         alter table journal.command disable trigger all;
         delete from journal.event where log_id = 1 and position > 18;
         delete from journal.command where log_id = 1 and last_position > 18;
         delete from journal.stream as stream
          where log_id = 1 and not exists (
                    select from journal.event where event.stream_id = stream.stream_id);
         delete from journal.tree_head where log_id = 1 and size > 18;",
    );
    let fin = verifier(&essai, &["--cle", &cle, "--tete", coffre.to_str().unwrap()]);
    assert_eq!(fin.code, Some(2), "{fin:?}");
    assert!(fin.dit.contains("✗ Les positions 19 à 24 : la tête de taille 24"), "{}", fin.dit);

    // What was kept is not replaced by less.
    let avant = fichiers(&coffre);
    let fin = essai.dire("technique", &["ancrer", "--vers", &vers]);
    assert_eq!(fin.code, Some(2), "{fin:?}");
    assert!(fin.erreurs.contains("ne prolonge pas"), "{fin:?}");
    assert_eq!(fichiers(&coffre), avant);
}

fn fichiers(dossier: &Path) -> Vec<String> {
    let entrees = fs::read_dir(dossier).unwrap().map(|entree| entree.unwrap().file_name());
    let mut noms: Vec<_> = entrees.map(|nom| nom.to_str().unwrap().to_owned()).collect();
    noms.sort();
    noms
}

#[test]
fn ce_qui_ne_se_comprend_pas_est_une_panne_dite() {
    let essai = essai(1);
    let fin = verifier(&essai, &["--cle", "17/parcours+0000+AAAA"]);
    assert_eq!(fin.code, Some(1), "{fin:?}");
    assert!(fin.erreurs.contains("n’est pas une clé publique"), "{fin:?}");
    let etrangere = essai.dossier.path().join("etrangere.note");
    fs::write(&etrangere, "33/parcours\n1\nAAAA\n\n— 33/parcours AAAA\n").unwrap();
    let fin = verifier(&essai, &["--tete", etrangere.to_str().unwrap()]);
    assert_eq!(fin.code, Some(1), "{fin:?}");
    assert!(fin.erreurs.contains("n’est celle d’aucun journal vérifié ici"), "{fin:?}");
    let mut commande = parcours();
    commande.args(["verify", "journal", "--donnees"]).arg(essai.dossier.path());
    let fin = Fin::de(&commande.output().unwrap());
    assert_eq!(fin.code, Some(1), "{fin:?}");
    assert!(fin.erreurs.contains("Aucune base dans"), "{fin:?}");
}

#[test]
fn chaque_tete_gardee_prolonge_la_precedente_et_le_serveur_l_apprend() {
    let essai = essai(3);
    let fichier = essai.dossier.path().join("tete.note");
    let vers = fichier.to_str().unwrap();
    let dire = || essai.dire("technique", &["ancrer", "--vers", vers]);
    assert!(essai.dire("technique", &["tete"]).erreurs.contains("dernière ancre : aucune"));
    assert_eq!(dire().code, Some(0));
    let premiere = fs::read_to_string(&fichier).unwrap();
    assert!(premiere.starts_with("17/parcours\n6\n"), "{premiere}");
    inscrits_de_plus(&essai, 4, 9);
    let fin = dire();
    assert_eq!(fin.code, Some(0), "{fin:?}");
    let seconde = fs::read_to_string(&fichier).unwrap();
    assert!(seconde.starts_with("17/parcours\n18\n"), "{seconde}");
    let attendu = "dernière ancre : taille 18, le";
    assert!(essai.dire("technique", &["tete"]).erreurs.contains(attendu), "{fin:?}");

    // Another history of the same length or a shorter one is not replaced.
    fs::write(&fichier, seconde.replacen(&racine(&seconde), &racine(&premiere), 1)).unwrap();
    assert_eq!(dire().code, Some(2));
    fs::write(&fichier, premiere.replacen(&racine(&premiere), &racine(&seconde), 1)).unwrap();
    assert_eq!(dire().code, Some(2));
    fs::write(&fichier, "pas une note").unwrap();
    assert_eq!(dire().code, Some(1));
}

fn racine(note: &str) -> String {
    note.lines().nth(2).unwrap().to_owned()
}

#[test]
fn la_derniere_ancre_se_dit_a_cote_du_rapport_et_pas_dedans() {
    let essai = essai(2);
    let demande = ["rapport", "--periode", "2020", "--connu-a", "2", "--format", "json"];
    let avant = essai.dire("odpe", &demande);
    assert!(avant.erreurs.contains("(position 2) · dernière ancre : aucune"), "{avant:?}");
    let fichier = essai.dossier.path().join("tete.note");
    let fin = essai.dire("technique", &["ancrer", "--vers", fichier.to_str().unwrap()]);
    assert_eq!(fin.code, Some(0), "{fin:?}");
    let apres = essai.dire("odpe", &demande);
    assert!(apres.erreurs.contains("dernière ancre : taille 4, le"), "{apres:?}");
    assert_eq!(apres.dit, avant.dit);
}

// ---- witness --------------------------------------------------------------------------------------------------------

/// A witness that answers what it is told, in order, and keeps what it was sent.
struct Temoin {
    adresse: SocketAddr,
    recus: mpsc::Receiver<String>,
}

impl Temoin {
    fn qui_repond(reponses: Vec<(&'static str, String)>) -> Self {
        let ecoute = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let adresse = ecoute.local_addr().unwrap();
        let (envoi, recus) = mpsc::channel();
        std::thread::spawn(move || {
            for (statut, corps) in reponses {
                let (connexion, _) = ecoute.accept().unwrap();
                envoi.send(servir(connexion, statut, &corps)).unwrap();
            }
        });
        Self { adresse, recus }
    }

    fn adresse(&self) -> String {
        format!("http://{}", self.adresse)
    }
}

/// Reads one request, answers it, and gives its path and its body.
fn servir(connexion: TcpStream, statut: &str, corps: &str) -> String {
    let mut lecture = BufReader::new(connexion);
    let mut premiere = String::new();
    lecture.read_line(&mut premiere).unwrap();
    let mut longueur = 0;
    loop {
        let mut ligne = String::new();
        lecture.read_line(&mut ligne).unwrap();
        let ligne = ligne.trim_end().to_lowercase();
        if let Some(valeur) = ligne.strip_prefix("content-length: ") {
            longueur = valeur.parse().unwrap();
        }
        if ligne.is_empty() {
            break;
        }
    }
    let mut recu = vec![0; longueur];
    lecture.read_exact(&mut recu).unwrap();
    let taille = corps.len();
    write!(
        lecture.into_inner(),
        "HTTP/1.1 {statut}\r\nContent-Length: {taille}\r\nConnection: close\r\n\r\n{corps}"
    )
    .unwrap();
    format!("{premiere}{}", String::from_utf8(recu).unwrap())
}

#[test]
fn un_temoin_qui_connait_une_tete_recoit_la_preuve_et_sa_signature_suit_la_notre() {
    let essai = essai(6);
    let signature = "— temoin.exemple AAAA\n".to_owned();
    let temoin =
        Temoin::qui_repond(vec![("409 Conflict", "2\n".to_owned()), ("200 OK", signature)]);
    let adresse = temoin.adresse();
    let fin = essai.dire("technique", &["ancrer", "--vers", &adresse]);
    assert_eq!(fin.code, Some(0), "{fin:?}");
    assert!(fin.dit.starts_with("17/parcours\n12\n"), "{fin:?}");
    assert!(fin.dit.ends_with("\n— temoin.exemple AAAA\n"), "{fin:?}");
    assert!(fin.erreurs.contains("dernière ancre : taille 12, le"), "{fin:?}");

    let premiere = temoin.recus.recv().unwrap();
    assert!(premiere.starts_with("POST /add-checkpoint HTTP/1.1\r\nold 0\n\n17/parcours\n12\n"));
    let seconde = temoin.recus.recv().unwrap();
    let (tete, note) = seconde.split_once("\n\n17/parcours\n12\n").unwrap();
    // From 2 to 12: the root of the two leaves after, of the four after them, of the last four.
    let lignes: Vec<_> = tete.lines().skip(1).collect();
    assert_eq!((lignes[0], lignes.len()), ("old 2", 4), "{seconde}");
    assert!(note.contains("\n\n— 17/parcours "), "{seconde}");
}

#[test]
fn un_temoin_qui_a_vu_plus_ou_autre_chose_fait_savoir_que_le_journal_diverge() {
    let essai = essai(4);
    let cas = [
        vec![("409 Conflict", "50\n".to_owned())],
        vec![("409 Conflict", "3\n".to_owned()), ("422 Unprocessable", String::new())],
        vec![("409 Conflict", "4\n".to_owned()), ("409 Conflict", "4\n".to_owned())],
    ];
    for reponses in cas {
        let temoin = Temoin::qui_repond(reponses);
        let fin = essai.dire("technique", &["ancrer", "--vers", &temoin.adresse()]);
        assert_eq!(fin.code, Some(2), "{fin:?}");
        assert!(fin.erreurs.contains("ne prolonge pas"), "{fin:?}");
    }
    for statut in ["403 Forbidden", "404 Not Found", "500 Panne", "302 Found"] {
        let temoin = Temoin::qui_repond(vec![(statut, String::new())]);
        let fin = essai.dire("technique", &["ancrer", "--vers", &temoin.adresse()]);
        assert_eq!(fin.code, Some(1), "{statut}: {fin:?}");
    }
    assert!(essai.dire("technique", &["tete"]).erreurs.contains("dernière ancre : aucune"));
}

// ---- a folder -------------------------------------------------------------------------------------------------------

/// `parcours serve` on a folder of its own, stopped when this is dropped.
struct Servi(Child);

impl Drop for Servi {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[test]
fn un_dossier_se_verifie_pendant_qu_un_serveur_y_tourne_et_quand_il_ne_tourne_plus() {
    let maison = tempfile::tempdir().unwrap();
    fs::set_permissions(maison.path(), Permissions::from_mode(0o755)).unwrap();
    let dossier = maison.path().join("serveur");
    let verifier = || {
        let mut commande = parcours();
        commande.args(["verify", "journal", "--donnees"]).arg(&dossier);
        Fin::de(&commande.output().unwrap())
    };
    let mut serve = parcours();
    serve.args(["serve", "--ecoute", "127.0.0.1:0", "--donnees"]).arg(&dossier);
    let mut servi = Servi(serve.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap());
    let mut dit = BufReader::new(servi.0.stdout.take().unwrap()).lines();
    assert!(dit.any(|ligne| ligne.unwrap().starts_with("jeton ")), "the server did not start");

    let fin = verifier();
    assert_eq!(fin.code, Some(0), "{fin:?}");
    assert!(fin.erreurs.contains("Un serveur est en marche sur ce dossier"), "{fin:?}");
    assert!(fin.erreurs.contains("1 clé publique lue de"), "{fin:?}");
    assert!(fin.dit.contains("Journal 17/parcours\n") && fin.dit.contains("Journal 17/acces\n"));

    drop(servi);
    let fin = verifier();
    assert_eq!(fin.code, Some(0), "{fin:?}");
    assert!(fin.erreurs.contains("PostgreSQL privé démarré"), "{fin:?}");
}
