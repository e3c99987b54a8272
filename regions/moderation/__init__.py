"""From a draft to a published record: cases, decisions with reasons, duplicates."""
