"""What a profile would find before it is saved, and how to make it find more.

`reading` turns the values of a form into the engine's input, `preview` scores it once,
`breadth` says whether it is too broad, `proposals` what to add.
"""
