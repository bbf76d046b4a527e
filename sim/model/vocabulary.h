#pragma once

#include "io/study_plan.h"

namespace resettle {

/// The names a study may use for outcomes, subgroups and recorded person columns.
StudyVocabulary study_vocabulary();

}  // namespace resettle
