-- Output: what a worker earned in a pay period against the minimum wage, and the premium beside it (contract, section 9).
-- hours_e4 × hourly_e4 is in 10^-8 dollars; a cent is 10^6 of them.
SELECT
    w.grower_id, w.worker_id, w.period_start, w.period_end, w.earned_cents,
    mul_round(w.hours_e4, w.hourly_e4, 1000000) AS required_cents,
    COALESCE(p.premium_cents, 0) AS premium_cents
FROM floored_weeks w
LEFT JOIN premium_by_check p
    ON p.grower_id = w.grower_id AND p.worker_id = w.worker_id
    AND p.period_start = w.period_start AND p.period_end = w.period_end
WHERE w.hourly_e4 IS NOT NULL
