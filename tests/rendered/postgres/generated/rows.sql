SELECT a, wider, other, settles, starts FROM t ORDER BY a;
