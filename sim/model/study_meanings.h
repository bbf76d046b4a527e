#pragma once

#include "io/file_schema.h"

namespace resettle {

/// What the names mean that a study may use: those of study_vocabulary().
StudyMeanings study_meanings();

}  // namespace resettle
