-- A row of receipts that is of this answer.
SELECT * FROM receipts WHERE source_file = $file AND source_row = $row
