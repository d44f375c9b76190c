-- A figure asks for the deadlines of its rules, whichever they are: the index of four of them served those four, and the
-- answers owed to senders, one deadline in forty, were found by reading them all.

drop index projections.fait_echeance_au_juge;

create index fait_echeance_regle on projections.fait_echeance (log_id, regle, legale_le);
