INSERT INTO goods (state, price, place, valid, code) VALUES ('glad', 3, '(Main,1)', '[1,5)', 'x');
INSERT INTO shop.orders (good) VALUES (1);
