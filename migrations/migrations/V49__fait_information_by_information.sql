-- The queue looks for the children of each situation that is open, and of no other.

create index fait_information_objet on projections.fait_information (log_id, information);
