import ctypes

# The interpreter itself finds its state broken.
ctypes.pythonapi.Py_FatalError.argtypes = [ctypes.c_char_p]
ctypes.pythonapi.Py_FatalError(b"deallocating None")
