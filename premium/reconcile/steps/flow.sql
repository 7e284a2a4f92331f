-- The way from due to reached, as one picture has it: stations, and every leak between them by name with who answers.
SELECT place, item, kind, amount_cents, answers FROM flow_in WHERE kind = 'station' OR amount_cents <> 0
UNION ALL
SELECT place, item, kind, amount_cents, answers FROM flow_out WHERE kind = 'station' OR amount_cents <> 0
