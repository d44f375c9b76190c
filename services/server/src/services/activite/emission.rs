//! A report issued: its bytes, its manifest, its documents in the archives, and the event that holds their digests.
//!
//! # Invariants
//!
//! - The manifest is a statement under the keys of the journal: the signed head *at the report's position*, and the
//!   digest of every form. It holds nothing of the moment: the same report issued twice has one manifest.
//! - Everything is archived before the event that cites it. An emission whose event was refused stays unread, and the
//!   same one sent again finds it.
//! - What is given back is what was archived, and only if its digest is the one the event holds.
//!
//! Deliberately absent: any figure, and who may ask.

use domain::codes::{Code as _, FormeDeRapport};
use domain::departement::{RapportEmis, Rendu};
use eventstore::archive::{Archive, ArchiveFailure, Content};
use eventstore::note::statement::Statement;
use eventstore::{Position, canonical};
use projections::rapport::{Demande, Periode};
use projections::registre::REGISTRE;
use proto::activite::v1 as fil;
use proto::commun::v1::EnteteCommande;
use proto::wire::{ConnuA, Entete, Reader, Wire as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{diffusion, formes, not_produced, registre_demande};
use crate::departement::{Reglement, flux};
use crate::echec::{Echec, Panne, SansDocument};
use crate::guichet::Guichet;
use crate::jetons::Porteur;

/// What a manifest states, with its version.
const MANIFESTE: &str = "rapport/1";

/// What is asked, understood.
struct Lue {
    rapport: Uuid,
    connu_a: Option<ConnuA>,
    arrete: Option<Uuid>,
    demande: Demande,
    formes: Vec<FormeDeRapport>,
}

fn read(request: &fil::EmettreRequest, departement: &str) -> Result<Lue, Echec> {
    let mut reader = Reader::default();
    let rapport: Option<Uuid> = reader.field("rapport", request.rapport.clone());
    let periode: Option<String> = reader.field("periode", request.periode.clone());
    let territoire: Option<Option<String>> = reader.field("territoire", request.territoire.clone());
    let connu_a: Option<Option<ConnuA>> = reader.field("connu_a", request.connu_a);
    let arrete: Option<Option<Uuid>> = reader.field("arrete", request.arrete.clone());
    let diffusion = diffusion(&mut reader, &request.diffusion);
    let formes = formes(&mut reader, &request.formes);
    let read = || Some((rapport?, periode?, territoire?, connu_a?, arrete?, diffusion?, formes?));
    let read = read();
    let (rapport, periode, territoire, connu_a, arrete, diffusion, formes) =
        reader.finish(read).map_err(Echec::Champs)?;
    if arrete.is_some() && connu_a.is_some() {
        let message = "L'arrêté donne la position : « connu_a » reste vide.";
        return Err(Echec::champ("connu_a", "POSITION_DE_L_ARRETE", message));
    }
    let demande = Demande {
        departement: departement.to_owned(),
        periode: periode.parse::<Periode>().map_err(not_produced)?,
        territoire,
        position: None,
        indicateurs: Vec::new(),
        registre: registre_demande(request.registre),
        diffusion,
    };
    Ok(Lue { rapport, connu_a, arrete, demande, formes })
}

/// The documents of a report asked, understood: which report, and which forms of it.
pub(super) fn read_lecture(
    request: fil::LireEmissionRequest,
) -> Result<(Entete, (Uuid, Vec<FormeDeRapport>)), Echec> {
    let fil::LireEmissionRequest { entete, rapport, formes } = request;
    let mut reader = Reader::default();
    let entete: Option<Entete> = reader.field("entete", entete);
    let rapport: Option<Uuid> = reader.field("rapport", rapport);
    let formes: Option<Vec<FormeDeRapport>> = reader.field("formes", formes);
    reader.finish(entete.zip(rapport.zip(formes))).map_err(Echec::Champs)
}

/// A document, before it has a place in the archives.
struct Fait {
    forme: FormeDeRapport,
    contenu: Vec<u8>,
}

impl Fait {
    fn empreinte(&self) -> String {
        hex::encode(Sha256::digest(&self.contenu))
    }

    /// The identifier it has in the archives: that of its report and its form.
    fn contenu_de(&self, rapport: Uuid) -> Uuid {
        Uuid::new_v5(&rapport, self.forme.cle().as_bytes())
    }

    fn document(self) -> fil::Document {
        fil::Document {
            forme: self.forme.cle().to_owned(),
            empreinte: self.empreinte(),
            contenu: self.contenu,
        }
    }
}

impl Guichet {
    /// Issues a report.
    pub(super) async fn emettre_le_rapport(
        &self,
        porteur: &Porteur,
        mut request: fil::EmettreRequest,
    ) -> Result<fil::EmettreResponse, Echec> {
        if request.emis.is_some() {
            let message = "Ce qui est émis est dit par le serveur.";
            return Err(Echec::champ("emis", "CHAMP_DU_SERVEUR", message));
        }
        self.entete_de_ce_departement(request.entete.as_ref())?;
        let mut lue = read(&request, &self.departement)?;
        if let Some(emis) = self.deja_emis(&lue).await? {
            let documents = self.rendus(emis.rapport, &[]).await?.documents;
            request.emis = Some(emis.to_wire());
            let fait = self.executeur.executer(&request.into(), &porteur.sujet).await?;
            return Ok(fil::EmettreResponse { recu: Some(self.recu(fait)), documents });
        }
        let position = self.position_de(&lue).await?;
        lue.demande.position = Some(position);
        let (emis, faits) = self.faire(&lue, position).await?;
        self.archiver_les_rendus(lue.rapport, &faits).await?;
        request.emis = Some(emis.to_wire());
        let fait = self.executeur.executer(&request.into(), &porteur.sujet).await?;
        let documents = faits.into_iter().map(Fait::document).collect();
        Ok(fil::EmettreResponse { recu: Some(self.recu(fait)), documents })
    }

    fn entete_de_ce_departement(&self, entete: Option<&EnteteCommande>) -> Result<(), Echec> {
        let said = entete.and_then(|entete| entete.entete.as_ref());
        said.map_or(Ok(()), |entete| self.ce_departement(&entete.departement))
    }

    /// The report that already has this identifier: what is asked again is given as it was, anything else is refused.
    async fn deja_emis(&self, lue: &Lue) -> Result<Option<RapportEmis>, Echec> {
        let reglement =
            Reglement::lire(&self.journal, &self.departement, None::<Position>).await?.etat();
        let Some(known) = reglement.rapport(lue.rapport) else { return Ok(None) };
        let (known, demande) = (known.fait.clone(), &lue.demande);
        let same = (known.du, known.au) == (demande.periode.du, demande.periode.au)
            && (&known.territoire, known.diffusion) == (&demande.territoire, demande.diffusion)
            && known.registre == demande.registre.unwrap_or(REGISTRE)
            && known.arrete == lue.arrete
            && lue
                .formes
                .iter()
                .all(|forme| known.rendus.iter().any(|rendu| rendu.forme == *forme));
        if same {
            return Ok(Some(known));
        }
        let message = "Un autre rapport est déjà émis sous cet identifiant.";
        Err(Echec::champ("rapport", "RAPPORT_DEJA_EMIS", message))
    }

    /// The position of the freeze, or the one asked.
    async fn position_de(&self, lue: &Lue) -> Result<Position, Echec> {
        let head = self.journal.head().await?.position;
        let Some(cited) = lue.arrete else { return self.position(lue.connu_a, head).await };
        let reglement =
            Reglement::lire(&self.journal, &self.departement, None::<Position>).await?.etat();
        let arrete = reglement.arrete(cited).map(|arrete| arrete.position);
        let arrete = arrete.ok_or_else(|| {
            Echec::champ("arrete", "ARRETE_INCONNU", "Cet arrêté des données n'est pas enregistré.")
        })?;
        self.position(Some(ConnuA::Position(arrete)), head).await
    }

    /// Every form of the report, the manifest last.
    async fn faire(
        &self,
        lue: &Lue,
        position: Position,
    ) -> Result<(RapportEmis, Vec<Fait>), Echec> {
        self.vue_a(position).await?;
        let produit = self.produire(&lue.demande).await?;
        let tete = self.notaires.parcours.signer(Some(produit.position)).await?;
        let mut faits = vec![
            Fait { forme: FormeDeRapport::Json, contenu: produit.json },
            Fait { forme: FormeDeRapport::Csv, contenu: produit.csv },
        ];
        for forme in &lue.formes {
            let contenu = self.imprimer(*forme, &faits[0].contenu).await?;
            faits.push(Fait { forme: *forme, contenu });
        }
        let demande = &lue.demande;
        let manifeste = manifeste(lue, &faits, &tete.note);
        let (origin, kind) = (self.journal.name().to_owned(), MANIFESTE.to_owned());
        let note = self.notaires.parcours.attester(&Statement { origin, kind, body: manifeste })?;
        faits.push(Fait { forme: FormeDeRapport::Manifeste, contenu: note.into_bytes() });
        let rendus = faits.iter().map(|fait| Rendu {
            forme: fait.forme,
            empreinte: fait.empreinte(),
            contenu: fait.contenu_de(lue.rapport),
        });
        let emis = RapportEmis {
            rapport: lue.rapport,
            du: demande.periode.du,
            au: demande.periode.au,
            territoire: demande.territoire.clone(),
            registre: demande.registre.unwrap_or(REGISTRE),
            position: produit.position.get(),
            racine: hex::encode(tete.root),
            diffusion: demande.diffusion,
            arrete: lue.arrete,
            rendus: rendus.collect(),
        };
        Ok((emis, faits))
    }

    /// Archives documents under the Département's own key: nobody's data are in them.
    async fn archiver_les_rendus(&self, rapport: Uuid, faits: &[Fait]) -> Result<(), Echec> {
        let holder = [flux(&self.departement)];
        self.keys.ensure(&holder).await?;
        for fait in faits {
            let id = fait.contenu_de(rapport);
            match self.archives().put(id, &fait.contenu, &holder, &self.keys).await {
                Ok(_) => {}
                Err(ArchiveFailure::Taken(_)) => {
                    let message = "Un autre rapport est déjà émis sous cet identifiant.";
                    return Err(Echec::champ("rapport", "RAPPORT_DEJA_EMIS", message));
                }
                Err(failure) => return Err(Panne::Autre(failure.to_string()).into()),
            }
        }
        Ok(())
    }

    fn archives(&self) -> Archive {
        Archive::beside(&self.journal, self.pool.clone())
    }

    /// The documents of a report, as they were issued.
    pub(super) async fn rendus(
        &self,
        rapport: Uuid,
        formes: &[FormeDeRapport],
    ) -> Result<fil::LireEmissionResponse, Echec> {
        let reglement =
            Reglement::lire(&self.journal, &self.departement, None::<Position>).await?.etat();
        let emis = reglement.rapport(rapport).map(|known| &known.fait);
        let emis = emis.ok_or(Echec::SansDocument(SansDocument::Inconnu))?;
        let holder = flux(&self.departement);
        let wanted = |rendu: &&Rendu| formes.is_empty() || formes.contains(&rendu.forme);
        let mut documents = Vec::new();
        for rendu in emis.rendus.iter().filter(wanted) {
            let content = self.archives().get(rendu.contenu, holder, &self.keys).await;
            let content = content.map_err(|failure| Panne::Autre(failure.to_string()))?;
            let Content::Clear(contenu) = content else {
                return Err(Echec::SansDocument(SansDocument::Inconnu));
            };
            if hex::encode(Sha256::digest(&contenu)) != rendu.empreinte {
                return Err(Panne::Autre("an archived report is not the one issued".into()).into());
            }
            documents.push(Fait { forme: rendu.forme, contenu }.document());
        }
        Ok(fil::LireEmissionResponse { emis: Some(emis.to_wire()), documents })
    }
}

/// One line: what the report is, the signed head at its position, and the digest of each form.
fn manifeste(lue: &Lue, faits: &[Fait], tete: &str) -> String {
    let demande = &lue.demande;
    let digests: serde_json::Map<String, Value> =
        faits.iter().map(|fait| (fait.forme.cle().to_owned(), json!(fait.empreinte()))).collect();
    let mut stated = json!({
        "rapport": lue.rapport.to_string(),
        "departement": demande.departement,
        "periode": {"du": demande.periode.du.to_string(), "au": demande.periode.au.to_string()},
        "registre": demande.registre.unwrap_or(REGISTRE).to_string(),
        "diffusion": demande.diffusion.cle(),
        "tete": tete,
        "sha256": digests,
    });
    if let Some(territoire) = &demande.territoire {
        stated["territoire"] = json!(territoire);
    }
    if let Some(arrete) = lue.arrete {
        stated["arrete"] = json!(arrete.to_string());
    }
    let bytes = canonical::to_bytes(&stated).expect("text and objects have a canonical form");
    String::from_utf8(bytes).expect("canonical JSON is UTF-8")
}
