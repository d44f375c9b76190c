//! The arguments of what is read of children: a file, an extract of it, the queue, what is due, a search.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;

use super::Acces;
use crate::temps::{self, ConnuA};

/// `parcours dossier`.
#[derive(Clone, Debug, Args)]
pub struct Dossier {
    /// L’identifiant de l’enfant.
    #[arg(value_name = "ENFANT")]
    pub enfant: String,
    #[command(flatten)]
    /// An extract, instead of the file.
    pub extrait: Extrait,
    #[command(flatten)]
    /// The time coordinates.
    pub moment: Moment,
    #[command(flatten)]
    /// How to reach the server.
    pub acces: Acces,
}

/// `parcours dossier --extrait`.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Un extrait pour le juge")]
pub struct Extrait {
    /// Écrit dans ce fichier l’extrait signé et prouvé, et l’inscrit au dossier comme remis.
    #[arg(long = "extrait", value_name = "FICHIER", requires = "dossier_judiciaire")]
    pub fichier: Option<PathBuf>,
    /// Montre ce que dirait l’extrait et ce qui en serait retiré, sans rien signer ni inscrire.
    #[arg(long, requires = "dossier_judiciaire", conflicts_with = "fichier")]
    pub apercu: bool,
    /// Le dossier judiciaire auquel il se limite.
    #[arg(long, value_name = "DOSSIER")]
    pub dossier_judiciaire: Option<String>,
    /// Pour qui : magistrat ou contradictoire.
    #[arg(
        long,
        value_name = "PROFIL",
        default_value = "magistrat",
        hide_default_value = true,
        help = "Pour qui : magistrat, ou contradictoire (ce que liront les parties) ; par défaut : magistrat."
    )]
    pub profil: String,
    /// Un frère ou une sœur, à la même audience ; autant de fois qu’il le faut.
    #[arg(long = "avec", value_name = "ENFANT")]
    pub fratrie: Vec<String>,
    /// Qui atteste que l’extrait est complet : son identifiant professionnel.
    #[arg(long, value_name = "AGENT", requires = "qualite")]
    pub signataire: Option<String>,
    /// En quelle qualité, par exemple responsable_delegation.
    #[arg(long, value_name = "QUALITÉ")]
    pub qualite: Option<String>,
    /// Écrit aussi dans ce fichier la page qui vérifie, sans installation ni réseau.
    #[arg(long, value_name = "FICHIER", requires = "fichier")]
    pub verificateur: Option<PathBuf>,
    /// Écrit aussi dans ce fichier l’extrait imprimé (PDF), qui porte l’empreinte du premier.
    #[arg(long, value_name = "FICHIER", requires = "fichier")]
    pub pdf: Option<PathBuf>,
    /// L’instant d’enregistrement, sur un journal simulé seulement.
    #[arg(long, value_name = "INSTANT")]
    pub enregistre_a: Option<DateTime<Utc>>,
}

/// `parcours echeances`.
#[derive(Clone, Debug, Args)]
pub struct Echeances {
    /// Seulement celles dont la limite est passée.
    #[arg(long, conflicts_with_all = ["a_du", "chez_autrui"])]
    pub en_retard: bool,
    /// Seulement celles qui sont dans les temps, ou sans délai chiffré.
    #[arg(long, conflicts_with = "chez_autrui")]
    pub a_du: bool,
    /// Seulement celles qu’un autre que le Département doit : un juge, un service.
    #[arg(long)]
    pub chez_autrui: bool,
    /// Seulement les miennes.
    #[arg(long)]
    pub miennes: bool,
    /// Seulement ce service, ou cette délégation quand aucun service n’est chargé de l’acte.
    #[arg(long, value_name = "SERVICE", default_value = "", hide_default_value = true)]
    pub service: String,
    /// Seulement les enfants qui habitent sous cette délégation.
    #[arg(long, value_name = "DÉLÉGATION", default_value = "", hide_default_value = true)]
    pub territoire: String,
    /// Seulement cette juridiction ou ce cabinet : le début de son nom.
    #[arg(long, value_name = "CABINET", default_value = "", hide_default_value = true)]
    pub cabinet: String,
    /// Seulement cet enfant.
    #[arg(long, value_name = "ENFANT", default_value = "", hide_default_value = true)]
    pub enfant: String,
    /// Seulement les limites jusqu’à ce jour, AAAA-MM-JJ.
    #[arg(long, value_name = "JOUR", default_value = "", hide_default_value = true)]
    pub jusqu_au: String,
    /// Combien d’échéances montrer.
    #[arg(
        long,
        value_name = "N",
        default_value_t = 50,
        hide_default_value = true,
        help = "Combien d’échéances montrer (par défaut : 50)."
    )]
    pub nombre: u32,
    #[command(flatten)]
    /// The time coordinates.
    pub moment: Moment,
    #[command(flatten)]
    /// How to reach the server.
    pub acces: Acces,
}

/// `parcours file`.
#[derive(Clone, Debug, Args)]
pub struct File {
    /// Seulement ces états, par exemple a_traiter,a_mandater,en_evaluation,a_decider.
    #[arg(long = "etat", value_name = "ÉTATS", value_delimiter = ',')]
    pub etats: Vec<String>,
    /// Seulement ce service, par exemple dt_haute_saintonge.
    #[arg(long, value_name = "SERVICE", default_value = "", hide_default_value = true)]
    pub service: String,
    /// Combien de situations montrer.
    #[arg(
        long,
        value_name = "N",
        default_value_t = 50,
        hide_default_value = true,
        help = "Combien de situations montrer (par défaut : 50)."
    )]
    pub nombre: u32,
    #[command(flatten)]
    /// The time coordinates.
    pub moment: Moment,
    #[command(flatten)]
    /// How to reach the server.
    pub acces: Acces,
}

/// `chercher`.
#[derive(Clone, Debug, Args)]
pub struct Chercher {
    /// Le nom de l’enfant.
    #[arg(long, value_name = "NOM", default_value = "", hide_default_value = true)]
    pub nom: String,
    /// Ses prénoms.
    #[arg(long, value_name = "PRÉNOMS", default_value = "", hide_default_value = true)]
    pub prenom: String,
    /// Sa date de naissance (AAAA-MM-JJ).
    #[arg(long, value_name = "DATE", default_value = "", hide_default_value = true)]
    pub ne_le: String,
    /// Le nom de naissance de sa mère.
    #[arg(long, value_name = "NOM", default_value = "", hide_default_value = true)]
    pub mere: String,
    /// Le nom d’un adulte lié à l’enfant.
    #[arg(long, value_name = "NOM", default_value = "", hide_default_value = true)]
    pub adulte: String,
    /// Un téléphone.
    #[arg(long, value_name = "NUMÉRO", default_value = "", hide_default_value = true)]
    pub telephone: String,
    /// Une adresse.
    #[arg(long, value_name = "ADRESSE", default_value = "", hide_default_value = true)]
    pub adresse: String,
    /// Un numéro de dossier : registre, assistance éducative, parquet, 119.
    #[arg(long, value_name = "NUMÉRO", default_value = "", hide_default_value = true)]
    pub numero: String,
    /// Combien de candidats montrer.
    #[arg(
        long,
        value_name = "N",
        default_value_t = 10,
        hide_default_value = true,
        help = "Combien de candidats montrer (par défaut : 10)."
    )]
    pub nombre: u32,
    #[command(flatten)]
    /// How to reach the server.
    pub acces: Acces,
}

/// The time coordinates of a read.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "À quel moment")]
pub struct Moment {
    /// La situation de ce jour-là (AAAA-MM-JJ).
    #[arg(
        long,
        value_name = "JOUR",
        help = "La situation de ce jour-là, AAAA-MM-JJ (par défaut : aujourd’hui)."
    )]
    pub au: Option<NaiveDate>,
    /// Telle qu’enregistrée à ce point : position, instant, ou fin d’un jour.
    #[arg(long, value_name = "POINT", value_parser = temps::connu_a)]
    pub connu_a: Option<ConnuA>,
    /// Avec ce que le Département déclare avoir su ce jour-là (déclaré, non prouvé).
    #[arg(long, value_name = "JOUR")]
    pub su_au: Option<NaiveDate>,
}
