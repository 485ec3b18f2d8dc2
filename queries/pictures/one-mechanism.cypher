// 最常见的机制出现在哪些举措和区域 / Where the mechanism of most measures is used
MATCH (mechanism:Mechanism)<-[:USES_MECHANISM]-(:Measure)
WITH mechanism, count(*) AS measures ORDER BY measures DESC, mechanism.name LIMIT 1
MATCH way = (mechanism)<-[:USES_MECHANISM]-(measure:Measure)
WITH measure, way ORDER BY measure.order, measure.uri LIMIT 15
OPTIONAL MATCH there = (measure)-[:APPLIES_IN]->(:Region)
RETURN way, there
