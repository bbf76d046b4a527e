#pragma once

#include "io/study_file.h"

namespace resettle {

/// The names a study file may use for outcomes, subgroups and recorded person columns.
StudyVocabulary study_vocabulary();

}  // namespace resettle
