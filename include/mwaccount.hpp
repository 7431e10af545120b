// Declares the functions of mwaccount.h with C linkage, for C++. mwaccount.h includes this file in C++,
// so programs may include either.
#ifndef MWACCOUNT_HPP
#define MWACCOUNT_HPP
#include <cstddef>
#include <cstdint>
extern "C" {
#include "mwaccount.h"
}
#endif
