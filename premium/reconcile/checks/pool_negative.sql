-- An origin's pool is below zero: more was taken back than paid in. It distributes nothing and reduces no other.
-- Per origin; the program answers (contract, sections 5 and 10).
SELECT 'program' AS answers, NULL AS buyer_id, o.grower_id, NULL AS worker_id, o.period, NULL AS ref,
    o.pool_cents AS amount_cents, NULL AS quantity, r.source_file, r.source_row
FROM origins o
JOIN origin_rows r ON r.grower_id = o.grower_id AND r.period = o.period
WHERE o.pool_cents < 0
