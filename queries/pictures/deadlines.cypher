// 有完成时限的举措 / Measures with a deadline
MATCH way = (:Measure)-[:DUE]->(:Deadline)
RETURN way LIMIT 25
