//! The command line: what may be asked, and the French a new user reads about it.
//!
//! Deliberately not here: what the commands do. Doc comments of arguments are the help itself.

mod effacement;

mod emission;

mod journal;

mod lectures;

mod perimetre;

mod reconstruction;

mod suites;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::error::{ContextKind, ErrorKind};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

pub use effacement::{Cles, Effacer, QuellesCles, Tourner};
pub use emission::{Arreter, Emettre, StatutArrete};
pub use journal::{
    Ancrer, Journal, QuelJournal, Quoi, Tete, Verify, VerifyExtrait, VerifyJournal, VerifyRapport,
};
pub use lectures::{Chercher, Dossier, Echeances, Extrait, File, Moment};
pub use perimetre::{FormatDeSuite, Perimetre, Portee, Rendu};
pub use reconstruction::{QuellesVues, Rebuild, RebuildFaits};
pub use suites::{Comparer, Ecarts, Etat, Prevision, Trajectoires};

/// Where a server listens unless told otherwise.
pub const ECOUTE: &str = "127.0.0.1:50017";

const GABARIT: &str = "{about-with-newline}\nUtilisation : {usage}\n\n{all-args}{after-help}\n";

/// Le système d’enregistrement du parcours de l’enfant protégé.
///
/// Chaque information préoccupante, évaluation, décision, mesure et placement est un événement ;
/// les délais, les stocks et les taux se calculent de ces événements, à toute date.
#[derive(Debug, Parser)]
#[command(
    name = "parcours", version, help_template = GABARIT, disable_help_subcommand = true,
    disable_help_flag = true, disable_version_flag = true, subcommand_help_heading = "Commandes",
    subcommand_value_name = "COMMANDE", term_width = 100,
    after_help = "\nPour commencer :\n  parcours demo --once      \
                  charge un Département simulé, imprime ses chiffres et s’arrête\n  \
                  parcours demo             le laisse tourner, et dit quoi essayer\n  \
                  parcours import --help    l’aide d’une commande"
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub commande: Commande,
    /// Affiche cette aide.
    #[arg(short = 'h', long = "help", global = true, action = ArgAction::Help)]
    aide: Option<bool>,
    /// Affiche la version.
    #[arg(short = 'V', long = "version", action = ArgAction::Version)]
    version: Option<bool>,
}

/// What may be asked.
#[derive(Debug, Subcommand)]
pub enum Commande {
    /// Démarre le serveur et ses vues, et les laisse tourner.
    #[command(
        help_template = GABARIT,
        after_help = "\nExemples :\n  parcours serve\n  \
                      parcours serve --database-url \"host=bd.interne user=parcours dbname=parcours\" \\\n    \
                      --migrer \"host=bd.interne user=proprietaire dbname=parcours\"\n  \
                      parcours serve --mesures 127.0.0.1:9464 --journal-technique json"
    )]
    Serve(Serve),
    /// Montre tout sur une Charente-Maritime simulée, et compare à ce qui est publié.
    ///
    /// Démarre un PostgreSQL privé et un serveur, y enregistre l’activité simulée de 2018 à 2023
    /// par la même porte que tout le monde, puis imprime le tableau « publié · calculé · écart ».
    /// Une seconde démonstration dans le même dossier ne recharge rien.
    #[command(
        help_template = GABARIT,
        after_help = "\nExemples :\n  parcours demo --once\n  parcours demo --graine 7\n\n\
                      Codes de sortie avec --once : 0 tout ce qui est publié est retrouvé ; \
                      2 une ligne publiée ne l’est pas ; 1 panne."
    )]
    Demo(Demo),
    /// Enregistre un fichier de commandes, une par ligne.
    ///
    /// Chaque ligne est un objet JSON {"rpc": "MesureService.Lever", "request": {…}}. Chaque
    /// commande est jugée comme si elle était venue seule : une mauvaise ligne est signalée et
    /// recopiée dans FICHIER.rejets.jsonl, le reste entre. Relancer le même fichier ne change rien
    /// à ce qui est déjà fait : c’est ainsi que l’on reprend après une interruption.
    #[command(
        help_template = GABARIT,
        after_help = "\nExemple :\n  parcours import reprise-2019.jsonl\n\n\
                      Codes de sortie : 0 tout est enregistré ; 2 des lignes sont rejetées ; \
                      1 panne (relancez la même commande)."
    )]
    Import(Import),
    /// Le rapport d’activité d’une période, d’un territoire, tel qu’enregistré à un moment donné.
    ///
    /// Les mêmes arguments avec --connu-a donnent les mêmes octets, aujourd’hui et dans dix ans.
    #[command(
        help_template = GABARIT,
        after_help = "\nExemples :\n  parcours rapport --periode 2022\n  \
                      parcours rapport --periode 2022 --territoire haute_saintonge --connu-a 2023-01-31\n  \
                      parcours rapport --periode 2022-01-01/2022-06-30 --sortie semestre.csv\n  \
                      parcours rapport --periode 2022 --sortie rapport-2022.pdf"
    )]
    Rapport(Rapport),
    /// Une période à côté des mêmes jours d’années précédentes, toutes vues à recul égal.
    ///
    /// Une année vue six semaines après sa fin paraît toujours pire qu’une année vue trois ans après : le recul de la
    /// période la plus récente vaut pour toutes, et ce que l’on en voit aujourd’hui est donné à côté. La table ne montre
    /// pas les ventilations ; JSON et CSV les ont.
    #[command(
        help_template = GABARIT,
        after_help = "\nExemples :\n  parcours comparer --periode 2023 --avec 2022,2021\n  \
                      parcours comparer --periode 2023 --avec 2022 --indicateurs A1,A11 --connu-a 2024-02-15\n  \
                      parcours comparer --periode 2023 --avec 2022 --sortie comparaison.csv"
    )]
    Comparer(Comparer),
    /// Pourquoi deux rapports diffèrent : ce qui a changé chaque valeur, événements ou définition.
    ///
    /// Les deux rapports, en JSON, sont de la même période et du même territoire, à deux positions du
    /// journal ou par deux registres. Ce qui ne s’attribue pas est dit.
    #[command(
        help_template = GABARIT,
        after_help = "\nExemples :\n  parcours ecarts 2022-mars.json 2022-juin.json\n  \
                      parcours ecarts ancien.json nouveau.json --sortie ecarts.json"
    )]
    Ecarts(Ecarts),
    /// Où en sont les chiffres : jusqu’où ils vont, leur retard, et ce qui les arrête.
    #[command(
        help_template = GABARIT,
        after_help = "\nExemples :\n  parcours etat\n  parcours etat --json\n\n\
                      Codes de sortie : 0 les chiffres vont, même en retard ; 2 ils sont arrêtés, ou \
                      une histoire est mise à part ; 1 panne ou refus."
    )]
    Etat(Etat),
    /// Les parcours d’une période : par quelles étapes, combien d’enfants, en combien de jours.
    #[command(
        help_template = GABARIT,
        after_help = "\nExemples :\n  parcours trajectoires --periode 2022\n  \
                      parcours trajectoires --periode 2022 --sortie parcours-2022.csv"
    )]
    Trajectoires(Trajectoires),
    /// La prévision des places nécessaires, avec son intervalle et ses hypothèses.
    #[command(
        help_template = GABARIT,
        after_help = "\nExemples :\n  parcours prevision --au 2023-12-31\n  \
                      parcours prevision --au 2023-12-31 --horizon 3 --sortie prevision.json"
    )]
    Prevision(Prevision),
    /// Arrête les données d’une année : une position du journal, que les rapports citeront.
    #[command(
        help_template = GABARIT,
        after_help = "\nExemple :\n  parcours arreter --annee 2022 --statut provisoire --agent odpe.1"
    )]
    Arreter(Arreter),
    /// Émet un rapport : le signe, l’archive, et l’écrit dans un dossier avec son manifeste.
    ///
    /// Ce qui est émis se relit tel quel, et se vérifie par « parcours verify rapport ».
    #[command(
        help_template = GABARIT,
        after_help = "\nExemples :\n  parcours emettre --periode 2022 --dossier rapport-2022\n  \
                      parcours emettre --periode 2022 --arrete 0190b6a2-5c1e-7c39-9d5a-0f3f8f1c2d4e \\\n    \
                      --publication --dossier publication-2022"
    )]
    Emettre(Emettre),
    /// Où en est un enfant : sa situation et toute son histoire.
    ///
    /// La lecture laisse un reçu à votre nom.
    #[command(
        help_template = GABARIT,
        after_help = "\nExemples :\n  parcours dossier 0190b6a2-5c1e-7c39-9d5a-0f3f8f1c2d4e\n  \
                      parcours dossier 0190b6a2-5c1e-7c39-9d5a-0f3f8f1c2d4e --au 2022-12-31 --connu-a 2023-01-15"
    )]
    Dossier(Dossier),
    /// La file de la CRIP : les situations ouvertes, la plus urgente d’abord.
    #[command(
        help_template = GABARIT,
        after_help = "\nExemples :\n  parcours file\n  \
                      parcours file --etat a_traiter --service dt_haute_saintonge"
    )]
    File(File),
    /// Cherche un enfant avant d’ouvrir un dossier : qui ressemble, et en quoi.
    ///
    /// Par son nom, sa naissance, un adulte autour de lui, un téléphone, une adresse ou un numéro de dossier.
    /// La lecture laisse un reçu à votre nom, qui cite chaque enfant montré.
    #[command(
        help_template = GABARIT,
        after_help = "\nExemples :\n  parcours chercher --nom Thibault --prenom Léa --ne-le 2015-03-04\n  \
                      parcours chercher --numero 2024-00412"
    )]
    Chercher(Chercher),
    /// L’échéancier : ce qui est à faire, pour qui, avant quand et pourquoi.
    ///
    /// Une ligne est un acte attendu. Quand deux règles attendent le même acte, la plus stricte est
    /// montrée et l’autre est citée à côté.
    #[command(
        help_template = GABARIT,
        after_help = "\nExemples :\n  parcours echeances --en-retard\n  \
                      parcours echeances --chez-autrui --jusqu-au 2022-12-31\n  \
                      parcours echeances --enfant 0190b6a2-5c1e-7c39-9d5a-0f3f8f1c2d4e"
    )]
    Echeances(Echeances),
    /// Efface le dossier d’un enfant : détruit les clés de ce qui y est scellé, pour toujours.
    ///
    /// Ce qui est arrivé, quand et où, reste et compte toujours dans les chiffres ; les noms, les
    /// adresses et les récits ne se lisent plus, par personne. Imprime le certificat de ce qui est
    /// détruit et de ce qui reste ; relancée, la commande ne détruit rien de plus et le redonne.
    #[command(
        help_template = GABARIT,
        after_help = "\nExemple :\n  parcours effacer 0190b6a2-5c1e-7c39-9d5a-0f3f8f1c2d4e \\\n    \
                      --motif terme_de_conservation --decision \"AD17, visa 2036-004\""
    )]
    Effacer(Effacer),
    /// Les clés qui ferment ce qui est personnel.
    #[command(
        help_template = GABARIT, disable_help_subcommand = true,
        subcommand_help_heading = "À faire", subcommand_value_name = "QUOI",
        after_help = "\nExemple :\n  parcours cles tourner"
    )]
    Cles(Cles),
    /// Vérifie que rien n’a été changé.
    #[command(
        help_template = GABARIT, disable_help_subcommand = true,
        subcommand_help_heading = "À vérifier", subcommand_value_name = "QUOI",
        after_help = "\nExemple :\n  parcours verify journal"
    )]
    Verify(Verify),
    /// Recalcule les vues à côté de celles que l’on lit, compare, et remplace ce qui diffère.
    #[command(
        help_template = GABARIT, disable_help_subcommand = true,
        subcommand_help_heading = "À reconstruire", subcommand_value_name = "VUE",
        after_help = "\nExemple :\n  parcours rebuild faits --comparer"
    )]
    Rebuild(Rebuild),
    /// La dernière tête signée du journal, et la dernière qui soit gardée ailleurs.
    ///
    /// La tête est une note signée (C2SP) : taille, racine, signature. Elle va à la sortie standard,
    /// ce qui l’accompagne à la sortie d’erreur.
    #[command(
        help_template = GABARIT,
        after_help = "\nExemples :\n  parcours tete\n  parcours tete --journal acces > acces.note"
    )]
    Tete(Tete),
    /// Met la tête signée du journal hors d’atteinte : un fichier, un dossier, un témoin.
    ///
    /// Qui réécrirait le journal devrait aussi réécrire ce qui est gardé là. Ce qui était gardé doit
    /// être le début du journal : sinon rien n’est remplacé, et c’est dit.
    #[command(
        help_template = GABARIT,
        after_help = "\nExemples :\n  parcours ancrer --vers /mnt/coffre/\n  \
                      parcours ancrer --vers https://temoin.exemple.fr --journal acces\n\n\
                      Codes de sortie : 0 la tête est gardée ; 2 le journal ne prolonge pas ce qui \
                      était gardé ; 1 panne ou refus."
    )]
    Ancrer(Ancrer),
    /// Mesure le journal et le moteur sur cette machine, et compare aux objectifs.
    ///
    /// Démarre un PostgreSQL jetable, durable (fsync), et un serveur à part. Un chiffre n’est donné
    /// que si tout ce qui a été confirmé est dans le journal, sans trou ni doublon.
    #[command(
        help_template = GABARIT,
        after_help = "\nExemples :\n  parcours bench\n  \
                      parcours bench --seulement W1,W7 --json\n  parcours bench --petit\n\n\
                      Codes de sortie : 0 mesuré, objectifs atteints ou non ; 2 une vérification n’a \
                      pas tenu, aucun chiffre ; 1 panne."
    )]
    Bench(Bench),
}

/// `parcours bench`.
#[derive(Clone, Debug, Args)]
pub struct Bench {
    /// Écrit les mesures en JSON.
    #[arg(long)]
    pub json: bool,
    /// Seulement ces mesures, par exemple W1,W7,G1.
    #[arg(long, value_name = "MESURES", value_delimiter = ',')]
    pub seulement: Vec<String>,
    /// À petite échelle, pour voir que tout marche : les chiffres ne valent rien.
    #[arg(long)]
    pub petit: bool,
    /// Combien dure un essai, en secondes.
    #[arg(
        long,
        value_name = "SECONDES",
        help = "Combien dure un essai, en secondes (par défaut : 2)."
    )]
    pub duree: Option<f64>,
    /// Combien d’événements au moins dans le grand journal et dans le moteur.
    #[arg(
        long,
        value_name = "N",
        help = "Combien d’événements au moins dans le grand journal et dans le moteur (par défaut : \
                un million, et un Département simulé)."
    )]
    pub evenements: Option<u64>,
    /// The process of the server, started by the command itself.
    #[arg(long, hide = true, num_args = 2, value_names = ["URL", "DOSSIER"])]
    pub moteur: Vec<String>,
}

/// `parcours serve`.
#[derive(Clone, Debug, Args)]
pub struct Serve {
    /// La base PostgreSQL à utiliser. Sans elle, un PostgreSQL privé est démarré dans --donnees.
    #[arg(long, value_name = "URL")]
    pub database_url: Option<String>,
    /// La même base sous son propriétaire, pour la mettre à jour avant de démarrer.
    #[arg(long, value_name = "URL", requires = "database_url")]
    pub migrer: Option<String>,
    /// Le dossier des données, des clés et des jetons.
    #[arg(
        long,
        value_name = "DOSSIER",
        default_value = ".parcours/serveur",
        hide_default_value = true,
        help = "Le dossier des données, des clés et des jetons (par défaut : .parcours/serveur)."
    )]
    pub donnees: PathBuf,
    /// L’adresse où écouter.
    #[arg(long, value_name = "ADRESSE", default_value = ECOUTE, hide_default_value = true,
          help = "L’adresse où écouter (par défaut : 127.0.0.1:50017)")]
    pub ecoute: SocketAddr,
    /// Combien de jours une sauvegarde des clés est gardée.
    #[arg(
        long,
        value_name = "JOURS",
        default_value_t = 30,
        hide_default_value = true,
        help = "Combien de jours une sauvegarde des clés est gardée, ce que dit un certificat d’effacement (par défaut : 30)."
    )]
    pub retention_cles: u32,
    /// L’adresse où servir /metrics (OpenMetrics) et /sante, sans jeton : celle du réseau interne.
    #[arg(long, value_name = "ADRESSE")]
    pub mesures: Option<SocketAddr>,
    /// La forme des messages techniques.
    #[arg(
        long,
        value_name = "FORME",
        default_value = "texte",
        hide_default_value = true,
        hide_possible_values = true,
        help = "La forme des messages techniques, sur la sortie d’erreur : texte (par défaut) ou json."
    )]
    pub journal_technique: FormeTechnique,
    /// Le code du Département.
    #[arg(
        long,
        value_name = "CODE",
        default_value = "17",
        hide_default_value = true,
        help = "Le code du Département (par défaut : 17)."
    )]
    pub departement: String,
}

/// How technical messages are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FormeTechnique {
    /// For a person.
    #[default]
    Texte,
    /// One JSON object a line, for a collector.
    Json,
}

/// `parcours demo`.
#[derive(Clone, Debug, Args)]
pub struct Demo {
    /// Charge, imprime le tableau et s’arrête ; dans un dossier temporaire, sauf --donnees.
    #[arg(long)]
    pub once: bool,
    /// Le dossier à utiliser.
    #[arg(
        long,
        value_name = "DOSSIER",
        help = "Le dossier à utiliser (par défaut : .parcours/demo ; temporaire avec --once)."
    )]
    pub donnees: Option<PathBuf>,
    /// L’adresse où écouter.
    #[arg(
        long,
        value_name = "ADRESSE",
        help = "L’adresse où écouter (par défaut : 127.0.0.1:50017 ; n’importe quel port libre avec --once)."
    )]
    pub ecoute: Option<SocketAddr>,
    /// Une autre graine donne un autre Département, aux mêmes chiffres publiés.
    #[arg(
        long,
        value_name = "N",
        default_value_t = 17,
        hide_default_value = true,
        help = "Une autre graine donne d’autres enfants, pour les mêmes chiffres (par défaut : 17)."
    )]
    pub graine: u64,
    /// D’autres chiffres à viser, dans la forme de donnees/charente_maritime.json.
    #[arg(long, value_name = "FICHIER")]
    pub cibles: Option<PathBuf>,
    /// Écrit ce que le simulateur sait, une ligne par enfant, en CSV.
    #[arg(long, value_name = "FICHIER")]
    pub verite: Option<PathBuf>,
    /// Écrit les commandes simulées, une par ligne, telles que « parcours import » les lit.
    #[arg(long, value_name = "FICHIER")]
    pub commandes: Option<PathBuf>,
}

/// `parcours import`.
#[derive(Clone, Debug, Args)]
pub struct Import {
    /// Le fichier JSON Lines à enregistrer.
    #[arg(value_name = "FICHIER")]
    pub fichier: PathBuf,
    #[command(flatten)]
    /// How to reach the server.
    pub liaison: Liaison,
}

/// `parcours rapport`.
#[derive(Clone, Debug, Args)]
pub struct Rapport {
    #[command(flatten)]
    /// Which days, where, and as recorded when.
    pub perimetre: Perimetre,
    /// Seulement ces indicateurs, par exemple A1,B3.
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub indicateurs: Vec<String>,
    /// Par ce registre des indicateurs, que nomme un rapport ancien ; celui d’aujourd’hui sinon.
    #[arg(long, value_name = "NUMÉRO")]
    pub registre: Option<u32>,
    /// À publier : une année, tout le Département, les petits nombres cachés.
    #[arg(long)]
    pub publication: bool,
    /// La forme.
    #[arg(
        long,
        value_name = "FORME",
        value_enum,
        hide_possible_values = true,
        help = "La forme : table, json, csv, xlsx ou pdf (par défaut : table, ou celle que dit le nom de --sortie)."
    )]
    pub format: Option<Format>,
    /// Écrit dans ce fichier plutôt qu’à l’écran.
    #[arg(long, value_name = "FICHIER")]
    pub sortie: Option<PathBuf>,
    #[command(flatten)]
    /// How to reach the server.
    pub acces: Acces,
}

impl Rapport {
    /// The form asked for.
    #[must_use]
    pub fn forme(&self) -> Format {
        perimetre::forme(self.format, self.sortie.as_deref()).unwrap_or(Format::Table)
    }
}

/// A form of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For eyes.
    Table,
    /// The canonical bytes.
    Json,
    /// For a spreadsheet.
    Csv,
    /// A workbook.
    Xlsx,
    /// For an assembly.
    Pdf,
}

/// How a client command reaches the server, and as whom.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Pour joindre le serveur")]
pub struct Liaison {
    /// L’adresse du serveur.
    #[arg(
        long,
        value_name = "URL",
        default_value = "http://127.0.0.1:50017",
        hide_default_value = true,
        help = "L’adresse du serveur (par défaut : http://127.0.0.1:50017)"
    )]
    pub serveur: String,
    /// Le fichier du jeton qui dit qui vous êtes.
    #[arg(
        long,
        value_name = "FICHIER",
        help = "Le fichier du jeton qui dit qui vous êtes (par défaut : celui que « demo » ou « serve » a écrit pour cet usage)"
    )]
    pub jeton: Option<PathBuf>,
}

/// What a query says of itself, and to whom.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Pour joindre le serveur")]
pub struct Acces {
    #[command(flatten)]
    /// How to reach the server.
    pub liaison: Liaison,
    /// Le code du Département.
    #[arg(
        long,
        value_name = "CODE",
        default_value = "17",
        hide_default_value = true,
        help = "Le code du Département (par défaut : 17)"
    )]
    pub departement: String,
    /// Pourquoi vous lisez ; inscrit au journal des accès.
    #[arg(
        long,
        value_name = "CODE",
        help = "Pourquoi vous lisez, inscrit au journal des accès (par défaut : celle de la commande)"
    )]
    pub finalite: Option<String>,
}

/// What is wrong with the command line, in French.
#[must_use]
pub fn en_francais(erreur: &clap::Error) -> String {
    if erreur.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return erreur.to_string();
    }
    let propose = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg]
        .into_iter()
        .map(|genre| contexte(erreur, genre))
        .find(|texte| !texte.is_empty());
    let propose = propose.map(|texte| format!(" Vouliez-vous dire « {texte} » ?"));
    format!("{}{}\n  à faire : parcours --help", phrase(erreur), propose.unwrap_or_default())
}

fn phrase(erreur: &clap::Error) -> String {
    let dit = |genre| contexte(erreur, genre);
    let argument = dit(ContextKind::InvalidArg);
    let kind = erreur.kind();
    if kind == ErrorKind::InvalidSubcommand {
        format!("Commande inconnue : « {} ».", dit(ContextKind::InvalidSubcommand))
    } else if kind == ErrorKind::UnknownArgument {
        format!("Argument inconnu : « {argument} ».")
    } else if kind == ErrorKind::ArgumentConflict {
        format!("{argument} ne va pas avec {}.", dit(ContextKind::PriorArg))
    } else if kind == ErrorKind::MissingRequiredArgument {
        format!("Il manque : {argument}.")
    } else if [ErrorKind::InvalidValue, ErrorKind::ValueValidation].contains(&kind) {
        let valeur = dit(ContextKind::InvalidValue);
        let cause = std::error::Error::source(erreur).map(|source| format!(" : {source}"));
        format!("La valeur « {valeur} » ne convient pas à {argument}{}.", cause.unwrap_or_default())
    } else {
        format!("Ligne de commande incomprise : {argument}.")
    }
}

fn contexte(erreur: &clap::Error, genre: ContextKind) -> String {
    erreur.get(genre).map(ToString::to_string).unwrap_or_default()
}
