-- A worker's pay period with hours and the minimum wage in force at the grower's place on its first day; hourly_e4 is NULL
-- where there is no place or no rate (contract, section 9).
SELECT w.grower_id, w.worker_id, w.period_start, w.period_end, w.earned_cents, w.hours_e4, g.place, m.hourly_e4
FROM worker_weeks w
LEFT JOIN grower_terms g ON g.grower_id = w.grower_id AND w.period_start BETWEEN g.from_date AND g.last_date
LEFT JOIN minimum_wages m ON m.place = g.place AND w.period_start BETWEEN m.from_date AND m.last_date
WHERE w.hours_e4 > 0
