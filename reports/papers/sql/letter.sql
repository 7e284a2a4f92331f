-- One grower's findings that the grower answers, by kind: how many, of how many workers, in which periods (or pay periods),
-- and how much. What is above zero and what is below are summed apart: a sum of both would hide them in each other. The
-- gravest class comes first; what no article is about comes last. $sure: also what only pools tell.
SELECT kind, article, class, title, remedy, remedy_days, COUNT(*) AS findings, COUNT(amount_cents) AS amounts,
    CAST(SUM(amount_cents) FILTER (WHERE amount_cents > 0) AS BIGINT) AS above_cents,
    CAST(SUM(amount_cents) FILTER (WHERE amount_cents < 0) AS BIGINT) AS below_cents,
    COUNT(DISTINCT worker_id) AS workers, MIN(period) AS first_period, MAX(period) AS last_period,
    MIN(TRY_CAST(split_part(ref, '|', 1) AS DATE)) FILTER (WHERE period IS NULL) AS first_day,
    MAX(TRY_CAST(split_part(ref, '|', 2) AS DATE)) FILTER (WHERE period IS NULL) AS last_day
FROM letter_findings
WHERE grower_id = $grower AND ($sure OR NOT of_pools)
GROUP BY kind, article, class, title, remedy, remedy_days
ORDER BY CASE class WHEN 'zero-tolerance' THEN 1 WHEN 'serious' THEN 2 WHEN 'process' THEN 3 ELSE 4 END,
    article NULLS LAST, SUM(abs(amount_cents)) DESC NULLS LAST, kind
