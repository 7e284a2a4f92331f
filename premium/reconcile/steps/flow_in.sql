-- The first half of the way from due to reached: what was due, what came in, and what leaked or was added between.
-- `item` names a station ('station') or what lies between two ('leak': negative takes away); `answers` as in findings.
WITH placed AS (
    SELECT l.*, t.as_of > days_after(period_last(l.period, t.pool), t.buyer_pays_within_days) AS past_terms
    FROM ledger l CROSS JOIN terms t
),
sums AS (
    SELECT
        SUM(due_cents) AS due,
        SUM(CASE WHEN money_in_cents IS NULL THEN due_cents END) AS unknown,
        SUM(CASE WHEN outstanding_cents > 0 AND past_terms THEN outstanding_cents END) AS unpaid,
        SUM(CASE WHEN outstanding_cents > 0 AND NOT past_terms THEN outstanding_cents END) AS not_yet,
        SUM(CASE WHEN outstanding_cents < 0 THEN -outstanding_cents END) AS beyond,
        SUM(CASE WHEN due_cents IS NULL THEN money_in_cents END) AS undeclared,
        SUM(money_in_cents) AS money_in
    FROM placed
)
SELECT 10 AS place, 'due' AS item, 'station' AS kind, CAST(due AS BIGINT) AS amount_cents, NULL AS answers FROM sums
UNION ALL SELECT 11, 'unpaid', 'leak', CAST(-unpaid AS BIGINT), 'buyer' FROM sums
UNION ALL SELECT 12, 'not_yet_payable', 'leak', CAST(-not_yet AS BIGINT), 'none' FROM sums
UNION ALL SELECT 13, 'nobody_said_paid', 'leak', CAST(-unknown AS BIGINT), 'none' FROM sums
UNION ALL SELECT 14, 'paid_beyond_due', 'leak', CAST(beyond AS BIGINT), 'none' FROM sums
UNION ALL SELECT 15, 'paid_without_purchases', 'leak', CAST(undeclared AS BIGINT), 'none' FROM sums
UNION ALL SELECT 20, 'paid', 'station', CAST(money_in AS BIGINT), NULL FROM sums
