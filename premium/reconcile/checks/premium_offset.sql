-- A worker earned less than the minimum wage for the hours of a pay period, and the premium was used to make it up.
-- Per worker and pay period; the amount is what the wages lack: the premium never counts (contract, sections 9 and 10).
SELECT 'grower' AS answers, NULL AS buyer_id, w.grower_id, w.worker_id, NULL AS period,
    CAST(w.period_start AS STRING) || '|' || CAST(w.period_end AS STRING) AS ref,
    w.required_cents - w.earned_cents AS amount_cents, NULL AS quantity, l.source_file, l.source_row
FROM wages w
JOIN questioned_lines l ON l.grower_id = w.grower_id AND l.worker_id = w.worker_id
    AND l.period_start = w.period_start AND l.period_end = w.period_end
WHERE w.earned_cents < w.required_cents AND w.earned_cents + w.premium_cents >= w.required_cents
