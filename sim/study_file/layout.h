#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "io/labelled_file.h"
#include "io/study_plan.h"

namespace resettle {

/// Format version of the study files that are written; documented in sim/FILE_FORMAT.md.
inline constexpr std::int32_t kFormatVersion = 4;
/// The oldest that is read, extended and merged as well. Of version 2 the seal lies elsewhere;
/// versions before 4 have no draws.
inline constexpr std::int32_t kOldestFormatVersion = 2;

/// How the values lie in the file; whoever makes the layout, packs or reads needs to know.
namespace study_layout {
inline constexpr int kDeflate = 1;  ///< faster levels cost no more space on these data
inline constexpr std::size_t kPersonsPerChunk = 4096;
inline constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();
inline constexpr std::uint8_t kNotCounted = 0;
// The background of a person whom the replicate does not have; also attribute _FillValue.
inline constexpr std::uint8_t kNoCode = 255;
inline constexpr std::int16_t kNoAge = -1;
inline constexpr std::int32_t kNoDay = std::numeric_limits<std::int32_t>::min();
}  // namespace study_layout

/// Lengths of the dimensions of a study file. They follow from the plan alone and do not depend on
/// the number of replicates, so that parts of a study and its extensions fit together.
struct StudyShape {
  explicit StudyShape(const StudyPlan& plan);

  std::size_t persons;  ///< at least those of any recorded replicate
  std::size_t months;
  std::vector<std::string> subgroups;
  std::vector<std::string> gain_groups;
};

/// Whether a variable on these has values of every replicate.
bool is_result(const std::vector<std::string>& dimensions);

/// All results of a study file, as "group/variable": what is there for every arm and replicate, and
/// the background of recorded persons.
std::vector<std::string> results_of(const LabelledFile& file);

/// Opens a result by that name. Errors: InputError with the nearest name if there is none.
Variable result_in(const LabelledFile& file, const std::string& result);

/// Where a chunk of a result lies: the arm's and the replicate's position in the file; `first` is
/// its first person where there are several chunks. The background of persons has no arm. Errors:
/// InputError if it has fewer dimensions than a result has.
Shape chunk_place(const Variable& result, std::size_t arm, std::size_t replicate,
                  std::size_t first);

}  // namespace resettle
