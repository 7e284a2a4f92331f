-- A row of payments that is of this answer.
SELECT * FROM payments WHERE source_file = $file AND source_row = $row
