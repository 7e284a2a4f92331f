-- What was found at a grower, by kind: the gravest class first.
SELECT kind, answers, class, article, COUNT(*) AS findings, CAST(SUM(amount_cents) AS BIGINT) AS amount_cents
FROM findings
WHERE grower_id = $grower AND ($period IS NULL OR period = $period)
GROUP BY kind, answers, class, article
ORDER BY CASE class WHEN 'zero-tolerance' THEN 1 WHEN 'serious' THEN 2 WHEN 'process' THEN 3 ELSE 4 END,
    abs(SUM(amount_cents)) DESC NULLS LAST, kind, answers
