-- A row of payroll that is of this answer.
SELECT * FROM payroll WHERE source_file = $file AND source_row = $row
