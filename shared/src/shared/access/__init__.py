"""Who is asking, and whether they may. One law: no route answers anybody it has not declared."""
