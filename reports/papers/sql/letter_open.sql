-- What of one grower's findings is left out while nobody can say what reached workers, and the workers' money that waits:
-- no pool of theirs is shared out then, and each cent counts once, however many findings are about it.
SELECT COUNT(*) AS findings, (
    SELECT CAST(SUM(distributable_cents) AS BIGINT) FROM origins WHERE grower_id = $grower
) AS waiting_cents
FROM letter_findings
WHERE grower_id = $grower AND of_pools AND NOT $sure
