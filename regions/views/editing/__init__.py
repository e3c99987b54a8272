"""The pages on which people write records. All need somebody who is signed in."""
