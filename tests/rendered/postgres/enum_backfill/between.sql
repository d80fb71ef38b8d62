UPDATE t SET s = 'new', word = 'sent', added = 'new' WHERE 'open' IN (s, word, added);
