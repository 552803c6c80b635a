"""The demo shop's content, of our own writing: goods, people, pictures and a past. Plain Python, no Django."""
