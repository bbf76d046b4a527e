#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "io/input_files.h"
#include "io/study_plan.h"

namespace resettle {

/// Everything a study is made of: from it alone the same plan and the same results come again,
/// whatever became of the files since.
struct StudySource {
  std::filesystem::path file;  ///< study or scenario
  StudySettings settings;
  InputFiles inputs;  ///< every file that was read
};

/// A study as it was asked for.
struct AskedStudy {
  StudySource source;
  StudyPlan plan;
};

/// Reads a study from the user's files. Errors: as read_study.
AskedStudy ask_study(const std::filesystem::path& file, const StudySettings& settings);

/// The plan of a source, from the inputs it keeps. Errors: InputError if this version of the
/// program reads them otherwise.
StudyPlan plan_of(const StudySource& source);

/// The same with more replicates, draws and arms; what is 0 or empty stays. The number of
/// replicates is then as said: a `stop_when` no longer adds any. The overlays of new arms are read
/// from the user's files; the files they are based on must be those that the source keeps. Errors:
/// InputError.
AskedStudy extended(const StudySource& source, int replicates, int draws,
                    const std::vector<AddedArm>& arms);

/// The same with as many replicates in all as its `stop_when` takes.
StudySource continued(StudySource source, int replicates);

/// Those of all replicates of a study that part `part` of `parts` has (counting from 1):
/// neighbouring ones, parts as equal as possible.
std::vector<int> replicates_of_part(const std::vector<int>& all, int part, int parts);

/// "3/16" if these are the replicates of that part of a study with all those; "" if they are no
/// part or the whole. Another division may have the same part: 1/5 and 1/6 of eight are one
/// replicate.
std::string part_text(const std::vector<int>& replicates, const std::vector<int>& all);

/// "a part of a study: 5 of its 80 replicates (replicates 10 to 14; the first is 0)"; ""
/// if these are all.
std::string about_part(const std::vector<int>& replicates, const std::vector<int>& all);

/// "resettle run file --replicates 200 ...": the command that makes the study, or a part of it
/// (part_text), at once.
std::string command_of(const StudySource& source, const std::string& part);

/// The settings as JSON text, and back. Errors: InputError naming the file that the
/// text is kept in, if it is not what to_json wrote.
std::string to_json(const StudySource& source);
StudySource source_from_json(const std::string& json, InputFiles inputs,
                             const std::filesystem::path& kept_in);

/// The names of the arms of a plan.
std::vector<std::string> arm_names(const StudyPlan& plan);

/// The same study with these arms (and the reference, which must be among them) only.
StudyPlan with_arms(const StudyPlan& plan, const std::vector<std::string>& names);

}  // namespace resettle
