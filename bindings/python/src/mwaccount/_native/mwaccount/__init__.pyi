# What maturin makes of the C header and puts here together with the library.
from typing import Any

ffi: Any
lib: Any
