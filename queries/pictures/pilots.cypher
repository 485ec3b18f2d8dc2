// 正在试点的举措及其区域、机制 / Pilots, with their regions and mechanisms
MATCH way = (measure:Measure)-[:STAGE]->(stage:Stage)
WHERE stage.name IN ['试点', '探索']
WITH measure, way ORDER BY measure.order, measure.uri LIMIT 15
OPTIONAL MATCH there = (measure)-[:APPLIES_IN|USES_MECHANISM]->()
RETURN way, there
