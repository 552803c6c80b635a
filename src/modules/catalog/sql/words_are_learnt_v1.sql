-- words_are_learnt, version 1: the words of a product's name are known for corrections and suggestions at once.
--
-- Only new words are written, in their order, so that two imports at once never wait for each other in a circle.
-- How many products have a word, and that nobody has it any more, is counted by a task.
BEGIN
    INSERT INTO catalog_word (word, products)
    SELECT DISTINCT word, 1
    FROM changed CROSS JOIN LATERAL unnest(tsvector_to_array(to_tsvector('simple', catalog_fold(name)))) word
    WHERE length(word) BETWEEN 3 AND 40 AND NOT EXISTS (SELECT 1 FROM catalog_word known WHERE known.word = word.word)
    ORDER BY word
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END;
