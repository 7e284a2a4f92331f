-- What the checks found, row by row of evidence, with the finding's name: the same facts have the same name on any machine
-- and engine (contract, section 10). The amount is not part of the name: a finding that grows is still the same finding.
SELECT
    fingerprint(
        name_part(t.program_id) || '|' || f.kind || '|' || name_part(f.buyer_id) || '|' || name_part(f.grower_id) || '|'
        || name_part(f.worker_id) || '|' || name_part(f.period) || '|' || name_part(f.ref)
    ) AS finding_id,
    f.*
FROM found f
CROSS JOIN terms t
