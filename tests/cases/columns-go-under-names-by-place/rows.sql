INSERT INTO rooms (room, floor, label, size) VALUES (1, 10, 'a', 100), (2, 20, 'b', 200);
INSERT INTO desks (desk, room, colour, wood) VALUES (7, 1, 'red', 'oak'), (8, 2, 'blue', 'elm');
