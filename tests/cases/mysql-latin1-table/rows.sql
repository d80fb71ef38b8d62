INSERT INTO notes VALUES (1, 'é'), (2, 'ß');
