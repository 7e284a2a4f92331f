-- The origins that landed in a pool, each with the share of it that may be kept.
SELECT o.period, o.landed_period, o.pool_cents, o.retained_cents, o.distributable_cents, o.deadline,
    t.retention_num, t.retention_den, t.pool AS pool_kind
FROM origins o CROSS JOIN terms t
WHERE o.grower_id = $grower AND o.landed_period = $period
ORDER BY o.period
