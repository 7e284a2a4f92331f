-- How many findings are asked for, and by kind.
SELECT kind, COUNT(*) AS findings, COUNT(article) AS violations, CAST(SUM(amount_cents) AS BIGINT) AS amount_cents
FROM findings
WHERE ($kind IS NULL OR kind = $kind) AND ($grower IS NULL OR grower_id = $grower)
    AND ($answers IS NULL OR answers = $answers) AND ($period IS NULL OR period = $period)
    AND ($class IS NULL OR COALESCE(class, 'none') = $class)
GROUP BY kind
ORDER BY findings DESC, kind
