-- One row where the run knows the grower: by its records, its money, its pools or its findings.
SELECT 1 AS there FROM ledger WHERE grower_id = $grower
UNION SELECT 1 FROM entitlements WHERE grower_id = $grower
UNION SELECT 1 FROM findings WHERE grower_id = $grower
UNION SELECT 1 FROM payroll WHERE grower_id = $grower
UNION SELECT 1 FROM growers WHERE grower_id = $grower
