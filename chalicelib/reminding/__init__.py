"""Who is reminded of what and when, and who hears of it when nobody answers. Pure: the caller keeps what was made."""
