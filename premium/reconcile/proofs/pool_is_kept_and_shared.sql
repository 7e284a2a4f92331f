-- Each origin with a pool above zero is what may be kept and what is to be distributed, and neither is negative.
SELECT grower_id || ' ' || CAST(period AS STRING) AS place, pool_cents AS left_side,
    retained_cents + distributable_cents AS right_side
FROM origins
WHERE pool_cents > 0 AND (pool_cents <> retained_cents + distributable_cents OR retained_cents < 0
    OR distributable_cents < 0)
