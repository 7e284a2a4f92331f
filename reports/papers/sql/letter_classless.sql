-- The growers none of whose wage lines says its class of work: of each of them, as of a whole run that is so, nobody can
-- say whose work qualifies.
SELECT grower_id
FROM payroll
WHERE kind IN ('piece', 'hourly', 'overtime', 'makeup', 'other_wage')
GROUP BY grower_id
HAVING COUNT(*) FILTER (WHERE job_class <> '') = 0
ORDER BY grower_id
