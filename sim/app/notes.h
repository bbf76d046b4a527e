#pragma once

#include "study_file/study_source.h"

namespace resettle {

/// Says on standard error what is allowed in a study that was asked for, but may not be meant.
void print_notes(const AskedStudy& asked);

}  // namespace resettle
