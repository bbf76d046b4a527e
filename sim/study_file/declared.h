#pragma once

#include <string>
#include <vector>

#include "io/labelled_file.h"

// What a study file says of itself in several places must be the same in all of them, before
// anybody believes a number of arms or replicates in it.
//
// analysis/resettle/structure.py holds the same rule for Python.

namespace resettle {

/// Arms and replicates of a file, in its order.
struct Declared {
  std::vector<std::string> arms;
  std::vector<int> replicates;
};

/// Reads and checks them: every group has the same arms and replicates (of recorded persons the
/// first of them), there is a digest for each of their results, and the results that have one are
/// there. Errors: InputError with object and remedy.
Declared check_declared(const LabelledFile& file);

/// Draws of the whole study, besides the central values; 0 in files of versions without draws.
/// Errors: InputError if it is no such number.
int draws_in(const Group& provenance);

}  // namespace resettle
