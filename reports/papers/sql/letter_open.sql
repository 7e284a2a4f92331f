-- What of one grower's findings is left out while nobody can say what reached workers, and the workers' money that waits:
-- what was never shared out, each cent once, however many findings are about it.
SELECT COUNT(*) AS findings, (
    SELECT CAST(SUM(distributable_cents) AS BIGINT) FROM origins WHERE grower_id = $grower AND landed_period IS NULL
) AS waiting_cents
FROM letter_findings
WHERE grower_id = $grower AND of_pools AND NOT $sure
