-- Output: the rows that prove each finding (contract, section 11).
SELECT DISTINCT finding_id, source_file, source_row FROM identified
