-- How many pools were shared out, and how many periods' money waits for a payroll to be shared over.
SELECT
    (SELECT COUNT(*) FROM pools WHERE $grower IS NULL OR grower_id = $grower) AS pools,
    (
        SELECT COUNT(*) FROM origins
        WHERE landed_period IS NULL AND pool_cents > 0 AND ($grower IS NULL OR grower_id = $grower)
    ) AS not_shared
