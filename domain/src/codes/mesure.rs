//! The lists of the chapters [`crate::mesure`] and [`crate::accueil`] that the first ones do not hold.

code_lists! {
    /// What a decision says beyond its nature, and that a rule asks for.
    MentionDecision = "MENTION_DECISION", "C. civ., art. 375 al. 4 et 375-3", "V26" {
        Urgence = "urgence", "rendue en urgence";
        DifficultesChroniques = "difficultes_chroniques", "difficultés relationnelles et éducatives graves, sévères et chroniques";
        EffetSuspendu = "effet_suspendu", "à compter de la fin d'une autre mesure, dont le jour n'est pas fixé";
    }

    /// Who recommended a measure.
    Preconisateur = "PRECONISATEUR", "liste de l'application", "M" {
        Evaluation = "evaluation", "l'évaluation";
        Mjie = "mjie", "la mesure judiciaire d'investigation éducative";
        Service = "service", "le service qui exerce la mesure";
        Commission = "commission", "la commission";
    }

    /// Between which two the measure differs.
    EcartMesure = "ECART_MESURE", "liste de l'application : mesure préconisée, ordonnée, exécutée", "M" {
        PreconiseeOrdonnee = "preconisee_ordonnee", "entre la mesure préconisée et la mesure ordonnée";
        OrdonneeExecutee = "ordonnee_executee", "entre la mesure ordonnée et la mesure exécutée";
    }

    /// Why what was recommended, ordered and carried out differ.
    MotifEcart = "MOTIF_ECART", "liste de l'application", "M" {
        DefautDePlace = "defaut_de_place", "défaut de place";
        DecisionDuJuge = "decision_du_juge", "décision du juge";
        RefusDeLaFamille = "refus_de_la_famille", "refus de la famille";
        InteretDeLEnfant = "interet_de_l_enfant", "intérêt de l'enfant";
        Autre = "autre", "autre";
    }

    /// Why an operator refuses an orientation.
    MotifRefusOrientation = "MOTIF_REFUS_ORIENTATION", "liste de l'application", "M" {
        Complet = "complet", "service ou établissement complet";
        HorsProjet = "hors_projet", "hors de l'habilitation ou du projet du service";
        Incompatibilite = "incompatibilite", "incompatibilité avec les enfants accueillis";
        Eloignement = "eloignement", "trop loin de la famille ou de l'école";
        DossierIncomplet = "dossier_incomplet", "dossier incomplet";
        Autre = "autre", "autre";
    }

    /// Who saw or called the child who waits: a function, never a name.
    AuteurContact = "AUTEUR_CONTACT", "liste de l'application ; schéma 2025-2029 de la Charente-Maritime (référent liste d'attente)", "S" {
        ReferentListeAttente = "referent_liste_attente", "référent de la liste d'attente";
        ReferentAse = "referent_ase", "référent de l'aide sociale à l'enfance";
        ServiceDesigne = "service_designe", "service désigné";
        Pmi = "pmi", "PMI";
        Ecole = "ecole", "service social en faveur des élèves";
        Autre = "autre", "autre";
    }

    /// How the child who waits was reached.
    ModeContact = "MODE_CONTACT", "liste de l'application", "M" {
        Telephone = "telephone", "appel téléphonique";
        Domicile = "domicile", "visite au domicile";
        Service = "service", "rencontre au service";
        LieuDAccueil = "lieu_d_accueil", "visite au lieu d'accueil";
    }

    /// Where the child is, for want of what was decided.
    GenreSolution = "SOLUTION_PROVISOIRE", "liste de l'application : accueils par défaut (D10)", "M" {
        Domicile = "domicile", "maintien au domicile";
        AnciennePlace = "ancienne_place", "ancienne place maintenue";
        AutrePlace = "autre_place", "autre place par défaut";
        Famille = "famille", "famille ou tiers";
        Renfort = "renfort", "renfort d'une autre mesure";
        Aucune = "aucune", "aucune";
    }

    /// What a holder of authority answered about one measure.
    PositionTitulaire = "POSITION_TITULAIRE", "CASF, art. L223-2 ; règlement départemental de la Charente-Maritime, p. 43", "V" {
        AccordEcrit = "accord_ecrit", "accord écrit";
        AccordRetire = "accord_retire", "accord retiré";
        InformeParEcrit = "informe_par_ecrit", "absent, informé par écrit";
        Opposition = "opposition", "opposition";
    }

    /// What of a measure the judge modifies.
    ObjetModification = "OBJET_MODIFICATION", "C. civ., art. 375-6", "V26" {
        Terme = "terme", "le terme";
        Service = "service", "le service ou la personne à qui l'enfant est confié";
        Lieu = "lieu", "le lieu d'accueil";
        DroitDeVisite = "droit_de_visite", "les droits de visite, d'hébergement et de correspondance";
        Obligations = "obligations", "les obligations particulières";
        Autre = "autre", "autre";
    }

    /// Who has a right to visit the child.
    BeneficiaireDroit = "BENEFICIAIRE_DROIT", "C. civ., art. 375-7 et 371-4", "V26" {
        Mere = "mere", "mère";
        Pere = "pere", "père";
        Fratrie = "fratrie", "frères et sœurs";
        GrandsParents = "grands_parents", "grands-parents";
        AutreFamille = "autre_famille", "autre membre de la famille";
        Tiers = "tiers", "tiers";
    }

    /// Whether a visit took place, and if not by whose doing.
    IssueVisite = "ISSUE_VISITE", "liste de l'application : la question du juge est « de qui vient-elle »", "M" {
        Tenue = "tenue", "tenue";
        NonTenueParent = "non_tenue_parent", "non tenue, du fait du parent";
        NonTenueEnfant = "non_tenue_enfant", "non tenue, du fait de l'enfant";
        NonTenueService = "non_tenue_service", "non tenue, du fait du service";
        NonTenueLieu = "non_tenue_lieu", "non tenue, du fait du lieu d'accueil";
        NonTenueAutre = "non_tenue_autre", "non tenue, pour une cause extérieure";
    }

    /// Why brothers and sisters are separated.
    MotifSeparation = "MOTIF_SEPARATION", "C. civ., art. 371-5 et 375-7 al. 3 ; CASF, art. L223-3", "V26" {
        InteretDeLEnfant = "interet_de_l_enfant", "intérêt de l'enfant";
        DecisionDuJuge = "decision_du_juge", "décision du juge";
        ManqueDePlace = "manque_de_place", "manque de place";
        Urgence = "urgence", "urgence";
        Autre = "autre", "autre";
    }

    /// How a measure ended before anyone carried it out. Derived.
    IssueSansExecution = "ISSUE_SANS_EXECUTION", "liste de l'application : « jamais exécutée » est une issue", "M" {
        Echue = "echue", "échue";
        Levee = "levee", "levée";
        Remplacee = "remplacee", "remplacée";
        Majorite = "majorite", "majorité";
        Autre = "autre", "autre fin";
    }
}
