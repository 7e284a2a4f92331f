-- A row of growers that is of this answer.
SELECT * FROM growers WHERE source_file = $file AND source_row = $row
