// mwaccount.h for C++, with the linkage of C. Including either header is the same.
#ifndef MWACCOUNT_HPP
#define MWACCOUNT_HPP
#include <cstddef>
#include <cstdint>
extern "C" {
#include "mwaccount.h"
}
#endif
