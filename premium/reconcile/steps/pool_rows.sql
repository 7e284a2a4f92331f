-- Evidence: the rows behind a pool that fell short: the money that landed in it and the premium lines that count for it.
SELECT p.grower_id, p.period, r.source_file, r.source_row
FROM pools p
JOIN origins o ON o.grower_id = p.grower_id AND o.landed_period = p.period
JOIN origin_rows r ON r.grower_id = o.grower_id AND r.period = o.period
WHERE p.cause IS NOT NULL
UNION ALL
SELECT p.grower_id, p.period, l.source_file, l.source_row
FROM pools p
JOIN premium_pooled l ON l.grower_id = p.grower_id AND l.pool_period = p.period AND NOT l.is_duplicate
WHERE p.cause IS NOT NULL
