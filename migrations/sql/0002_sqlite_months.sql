-- No command switches reopening on, so nothing may: a flag that raw SQL can set is no lock.

UPDATE book SET reopening=0 WHERE reopening<>0

DROP TRIGGER book_update

CREATE TRIGGER book_update BEFORE UPDATE ON book BEGIN SELECT RAISE(ABORT,'wxzj:sealed a book never changes'); END

CREATE TRIGGER book_reopening BEFORE INSERT ON book WHEN NEW.reopening<>0
  BEGIN SELECT RAISE(ABORT,'wxzj:reopening_off a book begins with reopening off'); END
