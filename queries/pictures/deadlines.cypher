// 有完成时限的举措 / Measures with a deadline
MATCH way = (measure:Measure)-[:DUE]->(deadline:Deadline)
RETURN way ORDER BY deadline.to, measure.uri, deadline.uri LIMIT 25
