CREATE VIRTUAL TABLE r USING rtree(id, x1, x2, y1, y2, +note text);
