#pragma once

#include <string>
#include <vector>

#include "io/labelled_file.h"
#include "study_file/layout.h"
#include "study_file/study_source.h"

namespace resettle {

/// What a study file says about itself before any result is in it.
struct StudyHead {
  const StudySource& source;
  const StudyPlan& plan;
  StudyShape shape;
  std::vector<int> replicates;  ///< in ascending order; a part of a study has some of them
};

/// Makes the groups, coordinates and empty variables of a study file.
void add_labels(LabelledFile& file, const StudyHead& head);

/// What was drawn of the parameters, if anything was.
void add_draws(LabelledFile& file, const StudyHead& head);

/// How the file came about: inputs, settings, version.
void add_provenance(LabelledFile& file, const StudyHead& head);

}  // namespace resettle
