-- A row of standing that is of this answer.
SELECT * FROM standing WHERE source_file = $file AND source_row = $row
