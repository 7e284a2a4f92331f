-- One row: the sums of the answer, worked out when the run was indexed.
SELECT * FROM answer
