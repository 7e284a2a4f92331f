-- The weeks in which anybody reported payroll, and the period that each belongs to; the newest comes first.
SELECT DISTINCT week, period FROM weeks ORDER BY week DESC
