-- One origin, whether or not it has landed.
SELECT o.*, t.as_of FROM origins o CROSS JOIN terms t WHERE o.grower_id = $grower AND o.period = $period
