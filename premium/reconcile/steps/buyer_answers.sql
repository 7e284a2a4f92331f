-- What a buyer may be told of its own premium, with no worker in it (docs/decisions/0014-what-buyers-see.md). `part` is
-- 'ledger': due, in and outstanding by the period that the money is for; 'pool': its part of a pool, by the period that
-- the money landed in; or 'not_landed': its part of what has not been shared out, by the period that the money is for.
-- Where fewer than five workers have a share in a pool, what reached them is not told, nor anything that it could be
-- worked out from: reached, short and pending are all NULL, and so is the number of workers. What has not landed has no
-- worker: the workers' share of it is short once its deadline has passed, and pending until then.
WITH sharers AS (
    SELECT grower_id, period, COUNT(*) AS workers
    FROM entitlements
    WHERE entitled_cents > 0
    GROUP BY grower_id, period
),
placed AS (
    SELECT
        b.buyer_id, b.grower_id, b.period, b.pool_cents, b.retained_cents, b.distributable_cents, b.reached_cents,
        CASE WHEN t.as_of > p.deadline THEN b.short_cents ELSE 0 END AS short_cents,
        CASE WHEN t.as_of > p.deadline THEN 0 ELSE b.short_cents END AS pending_cents,
        s.workers,
        COALESCE(s.workers, 0) < 5 AS suppressed
    FROM passthrough b
    CROSS JOIN terms t
    JOIN pools p ON p.grower_id = b.grower_id AND p.period = b.period
    LEFT JOIN sharers s ON s.grower_id = b.grower_id AND s.period = b.period
)
SELECT
    buyer_id, grower_id, period, 'ledger' AS part, due_cents, money_in_cents, outstanding_cents,
    CAST(NULL AS BIGINT) AS pool_cents, CAST(NULL AS BIGINT) AS retained_cents, CAST(NULL AS BIGINT) AS distributable_cents,
    CAST(NULL AS BIGINT) AS reached_cents, CAST(NULL AS BIGINT) AS short_cents, CAST(NULL AS BIGINT) AS pending_cents,
    CAST(NULL AS BIGINT) AS workers, FALSE AS suppressed
FROM ledger
UNION ALL
SELECT
    buyer_id, grower_id, period, 'pool', NULL, NULL, NULL, pool_cents, retained_cents, distributable_cents,
    CASE WHEN suppressed THEN NULL ELSE reached_cents END,
    CASE WHEN suppressed THEN NULL ELSE short_cents END,
    CASE WHEN suppressed THEN NULL ELSE pending_cents END,
    CASE WHEN suppressed THEN NULL ELSE workers END,
    suppressed
FROM placed
UNION ALL
SELECT
    n.buyer_id, n.grower_id, n.period, 'not_landed', NULL, NULL, NULL, n.pool_cents, n.pool_cents - n.distributable_cents,
    n.distributable_cents, NULL,
    CASE WHEN t.as_of <= n.deadline THEN 0 ELSE n.distributable_cents END,
    CASE WHEN t.as_of <= n.deadline THEN n.distributable_cents ELSE 0 END,
    NULL, FALSE
FROM not_landed n
CROSS JOIN terms t
