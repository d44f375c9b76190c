//! The lists of the first chapters: identité, information, évaluation, décision, mesure, accueil, projet.

code_lists! {
    /// Why personal data is read or written.
    Finalite = "FINALITE", "liste de l'application : l'accès dépend de la finalité", "M" {
        TraitementInformation = "traitement_information", "recueil et traitement des informations préoccupantes";
        SuiviMesure = "suivi_mesure", "suivi d'une mesure";
        RelationJustice = "relation_justice", "relation avec l'autorité judiciaire";
        Observation = "observation", "observation départementale (ODPE)";
        Reprise = "reprise", "reprise de données";
        ControleAcces = "controle_acces", "contrôle des accès";
        ExerciceDesDroits = "exercice_des_droits", "exercice des droits des personnes, conservation et archivage";
        DangerGraveImmediat = "danger_grave_immediat", "danger grave et immédiat";
    }

    /// Sex recorded.
    Sexe = "SEXE", "annexe 2-8 CASF", "O" {
        Masculin = "masculin", "masculin", "1";
        Feminin = "feminin", "féminin", "2";
        NeSaitPas = "ne_sait_pas", "ne sait pas", "9";
    }

    /// Where a birth date comes from.
    SourceNaissance = "SOURCE_NAISSANCE", "liste de l'application : une date de naissance est une déclaration, avec sa source", "M" {
        EtatCivil = "etat_civil", "acte d'état civil";
        Declaration = "declaration", "déclaration";
        Evaluation = "evaluation", "évaluation de la minorité";
        DecisionJudiciaire = "decision_judiciaire", "décision judiciaire";
        Apparence = "apparence", "âge apparent";
    }

    /// The door through which an information entered the Département.
    PorteDEntree = "PORTE_D_ENTREE", "liste de l'application, d'après la pratique des CRIP", "M" {
        Crip = "crip", "CRIP";
        DelegationTerritoriale = "delegation_territoriale", "délégation territoriale";
        AutreService = "autre_service", "autre service du Département";
    }

    /// The channel of a message.
    Canal = "CANAL", "liste de l'application", "M" {
        Courrier = "courrier", "courrier";
        Courriel = "courriel", "courriel";
        Telephone = "telephone", "téléphone";
        Formulaire = "formulaire", "formulaire";
        Snated = "snated", "fiche du 119";
        LettreRecommandee = "lettre_recommandee", "lettre recommandée avec avis de réception";
        MessagerieSecurisee = "messagerie_securisee", "messagerie sécurisée";
        RemiseEnMain = "remise_en_main", "remise en main propre";
    }

    /// Institution or person that transmitted the information.
    Transip = "TRANSIP", "annexe 2-8 CASF, décret 2011-222; (+) additions of the engine without alias", "O" {
        MineurLuiMeme = "mineur_lui_meme", "le mineur lui-même", "100";
        Parents = "parents", "parents", "200";
        AutreMembreFamille = "autre_membre_famille", "autre membre de la famille", "300";
        AutreParticulier = "autre_particulier", "autre particulier", "400";
        Snated = "snated", "SNATED (119)", "510";
        ConseilDepartemental = "conseil_departemental", "conseil départemental", "520";
        ServiceMilieuOuvertOuPlacement = "service_milieu_ouvert_ou_placement", "service de milieu ouvert ou de placement", "530";
        EnseignementPublic = "enseignement_public", "établissement public d'enseignement", "541";
        EnseignementPrive = "enseignement_prive", "établissement privé d'enseignement", "542";
        EducationNationale = "education_nationale", "Éducation nationale, sans autre précision", "543";
        Hopital = "hopital", "hôpital", "550";
        MedecineLiberale = "medecine_liberale", "médecine libérale", "560";
        AutreSanitaireEtSocial = "autre_sanitaire_et_social", "autre institution sanitaire et sociale", "570";
        AccueilExtrascolaire = "accueil_extrascolaire", "accueil extrascolaire", "580";
        AutreServiceSocial = "autre_service_social", "autre service social, association", "590";
        PoliceGendarmerie = "police_gendarmerie", "police, gendarmerie", "600";
        Procureur = "procureur", "procureur", "611";
        JugeDesEnfants = "juge_des_enfants", "juge des enfants", "612";
        JusticeSansPrecision = "justice", "justice, sans autre précision", "613";
        Mairie = "mairie", "mairie", "620";
        Autre = "autre", "autre", "630";
        VoieInstitutionnelle = "voie_institutionnelle", "voie institutionnelle, sans autre précision", "640";
        NeSaitPas = "ne_sait_pas", "ne sait pas", "999";
        Anonyme = "anonyme", "anonyme";
        AutreDepartement = "autre_departement", "autre CRIP, autre Département";
        Pmi = "pmi", "PMI";
        Maternite = "maternite", "maternité";
        DelegationTerritoriale = "delegation_territoriale", "délégation territoriale";
        ProtectionAnimale = "protection_animale", "association de protection animale";
    }

    /// Person at the origin of the information: not the transmitter.
    Origip = "ORIGIP", "annexe 2-8 CASF, décret 2011-222", "O" {
        Mineur = "mineur", "le mineur", "10";
        Parents = "parents", "parents", "20";
        PersonnelSocial = "personnel_social", "personnel social", "31";
        PersonnelDeSante = "personnel_de_sante", "personnel de santé", "32";
        Elu = "elu", "élu", "33";
        AutreInstitutionnel = "autre_institutionnel", "autre intervenant institutionnel", "34";
        AutreParticulier = "autre_particulier", "autre particulier", "40";
        NeSaitPas = "ne_sait_pas", "ne sait pas", "99";
    }

    /// Kinds of danger; several at once.
    Danger = "DANGER", "annexe 2-8 CASF, décret 2011-222", "O" {
        Sante = "sante", "santé en danger", "SANTE";
        Securite = "securite", "sécurité en danger", "SECURITE";
        Moralite = "moralite", "moralité en danger", "MORALITE";
        ConditionsEducation = "conditions_education", "conditions d'éducation gravement compromises", "CONDEDUC";
        Developpement = "developpement", "développement gravement compromis", "CONDEDEV";
        ViolencesSexuelles = "violences_sexuelles", "violences sexuelles", "VIOLSEX";
        ViolencesPhysiques = "violences_physiques", "violences physiques", "VIOLPHYS";
        Negligences = "negligences", "négligences lourdes", "NEGLIG";
        ViolencesPsychologiques = "violences_psychologiques", "violences psychologiques", "VIOLPSY";
        ConflitsDeCouple = "conflits_de_couple", "conflits de couple", "CONFL";
        ViolencesAuSeinDeLaFamille = "violences_famille", "violences au sein de la famille", "VIOLFAM";
    }

    /// Why an information is not an IP.
    MotifNonQualification = "MOTIF_NON_QUALIFICATION", "liste de l'application ; schéma 2025-2029 de la Charente-Maritime (« filtrée, niveau 1 »)", "S" {
        PasDeDanger = "pas_de_danger", "pas d'élément de danger ou de risque de danger";
        ElementsInsuffisants = "elements_insuffisants", "éléments insuffisants";
        DejaConnue = "deja_connue", "situation déjà accompagnée, rien de nouveau";
        ConflitParental = "conflit_parental", "conflit parental sans retentissement établi";
        MineurNonLocalise = "mineur_non_localise", "mineur non localisé";
        Majeur = "majeur", "personne majeure";
        HorsCompetence = "hors_competence", "hors compétence du Département";
    }

    /// Where a family is directed without a measure.
    Orientation = "ORIENTATION", "liste de l'application", "S" {
        Aucune = "aucune", "aucune";
        DroitCommun = "droit_commun", "accompagnement social de droit commun";
        Pmi = "pmi", "PMI";
        Sante = "sante", "soins";
        Mediation = "mediation", "médiation familiale";
        Scolaire = "scolaire", "service social en faveur des élèves";
        AutreService = "autre_service", "autre service";
    }

    /// Ground of a signalement (CASF L226-4).
    Motifsig = "MOTIFSIG", "annexe 2-8 CASF; 5 added by loi 2016-297", "O" {
        ActionsInsuffisantes = "actions_insuffisantes", "actions antérieures insuffisantes", "1";
        Refus = "refus", "refus explicite ou implicite", "2";
        CollaborationImpossible = "collaboration_impossible", "impossibilité de collaboration", "3";
        EvaluationImpossible = "evaluation_impossible", "impossibilité d'évaluer", "4";
        DangerGraveImmediat = "danger_grave_immediat", "danger grave et immédiat", "5";
        NeSaitPas = "ne_sait_pas", "ne sait pas", "9";
    }

    /// Who seized the parquet.
    EmetteurSignalement = "EMETTEUR_SIGNALEMENT", "CASF L226-4 I and II", "O" {
        Departement = "departement", "le Département";
        Tiers = "tiers", "un tiers, copie au Département";
        TiersSansCopie = "tiers_sans_copie", "un tiers, sans copie au Département";
    }

    /// What the parquet did.
    SuiteParquet = "SUITE_PARQUET", "annexe 2-8 CASF", "O" {
        RenvoiAuDepartement = "renvoi_au_departement", "renvoi au Département";
        Opp = "opp", "ordonnance de placement provisoire";
        SaisineJuge = "saisine_juge", "saisine du juge des enfants";
        EnquetePenale = "enquete_penale", "enquête pénale";
        SansSuite = "sans_suite", "sans suite";
    }

    /// Who mandates an évaluation.
    Mandant = "MANDANT", "schéma 2025-2029 de la Charente-Maritime : la délégation mandate pour une famille qu'elle connaît", "S" {
        Crip = "crip", "CRIP";
        DelegationTerritoriale = "delegation_territoriale", "délégation territoriale";
    }

    /// Why a child who was in no information is evaluated.
    MotifJonction = "MOTIF_JONCTION", "CASF L226-3; RDASF17 p.26", "V" {
        Domicile = "domicile", "vit au domicile";
        Dvh = "dvh", "vient en droit de visite et d'hébergement";
    }

    /// Contacts of an évaluation (CASF D226-2-6).
    Contact = "CONTACT", "CASF D226-2-6", "V" {
        RencontreDomicile = "rencontre_domicile", "rencontre au domicile";
        RencontreService = "rencontre_service", "rencontre au service";
        EnfantSeul = "enfant_seul", "enfant rencontré sans les titulaires de l'autorité parentale";
        Telephone = "telephone", "échange téléphonique";
        Professionnel = "professionnel", "avis d'un professionnel";
    }

    /// Why the évaluation is prevented.
    MotifEmpechement = "MOTIF_EMPECHEMENT", "CASF D226-2-6 II", "V" {
        Refus = "refus", "refus des titulaires de l'autorité parentale";
        EnfantNonRencontre = "enfant_non_rencontre", "enfant impossible à rencontrer";
        Demenagement = "demenagement", "déménagement";
        AdresseInconnue = "adresse_inconnue", "adresse inconnue";
    }

    /// Conclusion of an évaluation.
    Conclusion = "CONCLUSION", "CASF D226-2-7", "S" {
        Danger = "danger", "danger";
        RisqueDeDanger = "risque_de_danger", "risque de danger";
        NiDangerNiRisque = "ni_danger_ni_risque", "ni danger ni risque de danger";
    }

    /// What is decided for one child.
    GenreSuite = "SUITE", "annexe 2-8 CASF (SUITEVAL), complétée par l'application", "O" {
        SansSuite = "sans_suite", "sans suite";
        SansSuiteAvecOrientation = "sans_suite_avec_orientation", "sans suite, avec orientation";
        AideAdministrative = "aide_administrative", "aide administrative", "1";
        TransmissionParquet = "transmission_parquet", "transmission au parquet", "2";
        PoursuiteMesure = "poursuite_mesure", "poursuite de la mesure en cours", "3";
        ModificationMesure = "modification_mesure", "modification de la mesure", "4";
        Transfert = "transfert", "transfert à un autre Département";
        SansObjet = "sans_objet", "sans objet";
    }

    /// Why a decision has no object any more.
    MotifSansObjet = "MOTIF_SANS_OBJET", "liste de l'application, d'après la pratique des CRIP", "M" {
        Majorite = "majorite", "majorité";
        Deces = "deces", "décès";
        HorsCompetence = "hors_competence", "hors compétence";
    }

    /// Why a suite is revised.
    MotifRevision = "MOTIF_REVISION", "liste de l'application, d'après la pratique des CRIP", "M" {
        RefusDesTitulaires = "refus_des_titulaires", "refus des titulaires de l'autorité parentale";
        FaitsNouveaux = "faits_nouveaux", "faits nouveaux";
        RetourParquet = "retour_parquet", "retour du parquet";
    }

    /// Quality of the one who decides.
    QualiteDecideur = "QUALITE_DECIDEUR", "liste de l'application : délégations de signature et astreintes", "M" {
        President = "president", "président du conseil départemental";
        DelegueCrip = "delegue_crip", "cadre de la CRIP, par délégation";
        ResponsableDelegation = "responsable_delegation", "responsable de délégation territoriale, par délégation";
        CadreAstreinte = "cadre_astreinte", "cadre d'astreinte, par délégation";
    }

    /// Nature of a measure: the legal kind, whatever its local label.
    NatureMesure = "NATURE_MESURE", "annexe 2-8 CASF (NATPDECADM, NATDECASSED, TYPINTERDOM, TYPDECJUD), complétée par l'application", "O" {
        Aed = "aed", "action éducative à domicile", "NATPDECADM 10";
        AedRenforcee = "aed_renforcee", "action éducative à domicile renforcée", "NATPDECADM 10";
        Tisf = "tisf", "intervention d'un TISF", "NATPDECADM 10";
        Aesf = "aesf", "accompagnement en économie sociale et familiale", "NATPDECADM 10";
        AccueilDeJour = "accueil_de_jour", "accueil de jour", "NATPDECADM 11";
        Accueil72h = "accueil_72h", "accueil de 72 heures", "NATPDECADM 12";
        Recueil5Jours = "recueil_5_jours", "recueil provisoire de 5 jours", "NATPDECADM 13";
        AccueilProvisoire = "accueil_provisoire", "accueil provisoire", "NATPDECADM 14";
        Pupille = "pupille", "pupille de l'État", "NATPDECADM 15";
        AccueilParentEnfant = "accueil_parent_enfant", "accueil parent-enfant", "NATPDECADM 16";
        AccueilDurableBenevole = "accueil_durable_benevole", "accueil durable et bénévole";
        ContratJeuneMajeur = "contrat_jeune_majeur", "accompagnement jeune majeur";
        Mjie = "mjie", "mesure judiciaire d'investigation éducative", "NATDECASSED 14";
        Aemo = "aemo", "action éducative en milieu ouvert", "NATDECASSED 15";
        AemoRenforcee = "aemo_renforcee", "action éducative en milieu ouvert renforcée ou intensifiée", "TYPDECJUD 6";
        AemoHebergement = "aemo_hebergement", "action éducative en milieu ouvert avec hébergement", "NATDECASSED 16";
        Mjagbf = "mjagbf", "mesure judiciaire d'aide à la gestion du budget familial", "NATDECASSED 19";
        OppParquet = "opp_parquet", "ordonnance de placement provisoire du parquet", "NATDECASSED 17";
        OppJuge = "opp_juge", "ordonnance de placement provisoire du juge", "NATDECASSED 17";
        PlacementAse = "placement_ase", "placement à l'aide sociale à l'enfance", "NATDECASSED 17";
        PlacementDirect = "placement_direct", "placement direct en établissement ou service", "NATDECASSED 18";
        TiersDigneDeConfiance = "tiers_digne_de_confiance", "tiers digne de confiance ou membre de la famille";
        AutreParent = "autre_parent", "remise à l'autre parent";
        DelegationAutoriteParentale = "delegation_autorite_parentale", "délégation d'autorité parentale";
        Tutelle = "tutelle", "tutelle déférée au Département";
    }

    /// Who ordered or decided.
    Autorite = "AUTORITE", "liste de l'application", "M" {
        JugeDesEnfants = "juge_des_enfants", "juge des enfants";
        Procureur = "procureur", "procureur de la République";
        President = "president_du_conseil_departemental", "président du conseil départemental";
        JugeAuxAffairesFamiliales = "juge_aux_affaires_familiales", "juge aux affaires familiales";
        CourDAppel = "cour_d_appel", "cour d'appel";
    }

    /// Who may consent to an administrative measure.
    Titulaire = "TITULAIRE", "CASF L223-2", "O" {
        Mere = "mere", "mère";
        Pere = "pere", "père";
        Tuteur = "tuteur", "tuteur";
        AutreTitulaire = "autre_titulaire", "autre titulaire de l'autorité parentale";
        JeuneMajeur = "jeune_majeur", "le jeune majeur";
    }

    /// Why a measure waits.
    MotifAttente = "MOTIF_ATTENTE", "liste de l'application ; schéma 2025-2029 de la Charente-Maritime (référent liste d'attente)", "S" {
        DefautDePlace = "defaut_de_place", "défaut de place";
        DefautDePersonnel = "defaut_de_personnel", "défaut de personnel";
        FamilleInjoignable = "famille_injoignable", "famille injoignable";
        Autre = "autre", "autre";
    }

    /// Why a measure is suspended.
    MotifSuspension = "MOTIF_SUSPENSION", "liste de l'application", "M" {
        DecisionJudiciaire = "decision_judiciaire", "décision judiciaire";
        Hospitalisation = "hospitalisation", "hospitalisation";
        Fugue = "fugue", "fugue";
        Incarceration = "incarceration", "incarcération";
    }

    /// Why a measure ends.
    MotifFin = "MOTIF_FIN", "annexe 2-8 CASF MOTIFININT, MOTIFML", "O" {
        Echeance = "echeance", "échéance", "MOTIFININT 1";
        AbsenceDeDanger = "absence_de_danger", "absence de danger", "10";
        ImpossibiliteDExercer = "impossibilite_d_exercer", "impossibilité d'exercer", "11";
        DemenagementAnnonce = "demenagement_annonce", "déménagement annoncé", "12";
        SansLaisserDAdresse = "sans_laisser_d_adresse", "parti sans laisser d'adresse", "13";
        Adoption = "adoption", "adoption", "14";
        Majorite = "majorite", "majorité", "15";
        Emancipation = "emancipation", "émancipation", "16";
        MesureJeuneMajeur = "mesure_jeune_majeur", "mesure jeune majeur", "17";
        Deces = "deces", "décès", "18";
        Remplacement = "remplacement", "remplacée par une autre mesure";
        RefusDesTitulaires = "refus_des_titulaires", "retrait de l'accord des titulaires";
        Autre = "autre", "autre", "19";
        NeSaitPas = "ne_sait_pas", "ne sait pas", "99";
    }

    /// Situation after a measure.
    SituationApres = "SITUATION_APRES", "annexe 2-8 CASF SITAPML", "O" {
        Retour = "retour", "retour en famille", "1";
        Autonomie = "autonomie", "autonomie", "2";
        Incarceration = "incarceration", "incarcération", "3";
        Autre = "autre", "autre", "4";
        NeSaitPas = "ne_sait_pas", "ne sait pas", "9";
    }

    /// Kind of place of accueil.
    LieuAccueil = "LIEU_ACCUEIL", "annexe 2-8 CASF LIEUACC/LIEUPLAC; local groups of SCH17", "O" {
        AssistantFamilial = "assistant_familial", "assistant familial", "1";
        Mecs = "mecs", "maison d'enfants à caractère social", "2";
        FoyerDeLEnfance = "foyer_de_l_enfance", "foyer de l'enfance", "2";
        Pouponniere = "pouponniere", "pouponnière", "3";
        ParentEnfant = "parent_enfant", "centre parental ou parent-enfant", "4";
        VillageDEnfants = "village_d_enfants", "village d'enfants", "8";
        LieuDeVie = "lieu_de_vie", "lieu de vie et d'accueil", "9";
        EtablissementMedicoSocial = "etablissement_medico_social", "établissement sanitaire ou médico-social", "10";
        HebergementAutonome = "hebergement_autonome", "hébergement autonome (FJT, foyer d'étudiants, location)", "6";
        InternatScolaire = "internat_scolaire", "internat scolaire", "13";
        TiersDigneDeConfiance = "tiers_digne_de_confiance", "tiers digne de confiance, famille", "5";
        TiersBenevole = "tiers_benevole", "accueillant durable et bénévole", "5";
        FamilleAdoptante = "famille_adoptante", "famille adoptante", "5";
        DomicileParents = "domicile_parents", "domicile des parents (PEAD)", "12";
        Hotel = "hotel", "hôtel", "19";
        Autre = "autre", "autre", "19";
    }

    /// Why the place changes.
    MotifChangementLieu = "MOTIF_CHANGEMENT_LIEU", "liste de l'application, d'après CASF, art. L223-3", "M" {
        InteretDeLEnfant = "interet_de_l_enfant", "intérêt de l'enfant";
        ManqueDePlace = "manque_de_place", "manque de place";
        DecisionDuJuge = "decision_du_juge", "décision du juge";
        FinDAgrement = "fin_d_agrement", "départ ou fin d'agrément de l'accueillant";
        Autre = "autre", "autre";
    }

    /// Why an episode of accueil ends.
    MotifSortie = "MOTIF_SORTIE", "annexe 2-8 CASF MOTIFML, SITAPML", "O" {
        RetourEnFamille = "retour_en_famille", "retour en famille";
        FinDeMesure = "fin_de_mesure", "fin de la mesure";
        Majorite = "majorite", "majorité";
        AutreDepartement = "autre_departement", "prise en charge par un autre Département";
        Deces = "deces", "décès";
        Autre = "autre", "autre";
    }

    /// An absence during an accueil.
    Absence = "ABSENCE", "liste de l'application", "M" {
        Fugue = "fugue", "fugue";
        Hospitalisation = "hospitalisation", "hospitalisation";
        Detention = "detention", "détention";
        Sejour = "sejour", "séjour, vacances";
    }

    /// Who signs a PPE.
    Signataire = "SIGNATAIRE", "CASF D223-12 s.", "S" {
        President = "president", "président du conseil départemental ou délégué";
        Mere = "mere", "mère";
        Pere = "pere", "père";
        Tuteur = "tuteur", "tuteur";
        Mineur = "mineur", "le mineur";
        Service = "service", "service qui accompagne";
    }

    /// Why a file is erased: each says whose decision it takes.
    MotifEffacement = "MOTIF_EFFACEMENT", "liste de l'application, d'après RGPD, art. 17 § 1, et C. patr., art. L212-2 et L212-3", "M" {
        TermeDeConservation = "terme_de_conservation", "terme de la conservation, élimination visée par les archives";
        DroitALEffacement = "droit_a_l_effacement", "droit à l'effacement reconnu à la personne";
        TraitementIllicite = "traitement_illicite", "données enregistrées sans en avoir le droit";
        DecisionDeJustice = "decision_de_justice", "décision de justice";
    }

    /// What a key is the key of.
    NatureSujet = "NATURE_SUJET", "liste de l'application", "M" {
        Enfant = "enfant", "ce qui n'est que de l'enfant";
        Information = "information", "récit d'une information";
        Evaluation = "evaluation", "écrits d'une évaluation";
        Expediteur = "expediteur", "expéditeur d'une information";
    }

    /// State of an information, derived.
    EtatInformation = "ETAT_INFORMATION", "liste de l'application", "M" {
        ATraiter = "a_traiter", "pas encore analysée";
        AMandater = "a_mandater", "qualifiée, en attente de mandat";
        EnEvaluation = "en_evaluation", "en évaluation";
        ADecider = "a_decider", "rapport remis, en attente de décision";
        Decidee = "decidee", "décidée";
        NonQualifiee = "non_qualifiee", "non qualifiée (niveau 1)";
        SignaleeSansEvaluation = "signalee_sans_evaluation", "signalée au parquet sans évaluation";
        Rattachee = "rattachee", "rattachée";
        Doublon = "doublon", "doublon";
        Transferee = "transferee", "transférée";
        Retiree = "retiree", "retirée (saisie sur un autre enfant)";
    }

    /// State of an évaluation, derived.
    EtatEvaluation = "ETAT_EVALUATION", "liste de l'application", "M" {
        Mandatee = "mandatee", "mandatée";
        EnCours = "en_cours", "en cours";
        Empechee = "empechee", "empêchée";
        RapportRemis = "rapport_remis", "rapport remis";
        ComplementDemande = "complement_demande", "complément demandé";
        EnCommission = "en_commission", "rapport présenté en commission";
        Decidee = "decidee", "décidée";
    }

    /// State of a measure, derived at a date.
    EtatMesure = "ETAT_MESURE", "liste de l'application", "M" {
        Inconnue = "inconnue", "décision non encore enregistrée";
        Preconisee = "preconisee", "préconisée, sans décision connue";
        EffetDiffere = "effet_differe", "ordonnée, à effet différé";
        Ordonnee = "ordonnee", "ordonnée ou décidée";
        Recue = "recue", "reçue par l'ASE";
        Attribuee = "attribuee", "attribuée";
        EnAttente = "en_attente", "en attente";
        Effective = "effective", "effective";
        Suspendue = "suspendue", "suspendue";
        Echue = "echue", "échue sans décision";
        Levee = "levee", "levée";
        Terminee = "terminee", "terminée";
    }

    /// Whether a freeze of the data is final.
    StatutArrete = "STATUT_ARRETE", "liste de l'application", "M" {
        Provisoire = "provisoire", "provisoire";
        Definitif = "definitif", "définitif";
    }

    /// For whom a report is made: what is published hides small numbers.
    Diffusion = "DIFFUSION", "liste de l'application ; CASF, art. D226-3-4", "M" {
        Interne = "interne", "document interne";
        Publication = "publication", "publication";
    }

    /// The forms in which a report is issued.
    FormeDeRapport = "FORME_DE_RAPPORT", "liste de l'application", "M" {
        Json = "json", "données (JSON canonique)";
        Csv = "csv", "tableau (CSV)";
        Xlsx = "xlsx", "classeur (XLSX)";
        Pdf = "pdf", "document imprimable (PDF)";
        Manifeste = "manifeste", "manifeste signé";
    }
}
