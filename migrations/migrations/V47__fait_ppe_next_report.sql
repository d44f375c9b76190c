-- Whether a report came after an edition is asked as of any day: the first one handed in after it tells, which the first
-- and the last of an évaluation do not when a third stands between. Rows of before say nothing of it until the facts are
-- rebuilt.

alter table projections.fait_ppe add column rapport_suivant_le date;

comment on column projections.fait_ppe.rapport_suivant_le is 'The first report of évaluation handed in after this edition.';

select chiffres.ouvrir('fait_ppe');
