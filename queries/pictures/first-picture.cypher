// 第一张图：哪些区域在试什么机制 / First picture: which mechanisms are tried where
MATCH way = (region:Region)<-[:APPLIES_IN]-(measure:Measure)-[:USES_MECHANISM]->(mechanism:Mechanism)
RETURN way ORDER BY measure.order, measure.uri, region.uri, mechanism.uri LIMIT 10
