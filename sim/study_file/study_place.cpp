#include "study_file/study_place.h"

#include <system_error>

#include <fmt/format.h>

#include "core/errors.h"
#include "io/database.h"
#include "io/output_file.h"
#include "study_file/progress_file.h"

namespace resettle {

namespace {

namespace fs = std::filesystem;

/// The database of the progress counts the whole path, also where a short one is given.
void check_length(const fs::path& study, const fs::path& progress, const std::string& elsewhere) {
  std::error_code ignored;  // of a folder that is gone nothing can be said
  const std::string whole = fs::absolute(progress, ignored).string();
  if (ignored || whole.size() <= Database::kLongestPath) return;
  const auto added = progress.string().size() - study.string().size();
  throw InputError({{study.string()},
                    "",
                    fmt::format("the path is too long: with its folders it has {} bytes where {} "
                                "are possible",
                                whole.size() - added, Database::kLongestPath - added),
                    "choose a folder that is nearer to the root, or shorter names: " + elsewhere});
}

}  // namespace

void check_study_place(const fs::path& study, const std::string& elsewhere) {
  const fs::path progress = ProgressFile::path_for(study);
  check_place(study, elsewhere);
  check_length(study, progress, elsewhere);
  std::error_code ignored;  // a progress that is not there is in nobody's way
  const auto type = fs::status(progress, ignored).type();
  if (type == fs::file_type::regular || type == fs::file_type::not_found ||
      type == fs::file_type::none) {
    return;
  }
  throw InputError({{progress.string()},
                    "",
                    "here the progress of the run is to be kept, and something lies here that is "
                    "no file",
                    "move it elsewhere, or " + elsewhere});
}

}  // namespace resettle
