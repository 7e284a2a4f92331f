-- A worker picked by the piece, and no hour was recorded: the minimum wage cannot be checked.
-- Per worker and pay period (contract, sections 9 and 10).
WITH picked AS (
    SELECT grower_id, worker_id, period_start, period_end
    FROM questioned_lines
    WHERE kind = 'piece'
    GROUP BY grower_id, worker_id, period_start, period_end
    HAVING SUM(units_e4) > 0
)
SELECT 'grower' AS answers, NULL AS buyer_id, w.grower_id, w.worker_id, NULL AS period,
    CAST(w.period_start AS STRING) || '|' || CAST(w.period_end AS STRING) AS ref,
    NULL AS amount_cents, NULL AS quantity, l.source_file, l.source_row
FROM worker_weeks w
JOIN picked p ON p.grower_id = w.grower_id AND p.worker_id = w.worker_id
    AND p.period_start = w.period_start AND p.period_end = w.period_end
JOIN questioned_lines l ON l.grower_id = w.grower_id AND l.worker_id = w.worker_id
    AND l.period_start = w.period_start AND l.period_end = w.period_end
    AND l.kind <> 'premium'
WHERE w.hours_e4 = 0
