-- What became of an AED among the suites of a decision: proposed, and refused by the holders of authority. Rows of before say
-- nothing of it until the facts are rebuilt.

alter table projections.fait_decision add column aed_proposee boolean not null default false;
alter table projections.fait_decision add column aed_refusee_le date;

comment on column projections.fait_decision.aed_proposee is 'An AED was among the suites taken.';
comment on column projections.fait_decision.aed_refusee_le is 'The holders refused it that day, and no AED holds any more.';
