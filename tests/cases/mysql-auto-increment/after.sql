CREATE TABLE added (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(20) NOT NULL);
CREATE TABLE dropped (name varchar(20) NOT NULL);
CREATE TABLE stopped (id int NOT NULL PRIMARY KEY, name varchar(20) NOT NULL);
CREATE TABLE kept (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(30) NOT NULL);
