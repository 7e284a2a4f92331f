-- One grower's findings that the grower answers, by kind: how many, how much, and the article that the program puts them
-- under. The gravest class comes first; what no article is about comes last.
SELECT kind, article, class, title, remedy, remedy_days, COUNT(*) AS findings, COUNT(amount_cents) AS amounts,
    CAST(SUM(amount_cents) AS BIGINT) AS amount_cents, COUNT(DISTINCT worker_id) AS workers
FROM findings
WHERE answers = 'grower' AND grower_id = $grower
GROUP BY kind, article, class, title, remedy, remedy_days
ORDER BY CASE class WHEN 'zero-tolerance' THEN 1 WHEN 'serious' THEN 2 WHEN 'process' THEN 3 ELSE 4 END,
    article NULLS LAST, abs(SUM(amount_cents)) DESC NULLS LAST, kind
