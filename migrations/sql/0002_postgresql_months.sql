-- No command switches reopening on, so nothing may: a flag that raw SQL can set is no lock.

UPDATE book SET reopening=0 WHERE reopening<>0

DROP TRIGGER book_sealed ON book

CREATE TRIGGER book_sealed BEFORE UPDATE ON book FOR EACH STATEMENT EXECUTE FUNCTION wxzj_deny('sealed')

CREATE FUNCTION wxzj_book_reopening() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$ BEGIN
  IF NEW.reopening<>0 THEN PERFORM wxzj_refuse('reopening_off','a book begins with reopening off'); END IF;
  RETURN NEW;
END$$

CREATE TRIGGER book_reopening BEFORE INSERT ON book FOR EACH ROW EXECUTE FUNCTION wxzj_book_reopening()
