"""How well matching does on a labelled file: read, found, judged and measured in memory, without AWS."""
