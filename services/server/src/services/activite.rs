//! The activity report, its definitions and the code lists: figures, and nobody in them.
//!
//! Invariant: the bytes are those of [`projections::rapport`]; nothing is added to them here.

use chrono::NaiveDate;
use domain::codes::{Code as _, Diffusion, FormeDeRapport, listes};
use eventstore::Position;
use projections::rapport::{self, Demande, NonProduit, Periode};
use projections::registre::{self, REGISTRE};
use proto::activite::v1 as fil;
use proto::activite::v1::activite_service_server::ActiviteService;
use proto::commun::v1::CoordonneesResolues;
use proto::wire::{ConnuA, Entete, Reader, Repere};
use sha2::{Digest as _, Sha256};
use tonic::{Request, Response, Status};

use crate::echec::Echec;
use crate::guichet::Guichet;
use crate::lecture::Point;

mod ecarts;
mod emission;
mod etat;
mod suites;

#[tonic::async_trait]
impl ActiviteService for Guichet {
    async fn produire(
        &self,
        request: Request<fil::ProduireRequest>,
    ) -> Result<Response<fil::ProduireResponse>, Status> {
        let lue = self.demande("parcours.activite.v1.ActiviteService/Produire", request, read)?;
        Ok(Response::new(self.rapport(lue).await?))
    }

    async fn emettre(
        &self,
        request: Request<fil::EmettreRequest>,
    ) -> Result<Response<fil::EmettreResponse>, Status> {
        let rpc = "parcours.activite.v1.ActiviteService/Emettre";
        let porteur = self.autorise(request.metadata(), rpc)?;
        let emise = self.emettre_le_rapport(&porteur, request.into_inner()).await?;
        Ok(Response::new(emise))
    }

    async fn lire_emission(
        &self,
        request: Request<fil::LireEmissionRequest>,
    ) -> Result<Response<fil::LireEmissionResponse>, Status> {
        let rpc = "parcours.activite.v1.ActiviteService/LireEmission";
        let (rapport, formes) = self.demande(rpc, request, emission::read_lecture)?;
        Ok(Response::new(self.rendus(rapport, &formes).await?))
    }

    async fn comparer(
        &self,
        request: Request<fil::ComparerRequest>,
    ) -> Result<Response<fil::ProduireResponse>, Status> {
        let rpc = "parcours.activite.v1.ActiviteService/Comparer";
        let (lue, avec) = self.demande(rpc, request, suites::read_comparaison)?;
        Ok(Response::new(self.comparer_les_annees(lue, avec).await?))
    }

    async fn trajectoires(
        &self,
        request: Request<fil::ProduireRequest>,
    ) -> Result<Response<fil::ProduireResponse>, Status> {
        let lue =
            self.demande("parcours.activite.v1.ActiviteService/Trajectoires", request, read)?;
        Ok(Response::new(self.parcourir(lue).await?))
    }

    async fn prevoir(
        &self,
        request: Request<fil::PrevoirRequest>,
    ) -> Result<Response<fil::PrevoirResponse>, Status> {
        let rpc = "parcours.activite.v1.ActiviteService/Prevoir";
        let asked = self.demande(rpc, request, suites::read_prevision)?;
        Ok(Response::new(self.prevoir_les_besoins(asked).await?))
    }

    async fn definitions(
        &self,
        request: Request<fil::DefinitionsRequest>,
    ) -> Result<Response<fil::DefinitionsResponse>, Status> {
        self.autorise(request.metadata(), "parcours.activite.v1.ActiviteService/Definitions")?;
        let registre = registre_demande(request.get_ref().registre).unwrap_or(REGISTRE);
        if !(1..=REGISTRE).contains(&registre) {
            return Err(not_produced(NonProduit::RegistreInconnu(registre)).into());
        }
        Ok(Response::new(fil::DefinitionsResponse {
            registre: registre.to_string(),
            definitions: registre::definitions(registre).into_iter().map(definition).collect(),
            listes: listes().iter().map(liste).collect(),
        }))
    }

    async fn etat(
        &self,
        request: Request<fil::EtatRequest>,
    ) -> Result<Response<fil::EtatResponse>, Status> {
        let rpc = "parcours.activite.v1.ActiviteService/Etat";
        let lue = |request: fil::EtatRequest| Ok((entete(request.entete)?, ()));
        self.demande(rpc, request, lue)?;
        Ok(Response::new(self.etat_des_chiffres().await?))
    }

    async fn expliquer_ecarts(
        &self,
        request: Request<fil::ExpliquerEcartsRequest>,
    ) -> Result<Response<fil::ExpliquerEcartsResponse>, Status> {
        let rpc = "parcours.activite.v1.ActiviteService/ExpliquerEcarts";
        let lue = |request: fil::ExpliquerEcartsRequest| {
            Ok((entete(request.entete)?, (request.avant, request.apres)))
        };
        let rapports = self.demande(rpc, request, lue)?;
        Ok(Response::new(self.expliquer(rapports).await?))
    }
}

/// Who asks, where nothing else of the request has a form.
fn entete(told: Option<proto::commun::v1::Entete>) -> Result<Entete, Echec> {
    let mut reader = Reader::default();
    let entete: Option<Entete> = reader.field("entete", told);
    reader.finish(entete).map_err(Echec::Champs)
}

/// What is asked, understood.
struct Lue {
    periode: Periode,
    territoire: Option<String>,
    connu_a: Option<ConnuA>,
    indicateurs: Vec<String>,
    au_moins: Option<Repere>,
    registre: Option<u32>,
    diffusion: Diffusion,
    formes: Vec<FormeDeRapport>,
}

/// The registry a request names; 0 names none.
fn registre_demande(registre: u32) -> Option<u32> {
    (registre != 0).then_some(registre)
}

fn read(request: fil::ProduireRequest) -> Result<(Entete, Lue), Echec> {
    let fil::ProduireRequest {
        entete,
        periode,
        territoire,
        connu_a,
        indicateurs,
        au_moins,
        registre,
        diffusion: pour,
        formes: voulues,
    } = request;
    let mut reader = Reader::default();
    let entete = reader.field("entete", entete);
    let periode: Option<String> = reader.field("periode", periode);
    let territoire: Option<Option<String>> = reader.field("territoire", territoire);
    let connu_a: Option<Option<ConnuA>> = reader.field("connu_a", connu_a);
    let indicateurs: Option<Vec<String>> = reader.field("indicateurs", indicateurs);
    let au_moins: Option<Option<Repere>> = reader.field("au_moins", au_moins);
    let diffusion = diffusion(&mut reader, &pour);
    let formes = formes(&mut reader, &voulues);
    let read = entete.zip(periode).zip(territoire).zip(connu_a).zip(indicateurs).zip(au_moins);
    let read = read.zip(diffusion).zip(formes);
    let (
        ((((((entete, periode), territoire), connu_a), indicateurs), au_moins), diffusion),
        formes,
    ) = reader.finish(read).map_err(Echec::Champs)?;
    let periode = periode.parse().map_err(not_produced)?;
    let registre = registre_demande(registre);
    let lue =
        Lue { periode, territoire, connu_a, indicateurs, au_moins, registre, diffusion, formes };
    Ok((entete, lue))
}

impl Guichet {
    async fn rapport(&self, mut lue: Lue) -> Result<fil::ProduireResponse, Echec> {
        let formes = std::mem::take(&mut lue.formes);
        let demande = self.demander(lue).await?;
        let produced = self.produire(&demande).await?;
        let mut documents = Vec::with_capacity(formes.len());
        for forme in formes {
            let contenu = self.imprimer(forme, &produced.json).await?;
            let empreinte = hex::encode(Sha256::digest(&contenu));
            documents.push(fil::Document { forme: forme.cle().to_owned(), contenu, empreinte });
        }
        self.reponse(produced, demande.periode, documents).await
    }

    /// What is asked, at the position it resolves to, which the facts have reached.
    async fn demander(&self, lue: Lue) -> Result<Demande, Echec> {
        let Lue {
            periode,
            territoire,
            connu_a,
            indicateurs,
            au_moins,
            registre,
            diffusion,
            formes: _,
        } = lue;
        let position = self.position_vue(connu_a, au_moins.as_ref()).await?;
        Ok(Demande {
            departement: self.departement.to_string(),
            periode,
            territoire,
            position: Some(position),
            indicateurs,
            registre,
            diffusion,
        })
    }

    /// The report of a demand, at a position that the facts have reached.
    async fn produire(&self, demande: &Demande) -> Result<rapport::Rapport, Echec> {
        let produced = rapport::produire(&self.pool, &self.journal, demande).await;
        produced.map_err(not_produced)
    }

    /// A report in another form.
    async fn imprimer(&self, forme: FormeDeRapport, json: &[u8]) -> Result<Vec<u8>, Echec> {
        self.imprimerie.imprimer(&format!("rapport-{}", forme.cle()), json).await
    }

    async fn reponse(
        &self,
        produced: rapport::Rapport,
        periode: Periode,
        documents: Vec<fil::Document>,
    ) -> Result<fil::ProduireResponse, Echec> {
        let rapport::Rapport { json, csv, position } = produced;
        Ok(fil::ProduireResponse {
            coordonnees: Some(self.coordonnees_a(position, periode.au).await?),
            json_sha256: hex::encode(Sha256::digest(&json)),
            csv_sha256: hex::encode(Sha256::digest(&csv)),
            json,
            csv,
            documents,
        })
    }

    /// Figures of that last day, as recorded at that position.
    async fn coordonnees_a(
        &self,
        position: Position,
        au: NaiveDate,
    ) -> Result<CoordonneesResolues, Echec> {
        let instant =
            if position == Position::ORIGIN { None } else { self.instant_de(position).await? };
        Ok(self.resolues(&Point { au, position, instant, su_au: None }))
    }
}

/// For whom the report is; nothing said: for the house.
fn diffusion(reader: &mut Reader, said: &str) -> Option<Diffusion> {
    let said: Option<Option<Diffusion>> = reader.field("diffusion", said.to_owned());
    said.map(|said| said.unwrap_or(Diffusion::Interne))
}

/// The forms that are printed: JSON, CSV and the manifest are always there.
fn formes(reader: &mut Reader, said: &[String]) -> Option<Vec<FormeDeRapport>> {
    let mut formes: Vec<FormeDeRapport> = reader.field("formes", said.to_vec())?;
    formes.sort_unstable();
    formes.dedup();
    let printed =
        |forme: &FormeDeRapport| [FormeDeRapport::Xlsx, FormeDeRapport::Pdf].contains(forme);
    if formes.iter().all(printed) {
        return Some(formes);
    }
    let message = "Seuls xlsx et pdf se demandent : JSON, CSV et manifeste sont toujours donnés.";
    reader.inside("formes", |reader| reader.blame("FORME_NON_IMPRIMEE", message))
}

fn not_produced(cause: NonProduit) -> Echec {
    let message = cause.to_string();
    match cause {
        NonProduit::PeriodeInvalide => Echec::champ("periode", "PERIODE_INVALIDE", &message),
        NonProduit::PeriodesIncomparables => {
            Echec::champ("avec", "PERIODES_INCOMPARABLES", &message)
        }
        NonProduit::PeriodeEnCours => Echec::champ("periode", "PERIODE_EN_COURS", &message),
        NonProduit::TerritoireInconnu => Echec::champ("territoire", "TERRITOIRE_INCONNU", &message),
        NonProduit::PublicationPartielle => {
            Echec::champ("diffusion", "PUBLICATION_PARTIELLE", &message)
        }
        NonProduit::TrajectoiresAPublier => {
            Echec::champ("diffusion", "TRAJECTOIRES_NON_PUBLIEES", &message)
        }
        NonProduit::ReferenceTropLongue(_) => {
            Echec::champ("reference_ans", "NOMBRE_HORS_LIMITES", &message)
        }
        NonProduit::HorizonTropLong(_) => {
            Echec::champ("horizon_ans", "NOMBRE_HORS_LIMITES", &message)
        }
        NonProduit::RegistreInconnu(_) => Echec::champ("registre", "REGISTRE_INCONNU", &message),
        NonProduit::IndicateurInconnu(_) => {
            let message = "Un indicateur demandé n'est pas au registre : voir Definitions.";
            Echec::champ("indicateurs", "INDICATEUR_INCONNU", message)
        }
        NonProduit::EnRetard { en: _, demandee: _ } => Echec::VueEnRetard,
        NonProduit::Arretes { a: _ } => Echec::ChiffresArretes,
        NonProduit::Failure(failure) => failure.into(),
    }
}

fn definition(definition: &registre::Definition) -> fil::Definition {
    fil::Definition {
        id: definition.id.to_owned(),
        version: definition.version,
        libelle: definition.libelle.to_owned(),
        unite: definition.unite.to_owned(),
        genre: definition.genre.to_owned(),
        numerateur: definition.numerateur.to_owned(),
        denominateur: definition.denominateur.to_owned(),
        regle_de_date: definition.regle_de_date.to_owned(),
        territoire: definition.territoire.to_owned(),
        date_de_l_age: definition.date_de_l_age.to_owned(),
        source: definition.source.to_owned(),
        definition: definition.definition.to_owned(),
        section: definition.section.cle().to_owned(),
    }
}

fn liste(liste: &domain::codes::ListeDeCodes) -> fil::ListeDeCodes {
    let domain::codes::ListeDeCodes { nom, source, verification, codes } = liste;
    let codes = codes.iter().map(|(cle, libelle, export)| fil::Code {
        cle: (*cle).to_owned(),
        libelle: (*libelle).to_owned(),
        export: export.unwrap_or_default().to_owned(),
    });
    fil::ListeDeCodes {
        nom: (*nom).to_owned(),
        source: (*source).to_owned(),
        verification: (*verification).to_owned(),
        codes: codes.collect(),
    }
}
