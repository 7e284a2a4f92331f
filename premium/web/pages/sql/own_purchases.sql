-- A row of purchases that is of this answer.
SELECT * FROM purchases WHERE source_file = $file AND source_row = $row
