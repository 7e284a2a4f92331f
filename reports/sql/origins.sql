-- Premium money that has not landed in a pay period: not shared out, or waiting for one. The largest comes first.
SELECT o.grower_id, o.period, o.pool_cents, o.retained_cents, o.distributable_cents, o.deadline,
    CASE WHEN o.pool_cents <= 0 THEN 'not_positive' WHEN t.as_of > o.deadline THEN 'stranded' ELSE 'waiting' END AS outcome,
    ROW_NUMBER() OVER (ORDER BY abs(o.pool_cents) DESC, o.grower_id, o.period) AS place
FROM origins o CROSS JOIN terms t
WHERE o.landed_period IS NULL AND o.pool_cents <> 0
