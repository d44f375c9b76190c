//! Lists of the chapters [`crate::information`], [`crate::evaluation`] and [`crate::decision`], beyond those
//! of the first traversal.

code_lists! {
    /// Why an information is no longer attached to another.
    MotifDetachement = "MOTIF_DETACHEMENT", "liste de l'application : l'ONPE distingue l'information complémentaire de la nouvelle", "M" {
        FaitsDistincts = "faits_distincts", "faits distincts de ceux de l'information principale";
        RattacheeParErreur = "rattachee_par_erreur", "rattachée par erreur";
    }

    /// Who or what an information puts in question, where that protects the file.
    MiseEnCause = "MISE_EN_CAUSE", "liste de l'application, d'après la pratique des CRIP ; lien avec l'auteur : annexe 2-8 CASF LIENAUT", "M" {
        AssistantFamilial = "assistant_familial", "assistant familial du Département", "30";
        AgentDuDepartement = "agent_du_departement", "agent du Département, professionnel", "50";
        ProcheDUnAgent = "proche_d_un_agent", "agent du Département ou proche, à titre privé", "60";
        EtablissementOuService = "etablissement_ou_service", "établissement ou service autorisé par le Département", "30";
        AutreProfessionnel = "autre_professionnel", "autre professionnel ayant autorité sur le mineur", "50";
        Elu = "elu", "élu", "60";
        Famille = "famille", "famille", "10";
        AutrePersonne = "autre_personne", "autre personne", "60";
        NeSaitPas = "ne_sait_pas", "ne sait pas", "99";
    }

    /// As what a file goes to another Département.
    TitreTransfert = "TITRE_TRANSFERT", "CASF, art. R221-5-1 et R221-5-2", "O" {
        Information = "information", "information préoccupante en cours de traitement";
        Evaluation = "evaluation", "information préoccupante en cours d'évaluation";
        Prestation = "prestation", "prestation administrative, avec l'accord écrit des parents";
        PrestationSansAccord = "prestation_sans_accord", "prestation administrative sans accord, transmise comme information préoccupante";
    }

    /// Whom the address of a family is asked of.
    OrganismeSocial = "ORGANISME_SOCIAL", "CASF, art. L226-3-2", "O" {
        Cpam = "cpam", "caisse primaire d'assurance maladie";
        Caf = "caf", "caisse d'allocations familiales";
    }

    /// Why the team of an évaluation changes.
    MotifReaffectation = "MOTIF_REAFFECTATION", "liste de l'application, d'après la pratique des CRIP", "M" {
        Absence = "absence", "absence d'un évaluateur";
        Depart = "depart", "départ d'un évaluateur";
        Charge = "charge", "répartition de la charge";
        Deport = "deport", "déport : l'évaluateur connaît la famille ou la personne mise en cause";
        Territoire = "territoire", "changement de territoire";
        Complement = "complement", "complément de compétence dans l'équipe";
    }

    /// Profession of an evaluator (multidisciplinary team).
    ProfessionEvaluateur = "PROFESSION_EVALUATEUR", "CASF, art. L226-3 et D226-2-5 (équipe pluridisciplinaire) ; valeurs de l'application", "M" {
        AssistantSocial = "assistant_social", "assistant de service social";
        Educateur = "educateur", "éducateur";
        EconomieSociale = "economie_sociale", "conseiller en économie sociale familiale";
        Puericulteur = "puericulteur", "infirmier puériculteur";
        Medecin = "medecin", "médecin";
        SageFemme = "sage_femme", "sage-femme";
        Psychologue = "psychologue", "psychologue";
        Autre = "autre", "autre";
    }

    /// A professional whose opinion an évaluation asks.
    ProfessionnelConsulte = "PROFESSIONNEL_CONSULTE", "CASF, art. D226-2-6 ; valeurs de l'application", "M" {
        Ecole = "ecole", "école, collège, lycée";
        Pmi = "pmi", "PMI";
        Medecin = "medecin", "médecin, hôpital";
        ServiceSocial = "service_social", "service social";
        ServiceHabilite = "service_habilite", "service ou établissement habilité";
        ModeDeGarde = "mode_de_garde", "mode d'accueil du jeune enfant";
        Autre = "autre", "autre";
    }

    /// How one tried to meet the child or the family.
    Tentative = "TENTATIVE", "liste de l'application", "M" {
        Visite = "visite", "visite au domicile";
        Convocation = "convocation", "convocation";
        Courrier = "courrier", "courrier";
        Telephone = "telephone", "téléphone";
    }

    /// What one finds of a child in one domain of his life.
    NiveauDomaine = "NIVEAU_DOMAINE", "échelle de l'application, et non de la HAS : aucun score n'en est tiré", "M" {
        PasDeDifficulte = "pas_de_difficulte", "pas de difficulté", "0";
        Vigilance = "vigilance", "vigilance", "1";
        Risque = "risque", "risque", "2";
        Danger = "danger", "danger", "3";
        NonEvalue = "non_evalue", "non évalué", "9";
    }

    /// Warning signs an évaluation looks for.
    SigneAlerte = "SIGNE_ALERTE", "HAS, cadre national de référence, livret 3, lu dans un compte rendu de presse", "S" {
        RythmeDeVie = "rythme_de_vie", "rythme de vie";
        Alimentation = "alimentation", "alimentation";
        Hygiene = "hygiene", "hygiène";
        SuiviDeSante = "suivi_de_sante", "suivi de santé";
        DeveloppementCognitif = "developpement_cognitif", "développement cognitif";
        DeveloppementAffectif = "developpement_affectif", "développement affectif";
        Comportement = "comportement", "comportement";
        Fugues = "fugues", "fugues";
    }

    /// Factors of the family and of its surroundings.
    FacteurFamilial = "FACTEUR_FAMILIAL", "HAS, cadre national de référence, et OLINPE 62 à 66 ; valeurs de l'application", "S" {
        ConflitConjugal = "conflit_conjugal", "conflit conjugal";
        Violences = "violences", "violences";
        Logement = "logement", "logement";
        Ressources = "ressources", "ressources";
        Isolement = "isolement", "isolement";
        Addictions = "addictions", "addictions";
        SanteMentale = "sante_mentale", "santé mentale";
        Handicap = "handicap", "handicap";
    }

    /// Whether the child is in danger, for that child.
    PresenceDanger = "PRESENCE_DANGER", "CASF, art. D226-2-3 III 1° ; valeurs de l'application", "V" {
        Oui = "oui", "danger";
        Risque = "risque", "risque de danger";
        Non = "non", "ni danger ni risque";
        Indetermine = "indetermine", "indéterminé";
    }

    /// Whether the child was seen without the holders of parental authority.
    VuSeul = "VU_SEUL", "CASF, art. D226-2-6 II", "V" {
        Oui = "oui", "vu seul, avec l'accord des titulaires";
        AccordRefuse = "accord_refuse", "accord refusé";
        AgeOuMaturite = "age_ou_maturite", "non, au regard de l'âge ou de la maturité";
        Non = "non", "non";
    }

    /// Why an opinion is not in the report.
    MotifSansAvis = "MOTIF_SANS_AVIS", "CASF, art. D226-2-3 IV et D226-2-7 ; valeurs de l'application", "M" {
        AgeOuMaturite = "age_ou_maturite", "âge ou maturité";
        Absence = "absence", "absence, personne injoignable";
        Refus = "refus", "refus";
        NonRecherche = "non_recherche", "non recherché";
    }

    /// Whether the holders of authority can mobilise themselves.
    Mobilisation = "MOBILISATION", "CASF, art. D226-2-3 III 2° ; valeurs de l'application", "M" {
        Mobilises = "mobilises", "se mobilisent";
        EnPartie = "en_partie", "se mobilisent en partie";
        NonMobilises = "non_mobilises", "ne se mobilisent pas";
        NeSaitPas = "ne_sait_pas", "ne sait pas";
    }

    /// Who sits in the commission that reads the reports.
    MembreCommission = "MEMBRE_COMMISSION", "schéma 2025-2029 de la Charente-Maritime (commission d'évaluation)", "S" {
        Ase = "ase", "aide sociale à l'enfance";
        ActionSociale = "action_sociale", "action sociale";
        Pmi = "pmi", "PMI";
        Crip = "crip", "CRIP";
        EducationNationale = "education_nationale", "Éducation nationale";
        Partenaire = "partenaire", "autre partenaire";
    }
}
