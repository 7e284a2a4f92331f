-- Wage lines do not say what class of work they are for, so nobody can say whether they qualify.
-- Per worker and pay period; the amount is what those lines add up to (contract, sections 9 and 10).
WITH lines AS (
    SELECT *
    FROM questioned_lines
    WHERE kind <> 'premium' AND job_class = ''
),
weeks AS (
    SELECT grower_id, worker_id, period_start, period_end, CAST(SUM(amount_cents) AS BIGINT) AS classless_cents
    FROM lines
    GROUP BY grower_id, worker_id, period_start, period_end
)
SELECT 'grower' AS answers, NULL AS buyer_id, w.grower_id, w.worker_id, NULL AS period,
    CAST(w.period_start AS STRING) || '|' || CAST(w.period_end AS STRING) AS ref,
    w.classless_cents AS amount_cents, NULL AS quantity, l.source_file, l.source_row
FROM weeks w
JOIN lines l ON l.grower_id = w.grower_id AND l.worker_id = w.worker_id
    AND l.period_start = w.period_start AND l.period_end = w.period_end
