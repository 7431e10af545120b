# Types of the module that maturin generates from the C header and installs here with the library.
from typing import Any

ffi: Any
lib: Any
