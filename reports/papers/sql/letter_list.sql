-- One grower's findings that the grower answers, in the order of the letter; `due` follows from the day of the letter.
SELECT finding_id, kind, article, class, title, remedy, days_after($dated, remedy_days) AS due, worker_id, buyer_id,
    period, ref, amount_cents, quantity
FROM letter_findings
WHERE grower_id = $grower AND ($sure OR NOT of_pools)
ORDER BY CASE class WHEN 'zero-tolerance' THEN 1 WHEN 'serious' THEN 2 WHEN 'process' THEN 3 ELSE 4 END,
    article NULLS LAST, kind, abs(amount_cents) DESC NULLS LAST, finding_id
