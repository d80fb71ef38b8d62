INSERT INTO parcel VALUES (1, '{[1,2),[5,8)}');
