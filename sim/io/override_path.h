#pragma once

#include <string>

#include "io/parameter_reader.h"

namespace resettle {

/// What to write instead of a path after --set that is no parameter's: its first parts may be
/// missing ("mentoring.coverage"), it may have further ones, other signs between its parts, or be
/// a section.
std::string remedy_for_path(const std::string& wrong, const CatalogueIndex& index);

}  // namespace resettle
