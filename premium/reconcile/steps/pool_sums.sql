-- The workers of a pool, added up. entitled_paid_cents is what the workers with a basis were paid (contract, section 7).
SELECT
    grower_id, period,
    CAST(SUM(reached_cents) AS BIGINT) AS reached_cents,
    CAST(SUM(short_cents) AS BIGINT) AS short_cents,
    CAST(SUM(excess_cents) AS BIGINT) AS excess_cents,
    CAST(SUM(CASE WHEN basis IS NOT NULL THEN paid_cents ELSE 0 END) AS BIGINT) AS entitled_paid_cents
FROM entitlements
GROUP BY grower_id, period
