//! The lists of the chapter [`crate::justice`].

code_lists! {
    /// What a magistrate is; his name is never needed.
    QualiteMagistrat = "QUALITE_MAGISTRAT", "liste de l'application, d'après C. org. jud.", "M" {
        JugeDesEnfants = "juge_des_enfants", "juge des enfants";
        JugeDePermanence = "juge_de_permanence", "juge des enfants de permanence";
        Procureur = "procureur", "procureur de la République ou substitut";
        ConseillerDeLaCour = "conseiller_de_la_cour", "conseiller de la cour d'appel";
    }

    /// Who seizes a judge (C. civ., art. 375 al. 1).
    AuteurSaisine = "AUTEUR_SAISINE", "C. civ., art. 375 al. 1", "V26" {
        Procureur = "procureur", "procureur de la République";
        Departement = "departement", "Département";
        Parents = "parents", "père ou mère";
        Gardien = "gardien", "personne ou service à qui l'enfant est confié";
        Tuteur = "tuteur", "tuteur";
        Mineur = "mineur", "le mineur";
        Office = "office", "le juge d'office";
    }

    /// Why the Département seizes a judge, where it says so.
    MotifSaisine = "MOTIF_SAISINE", "liste de l'application, d'après CASF, art. L223-2 et R223-6", "M" {
        RefusDuRepresentant = "refus_du_representant", "refus du représentant légal";
        ConsentementImpossible = "consentement_impossible", "consentement impossible à recueillir";
        FinDuDelai = "fin_du_delai", "délai de l'accueil venu à terme";
        FinDAccueilProvisoire = "fin_d_accueil_provisoire", "fin d'accueil provisoire sans reprise ni renouvellement";
        FaitNouveau = "fait_nouveau", "fait nouveau";
        Autre = "autre", "autre";
    }

    /// What a judicial decision is.
    GenreDecisionJudiciaire = "GENRE_DECISION_JUDICIAIRE", "liste de l'application, d'après C. civ., art. 375-5, et CPC, art. 1184 à 1193", "M" {
        OrdonnanceParquet = "ordonnance_parquet", "ordonnance du procureur";
        OrdonnanceSansAudience = "ordonnance_sans_audience", "ordonnance provisoire du juge sans audition des parties";
        OrdonnanceProvisoire = "ordonnance_provisoire", "ordonnance provisoire du juge après audition des parties";
        OrdonnanceProrogation = "ordonnance_prorogation", "ordonnance qui proroge les mesures provisoires";
        Jugement = "jugement", "jugement";
        NonLieu = "non_lieu", "non-lieu à assistance éducative";
        OrdonnanceRectificative = "ordonnance_rectificative", "ordonnance rectificative";
        AutreOrdonnance = "autre_ordonnance", "autre ordonnance du juge";
        Arret = "arret", "arrêt de la cour d'appel";
    }

    /// How a parent sees his child.
    FormeVisite = "FORME_VISITE", "C. civ., art. 375-7 al. 4", "V26" {
        VisiteHebergement = "visite_hebergement", "visite avec hébergement";
        Visite = "visite", "visite sans hébergement";
        VisiteMediatisee = "visite_mediatisee", "visite en présence d'un tiers";
        Correspondance = "correspondance", "correspondance seule";
        Suspendu = "suspendu", "droits suspendus";
        Reserve = "reserve", "droits réservés";
    }

    /// How often.
    FrequenceVisite = "FREQUENCE_VISITE", "liste de l'application", "M" {
        Hebdomadaire = "hebdomadaire", "chaque semaine";
        UneSemaineSurDeux = "une_semaine_sur_deux", "une semaine sur deux";
        Mensuelle = "mensuelle", "chaque mois";
        MoitieDesVacances = "moitie_des_vacances", "moitié des vacances scolaires";
        SelonAccord = "selon_accord", "d'un commun accord sous le contrôle du juge";
        Autre = "autre", "autre";
    }

    /// How the third party is there (CPC, art. 1199-3).
    PresenceTiers = "PRESENCE_TIERS", "CPC, art. 1199-3", "V26" {
        Permanente = "permanente", "présence permanente du tiers";
        Intermittente = "intermittente", "présence intermittente du tiers";
    }

    /// What the judge says of the family allowances.
    AllocationsFamiliales = "ALLOCATIONS_FAMILIALES", "liste de l'application, d'après CSS, art. L521-2", "M" {
        MaintenuesALaMere = "maintenues_a_la_mere", "maintenues à la mère";
        MaintenuesAuPere = "maintenues_au_pere", "maintenues au père";
        MaintenuesALaFamille = "maintenues_a_la_famille", "maintenues à la famille";
        VerseesAuService = "versees_au_service", "versées au service qui accueille";
    }

    /// An act of authority the judge lets the service do (C. civ., art. 375-7 al. 2).
    ActeNonUsuel = "ACTE_NON_USUEL", "C. civ., art. 375-7 al. 2 ; liste de l'application", "M" {
        PapiersDIdentite = "papiers_d_identite", "demander des papiers d'identité";
        SortieDuTerritoire = "sortie_du_territoire", "autoriser une sortie du territoire";
        SoinsImportants = "soins_importants", "consentir à des soins importants";
        Orientation = "orientation", "décider de l'orientation scolaire";
        OrientationMdph = "orientation_mdph", "saisir la maison du handicap";
        OuvertureDeCompte = "ouverture_de_compte", "ouvrir un compte";
        Autre = "autre", "autre";
    }

    /// What a party asked and the judge refused.
    DemandeAuJuge = "DEMANDE_AU_JUGE", "liste de l'application, d'après la pratique", "M" {
        Placement = "placement", "placement";
        Mainlevee = "mainlevee", "mainlevée";
        MilieuOuvert = "milieu_ouvert", "mesure de milieu ouvert";
        Investigation = "investigation", "mesure d'investigation";
        TiersDigneDeConfiance = "tiers_digne_de_confiance", "remise à un tiers digne de confiance";
        ExtensionDesVisites = "extension_des_visites", "extension des droits de visite";
        SuspensionDesVisites = "suspension_des_visites", "suspension des droits de visite";
        ActeNonUsuel = "acte_non_usuel", "autorisation d'un acte non usuel";
        LieuSecret = "lieu_secret", "secret du lieu d'accueil";
        InterdictionDeSortie = "interdiction_de_sortie", "interdiction de sortie du territoire";
        Autre = "autre", "autre";
    }

    /// Who is summoned, notified, present, assisted, or appeals.
    PartieAudience = "PARTIE_AUDIENCE", "CPC, art. 1182 et 1191", "V26" {
        Departement = "departement", "Département";
        Mere = "mere", "mère";
        Pere = "pere", "père";
        Tuteur = "tuteur", "tuteur";
        Enfant = "enfant", "enfant";
        Service = "service", "service ou établissement";
        TiersGardien = "tiers_gardien", "tiers à qui l'enfant est confié";
        MinisterePublic = "ministere_public", "ministère public";
        AvocatEnfant = "avocat_enfant", "avocat de l'enfant";
        AvocatMere = "avocat_mere", "avocat de la mère";
        AvocatPere = "avocat_pere", "avocat du père";
        AdministrateurAdHoc = "administrateur_ad_hoc", "administrateur ad hoc";
        Interprete = "interprete", "interprète";
    }

    /// What a hearing is for.
    ObjetAudience = "OBJET_AUDIENCE", "liste de l'application, d'après la pratique", "M" {
        Ouverture = "ouverture", "ouverture du dossier";
        ApresOrdonnance = "apres_ordonnance", "suite d'une ordonnance provisoire";
        Echeance = "echeance", "échéance d'une mesure";
        Incident = "incident", "incident ou fait nouveau";
        Appel = "appel", "appel";
        Autre = "autre", "autre";
    }

    /// Why a hearing is put off.
    MotifRenvoi = "MOTIF_RENVOI", "liste de l'application, d'après la pratique", "M" {
        RapportManquant = "rapport_manquant", "rapport manquant";
        PartieAbsente = "partie_absente", "absence d'une partie";
        DemandeDAvocat = "demande_d_avocat", "demande d'un avocat";
        ConvocationTardive = "convocation_tardive", "convocation tardive";
        Juridiction = "juridiction", "indisponibilité de la juridiction";
        Autre = "autre", "autre";
    }

    /// Whether the child was heard (C. civ., art. 375-3 ; CPC, art. 1189).
    AuditionEnfant = "AUDITION_ENFANT", "C. civ., art. 375-3 ; CPC, art. 1189", "V26" {
        Entendu = "entendu", "entendu";
        EntenduSeul = "entendu_seul", "entendu seul";
        Refuse = "refuse", "l'enfant a refusé";
        SansDiscernement = "sans_discernement", "non capable de discernement";
        Dispense = "dispense", "dispensé par le juge";
        NonConvoque = "non_convoque", "non convoqué";
    }

    /// What justice asks the Département.
    ObjetDemande = "OBJET_DEMANDE", "liste de l'application, d'après la pratique", "M" {
        Renseignements = "renseignements", "renseignements sur la situation";
        Evaluation = "evaluation", "évaluation de la situation";
        Execution = "execution", "point sur l'exécution d'une mesure";
        Avis = "avis", "avis sur une demande";
        Pieces = "pieces", "communication de pièces";
        RecherchesTiers = "recherches_tiers", "recherche d'un tiers digne de confiance";
        Autre = "autre", "autre";
    }

    /// What the court of appeal decides.
    SensArret = "SENS_ARRET", "CPC, art. 542 et 562", "M" {
        Confirme = "confirme", "confirme";
        Infirme = "infirme", "infirme";
        Reforme = "reforme", "réforme en partie";
        Irrecevable = "irrecevable", "déclare l'appel irrecevable";
        Desistement = "desistement", "constate le désistement";
    }
}
